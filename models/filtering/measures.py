"""What a filter can limit: how each measure is called, read from text, written, and kept in a `TapeFilter`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor
from typing import Any

from models.clock import DAY_MS, day_from_number, day_number, time_text
from models.contract import ContractError
from models.expiries import read_expiry
from models.filtering.tape_filter import TapeFilter
from models.symbology import shorten

_NUMBER = re.compile(r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)([km]?)", re.ASCII)
_UNIT = {"": 1, "k": 1_000, "m": 1_000_000}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}-?[A-Z]{3}-?(?:[0-9]{4}|[0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]{1,3}))?)?", re.ASCII)
_MOST = 10**15
_ROUNDER = 5
"""A range is read more easily than two limits of so few characters more: `size=1..99`, but `price>=1 price<1.5`."""
_FIRST_DAY, _LAST_DAY = day_number(date(2000, 1, 1)), day_number(date(2099, 12, 31))


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that has a least and a greatest value, in whole steps from `lowest` to `highest`.

    `read` gives the exact number of steps of a text, or raises `ValueError` with a reason for people; `write` undoes
    it. `low` and `high`: fields of `TapeFilter`; `store` makes such a value of steps, `load` steps of it.
    `open_end`: a range is meant without its end, as times are, and `high` is kept so.
    """

    name: str
    what: str
    example: str
    low: str
    high: str
    read: Callable[[str], Decimal]
    write: Callable[[int], str]
    store: Callable[[int], Any]
    load: Callable[[Any], int]
    lowest: int = 0
    highest: int = _MOST
    open_end: bool = False

    def limits(self, sign: str, text: str) -> tuple[int | None, int | None]:
        """The least and the greatest steps that a sign and a value ask for. Raises `ValueError`."""
        least, greatest = self._range(text) if sign == "=" else self._one_sided(sign, self.read(text))
        if (least is not None and least > self.highest) or (greatest is not None and greatest < self.lowest):
            raise ValueError(f"no trade has this {self.what}")
        return least, greatest

    def limits_of(self, asked: TapeFilter) -> tuple[int | None, int | None]:
        """The least and the greatest steps in a filter."""
        least, greatest = getattr(asked, self.low), getattr(asked, self.high)
        return (
            None if least is None else self.load(least),
            None if greatest is None else self.load(greatest) - self.open_end,
        )

    def narrowed(self, asked: TapeFilter, least: int | None, greatest: int | None) -> dict[str, Any]:
        """The fields of a filter with these limits too, the narrower ones holding."""
        low, high = self.limits_of(asked)
        fields: dict[str, Any] = {}
        if least is not None:
            fields[self.low] = self.store(least if low is None else max(low, least))
        if greatest is not None:
            fields[self.high] = self.store((greatest if high is None else min(high, greatest)) + self.open_end)
        return fields

    def words(self, least: int | None, greatest: int | None) -> list[str]:
        """Limits as text, a word or two."""
        low = [] if least is None else [self._rounder(">=", least, ">", least - 1)]
        high = [] if greatest is None else [self._rounder("<=", greatest, "<", greatest + 1)]
        if least is None or greatest is None:
            return low + high
        end = greatest + self.open_end
        same = least == greatest and not self.open_end
        span = f"{self.name}={self.write(least)}" + ("" if same else f"..{self.write(end)}")
        two = low + high
        return two if len(" ".join(two)) < len(span) + _ROUNDER else [span]

    def _one_sided(self, sign: str, value: Decimal) -> tuple[int | None, int | None]:
        least = {">=": ceil(value), ">": floor(value) + 1}.get(sign)
        return least, {"<=": floor(value), "<": ceil(value) - 1}.get(sign)

    def _range(self, text: str) -> tuple[int, int]:
        first, dots, last = text.partition("..")
        least = self.read(first)
        greatest = self.read(last) if dots else least
        if self.open_end:
            if not dots:
                raise ValueError("one moment holds next to nothing")
            greatest -= 1
        if ceil(least) > floor(greatest):
            raise ValueError("the first value must be below the second" if dots else f"no {self.what} is exactly that")
        return ceil(least), floor(greatest)

    def _rounder(self, sign: str, value: int, other_sign: str, other: int) -> str:
        """One of two ways to say the same: the rounder number, or the first."""
        first, second = self.write(value), self.write(other)
        is_rounder = other >= self.lowest and len(second.strip("0")) < len(first.strip("0"))
        return f"{self.name}{other_sign}{second}" if is_rounder else f"{self.name}{sign}{first}"


def _number(scale: int, before: str = "") -> Callable[[str], Decimal]:
    """A reader of numbers that may have a sign of their unit before them."""

    def read(text: str) -> Decimal:
        found = _NUMBER.fullmatch(text.lower().removeprefix(before))
        if not found:
            raise ValueError(f"“{shorten(text)}” is no number" if text else "a number is missing")
        value = Decimal(found[1].replace(",", "")) * _UNIT[found[2]] * scale
        if value >= _MOST:
            raise ValueError("the number is too large")
        return value

    return read


def _plain(scale: int) -> Callable[[int], str]:
    return lambda steps: f"{(Decimal(steps) / scale).normalize():f}"


def _dollars(steps: int) -> str:
    """`50k`, `1.25m`, `950`, `99.95`."""
    texts = [_plain(100 * _UNIT[unit])(steps) + unit for unit in ("m", "k", "")]
    return min(texts, key=len)


def _scaled(scale: int) -> tuple[Callable[[int], Any], Callable[[Any], int]]:
    return lambda steps: steps / scale, lambda value: round(Decimal(repr(value)) * scale)


def _read_day(text: str) -> Decimal:
    if not _DATE.fullmatch(text.upper()):
        raise ValueError(f"“{shorten(text)}” is no date" if text else "a date is missing")
    try:
        return Decimal(day_number(read_expiry(text.upper(), date.max)))
    except ContractError as error:
        raise ValueError(str(error)) from None


def _write_day(steps: int) -> str:
    return day_from_number(steps).isoformat()


def _read_time(text: str) -> Decimal:
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError(f"“{shorten(text)}” is no time of day" if text else "a time is missing")
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    time_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "").ljust(3, "0"))
    if time_ms > DAY_MS:
        raise ValueError(f"a day has no {text}")
    return Decimal(time_ms)


def _write_time(steps: int) -> str:
    """`09:30`, `09:30:15`, `09:30:15.250`."""
    text = time_text(steps).removesuffix(".000")
    return text.removesuffix(":00") if len(text) == len("09:30:00") else text


_STRIKE = (_number(1000, "$"), _plain(1000), int, int)
_SIZE = (_number(1), _plain(1), int, int)

MEASURES = {
    measure.name: measure
    for measure in (
        Measure("dte", "number of days to expiry", "dte<7 or dte=1..7", "min_dte", "max_dte", *_SIZE),
        Measure(
            "exp", "expiry", "exp=2025-12-19 or exp<=19Dec25", "min_expiry", "max_expiry", _read_day, _write_day,
            day_from_number, day_number, _FIRST_DAY, _LAST_DAY,
        ),
        Measure("strike", "strike", "strike>=600 or strike=600..650", "min_strike", "max_strike", *_STRIKE),
        Measure("size", "size", "size>=100 or size=100..500", "min_size", "max_size", *_SIZE),
        Measure(
            "prem", "premium", "prem>=50k", "min_premium", "max_premium", _number(100, "$"), _dollars, *_scaled(100),
        ),
        Measure(
            "price", "price", "price<0.05", "min_price", "max_price", _number(10**6, "$"), _plain(10**6),
            *_scaled(10**6),
        ),
        Measure(
            "time", "time of day", "time=09:30..10:00 or time>=15:30", "from_ms", "to_ms", _read_time, _write_time,
            int, int, 0, DAY_MS - 1, open_end=True,
        ),
    )
}  # fmt: skip
"""By name, in the order in which a text has them. Steps: days, days since 1970, 1/1000 dollar, contracts, cents,
1/1,000,000 dollar, milliseconds since midnight."""

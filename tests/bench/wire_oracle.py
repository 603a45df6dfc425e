"""What a frame holds by the rules of massive.md, read slowly and plainly; shares nothing with the feed's decoder."""

import json
import re
from datetime import date
from typing import Any

_TICKER = re.compile(r"O:[A-Z]{1,5}[0-9]?([0-9]{2})([0-9]{2})([0-9]{2})[CP]([0-9]{8})")
_DAMAGED = "\ufffd"
_BETWEEN = "[], \t\r\n"
_YEAR_2100_MS = 4_102_444_800_000
_ENDLESS = 10**30
"""Stands for a number of thousands of digits: Python refuses to read one, and it is beyond 64 bits as this is."""


def expected(frame: bytes) -> tuple[int, int] | None:
    """How many good trades and how many bad events a frame holds; None where it is no JSON."""
    try:
        value = json.loads(frame, parse_int=_integer)
    except (ValueError, RecursionError):
        return None
    return _count(value if isinstance(value, list) else [value])


def loosely(frame: bytes) -> tuple[int, int] | None:
    """The same for a frame in which brackets and commas alone are out of order; None for any other."""
    text, events = frame.decode("utf-8", "replace").strip(_BETWEEN), list[Any]()
    while text:
        try:
            event, end = json.JSONDecoder(parse_int=_integer).raw_decode(text)
        except (ValueError, RecursionError):
            return None
        events.append(event)
        text = text[end:].strip(_BETWEEN)
    return _count(events)


def _count(events: list[Any]) -> tuple[int, int]:
    good = sum(_is_trade(event) and _is_sound(event) for event in events)
    return good, len(events) - good - sum(map(_is_other, events))


def _integer(digits: str) -> int:
    return int(digits) if len(digits) < 4000 else _ENDLESS * (-1 if digits.startswith("-") else 1)


def _is_other(event: Any) -> bool:
    kind = event.get("ev") if isinstance(event, dict) else None
    return isinstance(kind, str) and kind != "T" and _DAMAGED not in kind


def _is_trade(event: Any) -> bool:
    return isinstance(event, dict) and event.get("ev") == "T"


def _is_sound(event: dict[str, Any]) -> bool:
    codes = event.get("c")
    return (
        _is_ticker(event.get("sym"))
        and _is_price(event.get("p"))
        and _is_whole(event.get("x"), 0, 65_535)
        and _is_whole(event.get("s"), 1, 2**31 - 1)
        and _is_whole(event.get("t"), 1, _YEAR_2100_MS)
        and _is_whole(event.get("q"))
        and (codes is None or (isinstance(codes, list) and all(_is_whole(code) for code in codes)))
    )


def _is_ticker(value: Any) -> bool:
    found = _TICKER.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return False
    year, month, day, strike = map(int, found.groups())
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return strike > 0


def _is_price(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= 1e9  # which NaN is not


def _is_whole(value: Any, least: int = -(2**63), most: int = 2**63 - 1) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return least <= value <= most and value == int(value)  # infinity and NaN do not pass the range

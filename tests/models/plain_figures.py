"""A slow, plain recomputation of a contract's figures, written from the rules on prints, cancels and days alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
KNOWN = {*range(201, 211), 219, *range(227, 249)}
NO_VOLUME = set(range(201, 208))
NO_PRICE = NO_VOLUME | {246, 247, 248}
CANCELS = {201, 203, 205, 207}


@dataclass(frozen=True)
class Fact:
    """One print as it arrived; time in Unix ms."""

    contract: str
    time_ms: int
    price: float
    size: int
    venue: int
    codes: tuple[int, ...]
    is_index: bool

    @cached_property
    def moment(self) -> datetime:
        seconds, ms = divmod(self.time_ms, 1000)
        return datetime.fromtimestamp(seconds, NEW_YORK).replace(microsecond=ms * 1000)

    @cached_property
    def day(self) -> date:
        """Trade date, on days without a holiday."""
        day = self.moment.date()
        if self.is_index:
            day += timedelta(days=self.moment.time() >= time(20, 15))
            while day.weekday() > 4:
                day += timedelta(days=1)
        return day

    @property
    def is_cancel(self) -> bool:
        return bool(CANCELS & set(self.codes))

    @property
    def counts(self) -> bool:
        return not NO_VOLUME & set(self.codes)

    @property
    def moves(self) -> bool:
        regular = not self.is_index or time(9, 30) <= self.moment.time() <= time(16, 15)
        return regular and not NO_PRICE & set(self.codes) and set(self.codes) <= KNOWN


@dataclass
class Figures:
    """What is known of a contract on its trade date; None where no print gave it."""

    day: date
    trades: int
    volume: int
    premium: float
    vwap: float | None
    size: int | None
    time_ms: int | None
    last: float | None
    open: float | None
    high: float | None
    low: float | None


def undone(facts: Sequence[Fact]) -> tuple[set[int], set[int]]:
    """Numbers of the prints that cancels took back, and of the cancels that found none."""
    victims: set[int] = set()
    unmatched: set[int] = set()
    for number, cancel in enumerate(facts):
        if not cancel.is_cancel:
            continue
        fitting = [
            n
            for n, fact in enumerate(facts[:number])
            if (fact.contract, fact.price, fact.size, fact.venue, fact.day)
            == (cancel.contract, cancel.price, cancel.size, cancel.venue, cancel.day)
            and not fact.is_cancel
            and n not in victims
        ]
        if fitting:
            victims.add(fitting[0] if 205 in cancel.codes else fitting[-1])
        else:
            unmatched.add(number)
    return victims, unmatched


def figures(facts: Sequence[Fact], multiplier: float = 100.0) -> dict[str, Figures]:
    """Figures by contract, each of the newest trade date that it printed on."""
    victims, _ = undone(facts)
    found = {}
    for contract in {fact.contract for fact in facts}:
        day = max(fact.day for fact in facts if fact.contract == contract)
        mine = [
            (fact.time_ms, number, fact)
            for number, fact in enumerate(facts)
            if fact.contract == contract and fact.day == day and fact.counts and number not in victims
        ]
        in_time = [fact for _, _, fact in sorted(mine, key=lambda entry: entry[:2])]
        moving = [fact.price for fact in in_time if fact.moves]
        volume = sum(fact.size for fact in in_time)
        value = sum(fact.price * fact.size for fact in in_time)
        found[contract] = Figures(
            day=day,
            trades=len(in_time),
            volume=volume,
            premium=value * multiplier,
            vwap=value / volume if volume else None,
            size=in_time[-1].size if in_time else None,
            time_ms=in_time[-1].time_ms if in_time else None,
            last=moving[-1] if moving else None,
            open=moving[0] if moving else None,
            high=max(moving, default=None),
            low=min(moving, default=None),
        )
    return found

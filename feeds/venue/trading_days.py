"""The days on which US options trade: New York Stock Exchange calendar."""

from datetime import date, timedelta
from functools import cache

import holidays
import numpy as np
from numpy.typing import NDArray

from models.clock import day_number

_FIRST_YEAR, _LAST_YEAR = 2000, 2040


def is_trading_day(day: date) -> bool:
    """Whether the exchange opens; False outside 2000 to 2040."""
    return day.weekday() < 5 and day not in _closed() and _FIRST_YEAR <= day.year <= _LAST_YEAR


def is_half_day(day: date) -> bool:
    """Whether the exchange closes at 13:00 Eastern."""
    return day in _half_days()


def on_or_before(day: date) -> date:
    """The last trading day up to this day."""
    while not is_trading_day(day):
        day -= timedelta(days=1)
    return day


def following(day: date, count: int) -> list[date]:
    """The next trading days after a day."""
    days: list[date] = []
    while len(days) < count:
        day += timedelta(days=1)
        if is_trading_day(day):
            days.append(day)
    return days


def between(first: date, last: date) -> list[date]:
    """Trading days of a range, both ends included."""
    span = range((last - first).days + 1)
    return [day for day in (first + timedelta(days=n) for n in span) if is_trading_day(day)]


def sessions_to(day: date, later_days: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many sessions come after `day` up to each later day, itself included (days since 1970)."""
    starts = np.datetime64(day, "D") + 1
    ends = later_days.astype("datetime64[D]") + 1
    return np.asarray(np.busday_count(starts, ends, holidays=_closed_column()), np.int64)


@cache
def _closed() -> frozenset[date]:
    years = range(_FIRST_YEAR, _LAST_YEAR + 1)
    return frozenset(holidays.financial_holidays("NYSE", years=years, categories=("public",)))


@cache
def _half_days() -> frozenset[date]:
    years = range(_FIRST_YEAR, _LAST_YEAR + 1)
    return frozenset(holidays.financial_holidays("NYSE", years=years, categories=("half_day",)))


@cache
def _closed_column() -> NDArray[np.datetime64]:
    return np.array(sorted(map(day_number, _closed())), np.int64).astype("datetime64[D]")

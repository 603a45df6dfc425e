"""Half days and counts of sessions: what the simulated market needs of the calendar beyond `models.trading_days`."""

from datetime import date, timedelta
from functools import cache

import holidays
import numpy as np
from numpy.typing import NDArray

from models.clock import day_number
from models.trading_days import is_trading_day

FIRST_YEAR, LAST_YEAR = 2000, 2040
"""Years that are known here."""
_ONE_DAY = np.timedelta64(1, "D")


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


def sessions_to(day: date, later_days: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many sessions come after `day` up to each later day, itself included (days since 1970)."""
    starts = np.datetime64(day, "D") + _ONE_DAY
    ends = later_days.astype("datetime64[D]") + _ONE_DAY
    return np.asarray(np.busday_count(starts, ends, holidays=_closed_column()), np.int64)


@cache
def _closed() -> frozenset[date]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return frozenset(holidays.financial_holidays("NYSE", years=years, categories=("public",)))


@cache
def _half_days() -> frozenset[date]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return frozenset(holidays.financial_holidays("NYSE", years=years, categories=("half_day",)))


@cache
def _closed_column() -> NDArray[np.datetime64]:
    return np.array(sorted(map(day_number, _closed())), np.int64).astype("datetime64[D]")

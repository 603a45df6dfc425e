"""Trading sessions and trade dates of the classes of options (semantics.md)."""

from datetime import date, timedelta
from functools import cache

import holidays
import numpy as np
from numpy.typing import NDArray

from models.clock import DAY_MS, day_from_number, day_number, eastern, eastern_ms, utc_ms

INDEX_ROOTS = frozenset(
    {"SPX", "SPXW", "XSP", "VIX", "VIXW", "NDX", "NDXP", "XND", "RUT", "RUTW", "MRUT", "DJX", "OEX", "XEO"}
    | {"MXEF", "MXEA", "MXWLD", "MXUSA", "CBTX", "MBTX"}
)
"""Roots of cash-settled index options: their own hours, and an evening session of the next trade date."""
OPEN_MS = 34_200_000
CLOSE_MS = 57_600_000
HALF_DAY_CLOSE_MS = 46_800_000
INDEX_CLOSE_MS = 58_500_000
EVENING_MS = 72_900_000
"""Milliseconds after midnight, Eastern: 09:30, 16:00, 13:00, 16:15 and 20:15."""


def is_index(root: str) -> bool:
    """Whether the root is one of an index option."""
    return root in INDEX_ROOTS


def in_index_hours(eastern_ms: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which Eastern wall-clock times lie in 09:30-16:15, both ends included."""
    ms_of_day = eastern_ms % DAY_MS
    return (ms_of_day >= OPEN_MS) & (ms_of_day <= INDEX_CLOSE_MS)


def trade_days(eastern_ms: NDArray[np.int64], index_class: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Trade dates of prints as day numbers: the calendar day.

    For an index print the evening from 20:15 on is of the next day, and a day without trading is of the next with it:
    the session that begins in the evening before a holiday has one trade date.
    """
    days = ((eastern_ms + index_class * (DAY_MS - EVENING_MS)) // DAY_MS).astype(np.int32)
    for number in np.unique(days[index_class]).tolist():
        day = day_from_number(number)
        if not is_trading_day(day):
            days[index_class & (days == number)] = day_number(next_trading_day(day))
    return days


def day_start_ms(time_ms: int, *, is_index_class: bool) -> int:
    """When the trade date of a time began, both Unix ms.

    At midnight, for index options at 20:15 of the trading day before.
    """
    if not is_index_class:
        return utc_ms(eastern(time_ms).date(), 0)
    number = trade_days(eastern_ms(np.array([time_ms])), np.array([True]))[0]
    return utc_ms(previous_trading_day(day_from_number(int(number))), EVENING_MS)


def is_regular_session(time_ms: int) -> bool:
    """Whether equity options trade at a time (Unix ms): 09:30 to 16:00, to 13:00 before some holidays."""
    now = eastern(time_ms)
    day, ms_of_day = now.date(), time_ms - utc_ms(now.date(), 0)
    close_ms = HALF_DAY_CLOSE_MS if is_half_day(day) else CLOSE_MS
    return is_trading_day(day) and OPEN_MS <= ms_of_day < close_ms


def is_trading_day(day: date) -> bool:
    """Whether US option venues are open on the day: a weekday that is no NYSE holiday."""
    return day.weekday() < 5 and day not in _nyse(day.year)


def is_half_day(day: date) -> bool:
    """Whether the day ends at 13:00 Eastern."""
    return day in _half_days(day.year)


def holiday_name(day: date) -> str | None:
    """Name of the NYSE holiday that the day is, if it is one."""
    return _nyse(day.year).get(day)


def next_trading_day(day: date) -> date:
    """The first trading day after the day."""
    day += timedelta(days=1)
    while not is_trading_day(day):
        day += timedelta(days=1)
    return day


def previous_trading_day(day: date) -> date:
    """The last trading day before the day."""
    day -= timedelta(days=1)
    while not is_trading_day(day):
        day -= timedelta(days=1)
    return day


def trading_days(start: date, end: date) -> list[date]:
    """All trading days from start to end, both included."""
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return [day for day in days if is_trading_day(day)]


@cache
def _nyse(year: int) -> holidays.HolidayBase:
    return holidays.financial_holidays("NYSE", years=year)


@cache
def _half_days(year: int) -> holidays.HolidayBase:
    return holidays.financial_holidays("NYSE", years=year, categories=("half_day",))

"""Trading sessions and trade dates of prints (semantics.md, "Time"). The hours themselves are in `hours.py`."""

from datetime import timedelta
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.clock import DAY_MS, day_from_number, day_number, eastern, eastern_ms, utc_ms
from models.hours import (
    CLOSE_MS,
    EVENING_MS,
    HALF_DAY_CLOSE_MS,
    INDEX_CLOSE_MS,
    OPEN_MS,
    DayHours,
    Hours,
    day_hours,
)
from models.trading_days import is_half_day, is_trading_day, next_trading_day, previous_trading_day

_SLOT_MS = 300_000
_SLOTS = 2 * DAY_MS // _SLOT_MS


class Session(IntEnum):
    """A trading session of a class; OUTSIDE is the time in which the class does not trade."""

    EARLY = 0
    REGULAR = 1
    LATE = 2
    OUTSIDE = 3


class SessionSpan(NamedTuple):
    """A session from start to end, Unix ms, both included; where two meet, the moment is of the earlier one."""

    start_ms: int
    end_ms: int
    session: Session


def sessions_of(
    eastern_ms: NDArray[np.int64], hours: NDArray[np.uint8] | Hours, expiry: NDArray[np.int32] | int
) -> NDArray[np.int8]:
    """Sessions of prints; times are Eastern wall-clock ms since 1970.

    `hours`: classes of hours, `expiry`: last days as numbers, both by print, or one for all.
    """
    if not len(eastern_ms):
        return np.zeros(0, np.int8)
    low, high = int(eastern_ms.min()), int(eastern_ms.max())
    if _in_everyones_hours(low, high):
        return np.full(len(eastern_ms), Session.REGULAR, np.int8)
    days = eastern_ms // DAY_MS
    slots = _slots(eastern_ms - days * DAY_MS)
    rows = (days == expiry) * len(Hours) + hours
    numbers = days[:1]
    if low // DAY_MS != high // DAY_MS:
        numbers, which = np.unique(days, return_inverse=True)
        rows += which * 2 * len(Hours)
    tables = np.concatenate([_session_table(number) for number in numbers.tolist()])
    found: NDArray[np.int8] = tables.take(rows * _SLOTS + slots)
    return found


def session_spans(hours: Hours, expiry: int, low_ms: int, high_ms: int) -> list[SessionSpan]:
    """The whole sessions of a class, of series that expire on a day, which touch the time from low to high, Unix ms.

    In order of time. What lies in none of them is OUTSIDE.
    """
    first, last = day_number(eastern(low_ms).date()), day_number(eastern(high_ms).date()) + 1
    days = range(first, min(last, expiry) + 1)
    spans = (span for day in days for span in _day_spans(day, hours, last=day == expiry))
    return [span for span in spans if span.end_ms >= low_ms and span.start_ms <= high_ms]


def in_index_hours(eastern_ms: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which Eastern wall-clock times lie in 09:30-16:15, both ends included."""
    ms_of_day = eastern_ms % DAY_MS
    return (ms_of_day >= OPEN_MS) & (ms_of_day <= INDEX_CLOSE_MS)


def trade_days(eastern_ms: NDArray[np.int64], index_class: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Trade dates of prints as day numbers: the calendar day.

    For an index print the evening from 20:15 on is of the next day, and a day without trading is of the next with it:
    the session that begins in the evening before a holiday has one trade date.
    """
    if not index_class.any():
        return (eastern_ms // DAY_MS).astype(np.int32)
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


def _in_everyones_hours(low: int, high: int) -> bool:
    """Whether all times from low to high, Eastern ms, are of one day, and regular for every class."""
    number = low // DAY_MS
    return high // DAY_MS == number and low % DAY_MS >= OPEN_MS and high % DAY_MS <= _least_close(number)


@lru_cache
def _least_close(number: int) -> int:
    return day_hours(day_from_number(number), Hours.EQUITY, last=True).close


def _slots(at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places of times of day in a row of `_session_table`: in 5 minutes, one of their first ms and one of the rest."""
    whole = at // _SLOT_MS
    slots: NDArray[np.int64] = 2 * whole + (at != whole * _SLOT_MS)
    return slots


@lru_cache(maxsize=512)
def _session_table(number: int) -> NDArray[np.int8]:
    """The sessions of a day by slot, a row for each class, and once more for series whose last day it is.

    All sessions begin and end on a multiple of 5 minutes, both included.
    """
    day, at = day_from_number(number), np.arange(_SLOTS) // 2 * _SLOT_MS + np.arange(_SLOTS) % 2
    rows = [_sessions_at(at, day_hours(day, hours, last=last)) for last in (False, True) for hours in Hours]
    return np.concatenate(rows)


def _sessions_at(at: NDArray[np.int64], of_day: DayHours) -> NDArray[np.int8]:
    found = np.full(len(at), Session.OUTSIDE, np.int8)
    found[((at >= of_day.early) & (at <= of_day.early_end)) | (at >= of_day.evening)] = Session.EARLY
    found[(at >= of_day.open) & (at <= of_day.close)] = Session.REGULAR
    found[(at > of_day.close) & (at <= of_day.late_end)] = Session.LATE
    return found


@lru_cache(maxsize=8192)
def _day_spans(number: int, hours: Hours, *, last: bool) -> tuple[SessionSpan, ...]:
    """The sessions of a calendar day; that which began on the evening before is one of them."""
    day = day_from_number(number)
    of_day, day_before = day_hours(day, hours, last=last), day - timedelta(days=1)
    evening = day_hours(day_before, hours, last=False).evening
    early_start = utc_ms(day_before, evening) if evening < DAY_MS else utc_ms(day, of_day.early)
    bounds = (
        (early_start, of_day.early, of_day.early_end, Session.EARLY),
        (utc_ms(day, of_day.open), of_day.open, of_day.close, Session.REGULAR),
        (utc_ms(day, of_day.close), of_day.close, of_day.late_end, Session.LATE),
    )
    return tuple(
        SessionSpan(start_ms, utc_ms(day, end), session)
        for start_ms, start, end, session in bounds
        if 0 <= start <= end  # not held: closed days have -1
    )

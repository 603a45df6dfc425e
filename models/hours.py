"""Classes of trading hours, and the hours of each on each day (semantics.md, "Time"). All times are Eastern."""

from datetime import date
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple

from models.trading_days import is_half_day, is_trading_day

INDEX_ROOTS = frozenset(
    {"SPX", "SPXW", "XSP", "VIX", "VIXW", "NDX", "NDXP", "XND", "RUT", "RUTW", "MRUT", "DJX", "OEX", "XEO"}
    | {"MXEF", "MXEA", "MXWLD", "MXUSA", "CBTX", "MBTX"}
)
"""Roots of cash-settled index options: their own hours, and an evening session of the next trade date."""
_NIGHT_ROOTS = frozenset({"SPX", "SPXW", "XSP", "VIX", "VIXW"})
_PM_SETTLED_ROOTS = frozenset({"SPXW", "XSP", "NDXP", "XND", "RUTW", "MRUT", "OEX", "XEO", "CBTX", "MBTX"})
"""Settled by closing prices: a series stops trading with the shares on its last day."""
_LATE_CLOSE_ROOTS = frozenset(
    {"AMJ", "DBA", "DBB", "DBC", "DBO", "DIA", "EEM", "EFA", "GAZ", "GLD", "IWM", "IWN", "IWO", "IWV", "JJC", "KBE"}
    | {"KRE", "MDY", "MOO", "OEF", "OIL", "QQQ", "SLX", "SPY", "SVIX", "SVXY", "UNG", "UUP", "UVIX", "UVXY", "VIXM"}
    | {"VIXY", "VXX", "VXZ", "XHB", "XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP", "XLRE", "XLU", "XLV", "XLY"}
    | {"XME", "XRT"}
)
"""ETFs and ETNs whose options trade until 16:15: the list that brokers give their customers (Firstrade, 2025)."""

_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS
OPEN_MS = 9 * _HOUR_MS + 30 * _MINUTE_MS
CLOSE_MS = 16 * _HOUR_MS
INDEX_CLOSE_MS = CLOSE_MS + 15 * _MINUTE_MS
HALF_DAY_CLOSE_MS = 13 * _HOUR_MS
HALF_DAY_INDEX_CLOSE_MS = HALF_DAY_CLOSE_MS + 15 * _MINUTE_MS
NIGHT_END_MS = 17 * _HOUR_MS
EVENING_MS = 20 * _HOUR_MS + 15 * _MINUTE_MS
EARLY_END_MS = 9 * _HOUR_MS + 25 * _MINUTE_MS
SELECTED_OPEN_MS = 7 * _HOUR_MS + 30 * _MINUTE_MS
"""Milliseconds after midnight, Eastern."""
SELECTED_SINCE = date(2026, 7, 13)
"""Since this day up to 100 equity classes have an early and a late session. Which they are is not published in a form
that could be kept here; but as no other equity option can trade in these windows, a print there is of one of them."""


class Hours(IntEnum):
    """A class of trading hours; of the index classes those settled by opening and by closing prices."""

    EQUITY = 0
    LATE_CLOSE = 1
    INDEX = 2
    INDEX_PM = 3
    NIGHT = 4
    """Index options with an early session that begins on the evening before, and a late one."""
    NIGHT_PM = 5


class DayHours(NamedTuple):
    """The hours of a class on a day, ms after midnight, both ends included.

    A session that is not held ends before it starts. `evening`: when the early session of the next day starts.
    """

    early: int
    early_end: int
    open: int
    close: int
    late_end: int
    evening: int


_NEVER = 48 * _HOUR_MS
_CLOSED = DayHours(_NEVER, -1, _NEVER, -1, -1, _NEVER)


def is_index(root: str) -> bool:
    """Whether the root is one of an index option."""
    return root in INDEX_ROOTS


@cache
def hours_of(root: str) -> Hours:
    """The class of hours of a root; adjusted contracts (`SPY1`) trade in those of their class."""
    if root in _NIGHT_ROOTS:
        return Hours.NIGHT_PM if root in _PM_SETTLED_ROOTS else Hours.NIGHT
    if is_index(root):
        return Hours.INDEX_PM if root in _PM_SETTLED_ROOTS else Hours.INDEX
    return Hours.LATE_CLOSE if root.rstrip("0123456789") in _LATE_CLOSE_ROOTS else Hours.EQUITY


@lru_cache(maxsize=4096)
def day_hours(day: date, hours: Hours, *, last: bool) -> DayHours:
    """The hours of a class on a calendar day; `last`: of the series that expire on it.

    The nights before and after a holiday have their session, as the venues mostly keep it: it belongs to the trading
    day that follows. On half days there is no late session.
    """
    if hours in (Hours.NIGHT, Hours.NIGHT_PM):
        return _night_hours(day, last=last, pm_settled=hours is Hours.NIGHT_PM)
    if not is_trading_day(day):
        return _CLOSED
    if hours in (Hours.INDEX, Hours.INDEX_PM):
        return _CLOSED._replace(open=OPEN_MS, close=_close(day, late=not (last and hours is Hours.INDEX_PM)))
    plain = _CLOSED._replace(open=OPEN_MS, close=_close(day, late=hours is Hours.LATE_CLOSE))
    if day < SELECTED_SINCE:
        return plain
    late_end = INDEX_CLOSE_MS if hours is Hours.EQUITY and not is_half_day(day) else -1
    return plain._replace(early=SELECTED_OPEN_MS, early_end=EARLY_END_MS, late_end=late_end)


def _night_hours(day: date, *, last: bool, pm_settled: bool) -> DayHours:
    evening = EVENING_MS if day.weekday() in (6, 0, 1, 2, 3) and not last else _NEVER
    night = _CLOSED._replace(evening=evening)
    if day.weekday() < 5:
        night = night._replace(early=0, early_end=EARLY_END_MS)
    if not is_trading_day(day):
        return night
    stops = last and pm_settled
    late_end = -1 if stops or is_half_day(day) else NIGHT_END_MS
    return night._replace(open=OPEN_MS, close=_close(day, late=not stops), late_end=late_end)


def _close(day: date, *, late: bool) -> int:
    if is_half_day(day):
        return HALF_DAY_INDEX_CLOSE_MS if late else HALF_DAY_CLOSE_MS
    return INDEX_CLOSE_MS if late else CLOSE_MS

"""Trades of a contract as a terminal tells them: rows of v2's columns, from which those of v3 are made."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from feeds.venue.source import Print
from feeds.venue.theta.codes import blocked_updates, theta_condition, theta_exchange
from models.clock import DAY_MS, eastern, utc_ms
from models.contract import Contract

COLUMNS = (
    "ms_of_day", "sequence", "ext_condition1", "ext_condition2", "ext_condition3", "ext_condition4", "condition",
    "size", "exchange", "price", "condition_flags", "price_flags", "volume_type", "records_back", "date",
)  # fmt: skip
CANCELS = frozenset({201, 203, 205, 207})
OPEN_MS, CLOSE_MS = 34_200_000, 57_600_000
"""The regular session, Eastern ms of the day."""
_NO_EXT_CONDITION = 255
_SET_LAST, _SET_HIGH, _SET_LOW, _SET_OPEN, _CANCELLED = 1, 2, 4, 8, 32
_NO_LAST, _NO_HIGH_LOW = 1, 2 | 4

_TIME = attrgetter("time_ms")

Row = tuple[int | float, ...]


@dataclass(frozen=True, slots=True)
class AtTime:
    """A question: contract, days (both included), Eastern ms of the day, and whether only 09:30 to 16:00 counts."""

    contract: Contract
    first: date
    last: date
    time_ms: int
    rth: bool


@dataclass(frozen=True, slots=True)
class AllTrades:
    """Another: all trades on those days from and to an Eastern ms of the day, both included."""

    contract: Contract
    first: date
    last: date
    from_ms: int
    to_ms: int


def at_time_rows(question: AtTime, prints: Sequence[Print]) -> list[Row]:
    """One row a day with a trade, ascending, columns as in `COLUMNS`. Prints: those of the days, in order of arrival.

    Cancel rows are no trades. What came late counts at its own time; of two prints in one millisecond the later one
    answers. With `rth` trades outside 09:30-16:00 do not count.
    """
    low_ms, high_ms = (OPEN_MS, CLOSE_MS) if question.rth else (0, DAY_MS)
    until_ms = min(question.time_ms, high_ms)
    rows = []
    for when, trades in _by_day([trade for trade in prints if not is_cancel(trade)]):
        midnight_ms = utc_ms(when, 0)
        counted = _within(trades, midnight_ms + low_ms, midnight_ms + until_ms)
        if counted:
            rows.append(_row(counted[-1], when, _marks(counted)[-1], 0))
    return rows


def trade_rows(question: AllTrades, prints: Sequence[Print]) -> list[Row]:
    """All trades by time, cancels too, which say how many records back the trade is that they undo."""
    rows = []
    for when, trades in _by_day(prints):
        marks = _marks(trades)
        midnight_ms = utc_ms(when, 0)
        for place, trade in enumerate(trades):
            if question.from_ms <= trade.time_ms - midnight_ms <= question.to_ms:
                back = _records_back(trades, place) if is_cancel(trade) else 0
                rows.append(_row(trade, when, marks[place], back))
    return rows


def is_cancel(trade: Print) -> bool:
    """Whether it undoes another."""
    return not CANCELS.isdisjoint(trade.conditions)


def signed_32(number: int) -> int:
    """A sequence number as Theta tells it: it wraps."""
    return (number + 2**31) % 2**32 - 2**31


def _by_day(prints: Sequence[Print]) -> Iterator[tuple[date, list[Print]]]:
    """Trades of each Eastern day, by time."""
    by_time = sorted(prints, key=_TIME)
    start = 0
    while start < len(by_time):
        when = eastern(by_time[start].time_ms).date()
        end = bisect_left(by_time, utc_ms(when + timedelta(days=1), 0), start, key=_TIME)
        yield when, by_time[start:end]
        start = end


def _within(trades: list[Print], low_ms: int, high_ms: int) -> list[Print]:
    return trades[bisect_left(trades, low_ms, key=_TIME) : bisect_right(trades, high_ms, key=_TIME)]


def _row(trade: Print, when: date, price_flags: int, records_back: int) -> Row:
    no_last, no_high_low = blocked_updates(trade.conditions)
    return (
        trade.time_ms - utc_ms(when, 0),
        signed_32(trade.sequence),
        *(_NO_EXT_CONDITION,) * 4,
        theta_condition(trade.conditions),
        trade.size,
        theta_exchange(trade.exchange),
        trade.price,
        _NO_LAST * no_last | _NO_HIGH_LOW * no_high_low,
        price_flags,
        0,
        records_back,
        when.year * 10_000 + when.month * 100 + when.day,
    )


def _marks(trades: Sequence[Print]) -> list[int]:
    """What each trade of a day did when it came: set last, high, low, open against those before it, or cancel."""
    marks, high, low = [], -1.0, math.inf
    for trade in trades:
        if is_cancel(trade):
            marks.append(_CANCELLED)
            continue
        no_last, no_high_low = blocked_updates(trade.conditions)
        mark = 0 if no_last else _SET_LAST | _SET_OPEN * (high < 0)
        if not no_high_low:
            mark |= _SET_HIGH * (trade.price > high) | _SET_LOW * (trade.price < low)
            high, low = max(high, trade.price), min(low, trade.price)
        marks.append(mark)
    return marks


def _records_back(trades: Sequence[Print], place: int) -> int:
    """How far before a cancel the trade of the same price, size and venue is; 1 where there is none."""
    cancel = trades[place]
    wanted = (cancel.price, cancel.size, cancel.exchange)
    for back in range(1, place + 1):
        trade = trades[place - back]
        if (trade.price, trade.size, trade.exchange) == wanted and not is_cancel(trade):
            return back
    return 1

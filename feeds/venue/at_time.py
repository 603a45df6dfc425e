"""The at-time question of Theta v2: what a contract last traded at or before a time, on each day of a range."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from feeds.venue.source import Print
from feeds.venue.theta_codes import blocked_updates, theta_condition, theta_exchange
from models.clock import DAY_MS, EASTERN, utc_ms
from models.contract import Contract, ContractError

COLUMNS = (
    "ms_of_day", "sequence", "ext_condition1", "ext_condition2", "ext_condition3", "ext_condition4", "condition",
    "size", "exchange", "price", "condition_flags", "price_flags", "volume_type", "records_back", "date",
)  # fmt: skip
CANCELS = frozenset({201, 203, 205, 207})
_RTH_MS = (34_200_000, 57_600_000)
_NO_EXT_CONDITION = 255
_SET_LAST, _SET_HIGH, _SET_LOW, _SET_OPEN = 1, 2, 4, 8
_NO_LAST, _NO_HIGH_LOW = 1, 2 | 4

Row = tuple[int | float, ...]


class InvalidParamsError(ValueError):
    """A question that cannot be understood; the message says why."""


@dataclass(frozen=True, slots=True)
class AtTime:
    """A question: contract, days (both included), Eastern ms of the day, and whether only 09:30 to 16:00 counts."""

    contract: Contract
    first: date
    last: date
    time_ms: int
    rth: bool


def at_time_from_query(query: Mapping[str, str]) -> AtTime:
    """Read the parameters of `/v2/at_time/option/trade`. Raises `InvalidParamsError`."""
    try:
        strike = whole(query, "strike")
        contract = Contract(text(query, "root"), day(query, "exp"), text(query, "right"), strike)
    except ContractError as error:
        raise InvalidParamsError(str(error)) from None
    first, last, time_ms = day(query, "start_date"), day(query, "end_date"), whole(query, "ivl")
    if last < first:
        raise InvalidParamsError("end_date is before start_date")
    if not 0 <= time_ms <= DAY_MS:
        raise InvalidParamsError("ivl must be milliseconds of a day")
    return AtTime(contract, first, last, time_ms, flag(query, "rth", default=True) and time_ms != 0)


def at_time_rows(question: AtTime, prints: Sequence[Print]) -> list[Row]:
    """One row a day with a trade, ascending, columns as in `COLUMNS`. Prints: those of the days, in order of arrival.

    Cancel rows are no trades. What came late counts at its own time; of two prints in one millisecond the later one
    answers. With `rth` trades outside 09:30-16:00 do not count.
    """
    low_ms, high_ms = _RTH_MS if question.rth else (0, DAY_MS)
    trades = [trade for trade in prints if not CANCELS.intersection(trade.conditions)]
    trades.sort(key=lambda trade: trade.time_ms)
    rows = []
    for when, of_day in groupby(trades, key=lambda trade: _eastern_date(trade)):
        midnight_ms = utc_ms(when, 0)
        until = min(question.time_ms, high_ms)
        counted = [trade for trade in of_day if low_ms <= trade.time_ms - midnight_ms <= until]
        if counted:
            rows.append(_row(counted, when, midnight_ms))
    return rows


def text(query: Mapping[str, str], name: str) -> str:
    """A parameter that must be there. Raises `InvalidParamsError`."""
    if not query.get(name):
        raise InvalidParamsError(f"{name} is missing")
    return query[name]


def whole(query: Mapping[str, str], name: str) -> int:
    """A whole number. Raises `InvalidParamsError`."""
    value = text(query, name)
    if not value.isascii() or not value.isdigit():
        raise InvalidParamsError(f"{name} must be a whole number, not {value}")
    return int(value)


def day(query: Mapping[str, str], name: str) -> date:
    """A date as YYYYMMDD. Raises `InvalidParamsError`."""
    value = text(query, name)
    try:
        if len(value) == 8 and value.isascii() and value.isdigit():
            return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        pass
    raise InvalidParamsError(f"{name} must be a date as YYYYMMDD, not {value}")


def flag(query: Mapping[str, str], name: str, *, default: bool) -> bool:
    """`true` or `false`. Raises `InvalidParamsError`."""
    value = query.get(name, str(default)).lower()
    if value not in ("true", "false"):
        raise InvalidParamsError(f"{name} must be true or false, not {value}")
    return value == "true"


def signed_32(number: int) -> int:
    """A sequence number as Theta tells it: it wraps."""
    return (number + 2**31) % 2**32 - 2**31


def _eastern_date(trade: Print) -> date:
    return datetime.fromtimestamp(trade.time_ms // 1000, EASTERN).date()


def _row(trades: Sequence[Print], when: date, midnight_ms: int) -> Row:
    """The last of a day's trades, and what it set among them."""
    trade = trades[-1]
    no_last, no_high_low = blocked_updates(trade.conditions)
    condition_flags = _NO_LAST * no_last | _NO_HIGH_LOW * no_high_low
    return (
        trade.time_ms - midnight_ms,
        signed_32(trade.sequence),
        *(_NO_EXT_CONDITION,) * 4,
        theta_condition(trade.conditions),
        trade.size,
        theta_exchange(trade.exchange),
        trade.price,
        condition_flags,
        _price_flags(trades, allowed=(not no_last, not no_high_low)),
        0,
        0,
        when.year * 10_000 + when.month * 100 + when.day,
    )


def _price_flags(trades: Sequence[Print], allowed: tuple[bool, bool]) -> int:
    """What the last trade set: last, and high, low, open against those before it."""
    last, high_low = allowed
    before = [trade.price for trade in trades[:-1] if not blocked_updates(trade.conditions)[1]]
    price = trades[-1].price
    flags = _SET_LAST * last | _SET_OPEN * (last and not before)
    if high_low:
        flags |= _SET_HIGH * (price > max(before, default=-1.0)) | _SET_LOW * (not before or price < min(before))
    return flags

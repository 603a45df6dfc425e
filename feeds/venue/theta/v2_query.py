"""Parameters of v2: numbers and YYYYMMDD, milliseconds of the day. All raise `TerminalError`."""

from collections.abc import Mapping
from datetime import date

from feeds.venue.theta.errors import INVALID_V2, TerminalError
from feeds.venue.theta.trades import AllTrades, AtTime
from models.clock import DAY_MS
from models.contract import Contract, ContractError


def at_time_from_query(query: Mapping[str, str]) -> AtTime:
    """Read the parameters of `/v2/at_time/option/trade`."""
    contract, (first, last), time_ms = _contract(query), _days(query), whole(query, "ivl")
    _check_time("ivl", time_ms)
    return AtTime(contract, first, last, time_ms, flag(query, "rth", default=True) and time_ms != 0)


def trades_from_query(query: Mapping[str, str]) -> AllTrades:
    """Read the parameters of `/v2/hist/option/trade`; without times the whole day is meant."""
    contract, (first, last) = _contract(query), _days(query)
    from_ms = whole(query, "start_time") if "start_time" in query else 0
    to_ms = whole(query, "end_time") if "end_time" in query else DAY_MS
    _check_time("start_time", from_ms)
    _check_time("end_time", to_ms)
    return AllTrades(contract, first, last, from_ms, to_ms)


def text(query: Mapping[str, str], name: str) -> str:
    """A parameter that must be there."""
    if not query.get(name):
        raise _invalid(f"{name} is missing")
    return query[name]


def whole(query: Mapping[str, str], name: str) -> int:
    """A whole number."""
    value = text(query, name)
    if not value.isascii() or not value.isdigit():
        raise _invalid(f"{name} must be a whole number, not {value}")
    return int(value)


def day(query: Mapping[str, str], name: str) -> date:
    """A date as YYYYMMDD."""
    value = text(query, name)
    try:
        if len(value) == 8 and value.isascii() and value.isdigit():
            return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        pass
    raise _invalid(f"{name} must be a date as YYYYMMDD, not {value}")


def flag(query: Mapping[str, str], name: str, *, default: bool) -> bool:
    """`true` or `false`."""
    value = query.get(name, str(default)).lower()
    if value not in ("true", "false"):
        raise _invalid(f"{name} must be true or false, not {value}")
    return value == "true"


def _contract(query: Mapping[str, str]) -> Contract:
    try:
        return Contract(text(query, "root"), day(query, "exp"), text(query, "right"), whole(query, "strike"))
    except ContractError as error:
        raise _invalid(str(error)) from None


def _days(query: Mapping[str, str]) -> tuple[date, date]:
    first, last = day(query, "start_date"), day(query, "end_date")
    if last < first:
        raise _invalid("end_date is before start_date")
    return first, last


def _check_time(name: str, time_ms: int) -> None:
    if not 0 <= time_ms <= DAY_MS:
        raise _invalid(f"{name} must be milliseconds of a day")


def _invalid(reason: str) -> TerminalError:
    return TerminalError(INVALID_V2, f"Invalid parameters: {reason}")

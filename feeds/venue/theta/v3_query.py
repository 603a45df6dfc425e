"""Parameters of v3: dollars, dates with or without dashes, times of the day as text. All raise `TerminalError`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from feeds.venue.theta.errors import INVALID_V3, RENAMED, TerminalError, renamed
from feeds.venue.theta.trades import CLOSE_MS, OPEN_MS
from models.contract import MAX_STRIKE_MILLI, Contract, ContractError, is_root, strike_from_text

ALL = "*"
MOST_DAYS = timedelta(days=31)
"""Of one question for all trades."""
_RIGHTS = {"call": "C", "put": "P", "c": "C", "p": "P", "both": ""}
_FORMATS = ("csv", "json", "ndjson")
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,3}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contracts: of a root and an expiry, with one strike and right, or with any where it is None and empty."""

    root: str
    expiry: date
    strike_milli: int | None
    right: str

    def has(self, contract: Contract) -> bool:
        """Whether a contract of that root is one of them."""
        strike_fits = self.strike_milli in (None, contract.strike_milli)
        return contract.expiry == self.expiry and strike_fits and self.right in ("", contract.right)


@dataclass(frozen=True, slots=True)
class Times:
    """Days (both included) and Eastern ms of the day (both included)."""

    first: date
    last: date
    from_ms: int
    to_ms: int


def refuse_v2_names(query: Mapping[str, str]) -> None:
    """Say what the parameters of v2 are called here."""
    found = [name for name in query if name in RENAMED]
    if found:
        raise renamed(found)


def at_time_from_query(query: Mapping[str, str]) -> tuple[Wanted, Times]:
    """Read the parameters of `/v3/option/at_time/trade`; the times end with the asked one."""
    wanted, (first, last) = _wanted(query), _days(query)
    return wanted, Times(first, last, 0, time_of_day(query, "time_of_day"))


def trades_from_query(query: Mapping[str, str]) -> tuple[Wanted, Times]:
    """Read the parameters of `/v3/option/history/trade`; `date` goes before a range."""
    wanted = _wanted(query)
    first, last = (day(query, "date"),) * 2 if "date" in query else _days(query)
    if last - first >= MOST_DAYS:
        raise _invalid("Multi-day requests are limited to 1 month of data")
    from_ms = time_of_day(query, "start_time") if "start_time" in query else OPEN_MS
    to_ms = time_of_day(query, "end_time") if "end_time" in query else CLOSE_MS
    return wanted, Times(first, last, from_ms, to_ms)


def form(query: Mapping[str, str]) -> str:
    """The format of the answer."""
    value = query.get("format", _FORMATS[0])
    if value not in _FORMATS:
        raise _invalid(f"Invalid format: {value}")
    return value


def text(query: Mapping[str, str], name: str) -> str:
    """A parameter that must be there."""
    if not query.get(name):
        raise _invalid(f"Missing required parameter: {name}")
    return query[name]


def day(query: Mapping[str, str], name: str) -> date:
    """A date as YYYYMMDD or YYYY-MM-DD."""
    value = text(query, name)
    found = _DATE.fullmatch(value)
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise _invalid(f"Invalid {name}: {value}")


def time_of_day(query: Mapping[str, str], name: str) -> int:
    """Eastern ms of the day, from HH:MM:SS with up to three digits of a fraction."""
    value = text(query, name)
    found = _TIME.fullmatch(value)
    if not found:
        raise _invalid(f"Invalid {name}: {value}")
    hours, minutes, seconds, fraction = found.groups(default="")
    return (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def _wanted(query: Mapping[str, str]) -> Wanted:
    root = text(query, "symbol")
    if not is_root(root):
        raise _invalid(f"Invalid symbol: {root}")
    right = query.get("right", "both")
    if right.lower() not in _RIGHTS:
        raise _invalid(f"Invalid right: {right}")
    return Wanted(root, day(query, "expiration"), _strike(query.get("strike", ALL)), _RIGHTS[right.lower()])


def _strike(value: str) -> int | None:
    if value == ALL:
        return None
    try:
        milli = strike_from_text(value)
    except ContractError:
        milli = 0
    if not 0 < milli <= MAX_STRIKE_MILLI:
        raise _invalid(f"Invalid strike: {value}")
    return milli


def _days(query: Mapping[str, str]) -> tuple[date, date]:
    first, last = day(query, "start_date"), day(query, "end_date")
    if last < first:
        raise _invalid("Invalid date range: end_date is before start_date")
    return first, last


def _invalid(reason: str) -> TerminalError:
    return TerminalError(INVALID_V3, reason)

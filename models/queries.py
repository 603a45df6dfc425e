"""What traded at a given time: the question, its answer, and how asking can fail.

A question that exists is well formed: nothing malformed leaves the machine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import InitVar, dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from models.clock import DAY_MS, EASTERN, utc_ms
from models.contract import Contract
from models.status import Source
from models.trading_days import trading_days

EARLIEST = date(2010, 1, 1)
"""Today's option symbols came in 2010: there is no history of them before."""
MAX_DAYS = 2_200
"""Longest range in calendar days: six years, which is longer than any listed option lives."""

FieldName = Literal["contract", "start", "end", "at_ms"]
RawValue = int | float | str | None
"""A value as the source sent it."""


class QueryError(ValueError):
    """A question that cannot be asked. `field` says which input is wrong, `message` says why, for the user."""

    def __init__(self, field: FieldName, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def market_today() -> date:
    """The day that it is in New York."""
    return datetime.now(EASTERN).date()


@dataclass(frozen=True)
class AtTimeQuery:
    """What was the last trade at or before a time of day, on each trading day of a range?

    `start`, `end`: both included. `at_ms`: milliseconds since 00:00 Eastern. `latest` is the last day that may be asked
    for: today in New York, unless the market that is shown is ahead of it. Raises `QueryError`.
    """

    contract: Contract
    start: date
    end: date
    at_ms: int
    regular_hours: bool = True
    """Only trades of 09:30 to 16:00."""
    latest: InitVar[date | None] = None

    def __post_init__(self, latest: date | None) -> None:
        self._check_time()
        self._check_days(max(market_today(), latest or date.min))
        if self.start > self.contract.expiry:
            raise QueryError("start", f"{self.contract.label} had expired: its last day is {self.contract.expiry}")

    def _check_time(self) -> None:
        if not 0 <= self.at_ms < DAY_MS:
            raise QueryError("at_ms", "the time must lie between 00:00:00.000 and 23:59:59.999 Eastern")

    def _check_days(self, latest: date) -> None:
        if self.start > latest:
            raise QueryError("start", f"this day is in the future: today in New York is {latest}")
        if self.start < EARLIEST:
            raise QueryError("start", f"there is no history before {EARLIEST}")
        if self.end < self.start:
            raise QueryError("end", "the last day is before the first")
        if self.end > latest:
            raise QueryError("end", f"this day is in the future: today in New York is {latest}")
        if (self.end - self.start).days >= MAX_DAYS:
            raise QueryError("end", f"the range is longer than {MAX_DAYS:,} days: ask for less at once")


@dataclass(frozen=True, slots=True)
class AtTimeRow:
    """The last trade at or before the asked time of one day, as its source tells it.

    Times are milliseconds since 00:00 Eastern of `day`; `price` is in dollars a share, `size` in contracts.
    `venue` and `condition` are short texts, the codes are the source's own. `size_note` says in words where `size` is
    not what was traded (a total, say); empty where it is.
    """

    day: date
    asked_ms: int
    trade_ms: int
    price: float
    size: int
    venue: str
    condition: str
    venue_code: int | None = None
    condition_code: int | None = None
    sequence: int | None = None
    cancel: bool = False
    size_note: str = ""
    details: str = ""
    """Full names of venue and condition, a line each."""
    raw: Mapping[str, RawValue] = field(default_factory=dict)
    """Every column by the source's name for it."""

    @property
    def age_ms(self) -> int:
        """How long before the asked time it traded; negative where the source told of a later trade."""
        return self.asked_ms - self.trade_ms

    def premium(self, multiplier: float) -> float | None:
        """Dollars paid: price x size x multiplier; None where the row is a cancel or its size is not a size."""
        return None if self.cancel or self.size_note else self.price * self.size * multiplier


class Missing(StrEnum):
    """Why a trading day has no row."""

    NO_TRADE = "no trade"
    EXPIRED = "expired"
    NOT_PERMITTED = "not permitted"
    NOT_REACHED = "not reached yet"


@dataclass(frozen=True, slots=True)
class MissingDay:
    """A trading day without a row."""

    day: date
    reason: Missing


@dataclass(frozen=True, slots=True)
class AtTimeAnswer:
    """Rows by day, and the trading days without one. Weekends and holidays are not missing."""

    query: AtTimeQuery
    source_name: str
    source: Source
    rows: tuple[AtTimeRow, ...]
    missing: tuple[MissingDay, ...] = ()
    note: str = ""
    """What the source said beside the rows, for the user."""
    latency_ms: int | None = None
    """Milliseconds that the source itself reports to have taken."""
    requests: tuple[str, ...] = ()
    """The exact requests, to copy."""

    @property
    def source_text(self) -> str:
        """The source's name, with `SIMULATED` or `REPLAY` before it where it is not the market."""
        marked = self.source in (Source.SIMULATED, Source.REPLAY)
        return f"{self.source.upper()} {self.source_name}" if marked else self.source_name


def missing_days(query: AtTimeQuery, answered: Iterable[date]) -> tuple[MissingDay, ...]:
    """The trading days of the query's range that have no answer, oldest first."""
    known = set(answered)
    days = [day for day in trading_days(query.start, query.end) if day not in known]
    expiry = query.contract.expiry
    return tuple(MissingDay(day, Missing.EXPIRED if day > expiry else Missing.NO_TRADE) for day in days)


def without_future(answer: AtTimeAnswer, reached_ms: int | None) -> AtTimeAnswer:
    """An answer in which no day speaks of a time that its market has not reached (Unix ms; None: all is known).

    A terminal answers such a question with the last trade so far, which is not the answer.
    """
    if reached_ms is None:
        return answer
    ahead = {
        day
        for day in [*(row.day for row in answer.rows), *(lack.day for lack in answer.missing)]
        if utc_ms(day, answer.query.at_ms) > reached_ms
    }
    missing = [lack for lack in answer.missing if lack.day not in ahead]
    missing += [MissingDay(day, Missing.NOT_REACHED) for day in ahead]
    rows = tuple(row for row in answer.rows if row.day not in ahead)
    return replace(answer, rows=rows, missing=tuple(sorted(missing, key=lambda lack: lack.day)))


class HistoryFailure(StrEnum):
    """Kinds of failure of a history source."""

    NOT_RUNNING = "not running"
    STARTING = "starting"
    DISCONNECTED = "disconnected"
    BUSY = "busy"
    PERMISSION = "permission"
    NO_DATA = "no data"
    WRONG_GENERATION = "wrong generation"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    BUG = "bug"


class HistoryError(Exception):
    """A question was not answered. `message` tells the user what happened and what to do; `detail` is the raw text."""

    def __init__(self, kind: HistoryFailure, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.detail = detail

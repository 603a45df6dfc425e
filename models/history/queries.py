"""What traded at a given time: the question, its answer, and how asking can fail.

A question that exists is well formed: nothing malformed leaves the machine.
"""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from models.clock import DAY_MS, EASTERN
from models.contract import Contract
from models.history.weekdays import months, weekdays
from models.hours import CLOSE_MS
from models.status import Source

EARLIEST = date(2010, 1, 1)
"""Today's option symbols came in 2010: there is no history of them before."""
MAX_DAYS = 2_200
"""Longest range in calendar days: six years, which is longer than any listed option lives."""
MAX_ANSWERS = 100_000
"""Most answers (a contract, a day and a time each) that one question may ask for."""
MAX_PARTS = 5_000
"""Most parts that one question may have: each is a request, and takes a part of a second."""

FieldName = Literal["contracts", "start", "end", "times"]
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
        _check_time(self.at_ms)
        _check_days(self.start, self.end, latest)
        if self.start > self.contract.expiry:
            raise QueryError("start", f"{self.contract.label} had expired: its last day is {self.contract.expiry}")

    @property
    def last_ms(self) -> int:
        """The latest time at which the answer can have traded: after the end of regular hours none of theirs does."""
        return min(self.at_ms, CLOSE_MS) if self.regular_hours else self.at_ms


@dataclass(frozen=True)
class AtTimeQuestion:
    """The same of several contracts, at several times of day: what a person asks. `parts` is what is sent.

    Contracts keep their order, times are sorted; neither repeats. A contract that expires within the range is asked
    for up to its expiry, and one that had expired before is not, unless there is no other. Raises `QueryError`.
    """

    contracts: tuple[Contract, ...]
    start: date
    end: date
    times_ms: tuple[int, ...]
    regular_hours: bool = True
    latest: InitVar[date | None] = None

    def __post_init__(self, latest: date | None) -> None:
        object.__setattr__(self, "contracts", tuple(dict.fromkeys(self.contracts)))
        object.__setattr__(self, "times_ms", tuple(sorted(set(self.times_ms))))
        if not self.contracts:
            raise QueryError("contracts", "write an option, for instance SPY 19 Dec 25 650 C or O:SPY251219C00650000")
        if not self.times_ms:
            raise QueryError("times", "write a time of day, for instance 09:30:00.000")
        for at_ms in self.times_ms:
            _check_time(at_ms)
        _check_days(self.start, self.end, latest)
        self._check_expiry()
        self._check_size()

    def parts(self) -> tuple[AtTimeQuery, ...]:
        """By contract, then month, then time. What holds no trading day is left out: there is nothing to ask."""
        return tuple(
            AtTimeQuery(contract, start, end, at_ms, self.regular_hours, latest=end)
            for contract in self.contracts
            for start, end in months(self.start, min(self.end, contract.expiry))
            if any(not holiday for _, holiday in weekdays(start, end))
            for at_ms in self.times_ms
        )

    def _check_expiry(self) -> None:
        last = max(self.contracts, key=lambda contract: contract.expiry)
        if self.start > last.expiry:
            whose = f"all of these had expired, the last of them {last.label}"
            whose = whose if len(self.contracts) > 1 else f"{last.label} had expired"
            raise QueryError("start", f"{whose}: its last day is {last.expiry}")

    def _check_size(self) -> None:
        rows = len(self.contracts) * len(self.times_ms)
        answers = rows * sum(not holiday for _, holiday in weekdays(self.start, self.end))
        if answers > MAX_ANSWERS:
            few = "ask for fewer days at once"
            raise QueryError("end", f"this asks for {answers:,} answers, more than {MAX_ANSWERS:,}: {few}")
        parts = rows * sum(1 for _ in months(self.start, self.end))
        if parts > MAX_PARTS:
            few = "ask for fewer contracts at once"
            raise QueryError("contracts", f"this takes {parts:,} requests, more than {MAX_PARTS:,}: {few}")


@dataclass(frozen=True, slots=True)
class TradesQuery:
    """What traded in a contract on a day, from one time to another? Milliseconds since 00:00 Eastern, both included.

    Raises `QueryError`.
    """

    contract: Contract
    day: date
    from_ms: int
    to_ms: int

    def __post_init__(self) -> None:
        _check_time(self.from_ms)
        _check_time(self.to_ms)
        if self.to_ms < self.from_ms:
            raise QueryError("times", "the last time is before the first")
        if self.day > self.contract.expiry:
            raise QueryError("start", f"{self.contract.label} had expired: its last day is {self.contract.expiry}")


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
    """Why a day has no row."""

    NO_TRADE = "no trade"
    HOLIDAY = "holiday"
    EXPIRED = "expired"
    NOT_REACHED = "not reached yet"
    NOT_PERMITTED = "not permitted"
    UNKNOWN_ROOT = "unknown root"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class MissingDay:
    """A day without a row. `why` says it in a sentence, or names the holiday."""

    day: date
    reason: Missing
    why: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class AtTimeAnswer:
    """Rows by day, and the days without one; weekends are no days."""

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


@dataclass(frozen=True, slots=True)
class PastTrade:
    """A trade of a past day. `time_ms`: Unix ms; `price`: dollars a share; `size`: contracts.

    Ids are Massive's where an OPRA letter joins the vendors, else the source's own; None where there is none.
    """

    time_ms: int
    price: float
    size: int
    venue_id: int
    condition_id: int | None = None
    sequence: int | None = None
    raw: Mapping[str, RawValue] = field(default_factory=dict)
    """Every column by the source's name for it."""


@dataclass(frozen=True, slots=True)
class PastTrades:
    """Trades in the order of the source, which is that of time."""

    query: TradesQuery
    source_name: str
    source: Source
    trades: tuple[PastTrade, ...]
    note: str = ""
    latency_ms: int | None = None
    requests: tuple[str, ...] = ()


def _check_time(at_ms: int) -> None:
    if not 0 <= at_ms < DAY_MS:
        raise QueryError("times", "the time must lie between 00:00:00.000 and 23:59:59.999 Eastern")


def _check_days(start: date, end: date, latest: date | None) -> None:
    today = max(market_today(), latest or date.min)
    if start > today:
        raise QueryError("start", f"this day is in the future: today in New York is {today}")
    if start < EARLIEST:
        raise QueryError("start", f"there is no history before {EARLIEST}")
    if end < start:
        raise QueryError("end", "the last day is before the first")
    if end > today:
        raise QueryError("end", f"this day is in the future: today in New York is {today}")
    if (end - start).days >= MAX_DAYS:
        raise QueryError("end", f"the range is longer than {MAX_DAYS:,} days: ask for less at once")


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
    """Asking the same again changes nothing."""
    FAILED = "failed"
    """Asking again may help, perhaps after what the message says."""
    UNREADABLE = "unreadable"
    BUG = "bug"


class HistoryError(Exception):
    """A question was not answered. `message` tells the user what happened and what to do; `detail` is the raw text."""

    def __init__(self, kind: HistoryFailure, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.detail = detail

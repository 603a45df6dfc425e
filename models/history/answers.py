"""What is known of an at-time question so far, part by part; entries are only ever added. No Qt here."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from models.contract import Contract
from models.history.missing_days import missing_days, without_future
from models.history.queries import (
    AtTimeAnswer,
    AtTimeQuery,
    AtTimeQuestion,
    AtTimeRow,
    HistoryError,
    HistoryFailure,
    Missing,
    MissingDay,
)
from models.history.weekdays import weekdays
from models.status import Source

_REASONS = {
    HistoryFailure.PERMISSION: Missing.NOT_PERMITTED,
    HistoryFailure.NO_DATA: Missing.UNKNOWN_ROOT,
    HistoryFailure.REFUSED: Missing.FAILED,
}
"""Failures of a part that asking again does not change, and what its days then are."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A contract, a day and an asked time (ms since 00:00 Eastern), and what was found: a row, or why there is none.

    `answer` is where the row or its lack is from; None where nobody was asked, or nobody answered.
    """

    contract: Contract
    day: date
    asked_ms: int
    row: AtTimeRow | None
    missing: MissingDay | None
    answer: AtTimeAnswer | None


@dataclass(frozen=True, slots=True)
class Counts:
    """`trades` and `without` are entries with and without a row; `parts` are asked for one by one."""

    trades: int
    without: int
    parts: int
    done: int
    """Parts that are answered, or failed for good."""
    failed: int
    """Parts that failed, for good or not."""


def everything_reached(_source: Source) -> int | None:
    """Stand for a market that is known to its end."""
    return None


class Answers:
    """Everything that came of one question, in the order in which it came."""

    def __init__(
        self, question: AtTimeQuestion, reached_ms: Callable[[Source], int | None] = everything_reached
    ) -> None:
        """`reached_ms` says how far the market of a source has come, Unix ms; None is to its end."""
        self.question = question
        self._reached_ms = reached_ms
        self._open = dict.fromkeys(question.parts())
        self._parts = len(self._open)
        self._entries: list[Entry] = []
        self._failures: dict[AtTimeQuery, HistoryError] = {}
        self._notes: dict[str, None] = {}
        self._trades = 0
        self._source: Source | None = None
        self._add_unasked()

    @property
    def entries(self) -> Sequence[Entry]:
        """All that is known, oldest knowledge first; it grows at its end alone."""
        return self._entries

    @property
    def failures(self) -> Mapping[AtTimeQuery, HistoryError]:
        """Why parts have no answer, in the order in which they failed; a part that is answered later is not in it."""
        return MappingProxyType(self._failures)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the source said beside the rows, each once."""
        return tuple(self._notes)

    @property
    def source(self) -> Source | None:
        """Whose market the answers are of; None while there is none."""
        return self._source

    @property
    def complete(self) -> bool:
        """Whether nothing is left to ask."""
        return not self._open

    @property
    def counts(self) -> Counts:
        """How much there is."""
        without = len(self._entries) - self._trades
        return Counts(self._trades, without, self._parts, self._parts - len(self._open), len(self._failures))

    def left(self) -> tuple[AtTimeQuery, ...]:
        """The parts that have no answer and may still get one, in the order in which they should be asked."""
        return tuple(self._open)

    def is_left(self, part: AtTimeQuery) -> bool:
        """Whether a part is one of those."""
        return part in self._open

    def add(self, answer: AtTimeAnswer) -> None:
        """Take the answer to a part. A part that is known already stays as it is."""
        part = answer.query
        if part not in self._open:
            return
        del self._open[part]
        self._source = self._source or answer.source
        self._failures.pop(part, None)
        if answer.note:
            self._notes[answer.note] = None
        answer = without_future(answer, self._reached_ms(answer.source))
        self._add_days(part, answer, missing_days(part, {row.day for row in answer.rows}))

    def fail(self, part: AtTimeQuery, error: HistoryError) -> None:
        """Take note that a part was not answered. It is left to ask again, unless that would change nothing."""
        if part not in self._open:
            return
        self._failures[part] = error
        if error.kind not in _REASONS:
            return
        del self._open[part]
        reason = _REASONS[error.kind]
        self._add_days(
            part,
            None,
            [
                lack if lack.reason is Missing.HOLIDAY else MissingDay(lack.day, reason, error.message)
                for lack in missing_days(part, ())
            ],
        )

    def _add_days(self, part: AtTimeQuery, answer: AtTimeAnswer | None, lacking: Sequence[MissingDay]) -> None:
        said = {lack.day: lack for lack in answer.missing} if answer else {}
        days: list[tuple[date, AtTimeRow | None, MissingDay | None]] = []
        days += [(row.day, row, None) for row in (answer.rows if answer else ())]
        days += [(lack.day, None, said.get(lack.day, lack)) for lack in lacking]
        days.sort(key=lambda found: found[0])
        self._entries += [Entry(part.contract, day, part.at_ms, row, lack, answer) for day, row, lack in days]
        self._trades += len(answer.rows) if answer else 0

    def _add_unasked(self) -> None:
        """What is known without asking: holidays of months without a trading day, and that a contract had expired."""
        months = {(part.contract, part.start.replace(day=1)) for part in self._open}
        days = weekdays(self.question.start, self.question.end)
        trading = [day for day, holiday in days if not holiday]
        lacks = [MissingDay(day, Missing.HOLIDAY, holiday) for day, holiday in days if holiday]
        for contract in self.question.contracts:
            unasked = [
                lack
                for lack in lacks
                if lack.day <= contract.expiry and (contract, lack.day.replace(day=1)) not in months
            ]
            after = trading[bisect_right(trading, contract.expiry) :]
            if after:
                unasked.append(MissingDay(after[0], Missing.EXPIRED, _expired(contract, len(after))))
            self._entries += [
                Entry(contract, lack.day, at_ms, None, lack, None)
                for lack in unasked
                for at_ms in self.question.times_ms
            ]


def _expired(contract: Contract, days: int) -> str:
    listed = f"; {days:,} trading days after it were not asked for" if days > 1 else ""
    return f"{contract.label} had expired: its last day was {contract.expiry}{listed}"

"""One job of the filler: what is still to be fetched, how far it is, and what became of its gaps, in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import NamedTuple

from feeds.massive.rest_errors import RestError, RestProblem, is_passing
from feeds.massive.rest_wire import TradeRow
from models.figures import several
from models.gaps import Gap, GapStage

EDGE_MS = 1_000
"""The times of a gap are known to about so much: they are told from arrivals."""
_OF_KEY = (RestProblem.BAD_KEY, RestProblem.NOT_ENTITLED)
"""What is refused for one contract with these will be refused for every other."""


class Span(NamedTuple):
    """A time to be fetched, both ends included (Unix ms, market time; None: until now), and the gap that it is for."""

    low_ms: int
    high_ms: int | None
    gap: Gap | None = None

    def parted(self, rows: list[TradeRow]) -> Iterator[tuple[list[TradeRow], int]]:
        """Rows with the number of the gap that they fill; -1 for what the margin brought, mostly known rows."""
        if self.gap is None or self.gap.end_ms is None:
            yield rows, -1
            return
        low, high = self.gap.start_ms - EDGE_MS, self.gap.end_ms + EDGE_MS
        inside = [low <= row.time_ms <= high for row in rows]
        yield list(compress(rows, inside)), self.gap.number
        if not all(inside):
            yield [row for row, is_inside in zip(rows, inside, strict=True) if not is_inside], -1


@dataclass(slots=True)
class FillJob:
    """Of which contracts, since when (Unix ms, market time) today, or for which gaps.

    `due_s`: not before, by the loop's clock. `total`: contracts at the beginning. What could not be fetched is
    `failed` where another try may help, `refused` where it will not, and `unknown` where Massive knows no such
    contract; `problem` says why. `pages`: answers that came. `given_up`: the next contract would be
    refused too. `everything`: the gaps are of the whole market. `postponed`: what must wait for a gap.
    """

    tickers: Sequence[str]
    due_s: float
    since_ms: Callable[[str], int] | None = None
    gaps: tuple[Span, ...] = ()
    total: int = 0
    tries: int = 0
    done: int = 0
    failed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    pages: int = 0
    problem: str = ""
    given_up: bool = False
    everything: bool = False
    postponed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.total = len(self.tickers)

    def spans(self, ticker: str) -> tuple[Span, ...]:
        """What is to be fetched of a contract."""
        return self.gaps if self.since_ms is None else (Span(self.since_ms(ticker), None),)

    def take_in(self, other: "FillJob") -> bool:
        """Fill the gaps of another job along, if both miss the same and nothing of it could be fetched so far.

        While the service is away for long, gaps would else become as many jobs that are all tried again and again.
        """
        if not (self.is_untouched and other.is_untouched and self.everything == other.everything):
            return False
        if frozenset(self.tickers) != frozenset(other.tickers):
            return False
        self.gaps, self.tries = (*self.gaps, *other.gaps), max(self.tries, other.tries)
        return True

    @property
    def is_untouched(self) -> bool:
        """Whether it is for gaps, and nothing of them was fetched yet or is given up."""
        return bool(self.gaps) and len(self.tickers) == self.total and not (self.refused or self.unknown)

    @property
    def words(self) -> str:
        """How far it is."""
        what = "of today" if not self.gaps else "of the gap" if len(self.gaps) == 1 else f"of {len(self.gaps)} gaps"
        return f"fetching the trades {what}: {self.done} of {self.total} contracts"

    def note(self, ticker: str, error: RestError) -> None:
        """Take note that a contract could not be fetched."""
        self.problem = str(error)
        if error.problem is RestProblem.NOT_FOUND:
            self.unknown.append(ticker)
        elif is_passing(error.problem):
            self.failed.append(ticker)
        else:
            self.refused.append(ticker)
            self.given_up |= error.problem in _OF_KEY

    def note_fault(self, ticker: str) -> None:
        """Take note that a contract could not be fetched through a fault of ours."""
        self.problem = "a fault of Optape; the log has the details"
        self.refused.append(ticker)

    def try_again(self, due_s: float) -> None:
        """Turn to what failed."""
        self.tickers, self.failed, self.due_s = self.failed, [], due_s
        self.done = self.total - len(self.tickers)
        self.tries += 1

    def waiting(self) -> str:
        """What waits for another try, and why."""
        return f"{several(len(self.tickers), 'contract')} will be tried again: {self.problem}"

    def tell(self, stage: GapStage, outcome: str) -> tuple[Gap, ...]:
        """Take note of how its gaps stand, and return them."""
        self.gaps = tuple(
            span._replace(gap=replace(span.gap, stage=stage, outcome=outcome)) for span in self.gaps if span.gap
        )
        return tuple(span.gap for span in self.gaps if span.gap)

    def conclude(self) -> tuple[Gap, ...]:
        """Return the gaps, now that nothing more will be done about them."""
        filled = self.total - len(self.refused) - len(self.unknown)
        if not filled and not self.pages:
            return self.tell(GapStage.STAYS, not_filled(self.problem))
        words = [f"filled for {several(filled, 'contract')}" if filled else "filled in part", *self.shortfall()]
        if self.everything:
            words.append("the rest of the market is missing")
        stage = GapStage.PARTLY if self.refused or self.everything else GapStage.FILLED
        return self.tell(stage, ", ".join(words))

    def shortfall(self) -> list[str]:
        """What was not fetched for good, in words."""
        found = []
        if self.unknown:
            found.append(f"{several(len(self.unknown), 'contract')} unknown to Massive")
        if self.refused:
            found.append(f"{several(len(self.refused), 'contract')} could not be fetched: {self.problem}")
        return found


def not_filled(why: str) -> str:
    """The outcome of a gap about which nothing can be done."""
    return f"not filled: {why}"

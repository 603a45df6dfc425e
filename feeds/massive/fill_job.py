"""One job of the filler: what is still to be fetched, how far it is, and what became of its gap, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from feeds.massive.rest_errors import RestError, RestProblem, is_passing
from models.gaps import Gap, GapStage

_OF_KEY = (RestProblem.BAD_KEY, RestProblem.NOT_ENTITLED)
"""What is refused for one contract with these will be refused for every other."""


@dataclass(slots=True)
class FillJob:
    """Of which contracts, since when and until when (Unix ms, market time), for which gap; none: the day so far.

    `due_s`: not before, by the loop's clock. `total`: contracts at the beginning. What could not be fetched is
    `failed` where another try may help, `refused` where it will not, and `unknown` where Massive knows no such
    contract; `problem` says why. `pages`: answers that came. `given_up`: the next contract would be
    refused too. `everything`: the gap is one of the whole market. `postponed`: what must wait for a gap.
    """

    tickers: Sequence[str]
    since_ms: Callable[[str], int]
    due_s: float
    until_ms: int | None = None
    gap: Gap | None = None
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

    @property
    def words(self) -> str:
        """How far it is."""
        what = "of the gap" if self.gap else "of today"
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
        return f"{contracts_text(len(self.tickers))} will be tried again: {self.problem}"

    def concluded(self) -> Gap:
        """The gap, now that nothing more will be done about it."""
        assert self.gap
        filled = self.total - len(self.refused) - len(self.unknown)
        if not filled and not self.pages:
            return staying(self.gap, self.problem)
        words = [f"filled for {contracts_text(filled)}" if filled else "filled in part", *self.shortfall()]
        if self.everything:
            words.append("the rest of the market is missing")
        stage = GapStage.PARTLY if self.refused or self.everything else GapStage.FILLED
        return replace(self.gap, stage=stage, outcome=", ".join(words))

    def shortfall(self) -> list[str]:
        """What was not fetched for good, in words."""
        found = []
        if self.unknown:
            found.append(f"{contracts_text(len(self.unknown))} unknown to Massive")
        if self.refused:
            found.append(f"{contracts_text(len(self.refused))} could not be fetched: {self.problem}")
        return found


def staying(gap: Gap, why: str) -> Gap:
    """A gap about which nothing can be done."""
    return replace(gap, stage=GapStage.STAYS, outcome=f"not filled: {why}")


def contracts_text(count: int) -> str:
    """`1 contract`, `2 contracts`."""
    return "1 contract" if count == 1 else f"{count} contracts"

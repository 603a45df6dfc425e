"""All that is known of the market that is on the screen, and the one way in for new trades."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.batch import TradeBatch
from models.cancels import CancelMatcher
from models.clock import MarketClock
from models.conditions import Condition, ConditionSets, read_conditions
from models.contract_index import ContractIndex
from models.coverage import Coverage
from models.duplicates import Duplicates
from models.gaps import GapLog
from models.highlights import HighlightBook
from models.stats import ContractStats
from models.tape import DEFAULT_MAX_ROWS, Tape
from models.times import Times
from models.trading_days import load_calendar
from models.venues import Venues

Rows = Iterable[Mapping[str, str]]
SETTLE_ROWS = 1 << 13
"""So many of the oldest rows may leave memory with each batch, or twice as many as came: in about a millisecond."""


class Learned(NamedTuple):
    """Counts of what was learned: tables of conditions and of venues, and shares a contract."""

    conditions: int
    venues: int
    multipliers: int


def load_ahead() -> None:
    """Load what the first trade would wait for, and a picture without trades does not need. Takes 0.2 s."""
    import numpy.ma  # noqa: F401 - np.unique imports it

    load_calendar()


class Market:
    """The tape and what follows from it, kept in step: contracts, conditions, venues, cancels, figures, time."""

    def __init__(
        self,
        conditions: Rows,
        venues: Rows,
        clock: MarketClock,
        max_rows: int = DEFAULT_MAX_ROWS,
        highlights: HighlightBook | None = None,
    ) -> None:
        """Take the rows of the code tables `massive_conditions` and `massive_exchanges`.

        `highlights`: the rules by which tapes mark trades, by default the shipped ones.
        """
        self.clock = clock
        self.times = Times()
        self.highlights = highlights or HighlightBook()
        self.contracts = ContractIndex()
        self.sets = ConditionSets(read_conditions(conditions))
        self.venues = Venues(venues)
        self.tape = Tape(max_rows)
        self.gaps = GapLog()
        self.duplicates = Duplicates(self.tape)
        self.stats = ContractStats(self.tape, self.sets, self.contracts)
        self.coverage = Coverage(self.contracts, self.stats, clock)
        self._cancels = CancelMatcher(self.tape, self.sets, self.contracts, self.stats.settled)

    def take(self, batch: TradeBatch) -> None:
        """Put the trades of a batch that are not there yet on the tape, note its gaps, bring the figures up to date."""
        if len(batch):
            fresh = self.duplicates.strip(batch)
            self._append(fresh)
            if batch.fills >= 0:
                self.gaps.count(batch.fills, len(fresh))
        for gap in batch.gaps:
            if gap.number == len(self.gaps):
                self.duplicates.note_cut()
            self.gaps.put(gap, self.tape.end)
        self.coverage.take(batch)

    @property
    def learned(self) -> Learned:
        """How much was learned from reference data so far."""
        return Learned(self.sets.changes, self.venues.changes, self.contracts.multipliers_learned)

    def learn_conditions(self, conditions: Sequence[Condition]) -> None:
        """Take another table of conditions, and bring the figures up to date with it."""
        self.sets.learn(conditions)
        self._cancels.advance()
        self.stats.advance()

    def _append(self, batch: TradeBatch) -> None:
        if not len(batch):
            return
        self.tape.append(batch)
        self._cancels.advance()
        self.stats.advance()
        self.tape.trim(self.stats.settle(max(SETTLE_ROWS, 2 * len(batch))))
        self.clock.observe(int(batch.time_ms.max()))

    def victim(self, row: int) -> int | None:
        """The row that a cancel in memory undid, in memory or not; None where there is none, and of any other row."""
        return self._cancels.victim(row)

    def canceller(self, row: int) -> int | None:
        """The cancel that undid a row; None where there is none, or where nobody knows it any more."""
        return self._cancels.canceller(row)

    def most_traded(self, count: int) -> list[str]:
        """Tickers of the contracts with the most counted trades, most first."""
        trades: NDArray[np.int64] = self.stats.trades
        best = np.argsort(-trades, kind="stable")[:count]
        return [self.contracts.ticker(int(i)) for i in best if trades[i] > 0]

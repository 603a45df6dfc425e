"""The trades that a view of the tape shows, as they are at one moment, to be read from another thread in slices."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from models.clock import eastern_ms
from models.market import Market
from models.sessions import sessions_of, trade_days
from models.shown_rows import ShownRows
from models.tape import Tape
from models.venues import Venues

Columns = dict[str, NDArray[Any]]
_OF_TRADES = ("time_ms", "sequence", "price", "size", "contract", "venue", "conditions", "flags")
_OF_CONTRACTS = ("root", "expiry", "strike_milli", "is_call", "is_index", "hours")
_LEARNED = ("multiplier", "multiplier_known")


@dataclass(frozen=True, slots=True)
class TapeSnapshot:
    """What is shown, and what was known of it. It holds the blocks of the tape, whatever the tape lets go of.

    `contracts`: columns by contract id as in `ContractIndex`; `roots`: their names by number; `sets`: the codes of each
    set of conditions and their short text, by set id.
    """

    shown: ShownRows
    tape: Tape
    contracts: Columns
    roots: list[str]
    venues: Venues
    sets: list[tuple[tuple[int, ...], str]]

    def __len__(self) -> int:
        """How many rows are shown: trades, gaps, and trades that had left memory."""
        return len(self.shown)

    def trades(self, low: int, high: int) -> Columns:
        """The trades in memory at positions low up to high, in reading order: a column for each fact.

        As on the tape and in `ContractIndex`, and: `arrival_ms` (Unix), `eastern_ms` (Eastern wall clock since 1970),
        `session` (`Session`), `trade_day` (days since 1970).
        """
        rows = self.shown.rows(low, high)
        rows = rows[rows >= self.tape.first]
        facts = {name: self.tape.take(name, rows) for name in _OF_TRADES}
        facts["arrival_ms"] = self.tape.arrivals_ms(rows)
        facts |= {name: values[facts["contract"]] for name, values in self.contracts.items()}
        return facts | _dates(facts)

    def left_memory(self, low: int, high: int) -> int:
        """How many trades at positions low up to high had left memory when this was taken."""
        rows = self.shown.rows(low, high)
        return int(((rows >= 0) & (rows < self.tape.first)).sum())


def snapshot_of(market: Market, shown: ShownRows) -> TapeSnapshot:
    """Take what is shown now; a millisecond or two. `shown` must not change any more."""
    contracts, sets = market.contracts, market.sets
    columns = {name: getattr(contracts, name) for name in _OF_CONTRACTS}
    return TapeSnapshot(
        shown,
        market.tape.snapshot(),
        columns | {name: getattr(contracts, name).copy() for name in _LEARNED},
        list(contracts.roots),
        copy(market.venues),
        [(sets.ids(number), sets.text(number)) for number in range(sets.count)],
    )


def _dates(facts: Columns) -> Columns:
    wall_ms = eastern_ms(facts["time_ms"])
    return {
        "eastern_ms": wall_ms,
        "session": sessions_of(wall_ms, facts["hours"], facts["expiry"]),
        "trade_day": trade_days(wall_ms, facts["is_index"]),
    }

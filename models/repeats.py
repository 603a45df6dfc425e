"""Trades that come twice on one connection: they stay, and are counted for the log (massive.md section 1)."""

import numpy as np
from numpy.typing import NDArray

from models.same_prints import Prints
from models.tape import Tape

CHUNK = 1 << 13
"""Rows that are looked at together: what a look costs beside its rows is shared by so many."""
REACH = 1 << 15
"""How many rows back an equal one is sought."""
A_BATCH = 100
"""Rows a batch that are looked at in a lasting flood: a row costs 40 ns, and all may take 3 % of the way of a trade."""
SAVED = 1 << 16
"""Rows that quiet batches leave for a burst."""
_SLOT_BITS = 19
_MIX = np.uint64(11_400_714_819_323_198_485)  # odd, and without a pattern: spreads sequences over 64 bits

Rows = NDArray[np.int64]
Keys = NDArray[np.uint64]


class RepeatCounter:
    """A cursor over the tape that counts trades equal in all columns to an earlier one of the same connection.

    Each row leaves its number in a slot that its contract and sequence choose; what finds an equal one there, or shares
    its slot with a later one, is compared. `count` may be a little low: of rows that meet in one slot the last alone
    is remembered, and in a flood that lasts (above 6,000 trades a second) it sees the first of each batch alone.
    """

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._count = 0
        self._connection = self._cursor = tape.end
        self._saved = SAVED
        self._waiting: list[tuple[int, int]] = []
        self._waiting_rows = 0
        self._slots = np.full(1 << _SLOT_BITS, -REACH - 1, np.int32)  # row numbers, the low 32 bits of them

    @property
    def count(self) -> int:
        """Repeats so far."""
        self._look()
        return self._count

    def advance(self, *, streamed: bool) -> None:
        """Take note of what is new on the tape, to be counted if it was streamed; look at it when there is enough."""
        start, self._cursor = self._cursor, self._tape.end
        rows = min(self._cursor - start, self._saved + A_BATCH) if streamed else 0
        if not rows:
            return
        self._saved = min(self._saved + A_BATCH - rows, SAVED)
        low = self._waiting.pop()[0] if self._waiting and self._waiting[-1][1] == start else start
        self._waiting.append((low, start + rows))
        self._waiting_rows += rows
        if self._waiting_rows >= CHUNK:
            self._look()

    def note_cut(self) -> None:
        """What comes from now on is of another connection."""
        self._look()
        self._connection = self._cursor

    def _look(self) -> None:
        first = self._tape.first
        spans = [(max(low, first), high) for low, high in self._waiting if high > first]
        self._waiting, self._waiting_rows = [], 0
        if spans:
            rows = np.concatenate([np.arange(low, high) for low, high in spans])
            sequence, contract = (
                np.concatenate([self._tape.column(name, low, high) for low, high in spans])
                for name in ("sequence", "contract")
            )
            self._compare(rows, (sequence + (contract.astype(np.int64) << 32)).view(np.uint64) * _MIX)

    def _compare(self, rows: Rows, key: Keys) -> None:
        slot, number = (key >> np.uint64(64 - _SLOT_BITS)).astype(np.intp), rows.astype(np.int32)
        back = number - self._slots.take(slot)  # in 32 bits, which may wrap around
        self._slots[slot] = number
        on = self._slots.take(slot) - number
        near = np.flatnonzero((back > 0) & (back <= REACH))
        shared = np.flatnonzero(on)
        later, earlier = _equal_keys(rows, key, shared, np.searchsorted(rows, rows[shared] + on[shared]))
        self._count_equal(
            np.concatenate([later, rows[near]]), np.concatenate([earlier, rows[near] - back[near].astype(np.int64)])
        )

    def _count_equal(self, later: Rows, earlier: Rows) -> None:
        here = earlier >= max(self._connection, self._tape.first)
        later, earlier = later[here], earlier[here]
        likely = self._tape.take("sequence", later) == self._tape.take("sequence", earlier)
        if likely.any():
            later, earlier = later[likely], earlier[likely]
            equal = Prints.of_tape(self._tape, later).equal(Prints.of_tape(self._tape, earlier))
            self._count += len(np.unique(later[equal]))


def _equal_keys(rows: Rows, key: Keys, shared: Rows, with_these: Rows) -> tuple[Rows, Rows]:
    """Neighbours with equal keys among the rows at these places: the later ones, the earlier ones."""
    at = np.unique(np.concatenate([shared, with_these]))
    at = at[np.argsort(key[at], kind="stable")]
    equal = np.flatnonzero(key[at[1:]] == key[at[:-1]])
    return rows[at[equal + 1]], rows[at[equal]]

"""Display rows of a view -> rows of the tape."""

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from models.filters import FilterMask
from models.streamed import StreamedRows
from models.tape import Tape
from models.tape_order import TapeOrder

Rows = NDArray[np.int64]
_NONE = np.zeros(0, np.int64)


class Selection:
    """The rows of the tape that pass a filter and all gaps, in the order that `TapeOrder` describes, as a cursor.

    Positions count from 0, the oldest row that is still in memory. New streamed rows are found by `look`, so that a
    view can announce them, and become part of the selection by `commit`; then what stands at other places is found by
    `look_between` and taken by `commit_between`. Streamed rows are kept as segments; the others beside them, with the
    number of streamed rows before each, so that a tape costs memory only for trades that were filled in.
    """

    def __init__(self, tape: Tape, mask: FilterMask, order: TapeOrder) -> None:
        self._tape, self._mask, self._order = tape, mask, order
        self._streamed = StreamedRows()
        self._cursor = tape.first
        self._found: list[tuple[int, Rows | int]] = []
        self._found_to = tape.first
        self._between, self._before = _NONE, _NONE
        self._passed = _NONE
        self._filled_to = self._gaps_to = 0
        self._next, self._next_before, self._fresh = _NONE, _NONE, np.zeros(0, np.bool_)

    def __len__(self) -> int:
        return len(self._streamed) + len(self._between)

    @property
    def gaps(self) -> int:
        """How many of the rows are gaps."""
        return int((self._between < 0).sum()) if len(self._between) else 0

    def look(self) -> int:
        """Find the streamed rows that are new on the tape since the last commit; return how many pass."""
        self._order.advance()
        self._found = []
        count = 0
        for span in self._tape.spans(max(self._cursor, self._tape.first), self._tape.end):
            for low, high in self._tape.filled.between(*span):
                rows: Rows | int = high - low if self._mask.keeps_all else self._mask.rows(low, high)
                self._found.append((low, rows))
                count += rows if isinstance(rows, int) else len(rows)
        self._found_to = self._tape.end
        return count

    def commit(self) -> None:
        """Make what the last look found the newest rows of the selection."""
        for low, rows in self._found:
            if isinstance(rows, int):
                self._streamed.add_range(low, rows)
            elif len(rows):
                self._streamed.add_picked(rows)
        self._cursor = self._found_to
        self._found = []

    def trimmed(self) -> tuple[int, bool]:
        """How many rows have left the tape's memory, and whether they are the oldest ones here, without others between.

        A filled trade leaves when those leave that arrived with it, though it stands among older ones.
        """
        streamed = self._streamed.count_below(self._tape.first)
        if not len(self._between):
            return streamed, True
        gone = ~self._order.in_memory(self._between)
        count = int(gone.sum())
        oldest = bool(gone[:count].all() and (self._before[:count] <= streamed).all())
        return streamed + count, oldest and bool((self._before[count:] >= streamed).all())

    def drop_trimmed(self) -> None:
        """Forget what has left memory; positions of the rest move down."""
        streamed = self._streamed.count_below(self._tape.first)
        self._streamed.drop(streamed)
        if len(self._between):
            keep = self._order.in_memory(self._between)
            self._between, self._before = self._between[keep], np.maximum(self._before[keep] - streamed, 0)
            self._passed = self._passed[self._passed >= self._tape.first]

    def look_between(self) -> list[tuple[int, int]]:
        """Find the new filled trades that pass and the new gaps, when all else is committed and dropped.

        Returns runs of neighbours, ascending: the position that each run has when those before it are in, and its
        length.
        """
        order = self._order
        if order.filled_to == self._filled_to and order.gaps_to == self._gaps_to:
            self._next, self._next_before = self._between, self._before
            self._fresh = np.zeros(len(self._between), np.bool_)
            return []
        if not self._mask.keeps_all:
            self._passed = np.concatenate([self._passed, *self._new_filled()])
        keep = (order.rows < 0) | self._is_passed(order.rows)
        self._next, self._next_before = order.rows[keep], self._streamed.before(order.anchors[keep])
        self._fresh = (self._next >= self._filled_to) | (self._next < -self._gaps_to)
        self._filled_to, self._gaps_to = order.filled_to, order.gaps_to
        return _runs(self._next_positions()[self._fresh])

    def new_between(self) -> tuple[Rows, Rows]:
        """What the last `look_between` found: ids in order, and the position of each when all are in."""
        return self._next[self._fresh], self._next_positions()[self._fresh]

    def commit_between(self, stop: int | None = None) -> None:
        """Put in what `look_between` found; only up to the position `stop`, where one is given."""
        if stop is None:
            self._between, self._before = self._next, self._next_before
            return
        keep = ~self._fresh | (self._next_positions() < stop)
        self._between, self._before = self._next[keep], self._next_before[keep]

    def rows(self, low: int, high: int) -> Rows:
        """Rows of the tape, or the negative ids of gaps, at positions low up to high."""
        if not len(self._between):
            return self._streamed.rows(low, high)
        first, last = (self._between_below(position) for position in (low, high))
        found = self._streamed.rows(low - first, high - last)
        return np.insert(found, self._before[first:last] - (low - first), self._between[first:last])

    def position(self, row: int) -> int | None:
        """Where a row of the tape or a gap stands; None if it is not selected."""
        at = np.flatnonzero(self._between == row)
        if len(at):
            return int(self._before[at[0]] + at[0])
        streamed = self._streamed.position(row)
        if streamed is None or not len(self._between):
            return streamed
        return streamed + int(np.searchsorted(self._before, streamed, side="right"))

    def _next_positions(self) -> Rows:
        return self._next_before + np.arange(len(self._next))

    def _between_below(self, position: int) -> int:
        """How many filled trades and gaps stand at lower positions."""
        return bisect_left(range(len(self._between)), position, key=lambda at: int(self._before[at]) + at)

    def _new_filled(self) -> list[Rows]:
        """The rows that pass of those that were filled in since the last look, ascending."""
        low, high = max(self._filled_to, self._tape.first), self._order.filled_to
        parts = (part for span in self._tape.spans(low, high) for part in self._tape.filled.within(*span))
        return [self._mask.rows(*part) for part in parts]

    def _is_passed(self, rows: Rows) -> NDArray[np.bool_]:
        """Which of these rows and gaps are filled trades that pass."""
        if self._mask.keeps_all:
            return rows >= 0
        return np.isin(rows, self._passed, kind="table")  # ten times as fast as searching where a million were filled


def _runs(positions: Rows) -> list[tuple[int, int]]:
    """Ascending numbers as runs of neighbours: first and length."""
    starts = np.flatnonzero(np.diff(positions, prepend=-2) != 1)
    lengths = np.diff(starts, append=len(positions))
    return list(zip(positions[starts].tolist(), lengths.tolist(), strict=True))

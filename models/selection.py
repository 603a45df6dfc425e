"""Display rows of a view -> rows of the tape."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models.filtering.mask import FilterMask
from models.passing import Passing
from models.shown_rows import ShownRows
from models.streamed import Rows, StreamedRows
from models.tape import BLOCK, Tape
from models.tape_order import TapeOrder

_NONE = np.zeros(0, np.int64)
_NO_ROWS = _NONE, _NONE
_OLDEST, _NEWEST = -1, np.iinfo(np.int64).max
"""Anchors before and behind all of a tape."""


class Selection:
    """The rows of the tape that pass a filter and all gaps, in the order that `TapeOrder` describes, as a cursor.

    Positions count from 0, the oldest row that is still in memory. New streamed rows are found by `look`, so that a
    view can announce them, and become part of the selection by `commit`; then what stands at other places is found by
    `look_between` and taken by `commit_between`. Streamed rows are kept as segments; the others beside them, with the
    number of streamed rows before each, so that a tape costs memory only for trades that were filled in.

    A new selection of a tape that is long already is empty: what is older than itself is found by `look_older`, newest
    first, and taken by `commit_older`. What stands between streamed rows comes with those that it stands among.
    `mask`: what it selects by. `shown`: what is selected, another object or a longer one with every commit.
    """

    def __init__(self, tape: Tape, mask: FilterMask, order: TapeOrder) -> None:
        order.advance()
        self._tape, self.mask, self._order = tape, mask, order
        self._passing = Passing(tape, mask, order)
        self._found, self._found_older = StreamedRows(), StreamedRows()
        self._cursor = self._found_to = self._floor = self._found_floor = tape.end
        self._filled_to, self._gaps_to = order.filled_to, order.gaps_to
        self._older_between = _NO_ROWS
        self._from = self._floor if tape.first < tape.end else _OLDEST
        between, anchors = self._passing.between(self._from, _NEWEST)
        self.shown = self._next = ShownRows(StreamedRows(), between, np.zeros(len(anchors), np.int64))
        self._fresh = np.zeros(len(between), np.bool_)

    def __len__(self) -> int:
        return len(self.shown)

    @property
    def gaps(self) -> int:
        """How many of the rows are gaps."""
        return int((self.shown.between < 0).sum())

    @property
    def is_whole(self) -> bool:
        """Whether nothing older is still to be looked at."""
        return self._from == _OLDEST

    @property
    def behind(self) -> int:
        """Older rows that were not looked at yet, one at least until all were; 0: nothing older is to come."""
        return 0 if self.is_whole else max(self._floor - self._tape.first, 1)  # 1: filled ones among rows that left

    @property
    def looked_from(self) -> int:
        """The oldest row of the tape that was looked at."""
        return self._tape.first if self.is_whole else self._floor

    def look(self) -> int:
        """Find the streamed rows that are new on the tape since the last commit; return how many pass."""
        self._order.advance()
        self._found = self._passing.streamed(max(self._cursor, self._tape.first), self._tape.end)
        self._found_to = self._tape.end
        return len(self._found)

    def commit(self) -> None:
        """Make what the last look found the newest rows of the selection."""
        self.shown.streamed.put_behind(self._found)
        self._cursor, self._found = self._found_to, StreamedRows()

    def look_older(self, enough: Callable[[], bool]) -> int:
        """Look at older rows, block by block until `enough` or all were; return how many stand before those here.

        All else must be committed.
        """
        self._found_older, self._found_floor = StreamedRows(), self._floor
        while self._found_floor > self._tape.first:
            low = max(self._tape.first, (self._found_floor - 1) // BLOCK * BLOCK)
            self._found_older.put_before(self._passing.streamed(low, self._found_floor))
            self._found_floor = low
            if enough():
                break
        self._older_between = self._passing.between(self._lowered(), self._from)
        return len(self._found_older) + len(self._older_between[0])

    def commit_older(self) -> None:
        """Make what the last `look_older` found the oldest rows of the selection."""
        older, (between, anchors) = self._found_older, self._older_between
        self.shown.streamed.put_before(older)
        before = np.concatenate([older.before(anchors), self.shown.before + len(older)])
        self._put_between(np.concatenate([between, self.shown.between]), before)
        self._from, self._floor = self._lowered(), self._found_floor
        self._found_older, self._older_between = StreamedRows(), _NO_ROWS

    def trimmed(self) -> tuple[int, bool]:
        """How many rows have left the tape's memory, and whether they are the oldest ones here, without others between.

        A filled trade leaves when those leave that arrived with it, though it stands among older ones.
        """
        shown, streamed = self.shown, self.shown.streamed.count_below(self._tape.first)
        gone = ~self._order.in_memory(shown.between)
        count = int(gone.sum())
        oldest = bool(gone[:count].all() and (shown.before[:count] <= streamed).all())
        return streamed + count, oldest and bool((shown.before[count:] >= streamed).all())

    def drop_trimmed(self) -> None:
        """Forget what has left memory; positions of the rest move down."""
        shown, streamed = self.shown, self.shown.streamed.count_below(self._tape.first)
        shown.streamed.drop(streamed)
        keep = self._order.in_memory(shown.between)
        self._put_between(shown.between[keep], np.maximum(shown.before[keep] - streamed, 0))
        self._passing.forget_trimmed()

    def look_between(self) -> list[tuple[int, int]]:
        """Find the new filled trades that pass and the new gaps, when all else is committed and dropped.

        Returns runs of neighbours, ascending: the position that each run has when those before it are in, and its
        length.
        """
        order = self._order
        if order.filled_to == self._filled_to and order.gaps_to == self._gaps_to:
            self._next, self._fresh = self.shown, np.zeros(len(self.shown.between), np.bool_)
            return []
        rows, anchors = self._passing.between(self._from, _NEWEST, self._filled_to)
        self._next = replace(self.shown, between=rows, before=self.shown.streamed.before(anchors))
        self._fresh = (rows >= self._filled_to) | (rows < -self._gaps_to)
        self._filled_to, self._gaps_to = order.filled_to, order.gaps_to
        return _runs(self._next.positions[self._fresh])

    def new_between(self) -> tuple[Rows, Rows]:
        """What the last `look_between` found: ids in order, and the position of each when all are in."""
        return self._next.between[self._fresh], self._next.positions[self._fresh]

    def commit_between(self, stop: int | None = None) -> None:
        """Put in what `look_between` found; only up to the position `stop`, where one is given."""
        found = self._next
        keep: slice | NDArray[np.bool_] = np.s_[:] if stop is None else ~self._fresh | (found.positions < stop)
        self._put_between(found.between[keep], found.before[keep])

    def snapshot(self) -> ShownRows:
        """The rows as they are now: they stay so, and can be read in any thread."""
        return replace(self.shown, streamed=self.shown.streamed.snapshot())

    def _put_between(self, between: Rows, before: Rows) -> None:
        self.shown = replace(self.shown, between=between, before=before)

    def _lowered(self) -> int:
        """From which anchor on rows stand here when those are taken that the last look at older ones found."""
        return self._found_floor if self._found_floor > self._tape.first else _OLDEST


def _runs(positions: Rows) -> list[tuple[int, int]]:
    """Ascending numbers as runs of neighbours: first and length."""
    starts = np.flatnonzero(np.diff(positions, prepend=-2) != 1)
    lengths = np.diff(starts, append=len(positions))
    return list(zip(positions[starts].tolist(), lengths.tolist(), strict=True))

"""Display rows of a view -> rows of the tape."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from models.filtering.mask import FilterMask
from models.shown_rows import ShownRows
from models.streamed import StreamedRows
from models.tape import BLOCK, Tape
from models.tape_order import TapeOrder

Rows = NDArray[np.int64]
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
    `mask`: what it selects by.
    """

    def __init__(self, tape: Tape, mask: FilterMask, order: TapeOrder) -> None:
        order.advance()
        self._tape, self.mask, self._order = tape, mask, order
        self._streamed, self._found, self._found_older = StreamedRows(), StreamedRows(), StreamedRows()
        self._cursor = self._found_to = self._floor = self._found_floor = tape.end
        self._passed = _NONE
        self._filled_to, self._gaps_to = order.filled_to, order.gaps_to
        self._next, self._next_before, self._fresh = _NONE, _NONE, np.zeros(0, np.bool_)
        self._older_between = _NO_ROWS
        self._from = self._floor if tape.first < tape.end else _OLDEST
        self._between, anchors = self._standing(self._from, _NEWEST)
        self._before = np.zeros(len(anchors), np.int64)

    def __len__(self) -> int:
        return len(self._streamed) + len(self._between)

    @property
    def gaps(self) -> int:
        """How many of the rows are gaps."""
        return int((self._between < 0).sum()) if len(self._between) else 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing older is still to be looked at."""
        return self._from == _OLDEST

    @property
    def behind(self) -> int:
        """Older rows of the tape that were not looked at yet."""
        return 0 if self.is_whole else max(self._floor - self._tape.first, 0)

    @property
    def looked_from(self) -> int:
        """The oldest row of the tape that was looked at."""
        return self._tape.first if self.is_whole else self._floor

    def look(self) -> int:
        """Find the streamed rows that are new on the tape since the last commit; return how many pass."""
        self._order.advance()
        self._found = self._streamed_within(max(self._cursor, self._tape.first), self._tape.end)
        self._found_to = self._tape.end
        return len(self._found)

    def commit(self) -> None:
        """Make what the last look found the newest rows of the selection."""
        self._streamed.put_behind(self._found)
        self._cursor, self._found = self._found_to, StreamedRows()

    def look_older(self, enough: Callable[[], bool]) -> int:
        """Look at older rows, block by block until `enough` or all were; return how many stand before those here.

        All else must be committed.
        """
        self._found_older, self._found_floor = StreamedRows(), self._floor
        while self._found_floor > self._tape.first:
            low = max(self._tape.first, (self._found_floor - 1) // BLOCK * BLOCK)
            self._found_older.put_before(self._streamed_within(low, self._found_floor))
            self._found_floor = low
            if enough():
                break
        self._older_between = self._standing(self._lowered(), self._from)
        return len(self._found_older) + len(self._older_between[0])

    def commit_older(self) -> None:
        """Make what the last `look_older` found the oldest rows of the selection."""
        older, (between, anchors) = self._found_older, self._older_between
        self._streamed.put_before(older)
        self._between = np.concatenate([between, self._between])
        self._before = np.concatenate([older.before(anchors), self._before + len(older)])
        self._from, self._floor = self._lowered(), self._found_floor
        self._found_older, self._older_between = StreamedRows(), _NO_ROWS

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
        rows, anchors = order.rows, order.anchors
        is_new = (rows >= self._filled_to) & (anchors >= self._from)
        self._note_passed(rows[is_new])
        keep = (anchors >= self._from) & ((rows < 0) | self._is_passed(rows))
        self._next, self._next_before = rows[keep], self._streamed.before(anchors[keep])
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
        return ShownRows(self._streamed, self._between, self._before).rows(low, high)

    def snapshot(self) -> ShownRows:
        """The same rows, which stay as they are now and can be read in any thread."""
        return ShownRows(self._streamed.snapshot(), self._between, self._before)

    def position(self, row: int) -> int | None:
        """Where a row of the tape or a gap stands; None if it is not selected."""
        at = np.flatnonzero(self._between == row)
        if len(at):
            return int(self._before[at[0]] + at[0])
        streamed = self._streamed.position(row)
        return None if streamed is None else self._with_between(streamed)

    def first_at(self, time_ms: int, row: int) -> int | None:
        """The position of the first trade with this time or a later one (Unix ms); None if there is none here.

        `row`: no streamed row before it has such a time.
        """
        at = self._filled_at(time_ms)
        for low in range(int(self._streamed.before(np.array([row]))[0]), len(self._streamed), BLOCK):
            rows = self._streamed.rows(low, min(low + BLOCK, len(self._streamed)))
            found = np.flatnonzero(self._tape.take("time_ms", rows) >= time_ms)
            if len(found):
                at.append(self._with_between(low + int(found[0])))
                break
        return min(at, default=None)

    def _filled_at(self, time_ms: int) -> list[int]:
        """The position of the first filled trade with this time or a later one, if there is one."""
        trades = np.flatnonzero(self._between >= self._tape.first)
        found = trades[self._tape.take("time_ms", self._between[trades]) >= time_ms][:1]
        return [int(self._before[at] + at) for at in found]

    def _with_between(self, streamed: int) -> int:
        """The position of the streamed row that has so many other streamed rows before it."""
        return streamed + int(np.searchsorted(self._before, streamed, side="right"))

    def _next_positions(self) -> Rows:
        return self._next_before + np.arange(len(self._next))

    def _streamed_within(self, start: int, stop: int) -> StreamedRows:
        """The streamed rows from start up to stop that pass."""
        found = StreamedRows()
        for span in self._tape.spans(start, stop):
            for low, high in self._tape.filled.between(*span):
                if self.mask.keeps_all:
                    found.add_range(low, high - low)
                else:
                    found.add_picked(self.mask.rows(low, high))
        return found

    def _lowered(self) -> int:
        """From which anchor on rows stand here when those are taken that the last look at older ones found."""
        return self._found_floor if self._found_floor > self._tape.first else _OLDEST

    def _standing(self, start: int, stop: int) -> tuple[Rows, Rows]:
        """Gaps, and filled trades that pass, with an anchor from start up to stop; and their anchors."""
        rows, anchors = self._order.rows, self._order.anchors
        low, high = np.searchsorted(anchors, (start, stop))
        rows, anchors = rows[low:high], anchors[low:high]
        self._note_passed(rows[rows >= 0])
        keep = ((rows < 0) | self._is_passed(rows)) & self._order.in_memory(rows)
        return rows[keep], anchors[keep]

    def _note_passed(self, filled: Rows) -> None:
        """Take note of those of these filled trades that pass."""
        filled = filled[filled >= self._tape.first]
        if len(filled) and not self.mask.keeps_all:
            self._passed = np.concatenate([self._passed, filled[self.mask.passes(filled)]])

    def _is_passed(self, rows: Rows) -> NDArray[np.bool_]:
        """Which of these rows and gaps are filled trades that pass."""
        if self.mask.keeps_all:
            return rows >= 0
        return np.isin(rows, self._passed, kind="table")  # ten times as fast as searching where a million were filled


def _runs(positions: Rows) -> list[tuple[int, int]]:
    """Ascending numbers as runs of neighbours: first and length."""
    starts = np.flatnonzero(np.diff(positions, prepend=-2) != 1)
    lengths = np.diff(starts, append=len(positions))
    return list(zip(positions[starts].tolist(), lengths.tolist(), strict=True))

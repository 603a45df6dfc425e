"""Rows of the tape that arrived by stream and pass a filter, in order of arrival: one segment for a run of a block."""

from bisect import bisect_right
from copy import copy
from itertools import accumulate, islice, pairwise

import numpy as np
from numpy.typing import NDArray

from models.tape import BLOCK

Rows = NDArray[np.int64]


class _Range:
    """All rows from `start` up to `stop`: no memory per trade."""

    __slots__ = ("start", "stop")

    def __init__(self, start: int, stop: int) -> None:
        self.start, self.stop = start, stop

    def __len__(self) -> int:
        return self.stop - self.start

    def rows(self, low: int, high: int) -> Rows:
        return np.arange(self.start + low, self.start + high)

    def before(self, rows: Rows) -> Rows:
        """How many rows of this segment come before each of these."""
        return np.clip(rows, self.start, self.stop) - self.start


class _Picked:
    """Some rows of one block, as 2-byte offsets from its first row."""

    __slots__ = ("block", "offsets")

    def __init__(self, block: int, offsets: NDArray[np.uint16]) -> None:
        self.block, self.offsets = block, offsets

    def __len__(self) -> int:
        return len(self.offsets)

    def rows(self, low: int, high: int) -> Rows:
        return self.block * BLOCK + self.offsets[low:high].astype(np.int64)

    def before(self, rows: Rows) -> Rows:
        """How many rows of this segment come before each of these."""
        return np.searchsorted(self.offsets, rows - self.block * BLOCK)


class StreamedRows:
    """Ascending rows by position, from 0 up: a range for a run of them, 2-byte offsets where some are left out.

    It grows at both ends and shrinks at the old one, so ends of segments are counted from a fixed row, and positions
    from the first that is here. `segments`: oldest first.
    """

    def __init__(self) -> None:
        self.segments: list[_Range | _Picked] = []
        self._firsts: list[int] = []
        self._ends: list[int] = []
        self._origin = 0

    def __len__(self) -> int:
        return self._ends[-1] - self._origin if self._ends else 0

    def add_range(self, low: int, count: int) -> None:
        """Take so many rows from row `low` on, all of one block and behind all earlier ones."""
        last = self.segments[-1] if self.segments else None
        if isinstance(last, _Range) and last.stop == low and low % BLOCK:
            last.stop += count
            self._ends[-1] += count
        else:
            self._append(_Range(low, low + count))

    def add_picked(self, rows: Rows) -> None:
        """Take some rows of one block, behind all earlier ones."""
        if not len(rows):
            return
        block, offsets = int(rows[0]) // BLOCK, (rows % BLOCK).astype(np.uint16)
        last = self.segments[-1] if self.segments else None
        if isinstance(last, _Picked) and last.block == block:
            last.offsets = np.concatenate([last.offsets, offsets])
            self._ends[-1] += len(offsets)
        else:
            self._append(_Picked(block, offsets))

    def put_behind(self, newer: "StreamedRows") -> None:
        """Take rows that all lie behind those here."""
        for segment in newer.segments:
            if isinstance(segment, _Range):
                self.add_range(segment.start, len(segment))
            else:
                self.add_picked(segment.rows(0, len(segment)))

    def put_before(self, older: "StreamedRows") -> None:
        """Take rows that all lie before those here; positions of the latter move up."""
        self._origin -= len(older)
        ends = accumulate(map(len, older.segments), initial=self._origin)
        self._ends[:0] = islice(ends, 1, None)
        self._firsts[:0] = map(_first, older.segments)
        self.segments[:0] = older.segments

    def count_below(self, first: int) -> int:
        """How many positions, oldest first, hold rows of blocks that lie before the block of row `first`."""
        gone = 0
        for segment in self.segments:
            if int(segment.rows(len(segment) - 1, len(segment))[0]) >= first:
                break
            gone += len(segment)
        return gone

    def drop(self, gone: int) -> None:
        """Forget the segments of so many positions, oldest first; positions of the rest move down."""
        self._origin += gone
        left = bisect_right(self._ends, self._origin)
        del self.segments[:left], self._firsts[:left], self._ends[:left]

    def snapshot(self) -> "StreamedRows":
        """The same rows, which stay as they are now."""
        same = StreamedRows()
        same.put_before(self)
        same.segments = [copy(segment) for segment in self.segments]
        return same

    def rows(self, low: int, high: int) -> Rows:
        """The rows at positions low up to high."""
        parts = []
        at = bisect_right(self._ends, low + self._origin)
        while low < high:
            start, stop = self._start(at), min(high, self._ends[at] - self._origin)
            parts.append(self.segments[at].rows(low - start, stop - start))
            low, at = stop, at + 1
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def before(self, rows: Rows) -> Rows:
        """How many of the rows here come before each of these rows, which are ascending."""
        counts = np.zeros(len(rows), np.int64)
        if not len(rows) or not self.segments:
            return counts
        at = np.maximum(np.searchsorted(np.array(self._firsts), rows, side="right") - 1, 0)
        edges = np.flatnonzero(np.diff(at, prepend=-1, append=-1)).tolist()
        for low, high in pairwise(edges):
            number = int(at[low])
            counts[low:high] = self.segments[number].before(rows[low:high])
            counts[low:high] += self._start(number)
        return counts

    def position(self, row: int) -> int | None:
        """Where a row stands; None if it is not here."""
        at = bisect_right(self._firsts, row) - 1
        if at < 0:
            return None
        inside = int(self.segments[at].before(np.array([row]))[0])
        if inside == len(self.segments[at]) or self.segments[at].rows(inside, inside + 1)[0] != row:
            return None
        return self._start(at) + inside

    def _start(self, number: int) -> int:
        """The first position of a segment."""
        return self._ends[number - 1] - self._origin if number else 0

    def _append(self, segment: _Range | _Picked) -> None:
        self._ends.append(self._origin + len(self) + len(segment))
        self._firsts.append(_first(segment))
        self.segments.append(segment)


def _first(segment: _Range | _Picked) -> int:
    return int(segment.rows(0, 1)[0])

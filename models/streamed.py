"""Rows of the tape that arrived by stream and pass a filter, in order of arrival: one segment for a run of a block."""

from bisect import bisect_right
from itertools import pairwise

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
    """Ascending rows by position, from 0 up: a range for a run of them, 2-byte offsets where some are left out."""

    def __init__(self) -> None:
        self._segments: list[_Range | _Picked] = []
        self._firsts: list[int] = []
        self._ends: list[int] = []

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def add_range(self, low: int, count: int) -> None:
        """Take so many rows from row `low` on, all of one block and behind all earlier ones."""
        last = self._segments[-1] if self._segments else None
        if isinstance(last, _Range) and last.stop == low and low % BLOCK:
            last.stop += count
            self._ends[-1] += count
        else:
            self._append(_Range(low, low + count))

    def add_picked(self, rows: Rows) -> None:
        """Take some rows of one block, behind all earlier ones."""
        block, offsets = int(rows[0]) // BLOCK, (rows % BLOCK).astype(np.uint16)
        last = self._segments[-1] if self._segments else None
        if isinstance(last, _Picked) and last.block == block:
            last.offsets = np.concatenate([last.offsets, offsets])
            self._ends[-1] += len(offsets)
        else:
            self._append(_Picked(block, offsets))

    def count_below(self, first: int) -> int:
        """How many positions, oldest first, hold rows of blocks that lie before the block of row `first`."""
        gone = 0
        for segment in self._segments:
            if int(segment.rows(len(segment) - 1, len(segment))[0]) >= first:
                break
            gone += len(segment)
        return gone

    def drop(self, gone: int) -> None:
        """Forget the segments of so many positions, oldest first; positions of the rest move down."""
        while self._segments and self._ends[0] <= gone:
            del self._segments[0], self._firsts[0], self._ends[0]
        self._ends = [end - gone for end in self._ends]

    def rows(self, low: int, high: int) -> Rows:
        """The rows at positions low up to high."""
        parts = []
        at = bisect_right(self._ends, low)
        while low < high:
            start = self._ends[at - 1] if at else 0
            stop = min(high, self._ends[at])
            parts.append(self._segments[at].rows(low - start, stop - start))
            low, at = stop, at + 1
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def before(self, rows: Rows) -> Rows:
        """How many of the rows here come before each of these rows, which are ascending."""
        counts = np.zeros(len(rows), np.int64)
        if not len(rows) or not self._segments:
            return counts
        at = np.maximum(np.searchsorted(np.array(self._firsts), rows, side="right") - 1, 0)
        edges = np.flatnonzero(np.diff(at, prepend=-1, append=-1)).tolist()
        for low, high in pairwise(edges):
            number = int(at[low])
            counts[low:high] = self._segments[number].before(rows[low:high])
            counts[low:high] += self._ends[number - 1] if number else 0
        return counts

    def position(self, row: int) -> int | None:
        """Where a row stands; None if it is not here."""
        at = bisect_right(self._firsts, row) - 1
        if at < 0:
            return None
        inside = int(self._segments[at].before(np.array([row]))[0])
        start = self._ends[at - 1] if at else 0
        if inside == len(self._segments[at]) or self._segments[at].rows(inside, inside + 1)[0] != row:
            return None
        return start + inside

    def _append(self, segment: _Range | _Picked) -> None:
        self._ends.append(len(self) + len(segment))
        self._firsts.append(int(segment.rows(0, 1)[0]))
        self._segments.append(segment)

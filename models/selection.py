"""Display rows of a view -> rows of the tape, one segment for each block of the tape."""

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from models.filters import FilterMask
from models.tape import BLOCK, Tape


class _Range:
    """All rows from `start` up to `stop`: no memory per trade."""

    __slots__ = ("start", "stop")

    def __init__(self, start: int, stop: int) -> None:
        self.start, self.stop = start, stop

    def __len__(self) -> int:
        return self.stop - self.start

    def rows(self, low: int, high: int) -> NDArray[np.int64]:
        return np.arange(self.start + low, self.start + high)


class _Picked:
    """Some rows of one block, as 2-byte offsets from its first row."""

    __slots__ = ("block", "offsets")

    def __init__(self, block: int, offsets: NDArray[np.uint16]) -> None:
        self.block, self.offsets = block, offsets

    def __len__(self) -> int:
        return len(self.offsets)

    def rows(self, low: int, high: int) -> NDArray[np.int64]:
        return self.block * BLOCK + self.offsets[low:high].astype(np.int64)


class Selection:
    """The rows of the tape that pass a filter, in the order of the tape, as a cursor over it.

    Positions count from 0, the oldest row that is still in memory. New rows are found by `look`, so that a view can
    announce them, and become part of the selection by `commit`.
    """

    def __init__(self, tape: Tape, mask: FilterMask) -> None:
        self._tape = tape
        self._mask = mask
        self._segments: list[_Range | _Picked] = []
        self._ends: list[int] = []
        self._cursor = tape.first
        self._found: list[tuple[int, NDArray[np.int64] | int]] = []
        self._found_to = tape.first

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def look(self) -> int:
        """Find the rows that are new on the tape since the last commit; return how many pass."""
        self._found = []
        count = 0
        for low, high in self._tape.spans(max(self._cursor, self._tape.first), self._tape.end):
            rows: NDArray[np.int64] | int = high - low if self._mask.keeps_all else self._mask.rows(low, high)
            self._found.append((low, rows))
            count += rows if isinstance(rows, int) else len(rows)
        self._found_to = self._tape.end
        return count

    def new_rows(self) -> NDArray[np.int64]:
        """The tape rows that the last look found."""
        parts = [np.arange(low, low + rows) if isinstance(rows, int) else rows for low, rows in self._found]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def commit(self) -> None:
        """Make what the last look found part of the selection."""
        for low, rows in self._found:
            if isinstance(rows, int):
                self._add_range(low, rows)
            elif len(rows):
                self._add_picked(low // BLOCK, (rows % BLOCK).astype(np.uint16))
        self._cursor = self._found_to
        self._found = []

    def trimmed(self) -> int:
        """How many positions, oldest first, have left the tape's memory."""
        gone = 0
        for segment in self._segments:
            rows = segment.rows(0, len(segment))
            if not len(rows) or rows[-1] >= self._tape.first:
                break
            gone += len(segment)
        return gone

    def drop_trimmed(self) -> None:
        """Forget what has left memory; positions of the rest move down."""
        gone = self.trimmed()
        while self._segments and self._ends[0] <= gone:
            del self._segments[0], self._ends[0]
        self._ends = [end - gone for end in self._ends]

    def rows(self, low: int, high: int) -> NDArray[np.int64]:
        """Tape rows at positions low up to high."""
        parts = []
        at = bisect_right(self._ends, low)
        while low < high:
            start = self._ends[at - 1] if at else 0
            stop = min(high, self._ends[at])
            parts.append(self._segments[at].rows(low - start, stop - start))
            low, at = stop, at + 1
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def position(self, row: int) -> int | None:
        """Where a tape row stands; None if it is not selected."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.rows(middle, middle + 1)[0] < row:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self.rows(low, low + 1)[0] == row else None

    def _add_range(self, low: int, count: int) -> None:
        last = self._segments[-1] if self._segments else None
        if isinstance(last, _Range) and last.stop == low and low % BLOCK:
            last.stop += count
            self._ends[-1] += count
        else:
            self._append(_Range(low, low + count))

    def _add_picked(self, block: int, offsets: NDArray[np.uint16]) -> None:
        last = self._segments[-1] if self._segments else None
        if isinstance(last, _Picked) and last.block == block:
            last.offsets = np.concatenate([last.offsets, offsets])
            self._ends[-1] += len(offsets)
        else:
            self._append(_Picked(block, offsets))

    def _append(self, segment: _Range | _Picked) -> None:
        self._ends.append(len(self) + len(segment))
        self._segments.append(segment)

"""Which rows of the tape were fetched later, and for which gap."""

from bisect import bisect_right
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Span = tuple[int, int]


class FilledRows:
    """Spans of rows, from a first one up to, not including, a stop, each filled for one gap. Grows at its end only."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._stops: list[int] = []
        self._gaps: list[int] = []
        self._runs: list[int] = []

    @property
    def end(self) -> int:
        """Behind the last of them; 0 while there is none."""
        return self._stops[-1] if self._stops else 0

    def add(self, start: int, stop: int, gap: int) -> None:
        """Take rows that lie behind all earlier ones, and the number of the gap that they fill; -1 is none."""
        touches = start == self.end and bool(self._stops)
        if touches and gap == self._gaps[-1]:
            self._stops[-1] = stop
            return
        self._runs.append(self._runs[-1] if touches else start)
        self._starts.append(start)
        self._stops.append(stop)
        self._gaps.append(gap)

    def within(self, low: int, high: int) -> Iterator[Span]:
        """The filled rows among those from low up to high, cut where another gap is filled."""
        at = bisect_right(self._stops, low)
        while at < len(self._starts) and self._starts[at] < high:
            yield max(low, self._starts[at]), min(high, self._stops[at])
            at += 1

    def between(self, low: int, high: int) -> Iterator[Span]:
        """The streamed rows among those from low up to high."""
        for start, stop in self.within(low, high):
            if low < start:
                yield low, start
            low = stop
        if low < high:
            yield low, high

    def gap(self, row: int) -> int:
        """The number of the gap that a filled row fills; -1 is none."""
        return self._gaps[bisect_right(self._starts, row) - 1]

    def behind_streamed(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Each row; but where filled rows lie before it, the first of them: the place behind the last streamed row."""
        if not self._starts:
            return rows
        at = np.searchsorted(np.array(self._starts), rows - 1, side="right") - 1
        inside = (at >= 0) & (rows - 1 < np.array(self._stops)[at])
        return np.where(inside, np.array(self._runs)[at], rows)

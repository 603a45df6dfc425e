"""Which rows of the tape were fetched later, and for which gap."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from models.columns import GrowingColumns

Span = tuple[int, int]


class FilledRows:
    """Spans of rows, from a first one up to, not including, a stop, each filled for one gap. Grows at its end only."""

    def __init__(self) -> None:
        names = ("start", "stop", "gap", "run")
        self._spans = GrowingColumns(dict.fromkeys(names, ("i8", 0)), capacity=64)

    @property
    def end(self) -> int:
        """Behind the last of them; 0 while there is none."""
        return int(self._spans.stop[-1]) if len(self._spans) else 0

    def add(self, start: int, stop: int, gap: int) -> None:
        """Take rows that lie behind all earlier ones, and the number of the gap that they fill; -1 is none."""
        spans = self._spans
        touches = start == self.end and len(spans) > 0
        if touches and gap == spans.gap[-1]:
            spans.stop[-1] = stop
            return
        run = int(spans.run[-1]) if touches else start
        spans.grow_to(len(spans) + 1)
        spans.start[-1], spans.stop[-1], spans.gap[-1], spans.run[-1] = start, stop, gap, run

    def within(self, low: int, high: int) -> Iterator[Span]:
        """The filled rows among those from low up to high, cut where another gap is filled."""
        spans = self._spans
        first = int(np.searchsorted(spans.stop, low, side="right"))
        last = int(np.searchsorted(spans.start, high))
        for start, stop in zip(spans.start[first:last].tolist(), spans.stop[first:last].tolist(), strict=True):
            yield max(low, start), min(high, stop)

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
        return int(self._spans.gap[np.searchsorted(self._spans.start, row, side="right") - 1])

    def behind_streamed(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Each row; but where filled rows lie before it, the first of them: the place behind the last streamed row."""
        spans = self._spans
        if not len(spans):
            return rows
        at = np.searchsorted(spans.start, rows - 1, side="right") - 1
        inside = (at >= 0) & (rows - 1 < spans.stop[at])
        return np.where(inside, spans.run[at], rows)

"""The rows of a view by position: those that were streamed, and between them what stands at another place."""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from models.streamed import Rows, StreamedRows


@dataclass(frozen=True, slots=True)
class ShownRows:
    """Ids by position from 0, the oldest, up. `between`: ids in order, each behind so many streamed rows: `before`."""

    streamed: StreamedRows
    between: Rows
    before: Rows

    def __len__(self) -> int:
        return len(self.streamed) + len(self.between)

    def rows(self, low: int, high: int) -> Rows:
        """Rows of the tape, or the negative ids of gaps, at positions low up to high."""
        if not len(self.between):
            return self.streamed.rows(low, high)
        first, last = (self._between_below(position) for position in (low, high))
        found = self.streamed.rows(low - first, high - last)
        return np.insert(found, self.before[first:last] - (low - first), self.between[first:last])

    def _between_below(self, position: int) -> int:
        """How many filled trades and gaps stand at lower positions."""
        return bisect_left(range(len(self.between)), position, key=lambda at: int(self.before[at]) + at)

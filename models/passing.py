"""What of a tape a view shows: the trades that pass its filter, and every gap."""

import numpy as np
from numpy.typing import NDArray

from models.filtering.mask import FilterMask
from models.streamed import Rows, StreamedRows
from models.tape import Tape
from models.tape_order import TapeOrder


class Passing:
    """Looks at a tape by a filter. Filled trades are looked at once: those that pass are kept by id."""

    def __init__(self, tape: Tape, mask: FilterMask, order: TapeOrder) -> None:
        self._tape, self._mask, self._order = tape, mask, order
        self._filled = np.zeros(0, np.int64)

    def streamed(self, start: int, stop: int) -> StreamedRows:
        """The streamed rows from start up to stop that pass."""
        found = StreamedRows()
        for span in self._tape.spans(start, stop):
            for low, high in self._tape.filled.between(*span):
                if self._mask.keeps_all:
                    found.add_range(low, high - low)
                else:
                    found.add_picked(self._mask.rows(low, high))
        return found

    def between(self, start: int, stop: int, new_from: int = 0) -> tuple[Rows, Rows]:
        """Gaps, and filled trades that pass, with an anchor from start up to stop; and their anchors.

        `new_from`: filled trades before this row were looked at already.
        """
        rows, anchors = self._order.rows, self._order.anchors
        low, high = np.searchsorted(anchors, (start, stop))
        rows, anchors = rows[low:high], anchors[low:high]
        self._look_at(rows[rows >= max(new_from, self._tape.first)])
        keep = ((rows < 0) | self._has_passed(rows)) & self._order.in_memory(rows)
        return rows[keep], anchors[keep]

    def forget_trimmed(self) -> None:
        """Keep nothing of what has left memory."""
        self._filled = self._filled[self._filled >= self._tape.first]

    def _look_at(self, filled: Rows) -> None:
        if len(filled) and not self._mask.keeps_all:
            self._filled = np.concatenate([self._filled, filled[self._mask.passes(filled)]])

    def _has_passed(self, rows: Rows) -> NDArray[np.bool_]:
        """Which of these rows and gaps are filled trades that pass."""
        if self._mask.keeps_all:
            return rows >= 0
        return np.isin(rows, self._filled, kind="table")  # ten times as fast as searching where a million were filled

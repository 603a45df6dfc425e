"""Prints of one contract in order, in columns. No Qt here."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.chart.running_sums import RunningSums
from models.chart.tick_blocks import EACH, TickBlocks
from models.columns import GrowingColumns

COLUMNS: Mapping[str, str] = {
    "row": "i8",
    "order": "f8",
    "time_ms": "i8",
    "price": "f8",
    "size": "i4",
    "venue": "u2",
    "conditions": "u2",
    "shape": "u1",
    "grade": "u1",
}
FEW = 4096
"""Fewer ticks than this are looked through without summaries of them."""
GRADES = (10, 50, 200, 1000)
"""Contracts from which on a print is of the next grade of size."""


def grades(size: NDArray[np.int32]) -> NDArray[np.uint8]:
    """The grade of sizes: 0 is below 10 contracts, 4 is 1,000 and more."""
    return np.searchsorted(GRADES, size, side="right").astype(np.uint8)


class Ticks(GrowingColumns):
    """Prints in order of time: tape `row`, `time_ms` (Unix), `price` ($), `size`, `venue`, `conditions`.

    `order`: among prints of one time the lower comes first. `shape`: the `Shape` that the conditions give it; `grade`:
    how large it is.
    """

    def __init__(self) -> None:
        super().__init__({name: (dtype, 0) for name, dtype in COLUMNS.items()}, capacity=64)
        self._sums = RunningSums()
        self._summed = 0
        self._blocks = TickBlocks()
        self._blocked = 0
        self._graded: dict[int, tuple[NDArray[np.intp], int]] = {}

    def insert(self, ticks: Mapping[str, NDArray[Any]]) -> None:
        """Put ticks, in order themselves, at their places."""
        if self._ends_before(ticks["time_ms"][0], ticks["order"][0]):
            self._changed_from(len(self))
            self.extend(**{name: ticks[name] for name in COLUMNS})
            return
        keep = int(self.time_ms.searchsorted(ticks["time_ms"][0]))
        tail = {name: getattr(self, name)[keep:].copy() for name in COLUMNS}
        self.grow_to(len(self) + len(ticks["row"]))
        merged = {name: np.concatenate([tail[name], ticks[name]]) for name in COLUMNS}
        order = np.lexsort((merged["order"], merged["time_ms"]))
        for name in COLUMNS:
            getattr(self, name)[keep:] = merged[name][order]
        self._changed_from(keep)

    def take_out(self, rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """Remove the ticks of those tape rows, as far as they are here, and return them in order."""
        leaving = np.isin(self.row, rows)
        taken = {name: getattr(self, name)[leaving] for name in COLUMNS}
        if len(taken["row"]):
            rest = {name: getattr(self, name)[~leaving] for name in COLUMNS}
            self._length = len(rest["row"])
            self._forget_made()
            for name in COLUMNS:
                getattr(self, name)[:] = rest[name]
            self._changed_from(int(leaving.argmax()))
        return taken

    def reorder(self, tie: slice, order: NDArray[np.float64]) -> None:
        """Give the ticks of one time, which stand in a slice, another order."""
        self.order[tie] = order
        sorted_ = np.argsort(order)
        for name in COLUMNS:
            getattr(self, name)[tie] = getattr(self, name)[tie][sorted_]
        self._changed_from(tie.start)

    def sums(self) -> RunningSums:
        """Sums over the ticks; only what changed is added up anew."""
        if self._summed < len(self) or len(self._sums) != len(self) + 1:
            self._sums.renew(self._summed, self.price, self.size, self.shape)
            self._summed = len(self)
        return self._sums

    def blocks(self) -> TickBlocks:
        """Summaries of the ticks; only what changed is looked through anew."""
        if self._blocked < len(self) or len(self._blocks) != len(self) // EACH:
            self._blocks.renew(self._blocked, self.time_ms, self.price)
            self._blocked = len(self)
        return self._blocks

    @property
    def are_many(self) -> bool:
        """Whether there are so many that `blocks` help."""
        return len(self) >= FEW

    def cuts(self, edges: NDArray[np.int64]) -> NDArray[np.intp]:
        """Index of the first tick that is not before each of some times, which are in order."""
        return self.blocks().cuts(self.time_ms, edges) if self.are_many else self.time_ms.searchsorted(edges)

    def of_grade(self, least: int) -> NDArray[np.intp]:
        """Indices of the ticks of a grade and of higher ones, in order; only what changed is looked through anew."""
        known, seen = self._graded.get(least, (np.zeros(0, np.intp), 0))
        if seen < len(self):
            known = np.concatenate([known, seen + np.flatnonzero(self.grade[seen:] >= least)])
            self._graded[least] = known, len(self)
        return known

    def _ends_before(self, time_ms: int, order: float) -> bool:
        """Whether all ticks come before one of a time and order."""
        return not len(self) or (self.time_ms[-1], self.order[-1]) < (time_ms, order)

    def _changed_from(self, index: int) -> None:
        self._summed, self._blocked = min(self._summed, index), min(self._blocked, index)
        for least, (known, seen) in self._graded.items():
            if seen > index:
                self._graded[least] = known[: np.searchsorted(known, index)], index

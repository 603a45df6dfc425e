"""Where a reader of the tape is, by the ids of rows: to be found again when the rows around are others."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QSignalBlocker
from PySide6.QtWidgets import QTableView

from models.qt.reader import Ids
from models.qt.tape_model import TapeModel

_MOST_BY_ID = 2000
"""So many selected rows are found again one by one; of more, the first and the last of each run of them."""


@dataclass(frozen=True, slots=True)
class TapePlace:
    """What a view showed.

    `visible`, `current`, `selected`: ids. Of each run that is selected all; `by_ends`: its newest and its oldest alone.
    """

    top: int
    newest_first: bool
    at_newest: bool
    visible: list[int]
    current: int | None
    selected: list[list[int]]
    by_ends: bool

    def top_in(self, model: TapeModel) -> int:
        """The display row that is on top when the rows that were visible stand where they stood.

        Where all of them have left memory, the same place as far as there are rows.
        """
        visible = self.visible if model.newest_first == self.newest_first else self.visible[::-1]
        found = ((at, model.display_row(row)) for at, row in enumerate(visible))
        gone = min(self.top, model.rowCount() - len(visible))
        return max(next((row - at for at, row in found if row is not None), gone), 0)

    def select_in(self, view: QTableView, model: TapeModel) -> None:
        """Select the same trades again, without a word to anybody: nobody chose anything."""
        flags, chosen = QItemSelectionModel.SelectionFlag, view.selectionModel()
        with QSignalBlocker(chosen):
            chosen.select(self._selection_in(model), flags.ClearAndSelect)
            current = None if self.current is None else model.display_row(self.current)
            if current is not None:
                chosen.setCurrentIndex(model.index(current, 0), flags.NoUpdate)

    def _selection_in(self, model: TapeModel) -> QItemSelection:
        found, last = QItemSelection(), model.columnCount() - 1
        for ids in self.selected:
            rows = [model.display_row(one) for one in ids]
            for first, stop in _between(rows, model) if self.by_ends else _runs(rows):
                found.select(model.index(first, 0), model.index(stop, last))
        return found


def place_of(view: QTableView, model: TapeModel, visible: range, *, at_newest: bool) -> TapePlace:
    """Where the reader of a view is now."""
    current = view.currentIndex()
    runs = view.selectionModel().selection().toList()
    by_ends = sum(run.height() for run in runs) > _MOST_BY_ID
    return TapePlace(
        view.verticalScrollBar().value(),
        model.newest_first,
        at_newest,
        model.tape_rows(visible.start, visible.stop).tolist(),
        model.tape_row(current.row()) if current.isValid() else None,
        [_ends(run, model) if by_ends else model.tape_rows(run.top(), run.bottom() + 1).tolist() for run in runs],
        by_ends,
    )


def selected_ids(view: QTableView, model: TapeModel, most: int) -> Ids:
    """Ids of the selected rows from the top down, at most so many: Qt would make an object of each row."""
    parts = []
    for run in sorted(view.selectionModel().selection().toList(), key=QItemSelectionRange.top):
        parts.append(model.tape_rows(run.top(), min(run.bottom() + 1, run.top() + most)))
        most -= len(parts[-1])
    return np.concatenate([np.zeros(0, np.int64), *parts])


def _ends(run: QItemSelectionRange, model: TapeModel) -> list[int]:
    """The newest and the oldest row of a run."""
    ends = [model.tape_row(run.top()), model.tape_row(run.bottom())]
    return ends if model.newest_first else ends[::-1]


def _between(ends: list[int | None], model: TapeModel) -> list[tuple[int, int]]:
    """The run from its newest row to its oldest; where that has left memory, to the oldest that is there."""
    newest, oldest = ends
    if newest is None:
        return []
    if oldest is None:
        oldest = model.rowCount() - 1 if model.newest_first else 0
    return [(min(newest, oldest), max(newest, oldest))]


def _runs(rows: list[int | None]) -> list[tuple[int, int]]:
    """The rows that are shown as runs of neighbours: first and last."""
    shown = sorted(row for row in rows if row is not None)
    edges = [0, *(at for at, (low, high) in enumerate(pairwise(shown), 1) if high != low + 1), len(shown)]
    return [(shown[low], shown[high - 1]) for low, high in pairwise(edges) if high > low]

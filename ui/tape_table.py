"""The painted tape: newest on top, follows while it stands at the top, holds still when it is scrolled away."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from models.qt.tape_model import TapeModel
from ui.cell_table import CellTable

Ids = NDArray[np.int64]


class _Place(NamedTuple):
    """Where a reader was: ids of rows. `selected`: first and last of each run."""

    top: int
    visible: list[int]
    current: int | None
    selected: list[tuple[int, int]]


class TapeTable(CellTable):
    """`held_changed(count, largest)`: unseen trades above the held view and the largest size among them; 0 is none."""

    held_changed = Signal(int, int)

    def __init__(self, model: TapeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tape_model = model
        self._unseen, self._largest = 0, 0
        self._place = _Place(0, [], None, [])
        self.setModel(model)
        self.fit_columns()
        self.setAccessibleName("Tape, newest trade first")
        model.reader = self
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def keyboardSearch(self, search: str) -> None:
        """Letters search nothing: Qt would ask the model for the text of millions of rows."""

    def go_to_newest(self) -> None:
        """Follow the tape again."""
        self.scrollToTop()

    def start_anew(self) -> None:
        """The model shows other trades: stand at its top."""
        self.scrollToTop()
        self._note_unseen(0, 0)

    def rows_came(self, first: int, count: int) -> None:
        """Hold the place when rows are put in above it."""
        top = self.verticalScrollBar().value()
        if top and first <= top:
            self._stand_at(top + count)
            self._add_unseen(self._tape_model.tape_rows(first, first + count))

    def rows_change(self) -> None:
        """Remember the place."""
        model, top = self._tape_model, self.verticalScrollBar().value()
        rows = self._exposed_rows(self.viewport().rect())
        current = self.currentIndex()
        self._place = _Place(
            top,
            model.tape_rows(rows.start, rows.stop).tolist(),
            model.tape_row(current.row()) if current.isValid() else None,
            [(model.tape_row(run.top()), model.tape_row(run.bottom())) for run in self._selected_runs()],
        )

    def rows_changed(self, came: Ids, rows: Ids) -> None:
        """Find the place again; nobody chose anything by it."""
        place, model = self._place, self._tape_model
        with QSignalBlocker(self.selectionModel()):
            self._select_again(place)
        if not place.top:
            return
        found = ((at, model.display_row(row)) for at, row in enumerate(place.visible))
        top = next((row - at for at, row in found if row is not None), place.top)
        self._stand_at(top)
        self._add_unseen(came[rows < top])

    def _selected_runs(self) -> list[QItemSelectionRange]:
        return self.selectionModel().selection().toList()

    def _select_again(self, place: _Place) -> None:
        model, flags = self._tape_model, QItemSelectionModel.SelectionFlag
        runs, last = QItemSelection(), model.columnCount() - 1
        for ids in place.selected:
            first, stop = (model.display_row(row) for row in ids)
            if first is not None:
                end = model.rowCount() - 1 if stop is None else stop  # the oldest rows of the run have left memory
                runs.select(model.index(first, 0), model.index(end, last))
        self.selectionModel().select(runs, flags.ClearAndSelect)
        current = None if place.current is None else model.display_row(place.current)
        if current is not None:
            self.selectionModel().setCurrentIndex(model.index(current, 0), flags.NoUpdate)

    def _stand_at(self, top: int) -> None:
        self.updateGeometries()  # else the new value is clamped to the old range, and every paint moves
        self.verticalScrollBar().setValue(top)

    def _add_unseen(self, ids: Ids) -> None:
        sizes = self._tape_model.sizes(ids)
        if len(sizes):
            self._note_unseen(self._unseen + len(sizes), max(self._largest, int(sizes.max())))

    def _scrolled(self, value: int) -> None:
        if value == 0 and self._unseen:
            self._note_unseen(0, 0)

    def _note_unseen(self, count: int, largest: int) -> None:
        self._unseen, self._largest = count, largest
        self.held_changed.emit(count, largest)

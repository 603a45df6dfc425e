"""The painted tape: follows while it stands at its newest row, and holds still when it is scrolled away or paused."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from models.qt.tape_model import TapeModel
from ui.cell_table import CellTable
from ui.solid_bar import SolidScrollBar
from ui.tape_place import TapePlace, place_of
from ui.texts import Place

Ids = NDArray[np.int64]


class TapeTable(CellTable):
    """The tape, newest on top or at the bottom, as its model says.

    `held_changed(count, largest)`: trades that came on the newer side of a view that holds, and the largest size among
    them; 0 is none. `paused_changed(paused)`.
    """

    held_changed = Signal(int, int)
    paused_changed = Signal(bool)
    _arranging = True
    """While the bar is set by this code, not by the reader. These stand in the class for what Qt calls early."""
    _paused = False
    _following = False
    """Whether the view stands at its newest row."""
    _reach = 0
    """How far the view of few rows is scrolled beyond its end, so that rows above it do not push them down."""

    def __init__(self, model: TapeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tape_model = model
        self.setVerticalScrollBar(SolidScrollBar(Qt.Orientation.Vertical, self))
        self._unseen, self._largest = 0, 0
        self._place: TapePlace | None = None
        self._sought_ms: int | None = None
        self.setModel(model)
        self.fit_columns()
        self._name()
        model.reader = self
        model.looked_further.connect(self._seek_on)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._arranging, self._following = False, True

    def _places(self) -> tuple[Place, ...]:
        places = super()._places()
        self._tape_model.want(place.column for place in places)
        return places

    @property
    def paused(self) -> bool:
        """Whether the view holds still wherever it stands."""
        return self._paused

    @property
    def follows(self) -> bool:
        """Whether new trades move the view."""
        return self._following and not self._paused

    def set_paused(self, paused: bool) -> None:
        """Hold still, also at the newest row; or go on as before. Nothing moves by it."""
        if paused != self._paused:
            self._paused = paused
            self.paused_changed.emit(paused)

    def catch_up(self) -> None:
        """End the pause, and follow the tape again."""
        self.set_paused(False)
        self.go_to_newest()

    def go_to_newest(self) -> None:
        """Stand at the newest row, and unless paused follow the tape again."""
        self._stand_at(None)

    def go_to_time(self, time_ms: int) -> bool:
        """Select the first trade at a time or after it (Unix ms) and stand with it in the middle.

        False where there is none; but where older trades are still to be looked at, it goes there as soon as found.
        """
        row = self._tape_model.row_near_time(time_ms)
        self._sought_ms = time_ms if row is None and self._tape_model.behind else None
        if row is None:
            return False
        index, flags = self._tape_model.index(row, 0), QItemSelectionModel.SelectionFlag
        self.updateGeometries()
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.verticalScrollBar().setValue(row - self._page // 2)
        return True

    def start_anew(self) -> None:
        """The model shows other trades: stand at its newest."""
        self._sought_ms = None
        self._stand_at(None)
        self._note_unseen(0, 0)

    def rows_came(self, first: int, count: int) -> None:
        """Hold the place when rows are put in above it."""
        if self.follows:
            return  # the layout that came with the rows stands at the newest
        if self._tape_model.rowCount() == count:
            self._stand_at(None)
            return
        top = self.verticalScrollBar().value()
        self._stand_at(top + count if first <= top else top)
        came = self._tape_model.tape_rows(first, first + count)
        self._add_unseen(came[self._is_newer(np.arange(first, first + count))])

    def rows_went(self, first: int, count: int) -> None:
        """Hold the place when the oldest rows are taken away; where they were in sight, stand at the oldest."""
        if self.follows:
            self._stand_at(None)
        elif self._tape_model.newest_first:
            self._reach = 0
            self.updateGeometries()
        else:
            self._stand_at(max(self.verticalScrollBar().value() - count, 0))

    def rows_change(self) -> None:
        """Remember the place."""
        visible = self._exposed_rows(self.viewport().rect())
        self._place = place_of(self, self._tape_model, visible, at_newest=self._following)

    def rows_changed(self, came: Ids, rows: Ids) -> None:
        """Find the place again."""
        assert self._place is not None
        place, model = self._place, self._tape_model
        turned = place.newest_first != model.newest_first
        self._place = None
        place.select_in(self, model)
        if turned:
            self._name()
        if place.at_newest and (turned or not self._paused):
            self._stand_at(None)
        else:
            self._stand_at(place.top_in(model))
            self._add_unseen(came[self._is_newer(rows)])

    def updateGeometries(self) -> None:
        """Keep the place when the rows or the room have become more or fewer."""
        arranging, self._arranging = self._arranging, True
        super().updateGeometries()
        bar = self.verticalScrollBar()
        if self._reach > bar.maximum():
            bar.setMaximum(self._reach)
            bar.setValue(self._reach)
        elif self.follows:
            bar.setValue(self._newest_value())
        self._align()
        self._arranging = arranging
        self._note_place()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Let a row begin at the top, always."""
        super().scrollContentsBy(dx, dy)
        if dy:
            self._align()
            self.viewport().update()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where no row is current, begin with what is in sight: Qt would go to the first row of all, and jump."""
        count = self._tape_model.rowCount()
        if self.currentIndex().isValid() or not count:
            return super().moveCursor(action, modifiers)
        top = self.rowAt(0)
        last = max(top, min(top + self._page, count) - 1)
        pages = {
            QAbstractItemView.CursorAction.MovePageUp: max(top - self._page + 1, 0),
            QAbstractItemView.CursorAction.MovePageDown: min(last + self._page - 1, count - 1),
        }
        return self._tape_model.index(pages.get(action, top if self._tape_model.newest_first else last), 0)

    def keyboardSearch(self, search: str) -> None:
        """Letters search nothing: Qt would ask the model for the text of millions of rows."""

    def _name(self) -> None:
        newest = "newest trade first" if self._tape_model.newest_first else "newest trade last"
        self.setAccessibleName(f"Tape, {newest}")

    @property
    def _page(self) -> int:
        """How many rows can be in sight as a whole."""
        return self.viewport().height() // self.verticalHeader().defaultSectionSize()

    def _newest_value(self) -> int:
        return 0 if self._tape_model.newest_first else self.verticalScrollBar().maximum()

    def _stand_at(self, top: int | None) -> None:
        """Bring a row to the top; None stands at the newest row."""
        arranging, self._arranging = self._arranging, True
        self._reach = (top or 0) if self._tape_model.newest_first else 0
        self.updateGeometries()  # else the new value is clamped to the old range, and every paint moves
        self.verticalScrollBar().setValue(self._newest_value() if top is None else top)
        self._arranging = arranging
        self._note_place()

    def _align(self) -> None:
        """Let a row begin at the top: at its end Qt aligns the last row with the foot, by which rows would move."""
        self.verticalHeader().setOffsetToSectionPosition(self.verticalScrollBar().value())

    def _scrolled(self, value: int) -> None:
        if not self._arranging:
            self._reach = value if self._reach else 0
            self._note_place()

    def _note_place(self) -> None:
        """Take note of whether the view stands at its newest row, where nothing is unseen."""
        if self._arranging:
            return
        self._following = self.verticalScrollBar().value() == self._newest_value()
        if self._following and self._unseen:
            self._note_unseen(0, 0)

    def _is_newer(self, rows: Ids) -> NDArray[np.bool_]:
        """Which of these display rows are on the newer side of what is in sight."""
        top = self.verticalScrollBar().value()
        if self._tape_model.newest_first:
            return rows < top
        return rows >= top + self._page

    def _add_unseen(self, ids: Ids) -> None:
        sizes = self._tape_model.sizes(ids)
        if len(sizes):
            self._note_unseen(self._unseen + len(sizes), max(self._largest, int(sizes.max())))

    def _note_unseen(self, count: int, largest: int) -> None:
        self._unseen, self._largest = count, largest
        self.held_changed.emit(count, largest)

    def _seek_on(self) -> None:
        """Go to the time that was asked for, if it has been found by now."""
        if self._sought_ms is not None:
            self.go_to_time(self._sought_ms)

"""The table of an at-time answer: sorted by its headings or by keys, while it grows under the reader's eye."""

from functools import partial

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from models.history.answer_columns import Ids
from models.history.answers import Entry
from models.qt.answer_cells import COLUMNS, KEYS
from models.qt.answer_model import NATURAL, AnswerModel
from models.qt.cells import Index
from ui import theme
from ui.cell_table import CellTable
from ui.menu_entries import Entry as Line
from ui.menu_entries import add_entries

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SORTED = tuple(column for column in COLUMNS if column.key != "note")
_FLAGS = QItemSelectionModel.SelectionFlag


class AnswerTable(CellTable):
    """Rows keep their selection, and the ones in sight their place, whatever comes in, goes, or is sorted."""

    details_asked = Signal()
    around_asked = Signal()
    watch_asked = Signal()
    copy_asked = Signal()
    export_asked = Signal()
    """The same as their keys: Enter, T, W, Ctrl+C, Ctrl+Shift+X."""

    def __init__(self, model: AnswerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers = model
        self._chosen: Ids = np.zeros(0, np.int64)
        self._current, self._top = -1, -1
        self.setModel(model)
        self.fit_columns()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName("Answers")
        heading = self.horizontalHeader()
        heading.setStretchLastSection(True)
        heading.setSectionsClickable(True)
        heading.sectionClicked.connect(self._sort_by_column)
        self.doubleClicked.connect(lambda _index: self.details_asked.emit())
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._find_again)

    def selected_rows(self) -> list[int]:
        """Selected rows, ascending."""
        parts = self.selectionModel().selection().toList()
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def current_entry(self) -> Entry | None:
        """The entry that has the keys, where it is selected."""
        index = self.currentIndex()
        if not index.isValid() or not self.selectionModel().isRowSelected(index.row()):
            return None
        return self._answers.entry(index.row())

    def choose(self, number: int) -> None:
        """Select the row of an entry, and bring it into sight."""
        for row in self._answers.rows_of(number).tolist():
            index = self._answers.index(row, 0)
            self.selectionModel().setCurrentIndex(index, _FLAGS.ClearAndSelect | _FLAGS.Rows)
            self.scrollTo(index)

    def sort_by(self, key: str) -> None:
        """Put the rows in the order of a column, and show the first; of the same one again, the other way round."""
        again = key == self._answers.key and key != NATURAL
        self._answers.sort_by(key, descending=again and not self._answers.descending)
        self.scrollToTop()

    def open_sort_menu(self) -> QMenu:
        """Let the user choose the order by keys: a heading cannot have them."""
        place = self.horizontalHeader().mapToGlobal(QPoint(0, theme.row_px()))
        return self._pop_up(self._sort_lines(), place)

    def open_menu(self, place: QPoint) -> QMenu:
        """Open the menu of the rows at a place of the screen."""
        menu = self._pop_up(self._row_lines(), place)
        add_entries(menu.addMenu("&Sort by"), self._sort_lines())
        add_entries(menu, [Line("C&olumns…", None, self.arrange_columns)])
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the rows."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        act = {Qt.Key.Key_W.value: self.watch_asked, Qt.Key.Key_T.value: self.around_asked}.get(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif plain and event.key() == Qt.Key.Key_S:
            self.open_sort_menu()
        elif plain and event.key() in _ENTER:  # never for the dialog, which would ask again
            self.details_asked.emit()
        elif plain and act:
            act.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A click on the right, or the menu key."""
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        below = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(20, 0)
        self.open_menu(self.viewport().mapToGlobal(below) if by_keys else event.globalPos())

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Rows that come in above those in sight do not move them."""
        bar = self.verticalScrollBar()
        first = bar.value()
        super().rowsInserted(parent, start, end)
        if first > 0 and start <= first:
            self.updateGeometries()  # else the new place is beyond the end of the bar
            bar.setValue(first + end - start + 1)

    def _row_lines(self) -> list[Line]:
        if self.current_entry() is None:
            return [Line("Select a row for more", None, self.setFocus), Line()]
        return [
            Line("&Details\tEnter", None, self.details_asked.emit),
            Line("&Trades around it\tT", None, self.around_asked.emit),
            Line("Add to the &watchlist\tW", None, self.watch_asked.emit),
            Line("&Copy the selected rows\tCtrl+C", None, self.copy_asked.emit),
            Line("E&xport what is shown…\tCtrl+Shift+X", None, self.export_asked.emit),
            Line(),
        ]

    def _sort_lines(self) -> list[Line]:
        natural = Line(
            "&Contract, day and time as asked", None, partial(self.sort_by, NATURAL), checked=partial(self._is, NATURAL)
        )
        return [natural, Line(), *(
            Line(f"{_with_key(column.title, number)}", None, partial(self.sort_by, column.key),
                 checked=partial(self._is, column.key))
            for number, column in enumerate(_SORTED, 1)
        )]  # fmt: skip

    def _is(self, key: str) -> bool:
        return self._answers.key == key

    def _pop_up(self, lines: list[Line], place: QPoint) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        add_entries(menu, lines)
        menu.popup(place)
        return menu

    def _sort_by_column(self, column: int) -> None:
        if COLUMNS[column] in _SORTED:
            self.sort_by(KEYS[column])

    def _keep(self) -> None:
        """Remember what is selected and in sight while all rows are put in another order."""
        rows = self._answers.rowCount()
        self._chosen = self._answers.shown[[row for row in self.selected_rows() if row < rows]]
        current, top = self.currentIndex().row(), self.verticalScrollBar().value()
        self._current = self._answers.number(current) if 0 <= current < rows else -1
        self._top = self._answers.number(top) if 0 < top < rows else -1

    def _find_again(self) -> None:
        rows = self._answers.rows_of(self._chosen)
        model, last = self._answers, len(COLUMNS) - 1
        selection = QItemSelection()
        for first, stop in _runs(rows):
            selection.select(model.index(first, 0), model.index(stop, last))
        for row in self._answers.rows_of(self._current).tolist():
            self.selectionModel().setCurrentIndex(model.index(row, 0), _FLAGS.NoUpdate)
        self.selectionModel().select(selection, _FLAGS.ClearAndSelect)
        self._scroll_back()

    def _scroll_back(self) -> None:
        """Have at the top what was there; where that is gone, the current row in sight, or the first rows."""
        self.updateGeometries()
        for row in self._answers.rows_of(self._top).tolist():
            self.verticalScrollBar().setValue(row)
            return
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        else:
            self.scrollToTop()


def _runs(rows: Ids) -> list[tuple[int, int]]:
    """First and last of each stretch of neighbours."""
    if not len(rows):
        return []
    apart = np.diff(rows) != 1
    firsts, lasts = rows[np.append(True, apart)], rows[np.append(apart, True)]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _with_key(title: str, number: int) -> str:
    """A line of a menu with a digit or a letter to choose it by."""
    return f"&{number if number < 10 else chr(ord('a') + number - 10)}  {title}"

"""The painted watchlist: rows are dragged, moved and removed by mouse and keyboard."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from models.qt.watch_cells import KEYS
from models.qt.watchlist_model import WatchlistModel
from ui import theme
from ui.cell_table import CellTable

_SPARK = KEYS.index("spark")


class WatchlistTable(CellTable):
    """Delete removes the selected rows, Alt+Up and Alt+Down move them, a drag puts them elsewhere."""

    def __init__(self, model: WatchlistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list_model = model
        self._drop_row: int | None = None
        self.setModel(model)
        self.fit_columns()
        self.horizontalHeader().sectionResized.connect(self._column_resized)
        self._follow_spark_column()
        self.setAccessibleName("Watchlist")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(False)

    def restore_columns(self, state: object) -> None:
        """Take up a state of the columns."""
        super().restore_columns(state)
        self._follow_spark_column()

    def selected_rows(self) -> list[int]:
        """Selected rows, ascending."""
        parts = self.selectionModel().selection().toList()  # selectedRows asks the model for the flags of every cell
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def remove_selected(self) -> None:
        """Take the selected contracts off the list."""
        rows = self.selected_rows()
        if rows:
            self._list_model.watchlist.remove(rows)
            self.selectRow(min(rows[0], self._list_model.rowCount() - 1))

    def move_selected(self, step: int) -> None:
        """Move the selected rows together, one place up (-1) or down (+1)."""
        rows = self.selected_rows()
        before = (rows[0] - 1 if step < 0 else rows[-1] + 2) if rows else -1
        if 0 <= before <= self._list_model.rowCount():
            self._move(rows, before)
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_selected()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_selected(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the rows would go."""
        super().dragMoveEvent(event)  # scrolls where the mouse is at an edge
        if event.source() is self:
            self._drop_row = self._row_before(event.position().toPoint())
            self.viewport().update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They go nowhere."""
        self._drop_row = None
        self.viewport().update()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the dragged rows before the row under the mouse; the model moves them, the view copies nothing."""
        before, rows = self._row_before(event.position().toPoint()), self.selected_rows()
        self._drop_row = None
        if event.source() is self and rows:
            self._move(rows, before)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and the line where a drag would put them."""
        super().paintEvent(event)
        if self._drop_row is not None:
            y = self._drop_row * self.rowHeight(0) - self.verticalScrollBar().value() * self.rowHeight(0)
            painter = QPainter(self.viewport())
            painter.fillRect(0, y - 1, self.viewport().width(), 2, theme.ink("accent"))
            painter.end()

    def _column_resized(self, column: int, _before_px: int, width_px: int) -> None:
        """A column that is hidden has no width, before the heading knows that it is hidden; shown, it has one again."""
        if column == _SPARK:
            self._list_model.show_sparks(width_px > 0)

    def _follow_spark_column(self) -> None:
        self._list_model.show_sparks(not self.isColumnHidden(_SPARK))

    def _move(self, rows: list[int], before: int) -> None:
        """Put rows, ascending, side by side before a row: in one change where they are neighbours."""
        move = self._list_model.watchlist.move
        if rows[-1] - rows[0] + 1 == len(rows):
            move(rows[0], len(rows), before)
            return
        for done, row in enumerate(reversed([row for row in rows if row < before])):
            move(row, 1, before - done)
        for done, row in enumerate(row for row in rows if row >= before):
            move(row, 1, before + done)

    def _row_before(self, place: QPoint) -> int:
        row = self.rowAt(place.y())
        if row < 0:
            return self._list_model.rowCount()
        middle = self.rowViewportPosition(row) + self.rowHeight(row) // 2
        return row + (place.y() > middle)

"""A short list in the fast table, from which rows can be copied."""

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from models.qt.cells import Column
from models.qt.rows_model import Cells, RowsModel
from ui.cell_table import CellTable


class RowsTable(CellTable):
    """Ctrl+C copies the selected rows, with titles, as tab-separated text."""

    def __init__(self, name: str, columns: Sequence[Column], empty: str, parent: QWidget | None = None) -> None:
        """`name`: for readers without eyes; `empty`: what is said where there is no row."""
        super().__init__(parent)
        self._list = RowsModel(columns, self)
        self.setModel(self._list)
        self.fit_columns()
        self.horizontalHeader().setStretchLastSection(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName(name)
        self.empty_text = empty

    def show_rows(self, rows: Iterable[Cells], tints: Sequence[str] = ()) -> None:
        """Show these rows, each on the ground of its tint; the selection stays on those that were there before."""
        self._list.show(rows, tints)
        self.viewport().update()

    def copy(self) -> None:
        """Put the selected rows on the clipboard."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        if rows:
            QGuiApplication.clipboard().setText(self._list.text(rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, and the keys of every table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

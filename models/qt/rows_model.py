"""A short list as an item model: shown whole, again and again; what stayed the same keeps its place and selection."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from models.qt.cells import Cell, Column, Index, Row, cell_data, heading_data

Cells = tuple[Cell, ...]


class RowsModel(QAbstractTableModel):
    """Rows of cells under `columns`."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._cells: list[Cells] = []
        self._rows: list[Row] = []

    def show(self, rows: Iterable[Cells], tints: Sequence[str] = ()) -> None:
        """Show these rows, each on the ground of its tint; only the difference in cells is announced."""
        wanted = list(rows)
        if wanted != self._cells:
            self._show(wanted)
        for row, tint in zip(self._rows, tints, strict=False):
            row.tint = tint

    def _show(self, wanted: list[Cells]) -> None:
        changes = SequenceMatcher(None, self._cells, wanted, autojunk=False).get_opcodes()
        for tag, first, stop, new_first, new_stop in reversed(changes):
            if tag != "equal":
                self._change(first, stop, wanted[new_first:new_stop])

    def text(self, rows: Iterable[int]) -> str:
        """Titles and the rows of these numbers as tab-separated lines."""
        lines = [[column.title for column in self.columns]]
        lines += [[" ".join(cell.text.split()) for cell in self._cells[row]] for row in rows]
        return "".join("\t".join(line) + "\n" for line in lines)

    def rows(self, first: int, stop: int) -> Sequence[Row]:
        """The display rows from first up to stop."""
        return self._rows[first:stop]

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and alignment of a cell; the tooltip is the whole row, nothing cut."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        cells = self._cells[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(cell.text for cell in cells if cell.text)
        return cell_data(cells[index.column()], self.columns[index.column()], role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles and hints."""
        return heading_data(self.columns, section, orientation, role)

    def _change(self, first: int, stop: int, new: list[Cells]) -> None:
        """Put new rows in the place of others; of as many as before, it is the content that changed."""
        same = min(stop - first, len(new))
        if same:
            self._put(slice(first, first + same), new[:same])
            self.dataChanged.emit(self.index(first, 0), self.index(first + same - 1, len(self.columns) - 1))
        first += same
        if first < stop:
            self.beginRemoveRows(QModelIndex(), first, stop - 1)
            self._put(slice(first, stop), [])
            self.endRemoveRows()
        elif len(new) > same:
            self.beginInsertRows(QModelIndex(), first, first + len(new) - same - 1)
            self._put(slice(first, first), new[same:])
            self.endInsertRows()

    def _put(self, place: slice, new: list[Cells]) -> None:
        self._cells[place] = new
        self._rows[place] = [Row(cells) for cells in new]

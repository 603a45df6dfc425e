"""An at-time answer as an item model: it grows while parts come in, in an order and through a filter of the reader's.

Cells are made when they are looked at; order and filter work on whole columns.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from models.history.answer_columns import AnswerColumns, Ids, ordered
from models.history.answer_filter import AnswerFilter
from models.history.answers import Answers, Entry
from models.qt.answer_cells import COLUMNS, KEYS, answer_row
from models.qt.cells import Column, Index, Row, cell_data, heading_data

NATURAL = "natural"
"""The order by contract as asked for, day and asked time."""
_MARKS = {False: "▲", True: "▼"}
_WORDS = {False: "ascending", True: "descending"}
_MOST_RUNS = 40
"""More places where rows come in are shown as another table: each is an announcement of its own."""


class AnswerModel(QAbstractTableModel):
    """Rows of one answer. `advance` shows what came since; `columns_of` are the same entries as columns."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: Sequence[Column] = COLUMNS
        self.columns_of = AnswerColumns()
        self.key, self.descending = NATURAL, False
        self._answers: Answers | None = None
        self._filter = AnswerFilter()
        self._order: Ids = np.zeros(0, np.int64)
        self._made: dict[int, Row] = {}

    def show(self, answers: Answers | None, columns: AnswerColumns | None = None) -> None:
        """Show an answer from its beginning, or nothing; `columns` are to be filled with it."""
        self.beginResetModel()
        self._answers, self.columns_of = answers, AnswerColumns() if columns is None else columns
        self._made.clear()
        if answers:
            self.columns_of.extend(answers.entries)
        self._order = self._wanted()
        self.endResetModel()

    def advance(self) -> bool:
        """Show what came since; return whether anything did."""
        known = len(self.columns_of)
        if self._answers is None or len(self._answers.entries) == known:
            return False
        self.columns_of.extend(self._answers.entries[known:])
        wanted = self._wanted()
        places = np.nonzero(wanted >= known)[0]
        runs = np.split(places, np.nonzero(np.diff(places) != 1)[0] + 1) if len(places) else []
        if len(runs) > _MOST_RUNS:
            self._show_others(wanted)
        else:
            for run in runs:
                self._insert(int(run[0]), wanted[run])
        return True

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """Put the rows in the order of a column, or in the natural one."""
        if (key, descending) != (self.key, self.descending):
            self.key, self.descending = key, descending
            self._show_others(self._wanted())
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def set_filter(self, asked: AnswerFilter) -> None:
        """Show the rows that pass a filter."""
        self._filter = asked
        self._show_others(self._wanted())

    @property
    def shown(self) -> Ids:
        """Numbers of the entries that are shown, in their order."""
        return self._order

    def number(self, row: int) -> int:
        """The number of the entry in a row."""
        return int(self._order[row])

    def entry(self, row: int) -> Entry:
        """The entry in a row."""
        return self.columns_of.entries[self.number(row)]

    def rows_of(self, numbers: Ids | int) -> Ids:
        """The rows, ascending, of those of these entries that are shown."""
        return np.asarray(np.flatnonzero(np.isin(self._order, numbers)))

    def rows(self, first: int, stop: int) -> Sequence[Row]:
        """The display rows from first up to stop."""
        return [self._row(number) for number in self._order[first:stop].tolist()]

    def rowCount(self, parent: Index | None = None) -> int:
        """Trades and days without one that pass the filter."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns of `COLUMNS`."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and alignment of a cell; the tooltip has what may be cut, and full names."""
        if not index.isValid() or index.row() >= len(self._order):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(self.entry(index.row()))
        cells = self._row(self.number(index.row())).cells
        return cell_data(cells[index.column()], COLUMNS[index.column()], role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles, with a mark at the one that orders the rows, and hints."""
        told = heading_data(COLUMNS, section, orientation, role)
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(KEYS) or KEYS[section] != self.key:
            return told
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{COLUMNS[section].title} {_MARKS[self.descending]}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[section].title}, sorted {_WORDS[self.descending]}"
        return told

    def _wanted(self) -> Ids:
        """What is to be shown now."""
        order = ordered(self.columns_of, self.key, descending=self.descending)
        if not self._filter.tests:
            return order
        return np.asarray(order[self._filter.mask(self.columns_of)[order]])

    def _insert(self, at: int, numbers: Ids) -> None:
        self.beginInsertRows(QModelIndex(), at, at + len(numbers) - 1)
        self._order = np.insert(self._order, at, numbers)
        self.endInsertRows()

    def _show_others(self, wanted: Ids) -> None:
        self.beginResetModel()
        self._order = wanted
        self.endResetModel()

    def _row(self, number: int) -> Row:
        found = self._made.get(number)
        if found is None:
            entry = self.columns_of.entries[number]
            found = self._made[number] = answer_row(entry, self.columns_of.multiplier(entry.contract))
        return found


def _tip(entry: Entry) -> str:
    if entry.row is None:
        return f"{entry.missing.reason}: {entry.missing.why}" if entry.missing else ""
    return "\n".join(filter(None, (entry.row.details, entry.row.size_note, "Enter shows everything that is known")))

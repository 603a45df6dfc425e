"""The watchlist as an item model: each contract with the figures of its trade date, changed rows once a frame."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from models.market import Market
from models.qt.cells import Index, Row, cell_data, heading_data
from models.qt.watch_cells import COLUMNS, KEYS, WatchCells
from models.sparks import Sparks
from models.watchlist import Change, Inserted, Moved, Removed, Watchlist

_WATCHED = ("trades", "volume", "last", "open", "high", "low", "time_ms", "size")
"""The figures that make a row anew when one of them moves, or its premium, or its line."""
_FIGURES = len(_WATCHED) + 4
_LINES = slice(_FIGURES - 2, _FIGURES)
"""The last ones are those of the line."""
_MANY_ROWS = 4096
"""With so many new rows the lines are read, though they are not shown yet: else all would come at once."""


class WatchlistModel(QAbstractTableModel):
    """Rows of a `Watchlist`, which announces its own changes; `advance` shows what the figures did since."""

    def __init__(self, watchlist: Watchlist, market: Market, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._market = market
        self._cells = WatchCells(market)
        self.columns = self._cells.columns()
        self._zone = market.times.changes
        self._sparks_follow = False
        self._made: dict[int, Row] = {}
        self._ids: NDArray[np.int64] = np.zeros(0, np.int64)
        self._shown: NDArray[np.float64] = np.zeros((_FIGURES, 0))
        self._follow(watchlist)

    @property
    def watchlist(self) -> Watchlist:
        """The list that is shown."""
        return self._watchlist

    @property
    def legend(self) -> str:
        """What the mark before some figures means, of the rows that were shown; empty where there is none."""
        return self._cells.marks.legend(self._market.times)

    def show_list(self, watchlist: Watchlist) -> None:
        """Show another list."""
        self.beginResetModel()
        self._leave()
        self._follow(watchlist)
        self.endResetModel()

    def contract_id(self, row: int) -> int:
        """Id of the contract in a row."""
        return int(self._ids[row])

    def contract_ids(self) -> NDArray[np.int64]:
        """Ids of all contracts, in the order of the list."""
        return self._ids

    def row_of(self, contract_id: int) -> int | None:
        """The row of a contract, if it is on the list."""
        rows = np.flatnonzero(self._ids == contract_id)
        return int(rows[0]) if len(rows) else None

    def set_rejected(self, rejected: Mapping[str, str]) -> None:
        """Mark the contracts whose subscription was refused: ticker -> why, in words."""
        if rejected != self._cells.rejected:
            self._cells.rejected = dict(rejected)
            self._make_anew()

    def set_linked(self, linked: Mapping[int, str]) -> None:
        """Show which links look at which contract: id -> their letters."""
        if linked != self._cells.linked:
            self._cells.linked = dict(linked)
            self._make_anew()

    def show_sparks(self, shown: bool) -> None:
        """Read the lines of the day, or no longer: they cost nothing while nobody sees them."""
        if shown == (self._cells.sparks is not None):
            return
        market = self._market
        self._cells.sparks = Sparks(market.tape, market.sets, market.contracts) if shown else None
        self._cells.forget_lines()
        self._sparks_follow = False
        self._make_anew()

    def advance(self, *, lines: bool = True) -> None:
        """Make the rows anew whose figures moved, and announce them as one range.

        `lines`: or whose line of the day did; without it lines stay as they were shown.
        """
        self._market.stats.grow_to(len(self._market.contracts))
        self._advance_sparks(lines=lines)
        if self._zone != self._market.times.changes:
            self._show_zone()
        if self._cells.marks.advance():
            self._make_anew()
        if lines:
            self._cells.forget_lines()
        figures = self._figures(self._ids, None if lines else self._shown[_LINES])
        moved = np.flatnonzero((figures != self._shown).any(axis=0))
        if not len(moved):
            return
        self._shown = figures
        for contract in self._ids[moved].tolist():
            self._made.pop(contract, None)
        self.dataChanged.emit(self.index(int(moved[0]), 1), self.index(int(moved[-1]), len(COLUMNS) - 1))

    def rows(self, first: int, stop: int) -> list[Row]:
        """The display rows from first up to stop."""
        return [self._row(int(contract)) for contract in self._ids[first:stop]]

    def rowCount(self, parent: Index | None = None) -> int:
        """Contracts on the list."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns of `COLUMNS`."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment and tooltip of a cell."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            row = index.row()
            return self._cells.tooltip(self._watchlist[row], int(self._ids[row]), KEYS[index.column()])
        return cell_data(self._row(int(self._ids[index.row()])).cells[index.column()], COLUMNS[index.column()], role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles and hints."""
        return heading_data(self.columns, section, orientation, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be dragged to another place."""
        flags = super().flags(index)
        return flags | (Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled)

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows move; they are not copied."""
        return Qt.DropAction.MoveAction

    def _follow(self, watchlist: Watchlist) -> None:
        self._watchlist = watchlist
        self._leave = watchlist.observe(self._before, self._after)
        self._ids, self._shown = self._taken(0, len(watchlist))
        self._sparks_follow = False
        self._cells.marks.forget()
        self._cells.forget_lines()

    def _taken(self, first: int, count: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Ids and figures of rows of the list; what was made of these contracts before may be out of date."""
        contracts, stats = self._market.contracts, self._market.stats
        ids = np.array([contracts.add(self._watchlist[first + n].contract.ticker) for n in range(count)], np.int64)
        for contract in ids.tolist():
            self._made.pop(contract, None)
        stats.grow_to(len(contracts))
        return ids, self._figures(ids)

    def _figures(self, ids: NDArray[np.int64], lines: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """What rows are made of. `lines`: the figures of their lines, where these are to stay."""
        stats, sparks = self._market.stats, self._cells.sparks
        if lines is None:
            lines = sparks.states(ids) if sparks else np.zeros((2, len(ids)))
        figures = np.empty((_FIGURES, len(ids)))
        for row, name in enumerate(_WATCHED):
            figures[row] = getattr(stats, name)[ids]
        figures[len(_WATCHED)] = stats.premiums(ids)
        figures[len(_WATCHED) + 1] = self._market.contracts.multiplier_known[ids]
        figures[_LINES] = lines
        figures[np.isnan(figures)] = -1  # for NaN differs from itself
        return figures

    def _advance_sparks(self, *, lines: bool) -> None:
        sparks = self._cells.sparks
        if sparks is None:
            return
        if not self._sparks_follow:
            sparks.watch(self._ids)
            self._sparks_follow = True
        if lines or sparks.behind or sparks.new_rows >= _MANY_ROWS:
            sparks.advance()

    def _show_zone(self) -> None:
        self._zone = self._market.times.changes
        self.columns = self._cells.columns()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self._make_anew()

    def _make_anew(self) -> None:
        """Make all rows anew when they are asked for."""
        self._made.clear()
        if len(self._ids):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))

    def _before(self, change: Change) -> None:
        parent = QModelIndex()
        match change:
            case Inserted(first, count):
                self.beginInsertRows(parent, first, first + count - 1)
            case Removed(first, count):
                self.beginRemoveRows(parent, first, first + count - 1)
            case Moved(first, count, before):
                self.beginMoveRows(parent, first, first + count - 1, parent, before)

    def _after(self, change: Change) -> None:
        """Follow a change in ids and figures; figures of the other rows stay those that were shown last."""
        if not isinstance(change, Moved):
            self._sparks_follow = False
            self._cells.marks.forget()
        match change:
            case Inserted(first, count):
                ids, figures = self._taken(first, count)
                self._ids = np.insert(self._ids, first, ids)
                self._shown = np.insert(self._shown, [first] * count, figures, axis=1)
                self.endInsertRows()
            case Removed(first, count):
                self._arrange(np.delete(np.arange(len(self._ids)), np.s_[first : first + count]))
                self.endRemoveRows()
            case Moved(first, count, before):
                rows = np.arange(len(self._ids))
                rest = np.delete(rows, np.s_[first : first + count])
                self._arrange(
                    np.insert(rest, before - count if before > first else before, rows[first : first + count])
                )
                self.endMoveRows()

    def _arrange(self, rows: NDArray[np.intp]) -> None:
        """Keep these of the rows, in this order."""
        self._ids, self._shown = self._ids[rows], self._shown[:, rows]

    def _row(self, contract: int) -> Row:
        row = self._made.get(contract)
        if row is None:
            row = self._made[contract] = self._cells.row(contract)
        return row

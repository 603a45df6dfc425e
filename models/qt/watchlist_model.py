"""The watchlist as an item model: each contract with the figures of its trade date, changed rows once a frame."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from models.clock import eastern_ms
from models.figures import change_text, count_text, day_time_text, premium_text, price_text
from models.market import Market
from models.qt.cells import (
    CONTRACT_CHARS,
    Align,
    Cell,
    Column,
    Index,
    Row,
    cell_data,
    contract_cell,
    heading_data,
    marked_cell,
)
from models.watchlist import Change, Inserted, Moved, Removed, Watchlist

COLUMNS = (
    Column("contract", "Contract", CONTRACT_CHARS, Align.LEFT, "Root, expiry, strike, call or put"),
    Column("last", "Last", 8, Align.POINT, "Price of the last print that may move it, dollars a share"),
    Column("change", "Chg", 8, Align.POINT, "Last less the first print seen of the trade date"),
    Column("size", "Size", 5, Align.RIGHT, "Contracts of the newest counted print"),
    Column("volume", "Volume", 7, Align.RIGHT, "Contracts traded, cancels taken out"),
    Column("trades", "Trades", 6, Align.RIGHT, "Prints that count"),
    Column("vwap", "VWAP", 8, Align.POINT, "Volume-weighted average price"),
    Column("high", "High", 8, Align.POINT, "Highest print seen that may move it"),
    Column("low", "Low", 8, Align.POINT, "Lowest print seen that may move it"),
    Column("premium", "Premium", 8, Align.RIGHT, "Price x size x shares a contract, dollars"),
    Column("time", "Last trade", 12, Align.RIGHT, "Time of the newest counted print, US Eastern"),
)
_NOTHING = Cell("–", "muted")
_WATCHED = ("trades", "volume", "last", "open", "high", "low", "time_ms", "size")
"""The figures that make a row anew when one of them moves, or the premium with a multiplier learned late."""


class WatchlistModel(QAbstractTableModel):
    """Rows of a `Watchlist`, which announces its own changes; `advance` shows what the figures did since."""

    def __init__(self, watchlist: Watchlist, market: Market, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = COLUMNS
        self._market = market
        self._rejected: dict[str, str] = {}
        self._made: dict[int, Row] = {}
        self._ids: NDArray[np.int64] = np.zeros(0, np.int64)
        self._shown: NDArray[np.float64] = np.zeros((len(_WATCHED) + 1, 0))
        self._follow(watchlist)

    @property
    def watchlist(self) -> Watchlist:
        """The list that is shown."""
        return self._watchlist

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
        if rejected == self._rejected:
            return
        self._rejected = dict(rejected)
        self._made.clear()
        if len(self._ids):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))

    def advance(self) -> None:
        """Make the rows anew whose figures moved, and announce them as one range."""
        self._market.stats.grow_to(len(self._market.contracts))
        figures = self._figures(self._ids)
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
            return self._tooltip(index.row())
        return cell_data(self._row(int(self._ids[index.row()])).cells[index.column()], COLUMNS[index.column()], role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles and hints."""
        return heading_data(COLUMNS, section, orientation, role)

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

    def _taken(self, first: int, count: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Ids and figures of rows of the list; what was made of these contracts before may be out of date."""
        contracts, stats = self._market.contracts, self._market.stats
        ids = np.array([contracts.add(self._watchlist[first + n].contract.ticker) for n in range(count)], np.int64)
        for contract in ids.tolist():
            self._made.pop(contract, None)
        stats.grow_to(len(contracts))
        return ids, self._figures(ids)

    def _figures(self, ids: NDArray[np.int64]) -> NDArray[np.float64]:
        # NaN is made a number, for NaN differs from itself
        stats = self._market.stats
        figures = [getattr(stats, name)[ids] for name in _WATCHED]
        return np.nan_to_num(np.array([*figures, stats.premiums(ids)], np.float64), nan=-1)

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
            row = self._made[contract] = Row(self._cells(contract))
        return row

    def _cells(self, contract: int) -> tuple[Cell, ...]:
        stats = self._market.stats
        name = contract_cell(self._market.contracts.contract(contract))
        if self._rejected and self._market.contracts.ticker(contract) in self._rejected:
            name = marked_cell(name)
        if not stats.trades[contract]:
            return (name, *[_NOTHING] * (len(COLUMNS) - 1))
        change = float(stats.last[contract] - stats.open[contract])
        ink = "text" if not change or math.isnan(change) else "up" if change > 0 else "down"
        vwap = stats.vwap(contract)
        wall_ms = int(eastern_ms(stats.time_ms[contract : contract + 1])[0])
        return (
            name,
            _price(stats.last[contract], ink),
            _NOTHING if math.isnan(change) else Cell(change_text(change), ink),
            Cell(count_text(int(stats.size[contract]))),
            Cell(count_text(int(stats.volume[contract]))),
            Cell(count_text(int(stats.trades[contract])), "muted"),
            _NOTHING if vwap is None else Cell(f"{vwap:.4f}"),
            _price(stats.high[contract]),
            _price(stats.low[contract]),
            Cell(premium_text(stats.premium(contract))),
            Cell(day_time_text(wall_ms), "muted"),
        )

    def _tooltip(self, row: int) -> str:
        item = self._watchlist[row]
        lines = [item.contract.label, item.contract.ticker, f"expires {item.contract.expiry:%A %d %B %Y}"]
        refused = self._rejected.get(item.contract.ticker)
        if refused is not None:
            lines.append(f"No trades come: the subscription was refused. {refused}".rstrip())
        return "\n".join([*lines, item.note] if item.note else lines)


def _price(price: float, ink: str = "text") -> Cell:
    return _NOTHING if math.isnan(price) else Cell(price_text(float(price)), ink)

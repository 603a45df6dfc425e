"""The tape as an item model: newest on top, what was streamed in one insert a frame, cells made when painted."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from models.filters import FilterMask, TapeFilter
from models.gaps import PlacedGap
from models.market import Market
from models.qt.cells import Index, Row, cell_data, heading_data
from models.qt.tape_rows import COLUMNS, TapeRows, columns_for
from models.selection import Selection
from models.tape_order import TapeOrder, gap_row

MOST_INSERTS = 64
"""Trades that are filled in at more places than these are announced together: each announcement costs the view."""
Ids = NDArray[np.int64]
_NONE = np.zeros(0, np.int64)


class Reader(Protocol):
    """A view that keeps its reader's place while the rows around it change."""

    def rows_came(self, first: int, count: int) -> None:
        """So many rows were put in at display row `first`."""

    def rows_change(self) -> None:
        """Rows are about to come and go in many places: remember the place by the ids of its rows."""

    def rows_changed(self, came: Ids, rows: Ids) -> None:
        """They have: find the place again. `came`: ids of the rows that are new, `rows`: where they are shown."""


class TapeModel(QAbstractTableModel):
    """A view of the tape through a filter. Row 0 is the newest trade that passes; gaps are rows with negative ids.

    `advance` takes what is new; `reader` may hold its place.
    """

    def __init__(self, market: Market, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns_for(market.times)
        self.reader: Reader | None = None
        self._market, self._tape, self._gaps = market, market.tape, market.gaps
        self._made = TapeRows(market)
        self._filter = TapeFilter()
        self._order = TapeOrder(market.tape, market.gaps)
        self._selection = self._select()
        self._first = market.tape.first
        self._amendments = 0
        self._gap_changes, self._told = 0, list[PlacedGap]()
        self._learned = market.learned
        self._zone_changes = market.times.changes

    @property
    def filter(self) -> TapeFilter:
        """What is shown."""
        return self._filter

    @property
    def mask(self) -> FilterMask:
        """The filter as rows are selected by it; another object whenever they are selected anew."""
        return self._mask

    @property
    def trades(self) -> int:
        """How many trades are shown: the rows that are no gaps."""
        return len(self._selection) - self._selection.gaps

    def set_filter(self, tape_filter: TapeFilter) -> None:
        """Show other trades; the view starts anew."""
        self.beginResetModel()
        self._filter = tape_filter
        self._select_anew()
        self._made.clear()
        self.endResetModel()

    def advance(self) -> None:
        """Show what is new on the tape, take away what left its memory, mark what was amended."""
        if self._market.learned != self._learned:
            self._make_anew()
        if self._market.times.changes != self._zone_changes:
            self._show_zone()
        self._take_streamed()
        if self._tape.first != self._first:
            self._drop_trimmed()
        self._take_between()
        if len(self._tape.amendments) != self._amendments:
            self._show_amendments()
        if self._gaps.changes != self._gap_changes:
            self._show_gap_news()

    def tape_row(self, row: int) -> int:
        """The id of a display row: its row on the tape; negative for a gap."""
        return int(self.tape_rows(row, row + 1)[0])

    def tape_rows(self, first: int, stop: int) -> Ids:
        """The ids of the display rows from first up to stop."""
        n = len(self._selection)
        return self._selection.rows(n - stop, n - first)[::-1]

    def display_row(self, tape_row: int) -> int | None:
        """The display row of an id; None where it is not shown."""
        position = self._selection.position(tape_row)
        return None if position is None else len(self._selection) - 1 - position

    def sizes(self, ids: Ids) -> NDArray[np.int32]:
        """Sizes of the trades among these ids that are still in memory."""
        return self._tape.take("size", ids[ids >= self._tape.first])

    def rows(self, first: int, stop: int) -> list[Row]:
        """The display rows from first up to stop; those that were not shown lately are made now, all at once."""
        return self._made.rows(self.tape_rows(first, stop))

    def rowCount(self, parent: Index | None = None) -> int:
        """Trades that pass the filter, and gaps."""
        return 0 if parent is not None and parent.isValid() else len(self._selection)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns of `COLUMNS`."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment and tooltip of a cell; a gap's first cell is the whole sentence."""
        if not index.isValid() or index.row() >= len(self._selection):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._made.tooltip(self.tape_row(index.row()))
        return cell_data(
            self.rows(index.row(), index.row() + 1)[0].cells[index.column()], self.columns[index.column()], role
        )

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles and hints."""
        return heading_data(self.columns, section, orientation, role)

    def _select(self) -> Selection:
        market = self._market
        self._mask = FilterMask(self._filter, market.tape, market.contracts, market.sets)
        return Selection(market.tape, self._mask, self._order)

    def _select_anew(self) -> None:
        self._selection = self._select()
        self._selection.look()
        self._selection.commit()
        self._selection.look_between()
        self._selection.commit_between()
        self._first = self._tape.first
        self._amendments = len(self._tape.amendments)

    def _make_anew(self) -> None:
        """Show every trade as it is by what was learned, and select by that."""
        before, self._learned = self._learned, self._market.learned
        self._made.clear()
        by_shares = self._filter.min_premium and self._learned.multipliers != before.multipliers
        by_conditions = self._filter.single_leg and self._learned.conditions != before.conditions
        if by_shares or by_conditions:
            self._change(self._select_anew)
        else:
            self._repaint_all()

    def _show_zone(self) -> None:
        """Show times in the zone that was chosen."""
        self._zone_changes, self.columns = self._market.times.changes, columns_for(self._market.times)
        self._made.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)
        self._repaint_all()

    def _repaint_all(self) -> None:
        if len(self._selection):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._selection) - 1, len(COLUMNS) - 1))

    def _take_streamed(self) -> None:
        count = self._selection.look()
        if count:
            self._insert(0, count, self._selection.commit)
        else:
            self._selection.commit()

    def _take_between(self) -> None:
        """Take filled trades and gaps: run by run, or where they are scattered widely, all at once."""
        runs, selection = self._selection.look_between(), self._selection
        if len(runs) > MOST_INSERTS:
            came, positions = selection.new_between()
            self._change(selection.commit_between, came, positions)
            return
        for position, count in runs:
            self._insert(len(selection) - position, count, partial(selection.commit_between, position + count))

    def _insert(self, first: int, count: int, commit: Callable[[], None]) -> None:
        self.beginInsertRows(QModelIndex(), first, first + count - 1)
        commit()
        self.endInsertRows()
        if self.reader is not None:
            self.reader.rows_came(first, count)

    def _change(self, commit: Callable[[], None], came: Ids = _NONE, positions: Ids = _NONE) -> None:
        """Change rows in many places. `came`: the ids of those that are new, `positions`: theirs in the selection."""
        if self.reader is not None:
            self.reader.rows_change()
        self.beginResetModel()
        commit()
        self.endResetModel()
        if self.reader is not None:
            self.reader.rows_changed(came, len(self._selection) - 1 - positions)

    def _drop_trimmed(self) -> None:
        self._first = self._tape.first
        (gone, oldest), n = self._selection.trimmed(), len(self._selection)
        if gone and oldest:
            self.beginRemoveRows(QModelIndex(), n - gone, n - 1)
            self._selection.drop_trimmed()
            self.endRemoveRows()
        elif gone:
            self._change(self._selection.drop_trimmed)

    def _show_amendments(self) -> None:
        new = self._tape.amendments[self._amendments :]
        self._amendments += len(new)
        for amendment in new:
            self._repaint(amendment.row)

    def _show_gap_news(self) -> None:
        told, now = self._told, list(self._gaps)
        self._gap_changes, self._told = self._gaps.changes, now
        for number, (before, after) in enumerate(zip(told, now, strict=False)):
            if before is not after:
                self._repaint(gap_row(number))

    def _repaint(self, tape_row: int) -> None:
        self._made.forget(tape_row)
        row = self.display_row(tape_row)
        if row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

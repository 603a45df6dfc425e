"""The tape as an item model: what was streamed in one insert a frame, cells made when painted."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer, Signal

from models.filtering.mask import FilterMask
from models.filtering.tape_filter import TapeFilter
from models.gaps import PlacedGap
from models.market import Market
from models.qt.cells import CELL_ROLES, Index, Row, cell_data, heading_data
from models.qt.tape_columns import COLUMNS, columns_for
from models.qt.tape_rows import TapeRows
from models.selecting import AT_ONCE, SLICE_MS, Selecting
from models.selection import Selection
from models.tape_order import gap_row
from models.tape_snapshot import TapeSnapshot, snapshot_of

MOST_INSERTS = 64
"""Trades that are filled in at more places than these are announced together: each announcement costs the view."""
REST_MS = 9
"""Between two slices of looking at older trades, for everything else. None while less than a page was found."""
_PAGE = 120
Ids = NDArray[np.int64]
_NONE = np.zeros(0, np.int64)


class Reader(Protocol):
    """A view that keeps its reader's place while the rows around it change."""

    def rows_came(self, first: int, count: int) -> None:
        """So many rows were put in at display row `first`."""

    def rows_went(self, first: int, count: int) -> None:
        """So many rows, the oldest, were taken away at display row `first`: they left memory."""

    def rows_change(self) -> None:
        """Rows are about to come and go in many places: remember the place by the ids of its rows."""

    def rows_changed(self, came: Ids, rows: Ids) -> None:
        """They have: find the place again. `came`: ids of the rows that are new, `rows`: where they are shown."""


class TapeModel(QAbstractTableModel):
    """A view of the tape through a filter: trades that pass, and gaps, which are rows with negative ids.

    Row 0 is the newest of them, or where `newest_first` is off the oldest. `advance` takes what is new; `reader` may
    hold its place. After another filter was chosen the newest trades are there at once; older ones come at the old
    end in slices, which an event loop must run for, and `looked_further` tells of each.
    """

    looked_further = Signal()

    def __init__(
        self, market: Market, parent: QObject | None = None, slice_ms: float = SLICE_MS, at_once: int = AT_ONCE
    ) -> None:
        """`slice_ms`: how long it looks at older trades at once; `at_once`: at how many blocks before it shows any."""
        super().__init__(parent)
        self.columns = columns_for(market.times)
        self.reader: Reader | None = None
        self._market, self._tape, self._gaps = market, market.tape, market.gaps
        self._made = TapeRows(market)
        self._newest_first = True
        self._selecting = Selecting(market, slice_ms, at_once)
        self._more = QTimer(self, singleShot=True)
        self._more.timeout.connect(self._look_further)
        self._begin()
        self._gap_changes, self._told = 0, list[PlacedGap]()
        self._learned = market.learned
        self._zone_changes, self._highlight_changes = market.times.changes, market.highlights.changes

    @property
    def filter(self) -> TapeFilter:
        """What is shown."""
        return self._selecting.filter

    @property
    def mask(self) -> FilterMask:
        """The filter as rows are selected by it; another object whenever they are selected anew."""
        return self._selection.mask

    @property
    def newest_first(self) -> bool:
        """Whether row 0 is the newest, not the oldest."""
        return self._newest_first

    @property
    def behind(self) -> int:
        """Rows of the tape that are still to be looked at since the filter became another; not part of the view."""
        return self._selecting.unfinished.behind

    @property
    def trades(self) -> int:
        """How many trades are shown: the rows that are no gaps."""
        return len(self._selection) - self._selection.gaps

    def set_filter(self, tape_filter: TapeFilter) -> None:
        """Show other trades; the view starts anew."""
        self.beginResetModel()
        self._selecting.choose(tape_filter)
        self._begin()
        self._made.clear()
        self.endResetModel()

    def set_newest_first(self, newest_first: bool) -> None:
        """Show the newest on top, or at the bottom."""
        if newest_first != self._newest_first:
            self._change(partial(setattr, self, "_newest_first", newest_first))

    def row_near_time(self, time_ms: int) -> int | None:
        """The display row of the first trade, as the tape is read, with this time or a later one (Unix ms).

        Trades are read about in order of time, not strictly: late prints stand behind newer ones, and are passed over.
        None where there is no such trade, or where older trades that are still to be looked at may hold it.
        """
        first = self._selecting.order.first_at(time_ms)
        position = self._selection.first_at(time_ms, first)
        if position is None or self._selection.looked_from > first:
            return None
        return self._row_at(position)

    def advance(self) -> None:
        """Show what is new on the tape, take away what left its memory, mark what was amended."""
        if self._market.learned != self._learned:
            self._make_anew()
        if self._market.times.changes != self._zone_changes:
            self._show_zone()
        if self._market.highlights.changes != self._highlight_changes:
            self._show_highlights()
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
        if not self._newest_first:
            return self._selection.rows(first, stop)
        return self._selection.rows(n - stop, n - first)[::-1]

    def display_row(self, tape_row: int) -> int | None:
        """The display row of an id; None where it is not shown."""
        position = self._selection.position(tape_row)
        return None if position is None else self._row_at(position)

    def snapshot(self) -> TapeSnapshot:
        """What is shown now, to be read in any thread."""
        return snapshot_of(self._market, self._selection.snapshot())

    def sizes(self, ids: Ids) -> NDArray[np.int32]:
        """Sizes of the trades among these ids that are still in memory."""
        return self._tape.take("size", ids[ids >= self._tape.first])

    def rows(self, first: int, stop: int) -> list[Row]:
        """The display rows from first up to stop; those that were not shown lately are made now, all at once."""
        return self._made.rows(self.tape_rows(first, stop))

    def want(self, columns: Iterable[int]) -> None:
        """Let `rows` make the cells of these columns; those of others stay empty there, for nobody sees them."""
        self._made.want(columns)

    def rowCount(self, parent: Index | None = None) -> int:
        """Trades that pass the filter, and gaps."""
        return 0 if parent is not None and parent.isValid() else len(self._selection)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns of `COLUMNS`."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment, tooltip and remarks of a cell; a gap's first cell is the whole sentence."""
        if not index.isValid() or index.row() >= len(self._selection):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._made.tooltip(self.tape_row(index.row()))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._made.remarks(self.tape_row(index.row()))
        if role in CELL_ROLES:
            cell = self._made.cell(self.tape_row(index.row()), index.column())
            return cell_data(cell, self.columns[index.column()], role)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles and hints."""
        return heading_data(self.columns, section, orientation, role)

    @property
    def _selection(self) -> Selection:
        return self._selecting.shown

    def _row_at(self, position: int, count: int = 1) -> int:
        """The first display row of those at so many positions: the one place that knows which end is the top."""
        return len(self._selection) - position - count if self._newest_first else position

    def _begin(self) -> None:
        """All that is known by now is in what was selected."""
        self._first = self._tape.first
        self._amendments = len(self._tape.amendments)
        self._take_coming()

    def _look_further(self) -> None:
        """Show older trades that pass, or make the selection whole that is to take the place of the one shown."""
        found, selection = self._selecting.look_older(), self._selecting.unfinished
        if selection is self._selection and found:
            self._insert(0, found, selection.commit_older)
        else:
            selection.commit_older()
        self._take_coming()
        self.looked_further.emit()

    def _take_coming(self) -> None:
        """Show the selection by what was learned, if it is whole; go on where older rows are still to be looked at."""
        unfinished = self._selecting.unfinished
        if not unfinished.is_whole:
            self._more.start(REST_MS if len(unfinished) >= _PAGE else 0)
        elif unfinished is not self._selection:
            self._change(self._selecting.take_coming)

    def _make_anew(self) -> None:
        """Show every trade as it is by what was learned, and select by that."""
        before, self._learned = self._learned, self._market.learned
        self._made.clear()
        if self._selecting.is_moved_by(before, self._learned):
            self._selecting.begin_coming()
            self._take_coming()
        self._repaint_all()

    def _show_zone(self) -> None:
        """Show times in the zone that was chosen."""
        self._zone_changes, self.columns = self._market.times.changes, columns_for(self._market.times)
        self._made.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)
        self._repaint_all()

    def _show_highlights(self) -> None:
        """Mark trades by the rules as they are now."""
        self._highlight_changes = self._market.highlights.changes
        self._made.clear()
        self._repaint_all()

    def _repaint_all(self) -> None:
        if len(self._selection):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._selection) - 1, len(COLUMNS) - 1))

    def _take_streamed(self) -> None:
        came = self._selection.look()
        if came:
            self._insert(len(self._selection), came, self._selection.commit)
        else:
            self._selection.commit()

    def _take_between(self) -> None:
        """Take filled trades and gaps: run by run, or where they are scattered widely, all at once."""
        runs, selection = self._selection.look_between(), self._selection
        if len(runs) > MOST_INSERTS:
            came, positions = selection.new_between()
            self._change(selection.commit_between, came, positions)
            return
        for position, length in runs:
            self._insert(position, length, partial(selection.commit_between, position + length))

    def _insert(self, position: int, length: int, commit: Callable[[], None]) -> None:
        """Put so many rows in, the first at this position of the selection."""
        first = len(self._selection) - position if self._newest_first else position
        self.beginInsertRows(QModelIndex(), first, first + length - 1)
        commit()
        self.endInsertRows()
        if self.reader is not None:
            self.reader.rows_came(first, length)

    def _change(self, commit: Callable[[], None], came: Ids = _NONE, positions: Ids = _NONE) -> None:
        """Change rows in many places. `came`: the ids of those that are new, `positions`: theirs in the selection."""
        if self.reader is not None:
            self.reader.rows_change()
        self.beginResetModel()
        commit()
        self.endResetModel()
        if self.reader is not None:
            self.reader.rows_changed(came, len(self._selection) - 1 - positions if self._newest_first else positions)

    def _drop_trimmed(self) -> None:
        self._first = self._tape.first
        gone, oldest = self._selection.trimmed()
        if gone and oldest:
            first = self._row_at(0, gone)
            self.beginRemoveRows(QModelIndex(), first, first + gone - 1)
            self._selection.drop_trimmed()
            self.endRemoveRows()
            if self.reader is not None:
                self.reader.rows_went(first, gone)
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

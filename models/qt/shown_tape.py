"""Which rows of the tape a view shows, told as they come and go: what was streamed in one insert a frame."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QTimer, Signal

from models.filtering.mask import FilterMask
from models.filtering.tape_filter import TapeFilter
from models.market import Market
from models.qt.cells import Index
from models.qt.reader import Ids, Reader
from models.selecting import AT_ONCE, SLICE_MS, Selecting
from models.selection import Selection
from models.tape_snapshot import TapeSnapshot, snapshot_of

MOST_INSERTS = 64
"""Trades that are filled in at more places than these are announced together: each announcement costs the view."""
REST_MS = 9
"""Between two slices of looking at older trades, for everything else. None while less than a page was found."""
_PAGE = 120
_NONE = np.zeros(0, np.int64)


class ShownTape(QAbstractTableModel):
    """Rows of the tape by display row: trades that pass a filter, and gaps, which have negative ids. No cells yet.

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
        self.reader: Reader | None = None
        self._market, self._tape = market, market.tape
        self._newest_first = True
        self._selecting = Selecting(market, slice_ms, at_once)
        self._selected_by = market.learned
        self._first = self._tape.first
        self._more = QTimer(self, singleShot=True)
        self._more.timeout.connect(self._look_further)
        self._rest()

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
        self._first, self._selected_by = self._tape.first, self._market.learned
        self._rest()
        self.endResetModel()

    def set_newest_first(self, newest_first: bool) -> None:
        """Show the newest on top, or at the bottom."""
        if newest_first != self._newest_first:
            self._change(partial(setattr, self, "_newest_first", newest_first))

    def advance(self) -> None:
        """Show what is new on the tape, take away what left its memory; select by what was learned."""
        self._take_streamed()
        if self._tape.first != self._first:
            self._drop_trimmed()
        self._take_between()
        if self._market.learned != self._selected_by:
            self._select_anew()
        if self._selecting.is_coming_whole:  # now that all that came was told: what comes with it is news to nobody
            self._change(self._selecting.take_coming)

    def row_near_time(self, time_ms: int) -> int | None:
        """The display row of the first trade, as the tape is read, with this time or a later one (Unix ms).

        Trades are read about in order of time, not strictly: late prints stand behind newer ones, and are passed over.
        None where there is no such trade, or where older trades that are still to be looked at may hold it.
        """
        first = self._selecting.order.first_at(time_ms)
        position = self._selection.shown.first_at(self._tape, time_ms, first)
        if position is None or self._selection.looked_from > first:
            return None
        return self._row_at(position)

    def tape_row(self, row: int) -> int:
        """The id of a display row: its row on the tape; negative for a gap."""
        return int(self.tape_rows(row, row + 1)[0])

    def tape_rows(self, first: int, stop: int) -> Ids:
        """The ids of the display rows from first up to stop."""
        n = len(self._selection)
        if not self._newest_first:
            return self._selection.shown.rows(first, stop)
        return self._selection.shown.rows(n - stop, n - first)[::-1]

    def display_row(self, tape_row: int) -> int | None:
        """The display row of an id; None where it is not shown."""
        position = self._selection.shown.position(tape_row)
        return None if position is None else self._row_at(position)

    def snapshot(self) -> TapeSnapshot:
        """What is shown now, to be read in any thread."""
        return snapshot_of(self._market, self._selection.snapshot())

    def rowCount(self, parent: Index | None = None) -> int:
        """Trades that pass the filter, and gaps."""
        return 0 if parent is not None and parent.isValid() else len(self._selection)

    @property
    def _selection(self) -> Selection:
        return self._selecting.shown

    def _row_at(self, position: int, count: int = 1) -> int:
        """The first display row of those at so many positions: the one place that knows which end is the top."""
        return len(self._selection) - position - count if self._newest_first else position

    def _take_streamed(self) -> None:
        came = self._selection.look()
        if came:
            self._insert(len(self._selection), came, self._selection.commit)
        else:
            self._selection.commit()

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

    def _take_between(self) -> None:
        """Take filled trades and gaps: run by run, or where they are scattered widely, all at once."""
        runs, selection = self._selection.look_between(), self._selection
        if len(runs) > MOST_INSERTS:
            came, positions = selection.new_between()
            self._change(selection.commit_between, came, positions)
            return
        for position, length in runs:
            self._insert(position, length, partial(selection.commit_between, position + length))

    def _select_anew(self) -> None:
        """Select by what was learned, where that may select others; what is shown stays until that is whole."""
        before, self._selected_by = self._selected_by, self._market.learned
        if self._selecting.is_moved_by(before, self._selected_by):
            self._selecting.begin_coming()
            self._rest()

    def _rest(self) -> None:
        """Let other work be done before the next slice, if one is needed."""
        unfinished = self._selecting.unfinished
        if not unfinished.is_whole:
            self._more.start(REST_MS if len(unfinished) >= _PAGE else 0)

    def _look_further(self) -> None:
        """Show older trades that pass, or make the selection whole that is to take the place of the one shown."""
        found, selection = self._selecting.look_older(), self._selecting.unfinished
        if selection is self._selection and found:
            self._insert(0, found, selection.commit_older)
        else:
            selection.commit_older()
        self._rest()
        if self._selecting.is_coming_whole:
            self.advance()
        self.looked_further.emit()

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

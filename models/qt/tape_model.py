"""The tape as an item model: cells made when painted, and made anew when more is known of what they show."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt

from models.gaps import PlacedGap
from models.market import Market
from models.qt.cells import CELL_ROLES, Index, Row, cell_data, heading_data
from models.qt.reader import Ids
from models.qt.shown_tape import ShownTape
from models.qt.tape_columns import COLUMNS, columns_for
from models.qt.tape_rows import TapeRows
from models.selecting import AT_ONCE, SLICE_MS
from models.tape_order import gap_row

MOST_REPAINTS = 64
"""More rows than these are announced together when something was learned of them: each has to be looked for."""


class TapeModel(ShownTape):
    """The rows that are shown with their cells, in the columns of `COLUMNS`."""

    def __init__(
        self, market: Market, parent: QObject | None = None, slice_ms: float = SLICE_MS, at_once: int = AT_ONCE
    ) -> None:
        """`slice_ms`: how long it looks at older trades at once; `at_once`: at how many blocks before it shows any."""
        super().__init__(market, parent, slice_ms, at_once)
        self.columns = columns_for(market.times)
        self._gaps, self._made = market.gaps, TapeRows(market)
        self._made_by, self._zone_changes = self._making(), market.times.changes
        self._amendments = len(self._tape.amendments)
        self._gap_changes, self._told = 0, list[PlacedGap]()

    def advance(self) -> None:
        """Show what is new on the tape, take away what left its memory; show anew what more is known of."""
        super().advance()
        if self._market.times.changes != self._zone_changes:
            self._show_zone()
        if self._making() != self._made_by:
            self._make_anew()
        if len(self._tape.amendments) != self._amendments:
            self._show_amendments()
        if self._gaps.changes != self._gap_changes:
            self._show_gap_news()

    def sizes(self, ids: Ids) -> NDArray[np.int32]:
        """Sizes of the trades among these ids that are still in memory."""
        return self._tape.take("size", ids[ids >= self._tape.first])

    def rows(self, first: int, stop: int) -> list[Row]:
        """The display rows from first up to stop; those that were not shown lately are made now, all at once."""
        return self._made.rows(self.tape_rows(first, stop))

    def want(self, columns: Iterable[int]) -> None:
        """Let `rows` make the cells of these columns; those of others stay empty there, for nobody sees them."""
        self._made.want(columns)

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

    def _making(self) -> tuple[object, ...]:
        """What every cell depends on: what was learned, the zone, the rules that mark trades."""
        market = self._market
        return market.learned, market.times.changes, market.highlights.changes

    def _make_anew(self) -> None:
        self._made_by = self._making()
        self._made.clear()
        self._repaint_all()

    def _show_zone(self) -> None:
        """Name the zone that was chosen in the headings."""
        self._zone_changes, self.columns = self._market.times.changes, columns_for(self._market.times)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)

    def _show_amendments(self) -> None:
        new = self._tape.amendments[self._amendments :]
        self._amendments += len(new)
        self._show_again([amendment.row for amendment in new])

    def _show_gap_news(self) -> None:
        told, now = self._told, list(self._gaps)
        self._gap_changes, self._told = self._gaps.changes, now
        pairs = enumerate(zip(told, now, strict=False))
        self._show_again([gap_row(number) for number, (before, after) in pairs if before is not after])

    def _show_again(self, ids: list[int]) -> None:
        """Make these rows anew, and have them painted."""
        for row in ids:
            self._made.forget(row)
        if len(ids) > MOST_REPAINTS:
            self._repaint_all()
            return
        for at in map(self.display_row, ids):
            if at is not None:
                self._repaint(at, at)

    def _repaint_all(self) -> None:
        if len(self._selection):
            self._repaint(0, len(self._selection) - 1)

    def _repaint(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

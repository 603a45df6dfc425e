"""The tape as an item model: newest on top, one insert a frame, cells made when they are painted."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from models.clock import eastern, eastern_ms
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.figures import count_text, day_time_text, premium_text, price_text
from models.filters import FilterMask, TapeFilter
from models.qt.cells import CONTRACT_CHARS, Align, Cell, Column, Index, Row, cell_data, contract_cell, heading_data
from models.selection import Selection
from models.tape import Flag, Tape
from models.venues import Venues

COLUMNS = (
    Column("time", "Time ET", 12, Align.LEFT, "When the trade was reported, US Eastern"),
    Column("contract", "Contract", CONTRACT_CHARS, Align.LEFT, "Root, expiry, strike, call or put"),
    Column("price", "Price", 9, Align.POINT, "Dollars a share"),
    Column("size", "Size", 7, Align.RIGHT, "Contracts"),
    Column("premium", "Premium", 8, Align.RIGHT, "Price x size x shares a contract, in dollars"),
    Column("venue", "Venue", 5, Align.LEFT, "Exchange"),
    Column("condition", "Condition", 16, Align.LEFT, "OPRA trade condition"),
    Column("sequence", "Seq", 11, Align.RIGHT, "Sequence number, unique for each contract"),
)
_BIG_PREMIUM = 100_000.0
_BIG_SIZE = 250
"""Semantics.md: a single print of >= 250 lots or >= $100k is a block, worth the eye's first look."""
_KEEP_ROWS = 4000
_GONE = Row((Cell(""),) * len(COLUMNS))
"""A row that left the tape's memory since the last advance: it is taken away by the next."""
_INKS = {"iso": "warn", "late": "muted", "cancel": "error"}


class TapeModel(QAbstractTableModel):
    """A view of the tape through a filter. Row 0 is the newest trade that passes.

    `advance` takes what is new; `after_insert` lets the view hold its place.
    """

    def __init__(
        self, tape: Tape, contracts: ContractIndex, sets: ConditionSets, venues: Venues, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = COLUMNS
        self.after_insert: Callable[[int], None] = lambda _count: None
        self._tape, self._contracts, self._sets, self._venues = tape, contracts, sets, venues
        self._filter = TapeFilter()
        self._selection = self._select()
        self._first = tape.first
        self._amendments = 0
        self._rows: dict[int, Row] = {}

    @property
    def filter(self) -> TapeFilter:
        """What is shown."""
        return self._filter

    def set_filter(self, tape_filter: TapeFilter) -> None:
        """Show other trades; the view starts anew."""
        self.beginResetModel()
        self._filter = tape_filter
        self._selection = self._select()
        self._selection.look()
        self._selection.commit()
        self._amendments = len(self._tape.amendments)
        self._rows.clear()
        self.endResetModel()

    def advance(self) -> None:
        """Show what is new on the tape, take away what left its memory, mark what was amended."""
        count = self._selection.look()
        if count:
            self.beginInsertRows(QModelIndex(), 0, count - 1)
            self._selection.commit()
            self.endInsertRows()
            self.after_insert(count)
        else:
            self._selection.commit()
        if self._tape.first != self._first:
            self._drop_trimmed()
        if len(self._tape.amendments) != self._amendments:
            self._show_amendments()

    def tape_row(self, row: int) -> int:
        """The tape's row of a display row."""
        return int(self._selection.rows(len(self._selection) - 1 - row, len(self._selection) - row)[0])

    def display_row(self, tape_row: int) -> int | None:
        """The display row of a tape row; None where it is not shown."""
        position = self._selection.position(tape_row)
        return None if position is None else len(self._selection) - 1 - position

    def sizes(self, first: int, last: int) -> NDArray[np.int32]:
        """Sizes of the trades in display rows first up to, not including, last, that are still in memory."""
        n = len(self._selection)
        rows = self._selection.rows(n - last, n - first)
        return self._tape.take("size", rows[rows >= self._tape.first])

    def rows(self, first: int, stop: int) -> list[Row]:
        """The display rows from first up to stop; those that were not shown lately are made now, all at once."""
        n = len(self._selection)
        tape_rows = self._selection.rows(n - stop, n - first)[::-1]
        if len(self._rows) > _KEEP_ROWS:
            self._rows.clear()
        asked = tape_rows.tolist()
        missing = np.array([row for row in asked if row not in self._rows and row >= self._tape.first], np.int64)
        if len(missing):
            self._rows.update(zip(missing.tolist(), self._make_rows(missing), strict=True))
        return [self._rows.get(row, _GONE) for row in asked]

    def tooltip(self, row: int) -> str:
        """All that is known of a trade: date and zone, full names and raw codes."""
        at = self.tape_row(row)
        if at < self._tape.first:
            return ""
        value = self._tape.value
        venue, conditions = int(value("venue", at)), int(value("conditions", at))
        contract = self._contracts.contract(int(value("contract", at)))
        time_ms = int(value("time_ms", at))
        lines = [
            f"{contract.label} · {contract.ticker}",
            f"{eastern(time_ms):%a %d %b %Y %H:%M:%S}.{time_ms % 1000:03d} US Eastern",
            self._venues.name(venue),
            self._sets.full_text(conditions),
        ]
        flags = Flag(int(value("flags", at)))
        if Flag.CANCELLED in flags:
            lines.append("cancelled later: counts for nothing")
        if Flag.UNMATCHED in flags:
            lines.append("no print was found that this cancel undoes: nothing was changed")
        return "\n".join(lines)

    def rowCount(self, parent: Index | None = None) -> int:
        """Trades that pass the filter."""
        return 0 if parent is not None and parent.isValid() else len(self._selection)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns of `COLUMNS`."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment and tooltip of a cell."""
        if not index.isValid() or index.row() >= len(self._selection):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tooltip(index.row())
        return cell_data(
            self.rows(index.row(), index.row() + 1)[0].cells[index.column()], COLUMNS[index.column()], role
        )

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles and hints."""
        return heading_data(COLUMNS, section, orientation, role)

    def _select(self) -> Selection:
        return Selection(self._tape, FilterMask(self._filter, self._tape, self._contracts, self._sets))

    def _drop_trimmed(self) -> None:
        self._first = self._tape.first
        gone, n = self._selection.trimmed(), len(self._selection)
        if gone:
            self.beginRemoveRows(QModelIndex(), n - gone, n - 1)
            self._selection.drop_trimmed()
            self.endRemoveRows()

    def _show_amendments(self) -> None:
        new = self._tape.amendments[self._amendments :]
        self._amendments += len(new)
        for amendment in new:
            self._rows.pop(amendment.row, None)
            row = self.display_row(amendment.row)
            if row is not None:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def _make_rows(self, rows: NDArray[np.int64]) -> Iterator[Row]:
        take = self._tape.take
        contract, price, size = take("contract", rows), take("price", rows), take("size", rows)
        columns = (
            eastern_ms(take("time_ms", rows)),
            contract,
            price,
            size,
            price * size * self._contracts.multiplier[contract],
            take("venue", rows),
            take("conditions", rows),
            take("flags", rows),
            take("sequence", rows),
        )
        return (self._make_row(*facts) for facts in zip(*(c.tolist() for c in columns), strict=True))

    def _make_row(
        self,
        wall_ms: int,
        contract: int,
        price: float,
        size: int,
        premium: float,
        venue: int,
        conditions: int,
        flags: int,
        sequence: int,
    ) -> Row:
        group, struck = self._sets.group(conditions), bool(flags & Flag.CANCELLED)
        faint = struck or group in ("late", "cancel")
        ink = "muted" if faint else "text"
        big_size, big_premium = size >= _BIG_SIZE and not faint, premium >= _BIG_PREMIUM and not faint
        return Row(
            (
                Cell(day_time_text(wall_ms), "muted"),
                contract_cell(self._contracts.contract(contract), faint=faint),
                Cell(price_text(price), ink, struck=struck),
                Cell(count_text(size), "bright" if big_size else ink, bold=big_size, struck=struck),
                Cell(premium_text(premium), "bright" if big_premium else "muted", bold=big_premium, struck=struck),
                Cell(self._venues.short(venue), "muted"),
                self._condition_cell(conditions, group, flags),
                Cell(str(sequence), "muted"),
            )
        )

    def _condition_cell(self, conditions: int, group: str, flags: int) -> Cell:
        text = self._sets.text(conditions)
        if flags & Flag.UNMATCHED:
            return Cell(f"{text} ?", "error")
        if flags & Flag.CANCELLED:
            return Cell(f"{text} · undone", "muted")
        return Cell(text, _INKS.get(group, "muted" if group == "regular" else "text"))

"""Underlyings as an item model: totals of the trade date at hand, most premium first, in an order that can be held."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from models.figures import count_text, known_premium_text
from models.market import Market
from models.qt.cells import Align, Cell, Column, Index, Row, Span, cell_data, heading_data
from models.totals import ByUnderlying, DayTotals, Totals, share
from models.totals_text import percents

COLUMNS = (
    Column(
        "underlying", "Underlying", 10, Align.LEFT, "What the options are on; SPXW stands with SPX, AAPL1 with AAPL"
    ),
    Column("premium", "Premium", 8, Align.RIGHT, "Price x size x shares a contract, dollars; ~ where 100 are assumed"),
    Column("split", "  Calls and puts, %", 22, Align.LEFT, "How the premium is split between calls and puts"),
    Column("call_premium", "C prem", 8, Align.RIGHT, "Premium of calls, dollars"),
    Column("put_premium", "P prem", 8, Align.RIGHT, "Premium of puts, dollars"),
    Column("volume", "Volume", 9, Align.RIGHT, "Contracts traded, cancels taken out"),
    Column("trades", "Trades", 9, Align.RIGHT, "Prints that count"),
    Column("call_volume", "C vol", 9, Align.RIGHT, "Calls traded", shown=False),
    Column("put_volume", "P vol", 9, Align.RIGHT, "Puts traded", shown=False),
    Column("early", "Early", 7, Align.RIGHT, "Contracts traded in the early session"),
    Column("regular", "Regular", 9, Align.RIGHT, "Contracts traded in the regular session"),
    Column("late", "Late", 7, Align.RIGHT, "Contracts traded in the late session"),
)
_PUTS, _CALLS = 0, 1
_BAR, _BAR_CHARS, _BAR_AT = "━", 8, 8
_LETTER_AT = 2
_NOTHING = Cell("–", "muted")
Ids = NDArray[np.int64]


class UnderlyingsModel(QAbstractTableModel):
    """Underlyings that traded and pass the typed filter. `advance` shows what the figures did since."""

    def __init__(self, market: Market, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = COLUMNS
        self._market = market
        self._totals = DayTotals(market.stats, market.contracts)
        self._filter = ""
        self._figures = self._totals.by_underlying()
        self._ids: Ids = np.zeros(0, np.int64)
        self._seen: tuple[int, ...] = ()
        self._made: dict[int, Row] = {}

    def advance(self, *, hold: bool) -> None:
        """Show the figures as they are now; with `hold` every row keeps its place, and new ones come at the end."""
        if self._is_news():
            before, self._figures = self._figures, self._totals.by_underlying()
            self._forget_changed(before)
        elif hold:
            return
        wanted = self._wanted()
        if len(np.setdiff1d(self._ids, wanted)):
            self._show_others(wanted)
            return
        self._take_in(np.setdiff1d(wanted, self._ids))
        if not hold:
            self._ids = self._sorted(self._ids)
        if len(self._ids):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))

    def set_filter(self, text: str) -> None:
        """Show underlyings whose names begin with a text."""
        self._filter = text.strip().upper()
        self._show_others(self._wanted())

    def of_all(self) -> Totals:
        """Totals of all underlyings, shown or not."""
        return self._totals.of_all(self._figures)

    def busiest(self, row: int) -> int:
        """Id of the contract with the most trades of an underlying."""
        return self._totals.busiest(int(self._ids[row]))

    def name(self, row: int) -> str:
        """The underlying in a row."""
        return self._totals.names[int(self._ids[row])]

    def row_of(self, name: str) -> int | None:
        """The row of an underlying, if it is shown."""
        return next((row for row in range(len(self._ids)) if self.name(row) == name), None)

    def rows(self, first: int, stop: int) -> list[Row]:
        """The display rows from first up to stop."""
        return [self._row(underlying) for underlying in self._ids[first:stop].tolist()]

    def rowCount(self, parent: Index | None = None) -> int:
        """Underlyings that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns of `COLUMNS`."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and alignment of a cell."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        return cell_data(self._row(int(self._ids[index.row()])).cells[index.column()], COLUMNS[index.column()], role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles and hints."""
        return heading_data(COLUMNS, section, orientation, role)

    def _is_news(self) -> bool:
        market = self._market
        before = self._seen
        self._seen = (market.tape.end, len(market.tape.amendments), *market.learned)
        return self._seen != before

    def _forget_changed(self, before: ByUnderlying) -> None:
        """Make the rows anew of which a figure is another."""
        known = len(before.trades)
        changed = _columns(before) != _columns(self._figures)[:known]
        for underlying in np.flatnonzero(changed.any(axis=1)).tolist():
            self._made.pop(underlying, None)

    def _wanted(self) -> Ids:
        """Ids of what is to be shown, ascending."""
        wanted: Ids = np.flatnonzero(self._figures.trades.any(axis=1))
        if not self._filter:
            return wanted
        names = self._totals.names
        return np.array([number for number in wanted.tolist() if names[number].startswith(self._filter)], np.int64)

    def _sorted(self, ids: Ids) -> Ids:
        return ids[np.argsort(-self._figures.premium[ids].sum(axis=1), kind="stable")]

    def _take_in(self, new: Ids) -> None:
        if len(new):
            self.beginInsertRows(QModelIndex(), len(self._ids), len(self._ids) + len(new) - 1)
            self._ids = np.concatenate([self._ids, self._sorted(new)])
            self.endInsertRows()

    def _show_others(self, wanted: Ids) -> None:
        """Show other underlyings, sorted anew."""
        self.beginResetModel()
        self._ids = self._sorted(wanted)
        self.endResetModel()

    def _row(self, underlying: int) -> Row:
        row = self._made.get(underlying)
        if row is None:
            row = self._made[underlying] = Row(self._cells(underlying))
        return row

    def _cells(self, underlying: int) -> tuple[Cell, ...]:
        figures = self._figures
        trades, volume, premium = (column[underlying] for column in (figures.trades, figures.volume, figures.premium))
        assumed = figures.assumed[underlying]
        return (
            Cell(self._totals.names[underlying], "bright", bold=True),
            Cell(known_premium_text(float(premium.sum()), is_known=not assumed.any())),
            split_cell(share(float(premium[_CALLS]), float(premium[_PUTS]))),
            *(
                _of(known_premium_text(float(premium[right]), is_known=not assumed[right]), volume[right], name)
                for right, name in ((_CALLS, "call"), (_PUTS, "put"))
            ),
            Cell(count_text(int(volume.sum()))),
            Cell(count_text(int(trades.sum())), "muted"),
            _of(count_text(int(volume[_CALLS])), volume[_CALLS], "text"),
            _of(count_text(int(volume[_PUTS])), volume[_PUTS], "text"),
            *(_of(count_text(int(count)), count, "muted") for count in figures.sessions[underlying]),
        )


def split_cell(calls: float | None) -> Cell:
    """A share of calls, 0 to 1, as a bar between its letters and figures."""
    if calls is None:
        return _NOTHING
    left, right = percents(calls)
    filled = round(calls * _BAR_CHARS)
    spans = (
        Span(_LETTER_AT, f"C {left.removesuffix(' %'):>3}", "call"),
        Span(_BAR_AT, _BAR * filled, "call"),
        Span(_BAR_AT + filled, _BAR * (_BAR_CHARS - filled), "put"),
        Span(_BAR_AT + _BAR_CHARS + 1, f"{right.removesuffix(' %'):>3} P", "put"),
    )
    return Cell(f"calls {left}, puts {right}", spans=spans)


def _of(text: str, count: int, ink: str) -> Cell:
    """A figure; a dash where nothing was traded."""
    return Cell(text, ink) if count else _NOTHING


def _columns(figures: ByUnderlying) -> NDArray[np.float64]:
    return np.concatenate([figures.trades, figures.volume, figures.premium, figures.sessions, figures.assumed], axis=1)

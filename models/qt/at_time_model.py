"""An at-time answer as an item model: a row a trade, and a muted row for each trading day without one."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from models.clock import time_text
from models.figures import count_text, premium_text, price_text
from models.qt.cells import Align, Cell, Column, Index, Row, cell_data, heading_data
from models.queries import AtTimeAnswer, AtTimeRow, MissingDay
from models.query_text import age_text, day_text
from models.status import Source

COLUMNS = (
    Column("day", "Day", 14, Align.LEFT, "Trading day"),
    Column("asked", "Asked ET", 13, Align.LEFT, "The time that was asked for, US Eastern"),
    Column("traded", "Traded ET", 13, Align.LEFT, "When the last trade at or before it took place, US Eastern"),
    Column("age", "Age", 9, Align.RIGHT, "How long before the asked time it traded; amber from one hour on"),
    Column("price", "Price", 8, Align.POINT, "Dollars a share"),
    Column("size", "Size", 6, Align.RIGHT, "Contracts"),
    Column("premium", "Premium", 9, Align.RIGHT, "Price x size x shares a contract, in dollars"),
    Column("venue", "Venue", 5, Align.LEFT, "Exchange"),
    Column("condition", "Condition", 16, Align.LEFT, "Trade condition"),
    Column("sequence", "Seq", 11, Align.RIGHT, "Sequence number: 32 bits that wrap, so that negative ones are normal"),
    Column("source", "Source", 9, Align.LEFT, "Where the answer is from, where that is not the market"),
)
SOURCE_COLUMN = len(COLUMNS) - 1
_OLD_MS = 3_600_000


class AtTimeModel(QAbstractTableModel):
    """Rows of one answer by day, oldest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: Sequence[Column] = COLUMNS
        self._rows: list[Row] = []
        self._tips: list[str] = []

    def show(self, answer: AtTimeAnswer | None, multiplier: float = 100.0) -> None:
        """Show an answer, or nothing. `multiplier`: shares a contract."""
        self.beginResetModel()
        made = _made(answer, multiplier) if answer else []
        self._rows = [row for row, _ in made]
        self._tips = [tip for _, tip in made]
        self.endResetModel()

    def rows(self, first: int, stop: int) -> Sequence[Row]:
        """The display rows from first up to stop."""
        return self._rows[first:stop]

    def rowCount(self, parent: Index | None = None) -> int:
        """Trades and days without one."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns of `COLUMNS`."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment and tooltip (full names, every column as it came) of a cell."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tips[index.row()]
        return cell_data(self._rows[index.row()].cells[index.column()], COLUMNS[index.column()], role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles and hints."""
        return heading_data(COLUMNS, section, orientation, role)


def _made(answer: AtTimeAnswer, multiplier: float) -> list[tuple[Row, str]]:
    mark = _mark(answer.source)
    made = [(row.day, Row((*_trade_cells(row, multiplier), mark)), _tip(row)) for row in answer.rows]
    made += [
        (lack.day, Row((*_missing_cells(lack, answer.query.at_ms), mark)), _missing_tip(answer, lack))
        for lack in answer.missing
    ]
    return [(row, tip) for _, row, tip in sorted(made, key=lambda item: item[0])]


def _mark(source: Source) -> Cell:
    return Cell(source.upper(), source.value) if source in (Source.SIMULATED, Source.REPLAY) else Cell("")


def _trade_cells(row: AtTimeRow, multiplier: float) -> tuple[Cell, ...]:
    premium = row.premium(multiplier)
    return (
        Cell(day_text(row.day)),
        Cell(time_text(row.asked_ms), "muted"),
        Cell(time_text(row.trade_ms), "bright"),
        Cell(age_text(row.age_ms), "text" if 0 <= row.age_ms < _OLD_MS else "warn"),
        Cell(price_text(row.price), "bright", bold=True, struck=row.cancel),
        Cell(count_text(row.size) + ("*" if row.size_note else "")),
        Cell("" if premium is None else premium_text(premium)),
        Cell(row.venue),
        Cell(row.condition, "error" if row.cancel else "text"),
        Cell("" if row.sequence is None else str(row.sequence), "muted"),
    )


def _missing_cells(lack: MissingDay, asked_ms: int) -> tuple[Cell, ...]:
    blank = (Cell(""),) * (SOURCE_COLUMN - 3)
    known = (Cell(day_text(lack.day), "muted"), Cell(time_text(asked_ms), "muted"), Cell(str(lack.reason), "muted"))
    return (*known, *blank)


def _tip(row: AtTimeRow) -> str:
    size = f"size {row.size:,}: {row.size_note}" if row.size_note else ""
    cancel = "a cancel: it undoes a trade, and is none" if row.cancel else ""
    raw = "\n".join(f"{name} {value}" for name, value in row.raw.items())
    return "\n".join(filter(None, (row.details, cancel, size, raw)))


def _missing_tip(answer: AtTimeAnswer, lack: MissingDay) -> str:
    hours = "in regular hours " if answer.query.regular_hours else ""
    if lack.day > answer.query.contract.expiry:
        return f"{answer.query.contract.label} had expired"
    return f"The source knows no trade {hours}at or before {time_text(answer.query.at_ms)}"

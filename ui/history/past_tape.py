"""Table and chart of a market that does not move, linked with one another and with nothing else."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from models.filtering.presets import PresetBook
from models.market import Market
from models.qt.link import NONE, Link
from models.qt.tape_columns import KEYS
from ui.chart.tick_chart import TickChart
from ui.filter_editor import edit_filter
from ui.panel import PanelHeader
from ui.tape_panel import TapePanel

_WIDTHS = (52, 48)


class PastTape(QSplitter):
    """A tape with its filter, totals and exports, and a chart of its one contract."""

    def __init__(self, market: Market, presets: PresetBook, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._link = Link(self)
        self.panel = TapePanel(market, self._link, presets)
        self.panel.stand_alone()
        self.panel.table.setColumnHidden(KEYS.index("contract"), True)  # there is but one
        self.chart = TickChart(market, self._link)
        for header, content in ((self.panel.header, self.panel), (self.chart.header, self.chart)):
            self.addWidget(_with_header(header, content))
        self.setChildrenCollapsible(False)
        self.setSizes([width * 20 for width in _WIDTHS])
        self.panel.filters.editor_asked.connect(partial(edit_filter, self.panel, market))
        export = QShortcut(QKeySequence("Ctrl+Shift+X"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        export.activated.connect(self.panel.export.ask)
        self.panel.advance()

    def set_source(self, source: str) -> None:
        """Say where the trades come from, in words."""
        self.chart.source = source

    def point_at(self, row: int | None) -> None:
        """Select a trade in table and chart, once both have their places; without one, show the end."""
        self._link.set_contract(0)
        self.panel.advance()
        QTimer.singleShot(0, self, lambda: self._point_at(NONE if row is None else row))

    def _point_at(self, row: int) -> None:
        table = self.panel.table
        self._link.set_row(row)
        table.scrollTo(table.currentIndex(), table.ScrollHint.PositionAtCenter)
        table.setFocus()  # earlier, the table would take the row for its own choice, and stay where it is


def _with_header(header: PanelHeader, content: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(header)
    column.addWidget(content, 1)
    return whole

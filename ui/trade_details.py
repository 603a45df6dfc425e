"""The details of the trade that is selected on a tape: everything that is known of it, in a window that stays open."""

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from models.market import Market
from models.qt.cells import Align, Cell, Column
from models.qt.rows_model import Cells
from models.trade_facts import FactGroup, TradeFacts, facts_text
from ui import theme
from ui.feed_lists import MARGIN_PX, indented
from ui.panel import PanelHeader
from ui.rows_table import RowsTable

REFRESH_MS = 1000
"""What is learned of a trade later, as that it was cancelled, is shown no later than this."""
_COLUMNS = (
    Column("name", "What", 18, Align.LEFT, "What is told"),
    Column("value", "Value", 62, Align.LEFT, "How it stands"),
)
_EMPTY = "This trade has left memory.\nSelect another one on the tape."
_HINT = "Follows the tape · Ctrl+C copies the selected rows · Esc closes"


class TradeDetails(QDialog):
    """Not modal: `show_row` turns it to another row of the tape, trade or gap."""

    def __init__(self, market: Market, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = TradeFacts(market)
        self._row: int | None = None
        self._groups: tuple[FactGroup, ...] = ()
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self.header, self.table = PanelHeader("Trade"), RowsTable("Details of the trade", _COLUMNS, _EMPTY)
        self.foot, self.copy_button = QLabel(_HINT), QPushButton("Copy &all")
        self.setWindowTitle("Trade details")
        self._build()
        theme.follow(self._take_size)

    def bring_up(self) -> None:
        """Show it before the other windows, with the keys."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.table.setFocus()

    def show_row(self, row: int) -> None:
        """Tell of this row of the tape, by its id; below 0 is a gap."""
        if row != self._row:
            self._row = row
            self.foot.setText(_HINT)
            self.refresh()

    def refresh(self) -> None:
        """Tell what is known now."""
        if self._row is None:
            return
        title = self._told.title(self._row)
        self._groups = self._told.groups(self._row)
        self.header.title.setText(title)
        self.setWindowTitle(f"Trade details · {title}")
        self.table.show_rows(_cells(self._groups))

    def copy_all(self) -> None:
        """Put everything on the clipboard as text."""
        QGuiApplication.clipboard().setText(facts_text(self.header.title.text(), self._groups))
        self.foot.setText("Everything was copied as text")

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to keep up with what is learned."""
        super().showEvent(event)
        self.foot.setText(_HINT)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep up no longer."""
        super().hideEvent(event)
        self._timer.stop()

    def _take_size(self) -> None:
        """Be as large as all that is told of a plain trade."""
        theme.open_at(self, theme.scaled(640), 37 * theme.row_px() + theme.scaled(70))

    def _build(self) -> None:
        self.foot.setProperty("role", "muted")
        self.foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.copy_button.setToolTip("Copy everything as text (Alt+A)")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self.copy_all)
        self.table.horizontalHeader().hide()
        below = QHBoxLayout()
        below.setContentsMargins(MARGIN_PX, 6, MARGIN_PX, 8)
        below.addWidget(self.foot, 1)
        below.addWidget(self.copy_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(indented(self.table), 1)
        layout.addLayout(below)


def _cells(groups: tuple[FactGroup, ...]) -> Iterator[Cells]:
    """Rows of the table: a title, its facts, and an empty row before the next title."""
    for number, group in enumerate(groups):
        if number:
            yield Cell(""), Cell("")
        yield Cell(group.title, "bright", bold=True), Cell("")
        for fact in group.facts:
            yield Cell(fact.name, "muted"), Cell(fact.value, fact.ink)

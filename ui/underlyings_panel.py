"""The underlyings panel: what was traded on each, calls and puts apart, most premium first, with the whole beneath."""

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from models.figures import several
from models.market import Market
from models.qt.link import Link
from models.qt.underlyings_model import UnderlyingsModel
from models.totals_text import known_text
from ui.cell_table import CellTable
from ui.pace import Pace
from ui.panel import PanelHeader
from ui.totals_line import TotalsLine

PACE_MS = 1000


class UnderlyingsPanel(QWidget):
    """Sorted at most once a second, and never under the reader's eye: scrolled or with a selection rows stay put.

    Enter, or a double click, turns the linked panels to the contract of the underlying that trades most. While it is
    not visible it costs nothing.
    """

    def __init__(self, market: Market, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._market, self._link = market, link
        self._kept = ""
        self.model = UnderlyingsModel(market, self)
        self.table = CellTable()
        self.header = PanelHeader("Underlyings", "filter: SPY")
        self.totals = TotalsLine()
        self._pace = Pace(self._refresh, PACE_MS, self)
        self._dress_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table)
        layout.addWidget(self.totals)
        self.setFocusProxy(self.table)
        self._connect()
        self._say()

    @property
    def held(self) -> bool:
        """Whether the reader looks at certain rows, so that they keep their places."""
        return self.table.selectionModel().hasSelection() or self.table.verticalScrollBar().value() > 0

    def advance(self) -> None:
        """Show the figures as they are now, at a calm pace."""
        if self.isVisible():
            self._pace.ask()

    def state(self) -> dict[str, object]:
        """What is worth keeping between starts."""
        return {"columns": self.table.columns_state()}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up a kept state."""
        self.table.restore_columns(state.get("columns"))

    def showEvent(self, event: QShowEvent) -> None:
        """Show what came while nobody looked."""
        super().showEvent(event)
        self._pace.hurry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape lets go of the place: the table is sorted again."""
        if event.key() == Qt.Key.Key_Escape and self.held:
            self._let_go()
        else:
            super().keyPressEvent(event)

    def _dress_table(self) -> None:
        self.table.setModel(self.model)
        self.table.fit_columns()
        self.table.setAccessibleName("Underlyings")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def _connect(self) -> None:
        self.header.edit.textChanged.connect(self._filter)
        for signal in (self.header.left, self.header.edit.returnPressed):
            signal.connect(self.table.setFocus)
        self.model.modelAboutToBeReset.connect(self._keep)
        self.model.modelReset.connect(self._find_again)
        self.table.activated.connect(self._chosen)
        self.table.selectionModel().selectionChanged.connect(self._say)
        self.table.verticalScrollBar().valueChanged.connect(self._say)

    def _refresh(self) -> None:
        if self.isVisible():
            self.model.advance(hold=self.held)
            self.totals.show_totals(self.model.of_all(), by_session=True, known=known_text(self._market))
            self._say()

    def _filter(self, text: str) -> None:
        self.model.set_filter(text)
        self.table.scrollToTop()
        self._say()

    def _let_go(self) -> None:
        self.table.clearSelection()
        self.table.scrollToTop()
        self._pace.hurry()

    def _chosen(self, index: QModelIndex) -> None:
        self._link.set_contract(self.model.busiest(index.row()))

    def _keep(self) -> None:
        """Remember the selected underlying while rows come and go."""
        selected = self.table.selectionModel().selectedRows()
        self._kept = self.model.name(selected[0].row()) if selected else ""

    def _find_again(self) -> None:
        row = self.model.row_of(self._kept) if self._kept else None
        if row is not None:
            flags = QItemSelectionModel.SelectionFlag
            index = self.model.index(row, 0)
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _say(self) -> None:
        shown = several(self.model.rowCount(), "underlying")
        order = "order held, Esc sorts" if self.held else "by premium"
        self.header.note.setText(f"{shown} · {order}" if self.model.rowCount() else "")
        self.table.empty_text = self._empty_text()

    def _empty_text(self) -> str:
        typed = self.header.edit.text().strip().upper()
        if typed:
            return f"No underlying that traded begins with “{typed}”.\nChange the filter, or clear it with Esc."
        if not len(self._market.tape):
            return "No trade has arrived yet.\nEach underlying stands here from its first trade on."
        return "No trade that counts has arrived yet.\nLate reports and cancels alone make no totals."

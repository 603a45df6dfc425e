"""The charts of a window."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QMainWindow

from models.market import Market
from models.qt.link import NONE
from models.qt.links import LETTERS, UNLINKED, Links
from ui.chart.tick_chart import TickChart
from ui.linked_panel import LinkedPanel
from ui.panel_family import PanelFamily

_ROOM = QSize(380, 250)

Chart = LinkedPanel[TickChart]


class Charts(PanelFamily[TickChart]):
    """Each shows a contract; tabs, menus and floating windows call it by that."""

    pointed = Signal(object)
    """A chart points at a trade."""
    said = Signal(str, bool)
    """What the user should know: (text, whether it is a problem)."""

    def __init__(self, market: Market, links: Links, window: QMainWindow) -> None:
        self._market, self._links = market, links
        self._source = ""
        super().__init__("chart", _ROOM, window)

    def set_source(self, source: str) -> None:
        """Say where the trades come from, in words."""
        self._source = source
        for chart in self:
            chart.content.source = source

    def open(self, contract: int, taken: Iterable[str]) -> Chart:
        """Show a contract in a new chart: on the first link that is not taken, else unlinked."""
        taken_letters = set(taken)
        chart = self.open_on(next((letter for letter in LETTERS if letter not in taken_letters), UNLINKED))
        chart.link.compare_none()
        chart.link.set_contract(contract)
        self._place(chart)
        return chart

    def _build(self, name: str, letter: str) -> Chart:
        make = partial(TickChart, self._market)
        chart = LinkedPanel(name, "Chart", make, self._links, self._window, letter=letter, may_leave=True)
        chart.content.source = self._source
        chart.content.said.connect(self.said)
        chart.dock.close_button.setToolTip("Close the chart (Ctrl+W)")
        chart.link.contract_changed.connect(lambda: self._name(chart))
        chart.link.row_changed.connect(lambda row: self.pointed.emit(chart) if row != NONE else None)
        self._name(chart)
        return chart

    def _let_go(self, chart: Chart) -> None:
        """While it writes a file it lives on unseen, to say how that went."""
        if chart.content.export.busy:
            chart.content.export.finished.connect(chart.dock.deleteLater)
        else:
            super()._let_go(chart)

    def _name(self, chart: Chart) -> None:
        contract = chart.link.contract
        label = "" if contract == NONE else f"{self._market.contracts.contract(contract).label} – "
        title = f"{label}chart {self._number(chart)}".rstrip()
        chart.dock.setWindowTitle(title[0].upper() + title[1:])

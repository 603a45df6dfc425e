"""The charts of a window: opened, placed, closed, and which of them is meant by a command."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import count

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QMainWindow

from models.market import Market
from models.qt.link import NONE
from models.qt.links import LETTERS, UNLINKED, Links
from ui.chart.tick_chart import TickChart
from ui.linked_panel import LinkedPanel
from ui.panel import PanelDock

FIRST = "chart"
_NAME = re.compile(r"chart(?:-([2-9]|[1-9]\d))?")
"""`chart`, `chart-2` … `chart-99`: what the layout knows them by."""

_ROOM = QSize(380, 250)
"""What a chart needs to be read, with its header."""

Chart = LinkedPanel[TickChart]


class Charts(QObject):
    """Always one chart or more: the last one is hidden when it is closed, the others are taken away."""

    changed = Signal()
    """A chart was opened or taken away."""
    pointed = Signal(object)
    """A chart points at a trade."""
    said = Signal(str, bool)
    """What the user should know: (text, whether it is a problem)."""

    def __init__(self, market: Market, links: Links, window: QMainWindow) -> None:
        super().__init__(window)
        self._market, self._links, self._window = market, links, window
        self._charts: dict[str, Chart] = {}
        self._source = ""
        self._current = self.add(FIRST, LETTERS[0])

    def __iter__(self) -> Iterator[Chart]:
        return iter(list(self._charts.values()))

    def __len__(self) -> int:
        return len(self._charts)

    @property
    def first(self) -> Chart:
        """The oldest."""
        return next(iter(self._charts.values()))

    @property
    def current(self) -> Chart:
        """The chart that has the keys or had them last, else the first."""
        return self._current

    def advance(self) -> None:
        """Let every chart show what is new; one that is not visible does nothing."""
        for chart in self:
            chart.advance()

    def set_source(self, source: str) -> None:
        """Say where the trades come from, in words."""
        self._source = source
        for chart in self:
            chart.content.source = source

    def add(self, name: str, letter: str) -> Chart:
        """Build a chart in a dock that stands nowhere yet."""
        make = partial(TickChart, self._market)
        chart = LinkedPanel(name, "Chart", make, self._links, self._window, letter=letter, may_leave=True)
        chart.content.source = self._source
        chart.content.said.connect(self.said)
        chart.dock.close_button.setToolTip("Close the chart (Ctrl+W)")
        chart.dock.closed.connect(lambda: self._closed(chart))
        chart.link.contract_changed.connect(lambda: self._name(chart))
        chart.link.row_changed.connect(lambda row: self.pointed.emit(chart) if row != NONE else None)
        self._name(chart)
        self._charts[name] = chart
        self.changed.emit()
        return chart

    def restore_all(self, states: Mapping[str, Mapping[str, object]]) -> None:
        """Have the charts of a kept layout and no others, for their docks to be placed."""
        kept = [name for name in states if _NAME.fullmatch(name)]
        for name in kept:
            if name not in self._charts:
                self.add(name, LETTERS[0])
        for chart in self:
            if kept and chart.name not in kept:
                self.remove(chart)

    def place_strays(self) -> None:
        """Give a place to charts that the kept places left out."""
        for chart in self:
            if self._window.dockWidgetArea(chart.dock) == Qt.DockWidgetArea.NoDockWidgetArea:
                self._place(chart)

    def open(self, contract: int, taken: Iterable[str]) -> Chart:
        """Show a contract in a new chart: on the first link that is not taken, else unlinked."""
        taken_letters = set(taken)
        letter = next((letter for letter in LETTERS if letter not in taken_letters), UNLINKED)
        number = next(number for number in count(2) if f"{FIRST}-{number}" not in self._charts)
        chart = self.add(f"{FIRST}-{number}", letter)
        chart.link.compare_none()
        chart.link.set_contract(contract)
        self._place(chart)
        self._current = chart
        return chart

    def turn_to(self, chart: Chart) -> None:
        """Make a chart the current one."""
        self._current = chart

    def remove(self, chart: Chart) -> None:
        """Take a chart away; while it writes a file it lives on unseen, to say how that went."""
        del self._charts[chart.name]
        if self._current is chart:
            self._current = self.first
        self._window.removeDockWidget(chart.dock)
        if chart.content.export.busy:
            chart.content.export.finished.connect(chart.dock.deleteLater)
        else:
            chart.dock.deleteLater()
        self.changed.emit()

    def remove_others(self) -> None:
        """Leave the first chart alone."""
        for chart in list(self)[1:]:
            self.remove(chart)

    def next(self) -> Chart:
        """The chart after the current one, the first after the last."""
        charts = list(self)
        return charts[(charts.index(self._current) + 1) % len(charts)]

    def _name(self, chart: Chart) -> None:
        """Tabs, menus and floating windows call a chart by its contract."""
        contract, number = chart.link.contract, chart.name.removeprefix(FIRST).removeprefix("-")
        label = "" if contract == NONE else f"{self._market.contracts.contract(contract).label} – "
        title = f"{label}chart {number}".rstrip()
        chart.dock.setWindowTitle(title[0].upper() + title[1:])

    def _closed(self, chart: Chart) -> None:
        if chart.name in self._charts and len(self) > 1:
            self.remove(chart)

    def _place(self, chart: Chart) -> None:
        """Stand beside the roomiest chart, or below it; where none is docked, below another panel."""
        charts = [other.dock for other in self if other is not chart]
        others = self._window.findChildren(PanelDock)
        way = Qt.Orientation
        if neighbour := _roomiest(charts):
            self._share_room(neighbour, chart.dock, (way.Horizontal, way.Vertical))
        elif neighbour := _roomiest(dock for dock in others if not self._window.tabifiedDockWidgets(dock)):
            self._share_room(neighbour, chart.dock, (way.Vertical, way.Horizontal))
        else:
            self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, chart.dock)
        chart.dock.show()
        chart.dock.raise_()

    def _share_room(self, neighbour: PanelDock, dock: PanelDock, ways: Iterable[Qt.Orientation]) -> None:
        """Give a dock half of its neighbour's room in the first way that leaves both enough, else stand before it.

        Qt cannot split what stands behind tabs: it adds another tab.
        """
        room = neighbour.size()
        for way in ways:
            across = way is Qt.Orientation.Horizontal
            half, least = (room.width() // 2, _ROOM.width()) if across else (room.height() // 2, _ROOM.height())
            if half >= least:
                self._window.splitDockWidget(neighbour, dock, way)
                dock.show()
                layout = self._window.layout()
                assert layout
                layout.activate()  # else the sizes are taken for those of before
                self._window.resizeDocks([neighbour, dock], [half, half], way)
                return
        self._window.tabifyDockWidget(neighbour, dock)


def _roomiest(docks: Iterable[PanelDock]) -> PanelDock | None:
    """The largest of those that are seen in the window."""
    seen = (dock for dock in docks if dock.isVisible() and dock.widget().isVisible() and not dock.isFloating())
    return max(seen, key=lambda dock: dock.width() * dock.height(), default=None)

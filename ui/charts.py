"""The charts of a window: opened, placed, closed, and which of them is meant by a command."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import count

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QMainWindow

from models.market import Market
from models.qt.links import LETTERS, UNLINKED, Links
from ui.linked_panel import LinkedPanel
from ui.tick_chart import TickChart

FIRST = "chart"
_NAME = re.compile(r"chart(?:-([2-9]|[1-9]\d))?")
"""`chart`, `chart-2` … `chart-99`: what the layout knows them by."""

_ROOM = QSize(380, 200)
"""What a chart needs to be read."""

Chart = LinkedPanel[TickChart]


class Charts(QObject):
    """Always one chart or more: the last one is hidden when it is closed, the others are taken away."""

    changed = Signal()
    """A chart was opened or taken away."""
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
        number = name.removeprefix(FIRST).removeprefix("-")
        chart = LinkedPanel(
            name, f"Chart {number}".rstrip(), partial(TickChart, self._market), self._links, self._window,
            letter=letter, may_leave=True,
        )  # fmt: skip
        chart.content.source = self._source
        chart.content.said.connect(self.said)
        chart.dock.closed.connect(lambda: self._closed(chart))
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
                self._place(chart, self._roomiest())

    def open(self, contract: int, taken: Iterable[str]) -> Chart:
        """Show a contract in a new chart: on the first link that is not taken, else unlinked."""
        taken_letters = set(taken)
        letter = next((letter for letter in LETTERS if letter not in taken_letters), UNLINKED)
        number = next(number for number in count(2) if f"{FIRST}-{number}" not in self._charts)
        neighbour = self._roomiest()
        chart = self.add(f"{FIRST}-{number}", letter)
        chart.link.compare_none()
        chart.link.set_contract(contract)
        self._place(chart, neighbour)
        self._current = chart
        return chart

    def turn_to(self, chart: Chart) -> None:
        """Make a chart the current one."""
        self._current = chart

    def remove(self, chart: Chart) -> None:
        """Take a chart away."""
        del self._charts[chart.name]
        if self._current is chart:
            self._current = self.first
        self._window.removeDockWidget(chart.dock)
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

    def _closed(self, chart: Chart) -> None:
        if chart.name in self._charts and len(self) > 1:
            self.remove(chart)

    def _roomiest(self) -> Chart | None:
        docked = [chart for chart in self if chart.dock.isVisible() and not chart.dock.isFloating()]
        return max(docked, key=lambda chart: chart.dock.width() * chart.dock.height(), default=None)

    def _place(self, chart: Chart, neighbour: Chart | None) -> None:
        """Stand beside another chart, or below it; where there is no room for both, before it with tabs."""
        if neighbour is None:
            self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, chart.dock)
            return
        room, docks = neighbour.dock.size(), (neighbour.dock, chart.dock)
        if room.width() >= 2 * _ROOM.width():
            self._window.splitDockWidget(*docks, Qt.Orientation.Horizontal)
        elif room.height() >= 2 * _ROOM.height():
            self._window.splitDockWidget(*docks, Qt.Orientation.Vertical)
        else:
            self._window.tabifyDockWidget(*docks)
        chart.dock.show()
        chart.dock.raise_()

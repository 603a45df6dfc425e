"""Panels of one kind, of which a window has as many as wanted: opened, placed, closed, and which of them is meant."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QMainWindow

from models.qt.links import LETTERS
from ui.linked_panel import Content, LinkedPanel
from ui.panel import PanelDock

P = TypeVar("P", bound=Content)


class PanelFamily(QObject, Generic[P]):
    """Always one panel or more: the last one is hidden when it is closed, the others are taken away.

    The layout knows them as `kind`, `kind-2` … `kind-99`. A family says in `_build` what its panels are.
    """

    changed = Signal()
    """A panel was opened or taken away, or has another name."""
    keys_left = Signal(object)
    """A panel is about to be closed with the keys, which are to go elsewhere."""

    def __init__(self, kind: str, room: QSize, window: QMainWindow) -> None:
        """`room`: what a panel needs to be read, with its header."""
        super().__init__(window)
        self._kind, self._room, self._window = kind, room, window
        self._names = re.compile(rf"{kind}(?:-([2-9]|[1-9]\d))?")
        self._panels: dict[str, LinkedPanel[P]] = {}
        self._current = self.add(kind, LETTERS[0])

    def __iter__(self) -> Iterator[LinkedPanel[P]]:
        return iter(list(self._panels.values()))

    def __len__(self) -> int:
        return len(self._panels)

    @property
    def first(self) -> LinkedPanel[P]:
        """The oldest."""
        return next(iter(self._panels.values()))

    @property
    def current(self) -> LinkedPanel[P]:
        """The panel that has the keys or had them last, else the first."""
        return self._current

    def add(self, name: str, letter: str) -> LinkedPanel[P]:
        """Build a panel in a dock that stands nowhere yet."""
        panel = self._build(name, letter)
        panel.dock.keys_left.connect(lambda: self.keys_left.emit(panel))
        panel.dock.closed.connect(lambda: self._closed(panel))
        self._panels[name] = panel
        self.changed.emit()
        return panel

    def restore_all(self, states: Mapping[str, Mapping[str, object]]) -> None:
        """Have the panels of a kept layout and no others, for their docks to be placed."""
        kept = [name for name in states if self._names.fullmatch(name)]
        for name in kept:
            if name not in self._panels:
                self.add(name, LETTERS[0])
        for panel in self:
            if kept and panel.name not in kept:
                self.remove(panel)

    def place_strays(self) -> None:
        """Give a place to panels that the kept places left out."""
        for panel in self:
            if self._window.dockWidgetArea(panel.dock) == Qt.DockWidgetArea.NoDockWidgetArea:
                self._place(panel)

    def open_on(self, letter: str) -> LinkedPanel[P]:
        """Open one more, which is the current one from now on. It has no place yet."""
        number = next(number for number in count(2) if f"{self._kind}-{number}" not in self._panels)
        self._current = panel = self.add(f"{self._kind}-{number}", letter)
        return panel

    def turn_to(self, panel: LinkedPanel[P]) -> None:
        """Make a panel the current one."""
        self._current = panel

    def remove(self, panel: LinkedPanel[P]) -> None:
        """Take a panel away."""
        del self._panels[panel.name]
        if self._current is panel:
            self._current = self.first
        self._window.removeDockWidget(panel.dock)
        panel.dock.close_dialogs()
        self._let_go(panel)
        self.changed.emit()

    def remove_others(self) -> None:
        """Leave the first panel alone."""
        for panel in list(self)[1:]:
            self.remove(panel)

    def next(self) -> LinkedPanel[P]:
        """The panel after the current one, the first after the last."""
        panels = list(self)
        return panels[(panels.index(self._current) + 1) % len(panels)]

    def _build(self, name: str, letter: str) -> LinkedPanel[P]:
        raise NotImplementedError

    def _let_go(self, panel: LinkedPanel[P]) -> None:
        """It was taken out of the window and is needed no more."""
        panel.dock.deleteLater()

    def _number(self, panel: LinkedPanel[P]) -> str:
        """Of the first it is empty."""
        return panel.name.removeprefix(self._kind).removeprefix("-")

    def _closed(self, panel: LinkedPanel[P]) -> None:
        if panel.name in self._panels and len(self) > 1:
            self.remove(panel)

    def _place(self, panel: LinkedPanel[P]) -> None:
        """Stand beside the roomiest of the family, or below it; where none is docked, below another panel."""
        family = [other.dock for other in self if other is not panel]
        others = self._window.findChildren(PanelDock)
        way = Qt.Orientation
        if neighbour := _roomiest(family):
            self._share_room(neighbour, panel.dock, (way.Horizontal, way.Vertical))
        elif neighbour := _roomiest(dock for dock in others if not self._window.tabifiedDockWidgets(dock)):
            self._share_room(neighbour, panel.dock, (way.Vertical, way.Horizontal))
        else:
            self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, panel.dock)
        panel.dock.show()
        panel.dock.raise_()

    def _share_room(self, neighbour: PanelDock, dock: PanelDock, ways: Iterable[Qt.Orientation]) -> None:
        """Give a dock half of its neighbour's room in the first way that leaves both enough, else stand before it.

        Qt cannot split what stands behind tabs: it adds another tab.
        """
        room = neighbour.size()
        for way in ways:
            across = way is Qt.Orientation.Horizontal
            least = self._room.width() if across else self._room.height()
            half = (room.width() if across else room.height()) // 2
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

"""The View menu: which panels are seen, what they follow, whose time is shown, and how all of it looks."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from models.times import Times
from ui.appearance_menu import AppearanceMenu
from ui.menu_entries import Entry, add_entries
from ui.panels import Panels
from ui.zone_menu import ZoneMenu


class ViewMenu(QMenu):
    """Names the panels that there are; charts come and go."""

    def __init__(
        self, panels: Panels, times: Times, act: QAction, show_now: Callable[[], None], parent: QWidget
    ) -> None:
        """`act`: does what the shown notice offers; `show_now`: brings every panel up to date."""
        super().__init__("&View", parent)
        self._panels = panels
        self._listed: list[QAction] = []
        self._below = self.addSeparator()
        add_entries(
            self,
            [
                Entry("&Link of this panel…", "Ctrl+L", panels.choose_link),
                Entry("&Go to a time", "Ctrl+G", panels.go_to_time),
            ],
        )
        self.addMenu(ZoneMenu(times, show_now, self))
        self.addMenu(AppearanceMenu(self))
        self.addSeparator()
        self.addAction(act)
        self.addAction("&Reset the layout", panels.arrange)
        panels.changed.connect(self._list_panels)
        self._list_panels()

    def _list_panels(self) -> None:
        for action in self._listed:
            self.removeAction(action)
        self._listed = [dock.toggleViewAction() for dock in self._panels.docks.values()]
        self.insertActions(self._below, self._listed)

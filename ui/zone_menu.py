"""The menu of time zones: whose time every panel shows."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from models.times import Times, Zone
from ui.menu_entries import Entry, add_entries

_TEXTS = {Zone.EASTERN: "&Eastern, New York", Zone.LOCAL: "&Local, of this computer", Zone.UTC: "&UTC"}


class ZoneMenu(QMenu):
    """One of the zones is chosen; trade dates and sessions stay Eastern."""

    def __init__(self, times: Times, chosen: Callable[[], None], parent: QWidget) -> None:
        """`chosen` is called after the zone has changed, to show it."""
        super().__init__("&Times in", parent)
        self._times, self._chosen = times, chosen
        group = QActionGroup(self)
        self._entries = {zone: self._offer(zone, group) for zone in Zone}
        self.addSeparator()
        add_entries(self, [Entry("&Next time zone", "Ctrl+Shift+T", self.choose_next)])
        self.aboutToShow.connect(self._check)
        self._check()

    def choose_next(self) -> None:
        """Go on to the next zone; after the last comes the first."""
        zones = list(Zone)
        self._choose(zones[(zones.index(self._times.zone) + 1) % len(zones)])

    def _offer(self, zone: Zone, group: QActionGroup) -> QAction:
        action = QAction(_TEXTS[zone], self, checkable=True)
        action.triggered.connect(lambda: self._choose(zone))
        group.addAction(action)
        self.addAction(action)
        return action

    def _choose(self, zone: Zone) -> None:
        self._times.choose(zone)
        self._check()
        self._chosen()

    def _check(self) -> None:
        self._entries[self._times.zone].setChecked(True)

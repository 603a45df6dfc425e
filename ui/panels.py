"""The panels of a window: what there is, where it stands, what each follows, and which of them has the keys."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar, QWidget

from models.filtering.presets import PresetBook
from models.market import Market
from models.qt.link import NONE
from models.qt.links import LETTERS, Links
from models.times import Zone
from models.watchlist import Watchlist
from ui.charts import Chart, Charts
from ui.linked_panel import LinkedPanel
from ui.panel import PanelDock
from ui.tape_panel import TapePanel
from ui.tapes import Tapes
from ui.underlyings_panel import UnderlyingsPanel
from ui.watchlist_panel import WatchlistPanel

_WIDTHS = (52, 48)
_HEIGHTS = (47, 53)
_LINKS, _TIMES = "links", "times"
"""Under these names the layout keeps what the links look at, and whose time is shown."""


class Panels(QObject):
    """Builds the panels of a window; `arrange` or `restore` gives them their places."""

    changed = Signal()
    """A panel was opened or taken away."""

    def __init__(self, market: Market, watchlist: Watchlist, presets: PresetBook, window: QMainWindow) -> None:
        super().__init__(window)
        self._market, self._window = market, window
        self.links = Links(self)
        self.watchlist = LinkedPanel(
            "watchlist", "Watchlist", partial(WatchlistPanel, watchlist, market), self.links, window
        )
        self.underlyings = LinkedPanel(
            "underlyings", "Underlyings", partial(UnderlyingsPanel, market), self.links, window
        )
        self.tapes = Tapes(market, presets, self.links, window)
        self.charts = Charts(market, self.links, window)
        self._list: LinkedPanel[WatchlistPanel] | LinkedPanel[TapePanel] = self.watchlist
        self._with_keys: LinkedPanel[Any] = self.watchlist
        self._told_of_links = False
        self._connect()

    @property
    def tape(self) -> LinkedPanel[TapePanel]:
        """The first tape."""
        return self.tapes.first

    @property
    def with_keys(self) -> LinkedPanel[Any]:
        """The panel that has the keys, or had them last."""
        return self._with_keys

    @property
    def docks(self) -> dict[str, PanelDock]:
        """Every dock by its name."""
        return {name: panel.dock for name, panel in self._all().items()}

    def arrange(self) -> None:
        """Put the panels where they stand at the first start; with one tape, one chart, all on one link."""
        had_keys = self._window.focusWidget()
        self.tapes.remove_others()
        self.charts.remove_others()
        for panel in self._all().values():
            panel.dock.setFloating(False)
            self._window.removeDockWidget(panel.dock)  # else its tabs of before stay
            panel.dock.show()
            panel.link.turn(LETTERS[0])
        watchlist, tape, chart = self.watchlist.dock, self.tape.dock, self.charts.first.dock
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, watchlist)
        self._window.splitDockWidget(watchlist, tape, Qt.Orientation.Horizontal)
        self._window.splitDockWidget(watchlist, chart, Qt.Orientation.Vertical)
        self._stand_behind_watchlist()
        self._share((watchlist, tape), self._window.width(), _WIDTHS, Qt.Orientation.Horizontal)
        self._share((watchlist, chart), self._window.height(), _HEIGHTS, Qt.Orientation.Vertical)
        self._hide_tabs()
        if had_keys:
            (had_keys if had_keys.isVisibleTo(self._window) else self.watchlist.content).setFocus()

    def states(self) -> dict[str, dict[str, Any]]:
        """What each panel wants to find again, and what the links look at."""
        contracts = self._market.contracts
        states = {name: panel.state(contracts) for name, panel in self._all().items()}
        links = self.links.state(contracts, self._letters())
        return {**states, _LINKS: links, _TIMES: {"zone": self._market.times.zone}}

    def build_kept(self, states: Mapping[str, Mapping[str, Any]]) -> None:
        """Have the panels of a kept layout, so that their docks can be placed."""
        self.tapes.restore_all(states)
        self.charts.restore_all(states)

    def restore(self, states: Mapping[str, Mapping[str, Any]]) -> None:
        """Give each panel its kept state. A panel that the layout has no place for takes its first one."""
        self.tapes.place_strays()
        self.charts.place_strays()
        if self.underlyings.name not in states:
            self._stand_behind_watchlist()
        self._hide_tabs()
        zone = states.get(_TIMES, {}).get("zone")
        if zone in list(Zone):
            self._market.times.choose(Zone(zone))
        self.links.restore(states.get(_LINKS, {}), self._market.contracts)
        for name, panel in self._all().items():
            if name in states:
                panel.restore(states[name], self._market.contracts)
        self._stay_on_list()

    def bring_up(self, panel: LinkedPanel[Any]) -> None:
        """Let a panel be seen that was closed, or stands behind another tab."""
        panel.dock.show()
        panel.dock.raise_()

    def go_to(self, panel: LinkedPanel[Any], widget: QWidget) -> None:
        """Give the keys to a widget of a panel, which is brought back if it was closed."""
        self.bring_up(panel)
        panel.dock.activateWindow()
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_chart(self) -> None:
        """Give the keys to the current chart, or to the next one if it has them already."""
        chart = self.charts.current
        self._go_to_chart(self.charts.next() if chart.content.hasFocus() else chart)

    def go_to_tape(self) -> None:
        """Give the keys to the current tape, or to the next one if it has them already."""
        tape = self.tapes.current
        tape = self.tapes.next() if tape.content.table.hasFocus() else tape
        self.tapes.turn_to(tape)
        self.go_to(tape, tape.content.table)

    def new_tape(self) -> None:
        """Open a tape; the keys are in the line of its filter."""
        tape = self.tapes.open()
        self.go_to(tape, tape.content.filters.edit)

    def go_to_time(self) -> None:
        """Let the user type a time to go to: on the tape that has the keys, else in the current chart."""
        tape = next((tape for tape in self.tapes if tape is self._with_keys), None)
        if tape is None:
            self.go_to(self.charts.current, self.charts.current.content.header.edit)
        else:
            self.ask_time(tape)

    def ask_time(self, tape: LinkedPanel[TapePanel]) -> None:
        """Let the user type a time to go to on a tape."""
        self.go_to(tape, tape.content.table)
        tape.content.reading.ask_time()

    def new_chart(self) -> None:
        """Open a chart with the contract that the panel with the keys looks at."""
        self._open_chart(self._with_keys.link.contract)

    def open_selected(self) -> None:
        """Show the contract that is selected in the watchlist or on the tape in a new chart."""
        for contract in self._selected()[:1]:
            self._open_chart(contract)

    def compare_selected(self) -> None:
        """Compare what is selected in the watchlist or on the tape with the contract of the charts on its link."""
        self._list.link.toggle_compared(self._selected())

    def choose_link(self) -> None:
        """Let the user choose the link of the panel that has the keys."""
        self.bring_up(self._with_keys)
        self._with_keys.chip.choose()

    def _stand_behind_watchlist(self) -> None:
        watchlist, underlyings = self.watchlist.dock, self.underlyings.dock
        if underlyings in self._window.tabifiedDockWidgets(watchlist):
            return
        self._window.tabifyDockWidget(watchlist, underlyings)
        layout = self._window.layout()
        assert layout
        layout.activate()  # makes the tabs, without which none can be raised
        watchlist.raise_()

    def _hide_tabs(self) -> None:
        """Qt makes tabs more than once where docks are placed again, and shows them all; those in use it shows anew."""
        for tabs in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            tabs.hide()

    def _stay_on_list(self) -> None:
        """What the watchlist looked at may not be on today's list: begin with the first."""
        watchlist = self.watchlist
        if watchlist.content.model.row_of(watchlist.link.contract) is None:
            watchlist.link.compare_none()
            watchlist.link.set_contract(NONE)
            watchlist.content.select_first()

    def _connect(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_keys)
        self.links.changed.connect(self._mark_linked)
        for family in (self.tapes, self.charts):
            family.changed.connect(self._mark_linked)
            family.changed.connect(self._forget_removed)
            family.changed.connect(self.changed)
            family.keys_left.connect(self._pass_keys)
        for panel in (self.watchlist, self.underlyings):
            panel.dock.keys_left.connect(partial(self._pass_keys, panel))
        self.charts.pointed.connect(self._tell_of_links)
        self.tapes.watch_asked.connect(self._watch)
        self.tapes.chart_asked.connect(self._open_chart)
        self.tapes.compare_asked.connect(self.compare_selected)

    def _all(self) -> dict[str, LinkedPanel[Any]]:
        panels: list[LinkedPanel[Any]] = [self.watchlist, self.underlyings, *self.tapes, *self.charts]
        return {panel.name: panel for panel in panels}

    def _letters(self) -> list[str]:
        """Of the links that a panel follows."""
        return [letter for letter in LETTERS if letter in {panel.link.letter for panel in self._all().values()}]

    def _mark_linked(self) -> None:
        """Tell the watchlist what the other links look at."""
        marks: dict[int, str] = {}
        for letter in self._letters():
            contract = self.links[letter].contract
            if letter != self.watchlist.link.letter and contract != NONE:
                marks[contract] = marks.get(contract, "") + letter
        self.watchlist.content.model.set_linked(marks)

    def _tell_of_links(self, chart: Chart) -> None:
        """Say once why the tape stays where it is when a trade is chosen in a chart that it is not linked with."""
        chart_letter, tape_letters = chart.link.letter, sorted({tape.link.letter for tape in self.tapes})
        if chart_letter in tape_letters or self._told_of_links:
            return
        self._told_of_links = True
        of_tapes = "The tape follows" if len(self.tapes) == 1 else "The tapes follow"
        of_chart = f"this chart link {chart_letter}" if chart_letter else "this chart none"
        way = "give both the same letter (Ctrl+L) to find this trade on the tape"
        self.charts.said.emit(f"{of_tapes} link {' and '.join(tape_letters)}, {of_chart}: {way}.", False)

    def _open_chart(self, contract: int) -> None:
        self._go_to_chart(self.charts.open(contract, self._letters()))

    def _go_to_chart(self, chart: Chart) -> None:
        self.charts.turn_to(chart)
        self.go_to(chart, chart.content)

    def _watch(self, contracts: list[int]) -> None:
        tickers = (self._market.contracts.ticker(contract) for contract in contracts)
        self.watchlist.content.add_text("\n".join(tickers))

    def _selected(self) -> list[int]:
        return self._list.content.selected_contracts()

    def _follow_keys(self, _old: QWidget | None, now: QWidget | None) -> None:
        panel = next((p for p in self._all().values() if now is not None and p.dock.isAncestorOf(now)), None)
        if panel is None:
            return
        self._with_keys = panel
        if panel in (self.watchlist, *self.tapes):
            self._list = panel
        for family in (self.tapes, self.charts):
            if panel in family:
                family.turn_to(panel)

    def _pass_keys(self, closing: LinkedPanel[Any]) -> None:
        """Give the keys to another panel that is seen, of the same kind if there is one."""
        others = [panel for panel in self._all().values() if panel is not closing and panel.content.isVisible()]
        others.sort(key=lambda panel: type(panel.content) is not type(closing.content))
        for panel in others[:1]:
            panel.content.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget_removed(self) -> None:
        panels = self._all().values()
        if self._with_keys not in panels:
            self._with_keys = self.watchlist
        if self._list not in panels:
            self._list = self.watchlist

    def _share(
        self, docks: tuple[PanelDock, PanelDock], room: int, shares: tuple[int, int], way: Qt.Orientation
    ) -> None:
        self._window.resizeDocks(list(docks), [room * share // 100 for share in shares], way)

"""The tapes of a window, each with its own filter, columns and name."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QMainWindow

from models.filtering.presets import PresetBook
from models.market import Market
from models.qt.link import Link
from models.qt.links import Links
from models.watchlist import Watchlist
from ui.filter_editor import edit_filter
from ui.filter_history import FilterHistory
from ui.linked_panel import LinkedPanel
from ui.menu_entries import plain
from ui.name_dialog import ask_name
from ui.panel_family import PanelFamily
from ui.tape_panel import TapePanel

_ROOM = QSize(360, 200)
_FILTER_CHARACTERS = 28
"""So much of its filter names a tape that has no other name."""

Tape = LinkedPanel[TapePanel]


class Tapes(PanelFamily[TapePanel]):
    """What one shows depends on none of the others; the filters that were used are common to all."""

    everything_changed = Signal()
    """A tape shows all trades, or no longer."""
    watch_asked = Signal(list)
    """Contracts are to be put on the watchlist."""
    chart_asked = Signal(int)
    """A contract is to be shown in a new chart."""
    compare_asked = Signal()
    """What is selected is to be drawn in the charts too, or no longer."""
    history_asked = Signal()
    """Somebody wants to know what traded at the time of a trade, on its day and others."""
    said = Signal(str, bool)
    """What the user should know: (text, whether it is a problem)."""

    def __init__(self, market: Market, presets: PresetBook, links: Links, window: QMainWindow) -> None:
        self._market, self._links = market, links
        self.presets = presets
        self._history, self._watchlist = FilterHistory(), Watchlist()
        super().__init__("tape", _ROOM, window)

    @property
    def everything(self) -> bool:
        """Whether one of them shows all trades."""
        return any(tape.content.scope.everything for tape in self)

    def set_watchlist(self, watchlist: Watchlist) -> None:
        """Watched from now on are the contracts of this list as it is now."""
        self._watchlist = watchlist
        for tape in self:
            tape.content.scope.set_watchlist(watchlist)

    def open(self) -> Tape:
        """Open a tape beside the current one, with its link, columns and scope, and without a filter."""
        like = self.current
        tape = self.open_on(like.link.letter)
        tape.content.restore({**like.content.state(), "filter": "", "name": ""})
        self._place(tape)
        return tape

    def ask_name(self, tape: Tape) -> None:
        """Let the user say how a tape is called."""
        label = "Name of the tape; empty: after its preset or filter"
        ask_name(tape.dock, "Rename the tape", label, tape.content.name, tape.content.rename)

    def edit_filter(self, tape: TapePanel) -> None:
        """Open the editor of a tape's filter, or bring it to the front."""
        edit_filter(tape, self._market)

    def _build(self, name: str, letter: str) -> Tape:
        def make(link: Link) -> TapePanel:
            return TapePanel(self._market, link, self.presets, self._history)

        tape = LinkedPanel(name, "Tape", make, self._links, self._window, letter=letter)
        panel = tape.content
        panel.scope.set_watchlist(self._watchlist)
        panel.scope.everything_changed.connect(self.everything_changed)
        panel.filters.presets.said.connect(self.said)
        panel.row_menu.watch_asked.connect(self.watch_asked)
        panel.row_menu.chart_asked.connect(self.chart_asked)
        panel.row_menu.compare_asked.connect(self.compare_asked)
        panel.row_menu.history_asked.connect(self.history_asked)
        panel.filters.changed.connect(partial(self._name, tape))
        panel.filters.editor_asked.connect(partial(self.edit_filter, panel))
        panel.named.connect(partial(self._name, tape))
        tape.dock.close_button.setToolTip("Close the tape (Ctrl+Shift+W)")
        self._name(tape)
        return tape

    def _let_go(self, panel: Tape) -> None:
        """While it writes a file it lives on unseen, to say how that went."""
        export = panel.content.export
        if export.busy:
            export.said.connect(self.said)
            export.finished.connect(panel.dock.deleteLater)
        else:
            super()._let_go(panel)
        self.everything_changed.emit()

    def _name(self, tape: Tape) -> None:
        """Tabs, menus and floating windows call a tape by its name, else by its filter."""
        text, number = tape.content.filters.text, self._number(tape)
        tape.content.header.title.setText(tape.content.name or f"Tape {number}".strip())
        short = text if len(text) <= _FILTER_CHARACTERS else f"{text[:_FILTER_CHARACTERS]}…"
        name = tape.content.name or short
        title = f"{name} – tape {number}" if name else f"Tape {number}"
        tape.dock.setWindowTitle(plain(title.strip()))

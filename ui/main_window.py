"""The main window: panels, menus, bars. It brings them together, and knows nothing of what they show."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QMenuBar, QVBoxLayout, QWidget

from models.appearance import restored
from models.filtering.presets import PresetBook
from models.home import Home
from models.market import Market
from models.notices import Level, Notices
from models.qt.link import Link
from models.status import FeedStatus
from models.watchlist import Watchlist
from ui import theme
from ui.chart.tick_chart import TickChart
from ui.clock_label import ClockLabel
from ui.commands import Commands
from ui.feed_notice import FeedNotice
from ui.layout_store import Layout, restore_layout
from ui.menus import fill_menus
from ui.notice_bar import NoticeBar
from ui.panel import PanelDock
from ui.panels import Panels
from ui.status_bar import StatusBar
from ui.tape_export import leave, stop_exports
from ui.tape_panel import TapePanel
from ui.watchlist_document import WatchlistDocument

_LOOK = "appearance"
"""Under this name the layout keeps what was chosen of the look."""
_NO_PANEL = "Every panel is closed.\nOpen them in the View menu, or choose “Reset the layout” there."


class MainWindow(QMainWindow):
    """`close_asked`: the user wants to leave; the window closes when `let_close` was called."""

    close_asked = Signal()
    painted = Signal()
    """It stands on the screen with all of its panels, for the first time."""

    def __init__(self, market: Market, watchlist: Watchlist, notices: Notices, home: Home, commands: Commands) -> None:
        """`home`: where lists and presets are kept; `commands`: what the window sets off elsewhere.

        Raises `HomeError`.
        """
        super().__init__()
        self._notices, self.times = notices, market.times
        self._market, self._may_close, self._is_painted = market, False, False
        presets = PresetBook(home.presets_path, market.venues)
        notices.show("presets", Level.WARN, presets.problem)
        self.panels = Panels(market, watchlist, presets, self)
        self.document = WatchlistDocument(watchlist, home.watchlists_folder, notices, self)
        self.watchlist = self.panels.watchlist.content
        self.status = StatusBar()
        self._notice_bar, self._feed_notice = NoticeBar(notices), FeedNotice(notices, commands)
        self._clock = ClockLabel(market.clock, market.times)
        self._build()
        self._feed_menu = fill_menus(self._menu, self, commands, self._notice_bar.act)
        self.status.details_asked.connect(lambda: commands.show_feed())
        self.panels.tapes.history_asked.connect(lambda: commands.ask_history())
        self._connect()

    @property
    def link(self) -> Link:
        """What the watchlist looks at."""
        return self.panels.watchlist.link

    @property
    def tape(self) -> TapePanel:
        """The first tape."""
        return self.panels.tape.content

    @property
    def chart(self) -> TickChart:
        """The first chart."""
        return self.panels.charts.first.content

    @property
    def docks(self) -> dict[str, PanelDock]:
        """The dock of every panel by its name."""
        return self.panels.docks

    def views(self) -> list[tuple[Callable[[], None], int]]:
        """What shows new trades, each with its pace in milliseconds: tapes follow the eye, figures are slower.

        Each takes its turn in a busy market. They are others when `panels.tapes` or `panels.charts` has changed.
        """
        panels = self.panels
        tapes = [(tape.content.keep_up, 33) for tape in panels.tapes]
        charts = [(chart.advance, 100) for chart in panels.charts]
        return [*tapes, *charts, (panels.watchlist.content.keep_up, 100), (self._advance_rest, 100)]

    def _advance_rest(self) -> None:
        self.panels.underlyings.advance()
        self._clock.advance()

    def advance(self) -> None:
        """Show what is new now: every panel is a cursor over the market."""
        for advance, _pace_ms in self.views():
            advance()
        for panel in (*self.panels.tapes, self.panels.watchlist):
            panel.advance()
        for chart in self.panels.charts:
            chart.content.draw_now()

    def arrange(self) -> None:
        """Put the panels where they stand at the first start."""
        self.panels.arrange()

    def restore(self, layout: Layout) -> None:
        """Bring back the layout of the last run, or the first one."""
        theme.wear(restored(layout.panels.get(_LOOK, {})))  # before the columns, whose widths are of their size of text
        self.panels.build_kept(layout.panels)
        if not restore_layout(self, layout):
            self.arrange()
        self.panels.restore(layout.panels)

    def panel_states(self) -> dict[str, dict[str, Any]]:
        """What each panel wants to find again, and what the window wears."""
        return {**self.panels.states(), _LOOK: theme.appearance().state()}

    def show_list(self, watchlist: Watchlist) -> None:
        """Show another watchlist, and its contracts on the tape."""
        self.watchlist.show_list(watchlist)
        self._watch_list()

    def show_feed(self, status: FeedStatus) -> None:
        """Show how the feed is; what the user should know of it stands as a notice until all is well again."""
        self.status.show_status(status)
        self.watchlist.model.set_rejected(status.rejected)
        self._feed_menu.show_status(status)
        self.panels.charts.set_source(status.source)
        self._feed_notice.show(status)
        self._notices.show("today", Level.INFO, status.today_problem)

    def edit_highlights(self) -> None:
        """Let the user edit the rules by which every tape marks trades."""
        from ui.highlight_dialog import HighlightDialog  # not for the start, like all that is seldom seen

        dialog = HighlightDialog(self._market, self.advance, self)
        dialog.said.connect(partial(self._say, "highlights"))
        dialog.open()

    def save_picture(self, path: Path) -> None:
        """Save what the window shows as an image. Raises `OSError`."""
        if not self.grab().save(str(path)):
            raise OSError(f"the picture {path} cannot be written")

    def let_close(self) -> None:
        """Close now."""
        stop_exports(self)
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self._may_close = True
        self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Where every panel is closed, say how to have them back."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)  # after the panels, which are painted next
        if not any(dock.isVisible() for dock in self.docks.values()):
            painter = QPainter(self)
            painter.setPen(theme.ink("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _NO_PANEL)
            painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leaving goes through the loop: it tears down in order, and then closes the window."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            leave(self, self.close_asked.emit)

    def _build(self) -> None:
        self.setWindowTitle("Optape")
        self.setDockNestingEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._menu = QMenuBar()
        self._menu.setCornerWidget(self._clock)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._menu)
        column.addWidget(self._notice_bar)
        self.setMenuWidget(top)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addPermanentWidget(self.status, 1)
        self.arrange()
        self.watchlist.table.setFocus()

    def _connect(self) -> None:
        self.document.opened.connect(self.show_list)
        self.document.saved.connect(self.watchlist.say_name)
        self.watchlist.said.connect(partial(self._say, "add"))
        self.panels.charts.said.connect(partial(self._say, "chart"))
        self.panels.tapes.said.connect(partial(self._say, "tape"))
        model = self.watchlist.model
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._watch_list)
        self._watch_list()

    def _watch_list(self) -> None:
        self.panels.tapes.set_watchlist(self.watchlist.watchlist)
        if self.link.contract < 0:
            self.watchlist.select_first()

    def _say(self, notice: str, text: str, problem: bool) -> None:
        self._notices.show(notice, Level.WARN if problem else Level.INFO, text)

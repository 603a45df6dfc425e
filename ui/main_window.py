"""The main window: docks, menus, bars. It puts panels side by side, and knows nothing of what they show."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QFontMetrics
from PySide6.QtWidgets import QLabel, QMainWindow, QMenuBar, QVBoxLayout, QWidget

from models.clock import eastern
from models.market import Market
from models.notices import Level, Notices
from models.qt.link import Link
from models.status import FeedStatus
from models.watchlist import Watchlist
from ui import theme
from ui.commands import Commands
from ui.feed_notice import FeedNotice
from ui.layout_store import Layout, restore_layout
from ui.menus import fill_menus
from ui.notice_bar import NoticeBar
from ui.panel import PanelDock
from ui.status_bar import StatusBar
from ui.tape_panel import TapePanel
from ui.tick_chart import TickChart
from ui.watchlist_document import WatchlistDocument
from ui.watchlist_panel import WatchlistPanel

_WIDTHS = (53, 47)
_HEIGHTS = (47, 53)


class MainWindow(QMainWindow):
    """`close_asked`: the user wants to leave; the window closes when `let_close` was called."""

    close_asked = Signal()

    def __init__(
        self, market: Market, watchlist: Watchlist, notices: Notices, folder: Path, commands: Commands
    ) -> None:
        """`folder`: where watchlists are opened and saved first; `commands`: what the window sets off elsewhere."""
        super().__init__()
        self._market, self._notices = market, notices
        self._may_close = False
        self.link = Link(self)
        self.document = WatchlistDocument(watchlist, folder, notices, self)
        self.watchlist = WatchlistPanel(watchlist, market, self.link)
        self.tape = TapePanel(market, self.link)
        self.chart = TickChart(market.tape, market.sets, market.contracts, market.venues, market.gaps, self.link)
        self.status = StatusBar()
        self._notice_bar, self._feed_notice = NoticeBar(notices), FeedNotice(notices, commands)
        self._clock = QLabel()
        self.docks = {
            "watchlist": PanelDock("watchlist", "Watchlist", self.watchlist.header, self.watchlist, self),
            "chart": PanelDock("chart", "Chart", self.chart.header, self.chart, self),
            "tape": PanelDock("tape", "Tape", self.tape.header, self.tape, self),
        }
        self._build()
        self._feed_menu = fill_menus(self._menu, self, commands, self._notice_bar.act)
        self.status.details_asked.connect(lambda: commands.show_feed())
        self._connect()

    def views(self) -> list[tuple[Callable[[], None], int]]:
        """What shows new trades, each with its pace in milliseconds: the tape follows the eye, figures are slower."""
        return [(self._advance_tape, 33), (self.watchlist.advance, 66), (self.chart.advance, 100)]

    def advance(self) -> None:
        """Show what is new now: every panel is a cursor over the market."""
        for advance, _pace_ms in self.views():
            advance()

    def _advance_tape(self) -> None:
        self.tape.advance()
        self._tick()

    def arrange(self) -> None:
        """Put the panels where they stand at the first start."""
        for dock in self.docks.values():
            dock.setFloating(False)
            dock.show()
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.docks["watchlist"])
        self.splitDockWidget(self.docks["watchlist"], self.docks["tape"], Qt.Orientation.Horizontal)
        self.splitDockWidget(self.docks["watchlist"], self.docks["chart"], Qt.Orientation.Vertical)
        self.resizeDocks(
            [self.docks["watchlist"], self.docks["tape"]],
            [self.width() * share // 100 for share in _WIDTHS],
            Qt.Orientation.Horizontal,
        )
        self.resizeDocks(
            [self.docks["watchlist"], self.docks["chart"]],
            [self.height() * share // 100 for share in _HEIGHTS],
            Qt.Orientation.Vertical,
        )

    def restore(self, layout: Layout) -> None:
        """Bring back the layout of the last run, or the first one."""
        if not restore_layout(self, layout):
            self.arrange()
        for name, state in layout.panels.items():
            if name in self._remembering():
                self._remembering()[name].restore(state)

    def panel_states(self) -> dict[str, dict[str, Any]]:
        """What each panel wants to find again."""
        return {name: panel.state() for name, panel in self._remembering().items()}

    def show_list(self, watchlist: Watchlist) -> None:
        """Show another watchlist, and its contracts on the tape."""
        self.watchlist.show_list(watchlist)
        self._watch_list()

    def go_to(self, panel: str, widget: QWidget) -> None:
        """Give the keys to a widget of a panel, which is brought back if it was closed."""
        dock = self.docks[panel]
        dock.show()
        dock.raise_()
        dock.activateWindow()
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_feed(self, status: FeedStatus) -> None:
        """Show how the feed is; what the user should know of it stands as a notice until all is well again."""
        self.status.show_status(status)
        self.watchlist.model.set_rejected(status.rejected)
        self._feed_menu.show_status(status)
        self._feed_notice.show(status)
        if status.today_problem:
            self._notices.show("today", Level.INFO, status.today_problem)
        else:
            self._notices.clear("today")

    def save_picture(self, path: Path) -> None:
        """Save what the window shows as an image. Raises `OSError`."""
        if not self.grab().save(str(path)):
            raise OSError(f"the picture {path} cannot be written")

    def let_close(self) -> None:
        """Close now."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leaving goes through the loop: it tears down in order, and then closes the window."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()

    def _build(self) -> None:
        self.setWindowTitle("Optape")
        self.setDockNestingEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._menu = QMenuBar()
        self._clock.setProperty("role", "clock")
        self._clock.setContentsMargins(0, 3, 12, 0)  # else it stands above the line of the menus
        widest = QFontMetrics(theme.figure_font()).horizontalAdvance("00:00:00 ET   Wed 30 Sep 2026")
        self._clock.setMinimumWidth(widest + 24)
        self._clock.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
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
        self.watchlist.said.connect(self._say)
        model = self.watchlist.model
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._watch_list)
        self._watch_list()

    def _watch_list(self) -> None:
        self.tape.set_watchlist(self.watchlist.watchlist)
        if self.link.contract < 0:
            self.watchlist.select_first()

    def _say(self, text: str, problem: bool) -> None:
        if text:
            self._notices.show("add", Level.WARN if problem else Level.INFO, text)
        else:
            self._notices.clear("add")

    def _tick(self) -> None:
        now_ms = self._market.clock.now_ms()
        if now_ms is not None:
            now = eastern(now_ms)
            self._clock.setText(f"{now:%H:%M:%S} ET   {now:%a} {now.day} {now:%b %Y}")

    def _remembering(self) -> dict[str, Any]:
        return {"watchlist": self.watchlist, "tape": self.tape, "chart": self.chart}

"""A main window over a market that a test fills."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from models.contract import parse_ticker
from models.home import Home
from models.notices import Notices
from models.watchlist import WatchItem, Watchlist
from tests.models.made_market import SPY_C, SPY_P, MadeMarket, Print
from tests.ui.window_desk import CONTROL, dressed
from ui.charts import Chart
from ui.commands import Commands
from ui.layout_store import Layout, load_layout, save_layout
from ui.main_window import MainWindow
from ui.notice_bar import NoticeBar


class Desk:
    """A main window over a market that a test fills."""

    def __init__(self, qtbot: QtBot, folder: Path, layout: Layout | None = None) -> None:
        self.market, self.notices = MadeMarket(), Notices()
        self.asked: list[str] = []
        items = [WatchItem(parse_ticker(ticker)) for ticker in (SPY_C, SPY_P)]
        self.window = MainWindow(self.market, Watchlist("Mine", items), self.notices, Home(folder), self._commands())
        self.window.close_asked.connect(lambda: self.asked.append("close"))
        self.window.restore(layout or Layout())
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.tape, self.watchlist = self.window.tape, self.window.watchlist
        self.bar = next(iter(self.window.findChildren(NoticeBar)))

    @property
    def actions(self) -> dict[str, QAction]:
        """Every entry of the menus, by its text without marks."""
        menus = self.window._menu.findChildren(QMenu)
        found = [action for menu in menus for action in menu.actions() if action.text()]
        return {action.text().partition("\t")[0].replace("&", ""): action for action in found}

    def _commands(self) -> Commands:
        names = ("history", "feed", "connect", "connection", "memory", "terminal")
        return Commands(*(partial(self.asked.append, name) for name in names))

    def show(self, *prints: Print) -> None:
        """Let prints arrive, and the window see them."""
        self.market.print(*prints)
        self.window.advance()

    def open_chart(self) -> Chart:
        """One chart more."""
        self.actions["New chart"].trigger()
        return list(self.window.panels.charts)[-1]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = CONTROL) -> None:
        """Press a key with others held, and let go of them: Qt would take them for held when rows are selected."""
        QTest.keyClick(self.window, key, modifiers)
        QTest.keyRelease(self.window, Qt.Key.Key_Control)

    def kept_layout(self, path: Path) -> Layout:
        """The layout of the window, by way of its file."""
        save_layout(self.window, self.window.panel_states(), path)
        return load_layout(path)

    def end(self) -> None:
        """Close for good."""
        for box in self.window.findChildren(QMessageBox) + self.window.findChildren(QFileDialog):
            box.close()
        self.window.let_close()
        self.window.deleteLater()


def desks(qtbot: QtBot, app: QApplication, folder: Path) -> Iterator[Desk]:
    """A main window as people see it; for a fixture."""
    with dressed(app):
        made = Desk(qtbot, folder)
        yield made
        made.end()

"""A watchlist in a window of its own, of a market that a test fills."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.contract import parse_ticker
from models.qt.link import Link
from models.watchlist import WatchItem, Watchlist
from tests.models.made_market import MadeMarket
from tests.ui.window_desk import CONTROL, dressed, press, texts, write
from ui.watchlist_panel import WatchlistPanel

Key = Qt.Key


def of(*tickers: str) -> Watchlist:
    return Watchlist("Test", [WatchItem(parse_ticker(ticker)) for ticker in tickers])


class WatchDesk:
    """A watchlist in a window, of a market that a test fills."""

    def __init__(self, qtbot: QtBot, *tickers: str) -> None:
        self._qtbot = qtbot
        self.market, self.link = MadeMarket(), Link()
        self.panel = WatchlistPanel(of(*tickers), self.market, self.link)
        self.table, self.edit = self.panel.table, self.panel.header.edit
        self.said: list[tuple[str, bool]] = []
        self.panel.said.connect(lambda text, problem: self.said.append((text, problem)))
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        column.addWidget(self.panel.header)
        column.addWidget(self.panel)
        self.window.resize(900, 300)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()

    @property
    def labels(self) -> list[str]:
        """The contracts that are shown."""
        return texts(self.table)

    @property
    def selected(self) -> list[int]:
        """Rows that are selected."""
        return self.table.selected_rows()

    @property
    def foot(self) -> str:
        """What the line below the table says."""
        return " · ".join(part.text for part in self.panel.totals.parts)

    def type(self, text: str) -> None:
        """Type into the line above, and press Enter."""
        self.edit.setFocus()
        self._qtbot.waitUntil(self.edit.hasFocus)
        write(self.edit, text)
        press(self.edit, Key.Key_Return)

    def paste(self, widget: QWidget, text: str) -> None:
        """Paste a text with the keyboard."""
        QGuiApplication.clipboard().setText(text)
        press(widget, Key.Key_V, CONTROL)


def watch_desk(qtbot: QtBot, app: QApplication, *tickers: str) -> Iterator[WatchDesk]:
    """A list of these contracts; for a fixture."""
    with dressed(app):
        made = WatchDesk(qtbot, *tickers)
        yield made
        made.window.close()
        made.window.deleteLater()

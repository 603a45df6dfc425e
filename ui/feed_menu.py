"""The menu of the feed: its details, its connection, its key, and how much of it is kept."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from models.status import FeedState, FeedStatus
from ui.commands import Commands

_CONNECT, _TAKE_OVER = "&Connect now", "Take the connection &over now"
_WAITING = (FeedState.BACKOFF, FeedState.COOLDOWN, FeedState.REFUSED)


class FeedMenu(QMenu):
    """Offers to connect only where the feed waits or has given up."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__("F&eed", parent)  # F is the letter of File
        self._add("Feed &details…", "Ctrl+D", commands.show_feed)
        self.connect_now = self._add(_CONNECT, "Ctrl+Shift+R", commands.connect_now)
        self.addSeparator()
        self._add("&Key and connection…", "Ctrl+K", commands.ask_connection)
        self._add("&Trades kept in memory…", "Ctrl+Shift+M", commands.ask_memory)
        self.show_status(FeedStatus())

    def show_status(self, status: FeedStatus) -> None:
        """Offer what makes sense in a state."""
        self.connect_now.setEnabled(status.state in _WAITING)
        self.connect_now.setText(_TAKE_OVER if status.state is FeedState.COOLDOWN else _CONNECT)

    def _add(self, text: str, key: str, call: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda: call())
        self.addAction(action)
        return action

"""Tells the feed what the window wants of it, again whenever that changes."""

from collections.abc import Callable

from models.ports import TradeFeed
from ui.main_window import MainWindow


class Subscriber:
    """Wanted are the contracts of the watchlist, or all trades while a tape shows them.

    `everything`: whether all are wanted whatever the window shows.
    """

    def __init__(self, feed: TradeFeed, window: MainWindow, everything: Callable[[], bool]) -> None:
        self._feed, self._window, self._everything = feed, window, everything
        model, tapes = window.watchlist.model, window.panels.tapes
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset, tapes.everything_changed):
            changed.connect(self.subscribe)

    def watched(self) -> set[str]:
        """Tickers of the watchlist that is open."""
        return {item.contract.ticker for item in self._window.document.watchlist}

    def subscribe(self) -> None:
        """Say what is wanted now."""
        everything = self._everything() or self._window.panels.tapes.everything
        self._feed.subscribe(self.watched(), everything=everything)

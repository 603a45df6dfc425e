"""A feed before the user's eyes: its trades frame by frame, its state at once, its figures once a second."""

import asyncio
import time

from models.auto_watchlist import AutoWatchlist
from models.feed_watch import FeedWatch
from models.ports import TradeFeed
from models.qt.frame_pump import FramePump
from models.status import FeedStatus
from ui.main_window import MainWindow

_FILL_MS = 100
"""How often a watchlist that makes itself is looked at while trades arrive."""
_FIGURES_S = 1.0
"""How often the figures are brought up to date while nothing arrives."""


class ShownFeed:
    """Made once there is a feed, which it listens to; `pump` serves the views of the window from then on.

    `auto`: the watchlist that makes itself, until another one is opened.
    """

    def __init__(
        self, feed: TradeFeed, pump: FramePump, watch: FeedWatch, window: MainWindow, auto: AutoWatchlist
    ) -> None:
        self._feed, self._pump, self._watch, self._window, self._auto = feed, pump, watch, window, auto
        self._follow_views()
        for family in (window.panels.tapes, window.panels.charts):
            family.changed.connect(self._follow_views)
        feed.on_status = self._show_status

    def show(self) -> None:
        """Show how the feed is now."""
        self._show_status(self._feed.status)

    async def keep_up(self) -> None:
        """Show the figures again and again, until cancelled."""
        while True:
            self._show_figures()
            await asyncio.sleep(_FIGURES_S)

    def show_whole(self) -> None:
        """Show all that the source sent: no more will come."""
        self._auto.finish()
        self._window.watchlist.say_name()
        self._show_now()

    def stop(self) -> None:
        """Show what came last; what comes later is not shown."""
        self._pump.stop()
        self._show_now()

    def _follow_views(self) -> None:
        self._pump.follow([(self._fill_watchlist, _FILL_MS), *self._window.views()])

    def _fill_watchlist(self) -> None:
        if self._auto.advance(time.monotonic()):
            self._window.watchlist.say_name()

    def _show_status(self, status: FeedStatus) -> None:
        self._watch.take(status)
        self._window.show_feed(status)

    def _show_figures(self) -> None:
        self._window.status.show_figures(self._feed.status, self._watch.look())

    def _show_now(self) -> None:
        self._window.advance()
        self._show_figures()

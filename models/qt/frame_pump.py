"""The frame pump: takes trades from the feed once a frame, within a budget, and lets every view advance."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer

from models.batch import TradeBatch
from models.market import Market
from models.measures import Histogram, LagMeter, RateMeter
from models.ports import TradeFeed

FRAME_MS = 16
BUDGET_S = 0.008
FULL_BUDGET_S = 0.014
"""Seconds a frame for decoding; the full budget is for a backlog that took more than one frame."""
VIEW_MS, VIEW_MS_BEHIND = 33, 100
"""Views advance at most 30 times a second, 10 times while a backlog is worked off: nobody reads half a million rows.
A quiet market is taken at that pace too: a wake-up costs more than a print."""
_AFTER_PAINT = QEvent.Type(QEvent.registerEventType())


class FramePump(QObject):
    """Runs only while there is something to do. Views are called on the GUI thread, at most 30 times a second.

    `frame_ms`: how long the GUI thread was busy for a frame, from the pump's start to the end of the paint.
    `stall_ms`: time between two frames while the pump runs. `tick_to_paint_ms`: from the arrival of the oldest trade
    of a paint to its end.
    """

    def __init__(self, feed: TradeFeed, market: Market, lag: LagMeter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.frames = 0
        self.frame_ms, self.stall_ms, self.tick_to_paint_ms = Histogram(), Histogram(), Histogram(step_ms=0.5)
        self.rate = RateMeter()
        self.lag = lag
        self._feed, self._market = feed, market
        self._views: list[Callable[[], None]] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._frame)
        self._started_s = self._viewed_s = 0.0
        self._last_turn_s: float | None = None
        self._unseen_since_ms: int | None = None
        self._behind = 0
        self._painting_since_ms: int | None = None
        feed.on_data = self.wake

    def add_view(self, advance: Callable[[], None]) -> None:
        """Call `advance` after new trades were taken."""
        self._views.append(advance)

    def remove_view(self, advance: Callable[[], None]) -> None:
        """Call it no longer."""
        self._views.remove(advance)

    def wake(self) -> None:
        """There is something to take."""
        if not self._timer.isActive():
            self._last_turn_s = None
            self._timer.start(self._until_view_ms())

    def stop(self) -> None:
        """Take nothing any more."""
        self._timer.stop()

    @property
    def idle(self) -> bool:
        """Whether all that arrived is on the tape and was handed to the views."""
        return self._feed.backlog_bytes() == 0 and self._unseen_since_ms is None

    def _frame(self) -> None:
        self._started_s = time.perf_counter()
        if self._last_turn_s is not None:
            self.stall_ms.add((self._started_s - self._last_turn_s) * 1000)
        self._last_turn_s = self._started_s
        batch = self._feed.take(BUDGET_S if self._behind < 2 else FULL_BUDGET_S)
        if batch is not None:
            self._take(batch)
        self._behind = self._behind + 1 if self._feed.backlog_bytes() else 0
        if self._unseen_since_ms is not None and self._until_view_ms() <= 2:
            self._advance_views()
        self._choose_pace()

    def _take(self, batch: TradeBatch) -> None:
        self._market.take(batch)
        self.lag.add(batch)
        self.rate.add(self._started_s, len(batch))
        if len(batch) and self._unseen_since_ms is None:
            self._unseen_since_ms = int(batch.arrival_ms[0])

    def _advance_views(self) -> None:
        self._viewed_s = self._started_s
        self._painting_since_ms, self._unseen_since_ms = self._unseen_since_ms, None
        for advance in self._views:
            advance()
        self.frames += 1
        # Paint requests of Qt have low priority and are in the queue by now: this event comes right after them.
        QCoreApplication.postEvent(self, QEvent(_AFTER_PAINT), Qt.EventPriority.LowEventPriority.value)

    def _until_view_ms(self) -> int:
        """Milliseconds until the views may advance again."""
        pace_ms = VIEW_MS if self._behind < 2 else VIEW_MS_BEHIND
        return max(0, round(pace_ms - (time.perf_counter() - self._viewed_s) * 1000))

    def _choose_pace(self) -> None:
        """Work off a backlog frame by frame; in a quiet market take, show and sleep in one wake-up."""
        if self._feed.backlog_bytes():
            busy_ms = (time.perf_counter() - self._started_s) * 1000
            self._timer.start(max(0, round(FRAME_MS - busy_ms)))
        elif self._unseen_since_ms is not None:
            self._timer.start(self._until_view_ms())
        else:
            self._timer.stop()

    def event(self, event: QEvent) -> bool:
        """Measure the frame when its paint is done."""
        if event.type() != _AFTER_PAINT:
            return super().event(event)
        self.frame_ms.add((time.perf_counter() - self._started_s) * 1000)
        if self._painting_since_ms is not None:
            self.tick_to_paint_ms.add(time.time() * 1000 - self._painting_since_ms)
        return True

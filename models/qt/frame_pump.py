"""The frame pump: takes trades from the feed once a frame, within a budget, and lets the views advance."""

import time
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer

from models.batch import TradeBatch
from models.collector import look_at_few
from models.market import Market
from models.measures import Histogram, LagMeter, RateMeter
from models.ports import TradeFeed

FRAME_MS = 16
BUDGET_S = 0.008
FULL_BUDGET_S = 0.014
"""Seconds a frame for decoding; the full budget is for a backlog that took more than one frame."""
LATE_S = 0.1
"""A backlog that stands for so long does so too, however little the views have left of the frames."""
FRAME_GOAL_S = 0.011
LEAST_BUDGET_S = 0.003
"""What decoding and the one view that is due may take together in a busy market; and what decoding has at the least. A
view that leaves less than that has a frame for itself, if the last one left nothing over."""
_WORTH_SHARE = 0.2
"""With less than this of the budget left nothing more is taken: each batch costs beside its trades."""
_LEAST_THRIFT, _THRIFT_LEARNED = 0.2, 0.3
"""How far what a feed is asked for may be cut where the market takes longer over it; and how fast that is learned."""
SLOWER_BEHIND = 3
"""How many times slower the views are while such a backlog is worked off."""
VIEW_MS = 33
"""Views advance at most 30 times a second. A quiet market is taken at that pace: a wake-up costs more than a print."""
BUSY_TRADES = 1000
"""So many trades a frame are a busy market: only one view advances in a frame, the one that has waited longest."""
CALM_AFTER_S = 0.5
"""For so long after that a market is still busy: else a frame with few trades would let every view advance at once."""
QUIET_PER_S, QUIET_MS = 1500, 45
"""With no more trades a second no view advances more often than this: the eye reads no faster, and each paint costs."""
MS_A_TRADE, STEADY_MS = 1.0, 330
"""The more trades a second come, the longer each picture of them stands, up to so long: nobody reads each of them then,
and a page that changes ten times a second is read by nobody at all."""
SETTLE_S = 0.004
"""After a rest, so long for all that has arrived to be read: else some of it would wait for the next frame."""
_COST_SHARES = (0.1, 0.5)
"""Of the difference, what is learned from a turn that cost less than was thought, and from one that cost more."""
_AFTER_PAINT = QEvent.Type(QEvent.registerEventType())


class _View:
    """Something that shows trades, at its own pace; since when it has not shown what arrived."""

    def __init__(self, advance: Callable[[], None], pace_ms: int) -> None:
        self.advance = advance
        self.pace_s = pace_ms / 1000
        self.advanced_s = 0.0
        self.cost_s = 0.0
        """What it lately took to advance and to be painted."""
        self.unseen_since_ms: int | None = None

    def due_s(self, slower: int = 1, least_s: float = 0.0) -> float:
        """When it may advance again, if it has something to show; `least_s` after the last time at the soonest."""
        return self.advanced_s + max(slower * self.pace_s, least_s)

    def took(self, seconds: float) -> None:
        """Learn what it costs: sooner where that is more, for a chart is not drawn in each of its turns."""
        self.cost_s += _COST_SHARES[seconds > self.cost_s] * (seconds - self.cost_s)


class FramePump(QObject):
    """Runs only while there is something to do.

    `frame_ms`: how long the GUI thread was busy for a frame, from the pump's start to the end of the paint.
    `stall_ms`: how long the loop was held up between two frames, whatever by; sleep is not counted.
    `tick_to_paint_ms`: from the arrival of the oldest trade that a view had not shown to the end of its paint.
    """

    def __init__(self, feed: TradeFeed, market: Market, lag: LagMeter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.frames = 0
        self.frame_ms, self.stall_ms, self.tick_to_paint_ms = Histogram(), Histogram(), Histogram(step_ms=0.5)
        self.rate = RateMeter()
        self.lag = lag
        self._feed, self._market = feed, market
        self._views: list[_View] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._frame)
        self._stopped = False
        self._started_s = 0.0
        self._slept_s: float | None = None
        self._behind, self._left, self._least_s, self._busy_s = 0, 0, 0.0, -CALM_AFTER_S
        self._emptied_s, self._thrift = 0.0, 1.0
        self._alone: tuple[_View, float] | None = None
        self._painting_since_ms: list[int] = []
        feed.on_data = self.wake

    def add_view(self, advance: Callable[[], None], pace_ms: int = VIEW_MS) -> None:
        """Call `advance` after new trades were taken, at most once in `pace_ms`."""
        self._views.append(_View(advance, pace_ms))

    def follow(self, views: Iterable[tuple[Callable[[], None], int]]) -> None:
        """Let these views advance, as `add_view` does, and no others; those that were there already go on."""
        known = {view.advance: view for view in self._views}
        self._views = [known.get(advance) or _View(advance, pace_ms) for advance, pace_ms in views]

    def show_news(self) -> None:
        """Let every view advance though no trade came: something was learned about what it shows."""
        self._note_unseen(_now_ms())
        self.wake()

    def wake(self) -> None:
        """There is something to take, or to show."""
        if self._stopped:
            return
        now_s = time.perf_counter()
        wait_s = min(map(self._due_s, self._views), default=now_s) - now_s
        if not self._timer.isActive():
            self._started_s = self._emptied_s = now_s
            self._sleep(max(wait_s, SETTLE_S))
            self._slept_s = None  # from a rest to the first frame after it is no stall
        elif self._slept_s is not None and self._slept_s > FRAME_MS / 1000:
            self._wake_earlier(wait_s)

    def stop(self) -> None:
        """Take nothing any more, whatever arrives."""
        self._stopped = True
        self._timer.stop()

    @property
    def idle(self) -> bool:
        """Whether all that arrived is on the tape and was handed to every view."""
        return self._feed.backlog_bytes() == 0 and not self._waiting()

    def _frame(self) -> None:
        before_s, self._started_s = self._started_s, time.perf_counter()
        if self._slept_s is not None:
            self.stall_ms.add_one((self._started_s - before_s - self._slept_s) * 1000)
        budget_s = self._budget_s()
        taken, backlog = self._take_all(budget_s), self._feed.backlog_bytes()
        self._left = backlog
        if not backlog:
            self._behind, self._emptied_s = 0, self._started_s
        elif budget_s >= BUDGET_S or self._started_s - self._emptied_s > LATE_S:
            self._behind += 1
        busy = backlog > 0 or taken >= BUSY_TRADES
        if busy:
            self._busy_s = self._started_s
        self._least_s = self._calm_ms() / 1000
        self._advance_views(one_only=self._busy_lately())
        self._choose_pace(busy=busy)

    def _calm_ms(self) -> int:
        """How long views rest between two advances in a market like this, whatever their own pace."""
        per_s = self.rate.per_second(self._started_s)
        if per_s > QUIET_PER_S or self._busy_lately():
            return 0
        return round(min(QUIET_MS + MS_A_TRADE * per_s, STEADY_MS))

    def _busy_lately(self) -> bool:
        return self._started_s - self._busy_s < CALM_AFTER_S

    def _due_s(self, view: _View) -> float:
        slower = SLOWER_BEHIND if self._behind > 1 else 1
        return view.due_s(slower, self._least_s)

    def _budget_s(self) -> float:
        """Seconds for decoding: in a busy market what the view that comes next will leave of the frame."""
        if self._behind > 1:
            return FULL_BUDGET_S
        due = self._due(self._views) if self._busy_lately() else []
        left_s = FRAME_GOAL_S - due[0].cost_s if due else BUDGET_S
        if left_s < LEAST_BUDGET_S and not self._left and due[0].unseen_since_ms is not None:
            return 0.0
        return min(BUDGET_S, max(LEAST_BUDGET_S, left_s))

    def _due(self, views: Sequence[_View], early_s: float = 0.002) -> list[_View]:
        """Those of the views that may advance now, or nearly: the one that has waited longest comes first."""
        latest_s = self._started_s + early_s
        return sorted((view for view in views if self._due_s(view) <= latest_s), key=self._due_s)

    def _take_all(self, budget_s: float) -> int:
        """Take batches while there are any and the budget lasts; return how many trades they held."""
        taken = 0
        left_s = budget_s
        while left_s > budget_s * _WORTH_SHARE and (batch := self._feed.take(left_s * self._thrift)) is not None:
            self._take(batch)
            taken += len(batch)
            meant_s, left_s = left_s, self._started_s + budget_s - time.perf_counter()
            self._learn_thrift(meant_s, meant_s - left_s)
        return taken

    def _learn_thrift(self, meant_s: float, took_s: float) -> None:
        """Ask the feed for less where what it gives, counted in, takes longer than it was to; for more where less."""
        if took_s > meant_s or self._feed.backlog_bytes():
            wanted = self._thrift * meant_s / max(took_s, meant_s / 4)
            self._thrift += _THRIFT_LEARNED * (min(max(wanted, _LEAST_THRIFT), 1.0) - self._thrift)

    def _take(self, batch: TradeBatch) -> None:
        self._market.take(batch)
        if not batch.filled:  # what was fetched later is neither late nor fast
            self.lag.add(batch)
            self.rate.add(self._started_s, len(batch))
        if len(batch) or batch.gaps or batch.coverage:
            self._note_unseen(int(batch.arrival_ms[0]) if len(batch) and not batch.filled else _now_ms())

    def _note_unseen(self, since_ms: int) -> None:
        for view in self._views:
            if view.unseen_since_ms is None:
                view.unseen_since_ms = since_ms

    def _waiting(self) -> list[_View]:
        return [view for view in self._views if view.unseen_since_ms is not None]

    def _advance_views(self, *, one_only: bool) -> None:
        # In a quiet market one wake-up serves all that are nearly due.
        waiting = self._waiting()
        due = self._due(waiting)[:1] if one_only else self._due(waiting, max(self._least_s / 2, FRAME_MS / 1000))
        self._alone = (due[0], time.perf_counter()) if len(due) == 1 else None
        for view in due:
            if view.unseen_since_ms is not None:
                self._painting_since_ms.append(view.unseen_since_ms)
            view.unseen_since_ms, view.advanced_s = None, self._started_s
            view.advance()
        if due:
            self.frames += 1
            # Paint requests of Qt have low priority and are in the queue by now: this event comes right after them.
            QCoreApplication.postEvent(self, QEvent(_AFTER_PAINT), Qt.EventPriority.LowEventPriority.value)

    def _choose_pace(self, *, busy: bool) -> None:
        """Go frame by frame while there is much to do; in a quiet market take, show and sleep in one wake-up."""
        waiting = self._waiting()
        now_s = time.perf_counter()
        if busy or self._feed.backlog_bytes():
            self._sleep(self._started_s + FRAME_MS / 1000 - now_s)
        elif waiting:
            self._sleep(max(0.001, min(map(self._due_s, waiting)) - now_s))
        else:
            self._timer.stop()

    def _wake_earlier(self, wait_s: float) -> None:
        """A slow view is slept for, and there is news for one that may advance before it."""
        left_s = self._timer.remainingTime() / 1000
        if self._slept_s is not None and wait_s < left_s:
            slept_s = self._slept_s - left_s
            self._sleep(wait_s)
            self._slept_s += slept_s

    def _sleep(self, seconds: float) -> None:
        self._slept_s = max(0.0, seconds)
        self._timer.start(round(1000 * self._slept_s))

    def event(self, event: QEvent) -> bool:
        """Measure the frame when its paint is done."""
        if event.type() != _AFTER_PAINT:
            return super().event(event)
        now_s = time.perf_counter()
        if self._alone is not None:
            view, started_s = self._alone
            view.took(now_s - started_s)
            self._alone = None
        self.frame_ms.add_one((now_s - self._started_s) * 1000)
        now_ms = time.time() * 1000
        for since_ms in self._painting_since_ms:
            self.tick_to_paint_ms.add_one(now_ms - since_ms)
        self._painting_since_ms.clear()
        look_at_few()
        return True


def _now_ms() -> int:
    return time.time_ns() // 1_000_000

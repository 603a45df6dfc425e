"""A frame pump between a feed that holds what a test gives it, and a market."""

from collections.abc import Callable, Set

from models.batch import TradeBatch
from models.measures import LagMeter
from models.qt.frame_pump import FramePump
from models.status import FeedCounters, FeedStatus
from tests.models.made_market import MadeMarket, Print


class Feed:
    """A `TradeFeed` whose trades lie ready, in portions."""

    def __init__(self, market: MadeMarket) -> None:
        self.status, self.counters = FeedStatus(), FeedCounters()
        self.on_data: Callable[[], None] = lambda: None
        self.on_status: Callable[[FeedStatus], None] = lambda _status: None
        self.waiting: list[TradeBatch] = []
        self.budgets: list[float] = []
        self._market = market

    def start(self) -> None:
        """Nothing to do."""

    def subscribe(self, tickers: Set[str], *, everything: bool = False) -> None:
        """Nothing to do."""

    def take(self, budget_s: float) -> TradeBatch | None:
        """One portion."""
        self.budgets.append(budget_s)
        return self.waiting.pop(0) if self.waiting else None

    def retry_now(self) -> None:
        """Nothing to do."""

    def backlog_bytes(self) -> int:
        """A portion is a thousand bytes."""
        return 1000 * len(self.waiting)

    async def close(self) -> None:
        """Nothing to do."""

    def give(self, *portions: int) -> None:
        """Let portions of so many trades arrive."""
        self.waiting += [self._market.batch([Print()], count) for count in portions]
        self.on_data()


class Clock:
    """A clock that goes on whenever the feed is asked, by all that it was given, or so many times as much."""

    def __init__(self, feed: Feed, longer: float = 1.0) -> None:
        self._feed, self.longer = feed, longer
        self.more_s = 0.0
        """What else took time."""

    def perf_counter(self) -> float:
        """Seconds."""
        return 1000.0 + self.longer * sum(self._feed.budgets) + self.more_s

    time = perf_counter


class PumpDesk:
    """A pump between a feed and a market, and a view that notes when it was called."""

    def __init__(self) -> None:
        self.market = MadeMarket()
        self.feed = Feed(self.market)
        self.pump = FramePump(self.feed, self.market, LagMeter())
        self.seen: list[int] = []
        self.pump.add_view(self.look)

    def look(self) -> None:
        """What a view does: take note of the tape."""
        self.seen.append(self.market.tape.end)

    @property
    def rests(self) -> bool:
        """Whether nothing is planned any more, and all was painted and measured."""
        return self.pump.idle and not self.pump._timer.isActive()

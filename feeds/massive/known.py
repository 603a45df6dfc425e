"""Tells which contracts the stream brings and what was fetched of them, in the market's time, once that is known."""

from collections import deque
from collections.abc import Callable

from feeds.massive.inbox import Wanted
from feeds.massive.market_time import MarketTime
from models.batch import TradeBatch, coverage_news
from models.coverage_news import CoverageNews, Fetched, Streamed


class Known:
    """Holds its news back, in order, until a trade told the market's time: before it, nothing counts in any figure.

    `deliver` gets them as batches, behind the trades that they speak of.
    """

    def __init__(self, market_time: MarketTime, deliver: Callable[[TradeBatch], None]) -> None:
        self._market_time, self._deliver = market_time, deliver
        self._streamed: Wanted | None = None
        self._told = (0, 0)  # when the newest `Streamed` was confirmed, by our own clock, and its time of the market
        self._held: deque[Callable[[], CoverageNews]] = deque()

    def note_streamed(self, streamed: Wanted, arrival_ms: int) -> bool:
        """Take note of all that is streamed, confirmed at a time of our own clock, Unix ms; say whether it is news."""
        if streamed == self._streamed:
            return False
        self._streamed = streamed
        self._tell(lambda: self._streamed_since(streamed, arrival_ms))
        return True

    def note_fetched(self, ticker: str, low_ms: int, high_ms: int | None, asked_ms: int) -> None:
        """Take note that all trades of a contract between two times of the market were fetched, Unix ms.

        Without an upper bound that is all until they were asked for, at a time of our own clock.
        """
        self._tell(lambda: Fetched(ticker, low_ms, self._fetched_until(asked_ms) if high_ms is None else high_ms))

    def release(self) -> None:
        """Tell what was held back, if it can be told now."""
        while self._held and self._market_time.known:
            self._deliver(coverage_news(self._held.popleft()()))

    def _streamed_since(self, streamed: Wanted, arrival_ms: int) -> Streamed:
        since_ms = self._market_time.at(arrival_ms)
        self._told = arrival_ms, since_ms
        return Streamed(streamed.tickers, streamed.everything, since_ms)

    def _fetched_until(self, asked_ms: int) -> int:
        """What was asked for after the stream began reaches its beginning, however much the lag has grown since."""
        confirmed_ms, since_ms = self._told
        until_ms = self._market_time.at(asked_ms)
        return max(until_ms, since_ms) if asked_ms >= confirmed_ms else until_ms

    def _tell(self, news: Callable[[], CoverageNews]) -> None:
        self._held.append(news)
        self.release()

"""Keeps an eye on a feed for the user: its figures, its history, and what the log and the notices should tell of it."""

import logging
import time
from collections.abc import Callable

from models.countdown import Countdown
from models.feed_details import FeedDetails
from models.feed_figures import FeedFigures
from models.feed_history import FeedHistory
from models.market import Market
from models.measures import LagMeter, RateMeter
from models.notices import Level, Notices
from models.own_clock import OwnClock
from models.ports import TradeFeed
from models.status import FeedStatus

CLOCK = "clock"
MALFORMED_EVERY_S = 60.0
"""The log is told of malformed events no more often than this."""
_log = logging.getLogger("optape.feed")


class FeedWatch:
    """`host`: whom the feed talks to. `clock_offset`: the server's clock minus ours in ms, as far as it is known.

    `market_state`: whether the market trades, in words.
    """

    def __init__(
        self,
        feed: TradeFeed,
        market: Market,
        lag: LagMeter,
        rate: RateMeter,
        notices: Notices,
        *,
        host: str,
        clock_offset: Callable[[], float | None] = lambda: None,
        market_state: Callable[[], str] = str,
        clock_s: Callable[[], float] = time.monotonic,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._feed, self._market, self._lag, self._rate, self._notices = feed, market, lag, rate, notices
        self._host, self._clock_offset, self._clock_s, self._wall_ms = host, clock_offset, clock_s, wall_ms
        self._market_state = market_state
        self._history = FeedHistory(wall_ms)
        self._countdown = Countdown(clock_s)
        self._clock = OwnClock()
        self._told_malformed, self._told_samples, self._told_s = 0, 0, -MALFORMED_EVERY_S

    def take(self, status: FeedStatus) -> None:
        """Take note of a status; the log has a line for each change, and none for an acknowledgement."""
        self._countdown.take(status)
        if self._history.note(status):
            _log.info("%s%s", status.state, f": {status.detail}" if status.detail else "")

    def look(self) -> FeedFigures:
        """Look once a second: the figures of now. What is wrong with the clock stands as a notice."""
        self._clock.note_server(self._clock_offset())
        self._clock.note_lag(self._lag.now_ms)
        problem = self._clock.problem
        if problem:
            self._notices.show(CLOCK, Level.WARN, problem)
        else:
            self._notices.clear(CLOCK)
        self._log_malformed()
        return self.figures()

    def figures(self) -> FeedFigures:
        """The figures of this moment."""
        gaps = self._market.gaps
        return FeedFigures(
            rate=self._rate.per_second(time.perf_counter()),
            lag_ms=self._lag.now_ms,
            backlog=self._feed.backlog_bytes(),
            on_tape=len(self._market.tape),
            gaps=len(gaps),
            unfilled=gaps.unfilled,
            duplicates=self._market.duplicates.dropped,
            malformed=self._feed.counters.malformed,
        )

    def details(self) -> FeedDetails:
        """All that can be told, as it is now."""
        counters, lag = self._feed.counters, self._lag.histogram
        return FeedDetails(
            host=self._host,
            status=self._feed.status,
            figures=self.figures(),
            now_ms=self._wall_ms(),
            since_ms=self._history.since_ms,
            retry_left_s=self._countdown.left_s,
            lag_p50_ms=lag.quantile(0.5),
            lag_p99_ms=lag.quantile(0.99),
            clock_offset_ms=self._clock.ahead_ms,
            received=counters.received,
            repeats=self._market.duplicates.repeats,
            samples=tuple(counters.samples),
            gaps=tuple(placed.gap for placed in self._market.gaps),
            changes=tuple(self._history),
            market=self._market_state(),
        )

    def close(self) -> None:
        """Write into the log what was counted in the run."""
        counters, duplicates = self._feed.counters, self._market.duplicates
        _log.info(
            "received %d, on tape %d, duplicates %d, repeats %d, malformed %d, gaps %d",
            counters.received, self._market.tape.end, duplicates.dropped, duplicates.repeats, counters.malformed,
            len(self._market.gaps),
        )  # fmt: skip

    def _log_malformed(self) -> None:
        counters, now_s = self._feed.counters, self._clock_s()
        new = counters.malformed - self._told_malformed
        if new <= 0 or now_s - self._told_s < MALFORMED_EVERY_S:
            return
        self._told_malformed, self._told_s = counters.malformed, now_s
        samples = counters.samples[self._told_samples :]
        self._told_samples = len(counters.samples)
        _log.warning("%d malformed events%s", new, "".join(f"\n  {sample}" for sample in samples))

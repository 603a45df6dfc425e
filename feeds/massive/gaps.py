"""When a gap begins and ends, in the market's time: between connections, and where a frame arrived torn."""

from dataclasses import replace

from feeds.massive.inbox import Cut, Mark, Wanted
from feeds.massive.market_time import MarketTime
from models.gaps import Gap

TORN = "unreadable data"
TORN_EVERY_MS = 20_000
"""Torn frames make a gap no more often than this; those between are of the next."""


class Gaps:
    """Numbers the gaps of a run. One between connections lasts until everything is subscribed again.

    `missed`: what was streamed when the newest of them began; what is watched later was not missed.
    """

    def __init__(self, market_time: MarketTime) -> None:
        self.missed = Wanted()
        self._market_time = market_time
        self._count = 0
        self._open: Gap | None = None
        self._torn = 0
        self._torn_from_ms: int | None = None
        self._told_ms = -TORN_EVERY_MS

    def at_mark(self, mark: Mark) -> tuple[Gap, ...]:
        """The gap that a mark between connections begins or ends; none where one lasts on, or none was open."""
        if isinstance(mark, Cut) and self._open is None:
            self._open = self._new(self._market_time.at(mark.arrival_ms), mark.reason.value)
            self.missed = mark.missed
            return (self._open,)
        if not isinstance(mark, Cut) and self._open is not None:
            end_ms = self._market_time.latest_at(mark.arrival_ms)
            over, self._open = replace(self._open, end_ms=max(end_ms, self._open.start_ms)), None
            return (over,)
        return ()

    def at_trades(self, torn: int, first_ms: int, last_ms: int) -> tuple[Gap, ...]:
        """The gap that ends here because trades were torn.

        `torn`: how many since the start. `first_ms`, `last_ms`: arrival of the frames that were read now, Unix ms.
        """
        if torn != self._torn:
            self._torn = torn
            self._torn_from_ms = first_ms if self._torn_from_ms is None else self._torn_from_ms
        if self._torn_from_ms is None or last_ms - self._told_ms < TORN_EVERY_MS:
            return ()
        start_ms, end_ms = self._market_time.at(self._torn_from_ms), self._market_time.at(last_ms)
        self._told_ms, self._torn_from_ms = last_ms, None
        return (replace(self._new(start_ms, TORN), end_ms=end_ms),)

    def _new(self, start_ms: int, reason: str) -> Gap:
        gap = Gap(self._count, start_ms, reason=reason)
        self._count += 1
        return gap

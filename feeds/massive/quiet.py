"""Whether it is too quiet: no trades although the market is open. Facts: massive.md, section 1."""

from models.sessions import is_regular_session

EVERYTHING_S = 30.0
"""The whole market never rests so long while it is open: thousands of trades are missing."""
LEAST_S, MOST_S = 60.0, 1800.0
GAPS = 30
"""Chosen contracts may rest: so many times their own mean interval is too long."""
ENOUGH = 50
"""So many trades tell the mean interval."""
SETTLING_MS = 60_000
"""The first minute of the session proves nothing."""


class Quiet:
    """Knows when trades last arrived, and how long they may stay away. Times in Unix ms."""

    def __init__(self) -> None:
        self._first_ms = self._last_ms = 0
        self._count = 0

    def start(self, now_ms: int) -> None:
        """Trades are to be expected from now on."""
        self._first_ms = self._last_ms = now_ms
        self._count = 0

    def note(self, arrival_ms: int, count: int) -> None:
        """Take note of trades that arrived."""
        self._last_ms = max(self._last_ms, arrival_ms)
        self._count += count

    def too_long_s(self, now_ms: int, market_ms: int, *, everything: bool) -> float | None:
        """For how many seconds trades have been missing; None where that proves nothing.

        `market_ms`: the market's time now. Outside the regular session every silence is normal.
        """
        if not (is_regular_session(market_ms) and is_regular_session(market_ms - SETTLING_MS)):
            self.start(now_ms)  # what came before tells nothing of the next session
            return None
        silent_s = (now_ms - self._last_ms) / 1000
        limit_s = EVERYTHING_S if everything else self._limit_s()
        return silent_s if limit_s is not None and silent_s > limit_s else None

    def _limit_s(self) -> float | None:
        if self._count < ENOUGH:
            return None
        mean_s = (self._last_ms - self._first_ms) / 1000 / self._count
        return min(max(GAPS * mean_s, LEAST_S), MOST_S)

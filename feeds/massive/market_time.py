"""What time it is in the market that the stream tells of."""

from models.batch import TradeBatch
from models.measures import middle

ENOUGH = 50
"""So many trades of a batch, spread over it, tell its lag."""


class MarketTime:
    """Arrival less the lag of the trades that arrived last.

    Live that is nearly the arrival itself, on the delayed feed 15 minutes less, and against a market of another day
    that day's time. The lag is the median of a batch: late prints and odd times do not move it.
    """

    def __init__(self, delay_ms: int = 0) -> None:
        """`delay_ms`: how old trades are on purpose; taken for the lag until the first ones came."""
        self.known = False
        self._lag_ms = self._least_lag_ms = delay_ms

    def observe(self, batch: TradeBatch) -> None:
        """Learn from the trades of a batch."""
        if len(batch):
            some = slice(None, None, max(1, len(batch) // ENOUGH))
            self.set_lag(int(middle(batch.arrival_ms[some] - batch.time_ms[some])))

    def set_lag(self, lag_ms: int) -> None:
        """Take what is known from elsewhere, such as the server's own clock."""
        self._least_lag_ms = min(lag_ms, self._least_lag_ms) if self.known else lag_ms
        self._lag_ms, self.known = lag_ms, True

    def at(self, arrival_ms: int) -> int:
        """The market's time at an arrival; both Unix ms."""
        return arrival_ms - self._lag_ms

    def latest_at(self, arrival_ms: int) -> int:
        """How far the market may be at an arrival, by the least lag that was seen.

        A connection that is read too slowly lags more and more before it is cut, and the next one does not.
        """
        return arrival_ms - self._least_lag_ms

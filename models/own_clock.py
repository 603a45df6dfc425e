"""Whether this computer's clock is right, told from the server's and from the times of trades."""

MAY_DIFFER_MS = 2_000.0
"""The server tells its time to the second, in an answer that was on its way for a while."""
MAY_BE_EARLY_MS = -500.0
"""A trade cannot arrive before it was reported, but for what the exchanges' clocks differ."""
_ADVICE = "Lag and arrival times are off by as much: let the system set its clock."


class OwnClock:
    """`ahead_ms`: how much our clock is ahead of the market's, as far as that is known; None where nothing tells."""

    def __init__(self) -> None:
        self._server_ahead_ms: float | None = None
        self._lag_ms: float | None = None

    def note_server(self, offset_ms: float | None) -> None:
        """Take note of the server's clock minus our own; None: it did not tell."""
        self._server_ahead_ms = offset_ms

    def note_lag(self, lag_ms: float | None) -> None:
        """Take note of the lag of the newest trades, what a delayed feed is late on purpose taken out."""
        self._lag_ms = lag_ms

    @property
    def ahead_ms(self) -> float | None:
        """Ours less the market's; from trades only what they prove: that ours is behind."""
        if self._lag_ms is not None and self._lag_ms < MAY_BE_EARLY_MS:
            return self._lag_ms
        return None if self._server_ahead_ms is None else -self._server_ahead_ms

    @property
    def problem(self) -> str:
        """A sentence for the user; empty where the clock is right, or nothing tells."""
        ahead_ms = self.ahead_ms
        early = self._lag_ms is not None and self._lag_ms < MAY_BE_EARLY_MS
        if ahead_ms is None or (abs(ahead_ms) <= MAY_DIFFER_MS and not early):
            return ""
        side = "ahead" if ahead_ms > 0 else "behind"
        return f"This computer’s clock is {abs(ahead_ms) / 1000:,.1f} s {side}. {_ADVICE}"

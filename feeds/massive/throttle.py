"""How fast the REST service may be asked: pure arithmetic on a clock, no waiting of its own."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Rates in requests a second, pauses in seconds. Massive allows 100/s on paid plans, 5 a minute on the free one."""

    usual_per_s: float = 50.0
    slow_per_s: float = 5 / 60
    """The rate after a refusal that names no time, or a long one: what even the free plan allows."""
    short_pause_s: float = 5.0
    """A refusal that asks to wait no longer than this is one of the moment: the rate is halved."""
    recovery: float = 1.1
    """Each answered request raises a slowed rate by this factor: back to the usual rate within minutes."""
    first_pause_s: float = 15.0
    longest_pause_s: float = 60.0
    """How long nobody asks after a refusal that names no time; doubles with each refusal in a row."""
    in_flight: int = 8


class Throttle:
    """Spaces out requests, and slows all of them down when one was refused as too many.

    `start` counts a request and returns its ticket, which goes back with its outcome: the requests that were on their
    way when the first of them was refused slow down once, not once each.
    """

    def __init__(self, pace: Pace, clock: Callable[[], float]) -> None:
        """`clock`: seconds that never step back."""
        self._pace = pace
        self._clock = clock
        self._interval_s = 1 / pace.usual_per_s
        self._last_start_s = -float("inf")
        self._paused_until_s = -float("inf")
        self._slowdowns = 0
        self._refused_in_a_row = 0

    @property
    def per_s(self) -> float:
        """The rate that is kept now."""
        return 1 / self._interval_s

    def wait_s(self) -> float:
        """How long the next request must wait; 0 if it may start."""
        return max(self._last_start_s + self._interval_s, self._paused_until_s, self._clock()) - self._clock()

    def start(self) -> int:
        """Count a request that starts now; its ticket."""
        self._last_start_s = self._clock()
        return self._slowdowns

    def accepted(self, ticket: int) -> None:
        """Take note that a request was not refused as too many."""
        if ticket == self._slowdowns:
            self._refused_in_a_row = 0
            self._interval_s = max(self._interval_s / self._pace.recovery, 1 / self._pace.usual_per_s)

    def refused(self, ticket: int, retry_after_s: float | None = None) -> None:
        """Take note of a refusal as too many, and of the time that it names."""
        if ticket == self._slowdowns:
            self._slowdowns += 1
            self._interval_s = self._slower(retry_after_s)
            pause_s = min(self._pace.first_pause_s * 2**self._refused_in_a_row, self._pace.longest_pause_s)
            self._refused_in_a_row = min(self._refused_in_a_row + 1, 30)
            retry_after_s = pause_s if retry_after_s is None else retry_after_s
        if retry_after_s is not None:
            self._paused_until_s = max(self._paused_until_s, self._clock() + retry_after_s)

    def _slower(self, retry_after_s: float | None) -> float:
        """The interval after a refusal, in seconds."""
        slowest_s = 1 / self._pace.slow_per_s
        of_the_moment = retry_after_s is not None and retry_after_s <= self._pace.short_pause_s
        return min(2 * self._interval_s, slowest_s) if of_the_moment else slowest_s

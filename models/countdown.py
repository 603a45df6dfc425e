"""How long a feed still waits before it tries again. A status says that for the moment in which it was published."""

from collections.abc import Callable

from models.status import FeedState, FeedStatus


class Countdown:
    """Told every status when it arrives; `clock_s` is monotonic."""

    def __init__(self, clock_s: Callable[[], float]) -> None:
        self._clock_s = clock_s
        self._wait: tuple[FeedState, float | None] | None = None
        self._until_s: float | None = None

    def take(self, status: FeedStatus) -> None:
        """Take note of a status; another one of the same wait, with other counters, does not begin it anew."""
        wait = (status.state, status.retry_in_s)
        if wait != self._wait:
            self._wait = wait
            self._until_s = None if status.retry_in_s is None else self._clock_s() + status.retry_in_s

    @property
    def left_s(self) -> float | None:
        """Seconds until the next try, not below 0; None where none is planned."""
        return None if self._until_s is None else max(self._until_s - self._clock_s(), 0.0)

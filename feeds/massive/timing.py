"""Every delay of the Massive stream in one place, so that tests run in milliseconds."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. The grounds stand in massive.md and style.md."""

    open_s: float = 10.0
    answer_s: float = 15.0
    """How long the greeting and the answer to the key may take."""
    acknowledge_s: float = 10.0
    """How long acknowledgements may take; what is not acknowledged then is asked for once more, then told."""
    first_retry_s: float = 1.0
    longest_retry_s: float = 60.0
    first_cooldown_s: float = 30.0
    longest_cooldown_s: float = 300.0
    healthy_after_s: float = 10.0
    """A connection that was live so long proves health: the next retry starts from the first delay again."""
    ping_s: float = 20.0
    silence_s: float = 45.0
    """No byte at all for so long, pongs included, and the connection is dead."""
    check_s: float = 5.0
    close_s: float = 2.0
    rest_s: float = 0.033
    """How long the transport rests after a small read when the market is quiet: as long as the window's frame then."""
    flow_rest_s: float = 0.32
    """How long it rests at most where read after read brings several trades: as long as a picture of them stands."""


class Backoff:
    """Delays that double from the first to the longest, each spread by a random factor so that many do not meet."""

    def __init__(self, first_s: float, longest_s: float, spread: tuple[float, float]) -> None:
        """`spread`: least and greatest factor."""
        self._first_s = first_s
        self._longest_s = longest_s
        self._spread = spread
        self._next_s = first_s

    def delay_s(self) -> float:
        """The next delay."""
        delay = self._next_s
        self._next_s = min(2 * delay, self._longest_s)
        return delay * random.uniform(*self._spread)  # noqa: S311

    def reset(self) -> None:
        """Start from the first delay again."""
        self._next_s = self._first_s


RETRY_SPREAD = (0.5, 1.5)
COOLDOWN_SPREAD = (1.0, 1.5)
"""No cool-down is shortened: the first is as long as the server may count a dead session."""

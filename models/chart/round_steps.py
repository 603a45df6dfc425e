"""Round stretches of time that a chart can show: what was asked for, or wider. No Qt here."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from models.clock import EASTERN_CLOCK
from models.time_scale import HOUR_MS, STEPS_MS, marks


def wide_enough(asked_ms: int, least_ms: float) -> int:
    """The stretch that was asked for, or the next round one that is a multiple of it and no shorter than the least."""
    wider = (step for step in STEPS_MS if step > asked_ms and step % asked_ms == 0)
    return next((step for step in (asked_ms, *wider) if step >= least_ms), STEPS_MS[-1])


def round_edges(low_ms: float, high_ms: float, step_ms: int) -> NDArray[np.int64]:
    """Round times of the Eastern clock, a step apart, from the last before low to the first after high, Unix ms."""
    low, high = low_ms - step_ms, high_ms + step_ms
    if step_ms <= HOUR_MS:  # the Eastern clock is whole hours from UTC: round times are multiples of the step
        low, high = -(-low // step_ms) * step_ms, high // step_ms * step_ms
    return _marks(low, high, step_ms)


@lru_cache(maxsize=64)
def _marks(low_ms: float, high_ms: float, step_ms: int) -> NDArray[np.int64]:
    found = np.array(marks(EASTERN_CLOCK, low_ms, high_ms, step_ms), np.int64)
    found.flags.writeable = False
    return found

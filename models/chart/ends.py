"""Where a series of ticks begins and ends, and its trade dates. No Qt here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.chart.ticks import Ticks


@dataclass(frozen=True, slots=True)
class SeriesEnds:
    """Of all layers together, Unix ms. `days`: when each trade date that has ticks began, in order.

    `day_ms`: times of the first and the newest tick of the newest trade date. None without ticks.
    """

    first_ms: int | None
    last_ms: int | None
    days: NDArray[np.int64]
    day_ms: tuple[int, int] | None

    @classmethod
    def of(cls, layers: Sequence[Ticks], day_start_ms: Callable[[int], int]) -> "SeriesEnds":
        """Look at layers; `day_start_ms` says when the trade date of a time began."""
        every = [ticks.time_ms for ticks in layers if len(ticks)]
        if not every:
            return cls(None, None, np.zeros(0, np.int64), None)
        first, last = min(int(times[0]) for times in every), max(int(times[-1]) for times in every)
        starts = [day_start_ms(last)]
        while starts[0] > first:
            starts.insert(0, day_start_ms(_newest_before(every, starts[0])))
        return cls(first, last, np.array(starts, np.int64), (_first_from(every, starts[-1], first), last))


def _newest_before(every: Sequence[NDArray[np.int64]], time_ms: int) -> int:
    ends = ((times, int(times.searchsorted(time_ms))) for times in every)
    return max(int(times[end - 1]) for times, end in ends if end)


def _first_from(every: Sequence[NDArray[np.int64]], start_ms: int, first_ms: int) -> int:
    """The first time from a start on, where the first of all is known."""
    if first_ms >= start_ms:
        return first_ms
    begins = ((times, int(times.searchsorted(start_ms))) for times in every)
    return min(int(times[begin]) for times, begin in begins if begin < len(times))

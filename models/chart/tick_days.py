"""From one trade date of a series of ticks to the next. No Qt here."""

import numpy as np

from models.chart.series import TickSeries


def day_beside(series: TickSeries, time_ms: int, *, later: bool) -> tuple[int, int] | None:
    """Times of the first and the last tick of the nearest trade date with ticks before, or after, that of a time.

    All in Unix ms; None where there is no such date.
    """
    days, start = series.days(), series.day_start_ms(time_ms)
    number = int(np.searchsorted(days, start, side="right")) if later else int(np.searchsorted(days, start)) - 1
    if not 0 <= number < len(days):
        return None
    bounds = (days[number], days[number + 1] if number + 1 < len(days) else np.iinfo(np.int64).max)
    inside = [ticks.time_ms[slice(*np.searchsorted(ticks.time_ms, bounds))] for ticks in series.layers]
    found = [times for times in inside if len(times)]
    return min(int(times[0]) for times in found), max(int(times[-1]) for times in found)

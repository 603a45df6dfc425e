"""Trade dates of a series of ticks: where one begins and ends, and which lie beside it. No Qt here."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from models.clock import day_from_number, eastern_ms, utc_ms
from models.hours import EVENING_MS
from models.series import TickSeries
from models.sessions import trade_days
from models.trading_days import previous_trading_day


class TickDays:
    """Reads the trade dates of a series; all times in Unix ms."""

    def __init__(self, series: TickSeries, *, is_index: bool) -> None:
        self._series, self._is_index = series, is_index

    def around(self, time_ms: int) -> tuple[int, int]:
        """When the trade date of a time begins, and when the next one does."""
        number = trade_days(eastern_ms(np.array([time_ms])), np.array([self._is_index]))[0]
        day = day_from_number(int(number))
        if self._is_index:
            return utc_ms(previous_trading_day(day), EVENING_MS), utc_ms(day, EVENING_MS)
        return utc_ms(day, 0), utc_ms(day + timedelta(days=1), 0)

    def ticks_of(self, time_ms: int) -> tuple[int, int] | None:
        """Times of the first and the last tick of the trade date of a time; None if it has none."""
        start, end = self.around(time_ms)
        inside = [times[slice(*np.searchsorted(times, (start, end)))] for times in self._times()]
        found = [times for times in inside if len(times)]
        return (min(int(t[0]) for t in found), max(int(t[-1]) for t in found)) if found else None

    def beside(self, time_ms: int, *, later: bool) -> tuple[int, int] | None:
        """First and last tick of the nearest trade date with ticks before, or after, that of a time."""
        start, end = self.around(time_ms)
        if later:
            after = [int(times[at]) for times in self._times() if (at := np.searchsorted(times, end)) < len(times)]
            return self.ticks_of(min(after)) if after else None
        before = [int(times[at - 1]) for times in self._times() if (at := np.searchsorted(times, start))]
        return self.ticks_of(max(before)) if before else None

    def _times(self) -> Iterator[NDArray[np.int64]]:
        return (ticks.time_ms for ticks in self._series.layers)

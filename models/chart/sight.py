"""A series as far as it is in sight: which of its ticks stand in which pixel column. No Qt here."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.chart.decimate import Steps, steps_between
from models.chart.series import COUNTED, Kind, TickSeries

Cuts = NDArray[np.intp]


class Sight:
    """Looks each layer up once, however often it is asked.

    `edges`: of the columns, Unix ms. Good until the series changes.
    """

    def __init__(self, series: TickSeries, edges: NDArray[np.int64]) -> None:
        self.series = series
        self.edges = edges
        self._cuts: dict[Kind, Cuts] = {}

    def cuts(self, kind: Kind) -> Cuts:
        """Index in a layer of the first tick that is not before each edge."""
        if kind not in self._cuts:
            ticks = self.series.layers[kind]
            self._cuts[kind] = ticks.blocks().cuts(ticks.time_ms, self.edges)
        return self._cuts[kind]

    def inside(self, kind: Kind) -> slice:
        """The ticks of a layer that stand in any column."""
        cuts = self.cuts(kind)
        return slice(int(cuts[0]), int(cuts[-1]))

    def columns(self, kind: Kind) -> NDArray[np.intp]:
        """The column of every tick that stands in one, in order."""
        return np.repeat(np.arange(len(self.edges) - 1), np.diff(self.cuts(kind)))

    def columns_of(self, kind: Kind, ticks: NDArray[np.intp]) -> NDArray[np.intp]:
        """The columns of some of them, given by their number among those in sight."""
        cuts = self.cuts(kind)
        after: NDArray[np.intp] = np.searchsorted(cuts, ticks + cuts[0], side="right")
        return after - 1

    @cached_property
    def days(self) -> list[tuple[int, int]]:
        """Start and end of each trade date with ticks that has a part in sight, Unix ms."""
        starts = self.series.days()
        ends = np.append(starts[1:], np.iinfo(np.int64).max)
        shown = (starts < self.edges[-1]) & (ends > self.edges[0])
        return list(zip(starts[shown].tolist(), ends[shown].tolist(), strict=True))

    def of_day(self, kind: Kind, day: tuple[int, int]) -> slice:
        """The ticks of a layer that were traded on a trade date."""
        low, high = np.searchsorted(self.series.layers[kind].time_ms, day)
        return slice(int(low), int(high))

    @cached_property
    def segments(self) -> list[Steps]:
        """The line by trade date, for a price does not hold overnight: what each column shows of it."""
        line = self.series.layers[Kind.LINE]
        parts = (self.of_day(Kind.LINE, day) for day in self.days)
        every = [steps_between(line.price, self.cuts(Kind.LINE), part, line.blocks()) for part in parts]
        return [steps for steps in every if len(steps.column) or steps.goes_on]

    @property
    def first_price(self) -> float | None:
        """The line's first price in sight, in force at the left edge or traded later; None without any."""
        for steps in self.segments:
            if np.isfinite(steps.before):
                return steps.before
            if len(steps.first):
                return float(steps.first[0])
        return None

    def vwap_curves(self) -> list[Steps]:
        """For each trade date the average over all that counted since its start, at the end of each column."""
        return [self._vwap_curve(day) for day in self.days]

    def _vwap_curve(self, day: tuple[int, int]) -> Steps:
        value, contracts = np.zeros(len(self.edges)), np.zeros(len(self.edges), np.int64)
        ended = np.ones(len(self.edges) - 1, np.bool_)
        before_value, before = self.series.sums_before(day[0])
        for kind in (kind for kind in COUNTED if len(self.series.layers[kind])):
            part, sums = self.of_day(kind, day), self.series.layers[kind].sums()
            cuts = np.clip(self.cuts(kind), part.start, part.stop)
            value += sums.value[cuts] - sums.value[part.start]
            contracts += sums.contracts[cuts] - sums.contracts[part.start]
            ended &= cuts[:-1] == part.stop
        column = np.flatnonzero((contracts[1:] > 0) & ~ended)
        average = (value[column + 1] + before_value) / (contracts[column + 1] + before)
        return Steps(column, average, average, average, average, np.nan, goes_on=False)

"""A series as far as it is in sight: which of its ticks stand in which pixel column. No Qt here."""

from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.chart.decimate import Steps, steps_between, within
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
            self._cuts[kind] = self.series.layers[kind].cuts(self.edges)
        return self._cuts[kind]

    @cached_property
    def parts(self) -> dict[Kind, slice]:
        """The ticks that stand in any column, of each layer that has such."""
        ends = ((kind, self.cuts(kind)) for kind in Kind if len(self.series.layers[kind]))
        return {kind: slice(int(cuts[0]), int(cuts[-1])) for kind, cuts in ends if cuts[-1] > cuts[0]}

    def columns(self, kind: Kind) -> NDArray[np.intp]:
        """The column of every tick that stands in one, in order."""
        cuts = self.cuts(kind)
        return np.arange(len(self.edges) - 1).repeat(cuts[1:] - cuts[:-1])

    def columns_of(self, kind: Kind, ticks: NDArray[np.intp]) -> NDArray[np.intp]:
        """The columns of some of them, given by their number among those in sight."""
        cuts = self.cuts(kind)
        after: NDArray[np.intp] = cuts.searchsorted(ticks + cuts[0], side="right")
        return after - 1

    @cached_property
    def days(self) -> list[tuple[int, int]]:
        """Start and end of each trade date with ticks that has a part in sight, Unix ms."""
        low, high = int(self.edges[0]), int(self.edges[-1])
        days = pairwise([*self.series.days().tolist(), np.iinfo(np.int64).max])
        return [(start, end) for start, end in days if start < high and end > low]

    def of_day(self, kind: Kind, day: tuple[int, int]) -> slice:
        """The ticks of a layer that were traded on a trade date."""
        return slice(*self.series.layers[kind].time_ms.searchsorted(day).tolist())

    @cached_property
    def segments(self) -> list[Steps]:
        """The line by trade date, for a price does not hold overnight: what each column shows of it."""
        line = self.series.layers[Kind.LINE]
        blocks, parts = line.blocks() if line.are_many else None, (self.of_day(Kind.LINE, day) for day in self.days)
        every = [steps_between(line.price, self.cuts(Kind.LINE), part, blocks) for part in parts]
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
        value, contracts, ended = np.zeros(len(self.edges)), np.zeros(len(self.edges), np.int64), 0
        before_value, before = self.series.sums_before(day[0])
        for kind in (kind for kind in COUNTED if len(self.series.layers[kind])):
            part, sums = self.of_day(kind, day), self.series.layers[kind].sums()
            cuts = within(self.cuts(kind), part)
            value += sums.value.take(cuts) - sums.value[part.start]
            contracts += sums.contracts.take(cuts) - sums.contracts[part.start]
            ended = max(ended, int(cuts.searchsorted(part.stop)))
        # From the first that counted up to the column in which the last one was traded.
        first = int(contracts[1:].searchsorted(0, side="right"))
        column = np.arange(first, max(min(ended, len(self.edges) - 1), first))
        here = slice(first + 1, first + 1 + len(column))
        average = (value[here] + before_value) / (contracts[here] + before)
        return Steps(column, average, average, average, average, np.nan, goes_on=False)

"""The place of every print of one trade date in the common order of several layers. No Qt here."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.series import Kind
from models.ticks import Ticks


class MergedRanks:
    """Finds the n-th print of a trade date among layers. Costs as much as all but the longest layer are long.

    `count`: prints of the date in all layers.
    """

    def __init__(self, layers: Mapping[Kind, Ticks], start_ms: int, end_ms: int) -> None:
        self._layers = layers
        self._of_day = {k: slice(*np.searchsorted(t.time_ms, (start_ms, end_ms)).tolist()) for k, t in layers.items()}
        lengths = {kind: part.stop - part.start for kind, part in self._of_day.items()}
        self.count = sum(lengths.values())
        self._longest = max(lengths, key=lambda kind: lengths[kind])
        self._ranks = {kind: self._rank(kind) for kind in layers if kind is not self._longest}

    def before(self, time_ms: float) -> int:
        """How many prints of the date are earlier than a time."""
        return sum(self._at(kind, time_ms) for kind in self._layers)

    def cuts(self, ranks: NDArray[np.int64]) -> dict[Kind, NDArray[np.intp]]:
        """For each layer the index in it of the first print that is not among the first n of the date."""
        short = {kind: np.searchsorted(own, ranks) for kind, own in self._ranks.items()}
        short[self._longest] = ranks - sum(short.values())
        return {kind: self._of_day[kind].start + count for kind, count in short.items()}

    def times(self, cuts: Mapping[Kind, NDArray[np.intp]]) -> NDArray[np.int64]:
        """Unix ms of the print at each cut; a millisecond after the last one at the end of the date."""
        never = np.iinfo(np.int64).max
        found = np.full(len(cuts[self._longest]), never)
        newest = 0
        for kind, at in cuts.items():
            times, stop = self._layers[kind].time_ms, self._of_day[kind].stop
            inside = at < stop
            found[inside] = np.minimum(found[inside], times[at[inside]])
            newest = max(newest, int(times[stop - 1]) if stop > self._of_day[kind].start else 0)
        return np.where(found == never, newest + 1, found)

    def _at(self, kind: Kind, time_ms: float) -> int:
        part = self._of_day[kind]
        return int(np.searchsorted(self._layers[kind].time_ms[part], np.ceil(time_ms)))

    def _rank(self, kind: Kind) -> NDArray[np.intp]:
        """How many prints of the date come before each of a layer's."""
        part = self._of_day[kind]
        rank = np.arange(part.stop - part.start)
        for other in self._layers:
            if other is not kind:
                rank = rank + _earlier(self._layers[kind], part, self._layers[other], self._of_day[other])
        return rank


def _earlier(ticks: Ticks, part: slice, others: Ticks, their_part: slice) -> NDArray[np.intp]:
    """How many of the others come before each tick in the order of (time, order)."""
    time_ms, order = ticks.time_ms[part], ticks.order[part]
    their_ms, their_order = others.time_ms[their_part], others.order[their_part]
    before = np.searchsorted(their_ms, time_ms)
    beside = np.flatnonzero(before < len(their_ms))
    tied = beside[their_ms[before[beside]] == time_ms[beside]]
    low, high = before[tied], np.searchsorted(their_ms, time_ms[tied], side="right")
    while (open_ := low < high).any():  # halving, for all ties at once
        middle = np.where(open_, (low + high) // 2, 0)
        after = open_ & (their_order[middle] < order[tied])
        low, high = np.where(after, middle + 1, low), np.where(open_ & ~after, middle, high)
    before[tied] = low
    return before

"""The place of every print of one trade date in the common order of several layers. No Qt here."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.chart.ticks import Ticks


class MergedRanks:
    """Finds the n-th print of a trade date among layers.

    `count`: prints of the date in all layers. Good until these change, and again after `renew`, which costs as much as
    all but the longest layer are long from there on.
    """

    def __init__(self, layers: Sequence[Ticks], start_ms: int, end_ms: int) -> None:
        self._layers, self._span = layers, (start_ms, end_ms)
        self._ranks = [np.zeros(0, np.intp) for _ in layers]
        self.renew(start_ms)

    def renew(self, from_ms: int) -> None:
        """Take note of prints that came, went or changed places, none of them before a time, Unix ms."""
        self._of_day = [slice(*np.searchsorted(ticks.time_ms, self._span).tolist()) for ticks in self._layers]
        lengths = [part.stop - part.start for part in self._of_day]
        self.count = sum(lengths)
        self._longest = lengths.index(max(lengths))
        self._ranks = [self._renewed(layer, from_ms) for layer in range(len(lengths))]

    def before(self, time_ms: float) -> int:
        """How many prints of the date are earlier than a time."""
        return sum(self._at(layer, time_ms) for layer in range(len(self._layers)))

    def cuts(self, ranks: NDArray[np.int64]) -> list[NDArray[np.intp]]:
        """For each layer the index in it of the first print that is not among the first n of the date."""
        counts = [np.searchsorted(own, ranks) for own in self._ranks]
        counts[self._longest] = ranks - sum(n for layer, n in enumerate(counts) if layer != self._longest)
        return [part.start + count for part, count in zip(self._of_day, counts, strict=True)]

    def times(self, cuts: Sequence[NDArray[np.intp]]) -> NDArray[np.int64]:
        """Unix ms of the print at each cut; a millisecond after the last one at the end of the date."""
        never = np.iinfo(np.int64).max
        found = np.full(len(cuts[self._longest]), never)
        newest = 0
        for ticks, part, at in zip(self._layers, self._of_day, cuts, strict=True):
            times, inside = ticks.time_ms, at < part.stop
            found[inside] = np.minimum(found[inside], times[at[inside]])
            newest = max(newest, int(times[part.stop - 1]) if part.stop > part.start else 0)
        return np.where(found == never, newest + 1, found)

    def _at(self, layer: int, time_ms: float) -> int:
        part = self._of_day[layer]
        return int(np.searchsorted(self._layers[layer].time_ms[part], np.ceil(time_ms)))

    def _renewed(self, layer: int, from_ms: int) -> NDArray[np.intp]:
        """How many prints of the date come before each of a layer's; nothing is kept of the longest."""
        if layer == self._longest:
            return np.zeros(0, np.intp)
        kept = self._ranks[layer][: self._at(layer, from_ms)]
        part = self._of_day[layer]
        new = slice(part.start + len(kept), part.stop)
        rank = np.arange(len(kept), part.stop - part.start)
        for other, ticks in enumerate(self._layers):
            if other != layer:
                rank = rank + _earlier(self._layers[layer], new, ticks, self._of_day[other])
        return np.concatenate([kept, rank])


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

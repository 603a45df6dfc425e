"""Summaries of a layer's ticks, a few at a time: what is asked of a million is then in the cache. No Qt here."""

import numpy as np
from numpy.typing import NDArray

from models.columns import GrowingColumns

EACH = 16
"""Ticks that a block holds."""
Indices = NDArray[np.intp]
Prices = NDArray[np.float64]


class TickBlocks(GrowingColumns):
    """Of every 16 ticks the `first_ms`, Unix, and the `low` and `high` price, $; the last ticks may be in no block."""

    def __init__(self) -> None:
        super().__init__({"first_ms": ("i8", 0), "low": ("f8", 0.0), "high": ("f8", 0.0)}, capacity=64)

    def renew(self, kept: int, time_ms: NDArray[np.int64], price: Prices) -> None:
        """Take these ticks, of which the first `kept` are those that were taken before."""
        old = min(kept // EACH, len(self))
        self._length = old
        self._forget_made()
        self.grow_to(len(price) // EACH)
        if len(self) > old:
            starts = np.arange(old, len(self)) * EACH
            self.first_ms[old:] = time_ms[starts]
            self.low[old:], self.high[old:] = reduced(price[: len(self) * EACH], starts)

    def cuts(self, time_ms: NDArray[np.int64], edges: NDArray[np.int64]) -> Indices:
        """Index of the first tick that is not before each of some times, which are in order."""
        last = len(self) - 1
        if last < 1:
            return time_ms.searchsorted(edges)
        block = self.first_ms.searchsorted(edges) - 1
        starts = np.maximum(block, 0) * EACH
        earlier = time_ms[starts[:, None] + np.arange(EACH)] < edges[:, None]
        found: Indices = starts + np.count_nonzero(earlier, axis=1)
        beyond = int(block.searchsorted(last))
        found[beyond:] = last * EACH + time_ms[last * EACH :].searchsorted(edges[beyond:])
        return found

    def extremes(self, price: Prices, starts: Indices, stops: Indices) -> tuple[Prices, Prices]:
        """Lowest and highest price of runs of ticks, none of them empty, which follow one another without a gap."""
        first, end = -(-starts // EACH), stops // EACH
        whole = np.flatnonzero(end > first)
        heads, tails = stops.copy(), stops.copy()
        heads[whole], tails[whole] = np.maximum(first[whole] * EACH, starts[whole] + 1), end[whole] * EACH
        low, high = _reduced_ends(price, starts, heads, tails, stops)
        if len(whole):
            bounds = np.stack([first[whole], end[whole]], axis=1).reshape(-1)
            within = bounds[: len(bounds) - (bounds[-1] == len(self))]
            low[whole] = np.minimum(low[whole], np.minimum.reduceat(self.low, within)[::2])
            high[whole] = np.maximum(high[whole], np.maximum.reduceat(self.high, within)[::2])
        return low, high


def reduced(price: Prices, starts: Indices) -> tuple[Prices, Prices]:
    """Lowest and highest price from each start up to the next, from the last one up to the end."""
    if not len(starts):
        return np.zeros(0), np.zeros(0)
    return np.minimum.reduceat(price, starts), np.maximum.reduceat(price, starts)


def _reduced_ends(
    price: Prices, starts: Indices, heads: Indices, tails: Indices, stops: Indices
) -> tuple[Prices, Prices]:
    """Lowest and highest price from each start up to the head, which is not empty, and from the tail up to the stop."""
    begins = np.stack([starts, tails], axis=1).reshape(-1)
    lengths = np.stack([heads - starts, stops - tails], axis=1).reshape(-1)
    places = np.cumsum(lengths) - lengths
    return reduced(price[np.repeat(begins - places, lengths) + np.arange(int(lengths.sum()))], places[::2])

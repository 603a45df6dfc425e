"""How many contracts an order is for: many ones, round lots, a heavy tail. Mean about six (see `figures`)."""

import numpy as np
from numpy.typing import NDArray

from feeds.venue.market.chain import Rows
from feeds.venue.market.pricing import Column

_PARTS = {
    1: 0.425, 2: 0.145, 3: 0.075, 4: 0.045, 5: 0.075, 6: 0.025, 7: 0.018, 8: 0.018, 9: 0.012, 10: 0.07, 12: 0.01,
    15: 0.013, 20: 0.024, 25: 0.011, 30: 0.007, 40: 0.004, 50: 0.007, 100: 0.004,
}  # fmt: skip
_SIZES = np.array([*_PARTS, 0], np.int64)
_ENDS = np.cumsum(list(_PARTS.values()))
_TAIL_FROM, _TAIL_EXPONENT, _LARGEST = 11.0, 1.5, 20_000


def draw_sizes(random: np.random.Generator, count: int) -> Rows:
    """Sizes in contracts; what the table leaves is a Pareto tail, rounded to tens where it is large."""
    chosen = np.searchsorted(_ENDS, random.random(count), side="right")
    tail = np.minimum(_TAIL_FROM * (1 + random.pareto(_TAIL_EXPONENT, count)), _LARGEST).astype(np.int64)
    rounded = np.where((tail > 100) & (random.random(count) < 0.6), tail // 50 * 50, tail)
    return np.where(chosen < len(_PARTS), _SIZES[chosen], rounded)


def scaled(size: Rows, factor: Column | NDArray[np.float64]) -> Rows:
    """Sizes of larger business, at least one."""
    return np.clip((size * factor).astype(np.int64), 1, _LARGEST)

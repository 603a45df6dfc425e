"""Which prices a chart's scale spans: the line always, other prints as far as they leave the line its room. No Qt."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

LEAST_SHARE = 1 / 3
"""Of the height, what other prints leave to the line."""
Prices = NDArray[np.float64]


def fit(line: Iterable[Prices], others: Iterable[Prices], least: float) -> tuple[float, float] | None:
    """The lowest and the highest price to be shown; None without any.

    `least`: the line is taken to be at least this high. Without a line the other prints decide.
    """
    core, rest = _finite(line), [prices for prices in others if len(prices)]
    if not len(core):
        core, rest = _finite(rest), []
    if not len(core):
        return None
    low, high = _widened(float(core.min()), float(core.max()), least)
    room = (high - low) * (1 / LEAST_SHARE - 1)
    below = max(low - min((float(prices.min()) for prices in rest), default=low), 0.0)
    above = max(max((float(prices.max()) for prices in rest), default=high) - high, 0.0)
    if below + above > room:
        below, above = min(below, max(room / 2, room - above)), min(above, max(room / 2, room - below))
        # As far as the farthest print that has its place, and no further.
        every = np.concatenate(rest)
        kept = every[(every >= low - below) & (every <= high + above)]
        below, above = max(low - float(kept.min(initial=low)), 0.0), max(float(kept.max(initial=high)) - high, 0.0)
    return low - below, high + above


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    lacking = max(least - (high - low), 0.0) / 2
    return low - lacking, high + lacking


def _finite(parts: Iterable[Prices]) -> Prices:
    prices: Prices = np.concatenate([*parts, np.zeros(0)])
    return prices.compress(np.isfinite(prices))

"""The price scale of a chart: dollars, or percent of each contract's first price in sight. No widget here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.chart.decimate import PriceScale, Steps
from models.chart.price_fit import fit
from models.chart.sight import Sight

PAD_PX = 9
"""Free space above the highest and below the lowest price."""
LEAST_TICKS = 4
"""The price scale spans at least this many of the smallest steps of the contract's price."""
Prices = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Base:
    """What prices of a contract are compared with; without a price they stay dollars."""

    price: float | None = None

    @classmethod
    def of(cls, sight: Sight, *, relative: bool) -> "Base":
        """The first price in sight."""
        price = sight.first_price if relative else None
        return cls(price if price and price > 0 else None)

    def shown(self, prices: Prices) -> Prices:
        """What the scale shows of prices."""
        return prices if self.price is None else (prices / self.price - 1) * 100

    def dollars(self, scale: PriceScale) -> PriceScale:
        """The same pixel rows in prices of the contract."""
        if self.price is None:
            return scale
        low, high = (self.price * (1 + percent / 100) for percent in (scale.low, scale.high))
        return PriceScale(low, high, scale.rows)


def percent_text(price: float, base: float, decimals: int = 2) -> str:
    """A price in percent of another, `+2.90 %`; no sign where it reads as nothing."""
    text = f"{(price / base - 1) * 100:+.{decimals}f}"
    return f"{text if float(text) else text[1:]} %"


def extremes(segments: Iterable[Steps]) -> Prices:
    """The lowest and the highest price of each part of a line, and those that were in force before: NaN for none."""
    found = []
    for steps in segments:
        if len(steps.column):
            found += [float(steps.low.min()), float(steps.high.max())]
        if len(steps.column) or steps.goes_on:
            found.append(steps.before)
    return np.array(found)


def chart_scale(line: Sequence[Prices], others: Sequence[Prices], least: float, rows: int, ratio: float) -> PriceScale:
    """A scale that holds the line, and the other prices as far as there is room; a pad above and below."""
    low, high = fit(line, others, least) or (-least / 2, least / 2)
    pad = (high - low) * PAD_PX * ratio / max(rows - 2 * PAD_PX * ratio, PAD_PX)
    return PriceScale(low - pad, high + pad, rows)

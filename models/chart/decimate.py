"""Fewer points for the same picture: what the pixel columns of a chart show of a million ticks. Pure numpy, no Qt.

All layers of ticks share the `edges` of the columns, so that they agree on the column of a tick. Nothing is binned by
index: an extreme stays in the column in which it was traded.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.chart.tick_blocks import TickBlocks, reduced


def column_edges(low_ms: float, high_ms: float, columns: int) -> NDArray[np.int64]:
    """Cut a range of time into pixel columns: `columns + 1` times, Unix ms.

    Column c holds the ticks with `edges[c] <= time < edges[c + 1]`.
    """
    edges = np.arange(columns + 1) * ((high_ms - low_ms) / columns)
    edges += low_ms
    edges[-1] = high_ms
    found: NDArray[np.int64] = np.ceil(edges).astype(np.int64)
    return found


@dataclass(frozen=True, slots=True)
class Steps:
    """A step line by pixel column, for the columns that hold ticks: prices in dollars, arrays of one length.

    `before`: the price in force where the range begins, NaN if none. `goes_on`: there is a tick after the range,
    so that the last price holds up to its end.
    """

    column: NDArray[np.intp]
    first: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    last: NDArray[np.float64]
    before: float
    goes_on: bool


def step_columns(time_ms: NDArray[np.int64], price: NDArray[np.float64], edges: NDArray[np.int64]) -> Steps:
    """First, lowest, highest and last price of every column that holds ticks."""
    return steps_between(price, np.searchsorted(time_ms, edges), slice(0, len(price)))


def steps_between(
    price: NDArray[np.float64], cuts: NDArray[np.intp], part: slice, blocks: TickBlocks | None = None
) -> Steps:
    """The same for a part of some ticks alone, faster with their `blocks`.

    `cuts`: for each edge the index of the first tick not before it.
    """
    cuts = within(cuts, part)
    column = (cuts[1:] > cuts[:-1]).nonzero()[0]
    starts, stops = cuts[column], cuts[column + 1]
    if blocks is not None:
        low, high = blocks.extremes(price, starts, stops)
    else:
        low, high = reduced(price[: cuts[-1]], starts)
    before = float(price[cuts[0] - 1]) if cuts[0] > part.start else np.nan
    return Steps(column, price[starts], low, high, price[stops - 1], before, bool(cuts[-1] < part.stop))


def within(cuts: NDArray[np.intp], part: slice) -> NDArray[np.intp]:
    """Cuts, which are in order, as far as they lie in a part; those beyond stand at its ends."""
    if cuts[0] >= part.start and cuts[-1] <= part.stop:
        return cuts
    held: NDArray[np.intp] = np.minimum(np.maximum(cuts, part.start), part.stop)
    return held


@dataclass(frozen=True, slots=True)
class PriceScale:
    """Pixel rows of prices: `high` dollars is the top of row 0, `low` the foot of the last of `rows` rows."""

    low: float
    high: float
    rows: int

    def row(self, price: NDArray[np.float64]) -> NDArray[np.int32]:
        """Rows of prices, int32; a price off the scale is at its nearest end."""
        scaled = (self.high - price) * (self.rows / (self.high - self.low))
        np.maximum(scaled, 0, out=scaled)
        np.minimum(scaled, self.rows - 1, out=scaled)
        return scaled.astype(np.int32)

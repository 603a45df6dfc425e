"""Fewer points for the same picture: what the pixel columns of a chart show of a million ticks. Pure numpy, no Qt.

All functions take ticks in order of time and the `edges` of the columns, so that every layer agrees on the column of a
tick. Nothing is binned by index: an extreme stays in the column in which it was traded.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


def column_edges(low_ms: float, high_ms: float, columns: int) -> NDArray[np.int64]:
    """Cut a range of time into pixel columns: `columns + 1` times, Unix ms.

    Column c holds the ticks with `edges[c] <= time < edges[c + 1]`.
    """
    edges: NDArray[np.int64] = np.ceil(np.linspace(low_ms, high_ms, columns + 1)).astype(np.int64)
    return edges


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
    cuts = np.searchsorted(time_ms, edges)
    column = np.flatnonzero(cuts[1:] > cuts[:-1])
    starts, stops = cuts[column], cuts[column + 1]
    low, high = _reduce(np.minimum, price, starts, stops), _reduce(np.maximum, price, starts, stops)
    before = float(price[cuts[0] - 1]) if cuts[0] else np.nan
    return Steps(column, price[starts], low, high, price[stops - 1], before, bool(cuts[-1] < len(price)))


def sum_columns(
    time_ms: NDArray[np.int64], size: NDArray[np.int32], edges: NDArray[np.int64], largest: bool = False
) -> NDArray[np.int64]:
    """Sum of the sizes in every column, or the largest one; 0 where there is no tick."""
    cuts = np.searchsorted(time_ms, edges)
    column = np.flatnonzero(cuts[1:] > cuts[:-1])
    totals = np.zeros(len(edges) - 1, np.int64)
    operation = np.maximum if largest else np.add
    totals[column] = _reduce(operation, size, cuts[column], cuts[column + 1])
    return totals


def visible(time_ms: NDArray[np.int64], edges: NDArray[np.int64]) -> slice:
    """The ticks that lie in any column."""
    low, high = np.searchsorted(time_ms, edges[[0, -1]])
    return slice(int(low), int(high))


def tick_columns(time_ms: NDArray[np.int64], edges: NDArray[np.int64]) -> NDArray[np.intp]:
    """The column of every tick that lies in one, in order."""
    return np.repeat(np.arange(len(edges) - 1), np.diff(np.searchsorted(time_ms, edges)))


@dataclass(frozen=True, slots=True)
class PriceScale:
    """Pixel rows of prices: `high` dollars is the top of row 0, `low` the foot of the last of `rows` rows."""

    low: float
    high: float
    rows: int

    def row(self, price: NDArray[np.float64]) -> NDArray[np.int32]:
        """Rows of prices, int32; a price off the scale is at its nearest end."""
        scaled = (self.high - price) * (self.rows / (self.high - self.low))
        np.clip(scaled, 0, self.rows - 1, out=scaled)
        return scaled.astype(np.int32)


def one_per_pixel(column: NDArray[np.intp], row: NDArray[np.int32], width: int, height: int) -> NDArray[np.int32]:
    """Indices of the ticks to draw as markers: of those on one pixel the last, which would be drawn on top."""
    if len(column) < 2:
        return np.arange(len(column), dtype=np.int32)
    newest = np.full(width * height, -1, np.int32)
    newest[row * width + column] = np.arange(len(column), dtype=np.int32)
    return newest[newest >= 0]


def _reduce(
    operation: np.ufunc, values: NDArray[np.float64 | np.int32], starts: NDArray[np.intp], stops: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Reduce runs of values that follow one another without a gap."""
    if not len(starts):
        return np.zeros(0)
    wide = np.int64 if operation is np.add else None
    reduced: NDArray[np.float64] = operation.reduceat(values[: stops[-1]], starts, dtype=wide)
    return reduced

"""Candles: open, high, low and close of the line's prints by round stretches of time. No Qt here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.chart.decimate import step_columns
from models.chart.round_steps import round_edges, wide_enough
from models.chart.series import Kind, TickSeries


@dataclass(frozen=True, slots=True)
class Candles:
    """Arrays of one length, for stretches with prints: `start_ms` up to, not including, `end_ms`, Unix; prices in $."""

    start_ms: NDArray[np.int64]
    end_ms: NDArray[np.int64]
    open: NDArray[np.float64]
    high: NDArray[np.float64]
    low: NDArray[np.float64]
    close: NDArray[np.float64]
    each_ms: int


def candles(series: TickSeries, low_ms: float, high_ms: float, asked_ms: int, least_ms: float) -> Candles:
    """Candles of the single-leg prints that move the price, which touch the time from low to high.

    `least_ms`: shorter ones would be too narrow; they are then a wider round multiple of what was asked for.
    """
    step = wide_enough(asked_ms, least_ms)
    edges = round_edges(low_ms, high_ms, step)
    line = series.layers[Kind.LINE]
    if len(edges) < 2:
        edges = np.zeros(1, np.int64)
    found = step_columns(line.time_ms, line.price, edges)
    start, end = edges[found.column], edges[found.column + 1]
    inside = (start < high_ms) & (end > low_ms)
    first, high, low, last = (values[inside] for values in (found.first, found.high, found.low, found.last))
    return Candles(start[inside], end[inside], first, high, low, last, step)

"""Which tick is under the pointer. No Qt here."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from models.chart.series import Kind, TickSeries
from models.chart.ticks import Ticks

REACH_PX = 24
"""How far to either side of the pointer a tick is looked for before the next one in time is taken."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place on a chart: Unix ms and dollars, with what a pixel is worth of each.

    Prints below `lowest` and above `highest` are drawn there, at the edge.
    """

    time_ms: float
    price: float
    ms_per_px: float
    dollars_per_px: float
    lowest: float = -math.inf
    highest: float = math.inf


@dataclass(frozen=True, slots=True)
class Found:
    """A tick of a series: its layer, its index there, and how far it is from the pointer in pixels."""

    kind: Kind
    index: int
    distance_px: float


def nearest_tick(series: TickSeries, at: Pointer, kinds: Iterable[Kind], low_ms: float, high_ms: float) -> Found | None:
    """The tick nearest on the screen, of those between low and high.

    Of those that lie on one another it is the newest of the rarest kind: the line's are found beside it.
    """
    reach_ms = REACH_PX * at.ms_per_px
    close = [_nearest(series.layers[kind], kind, at, at.time_ms - reach_ms, at.time_ms + reach_ms) for kind in kinds]
    if not any(close):
        close = [_nearest(series.layers[kind], kind, at, low_ms, high_ms, beside=True) for kind in kinds]
    found = [f for f in close if f is not None and low_ms <= series.layers[f.kind].time_ms[f.index] <= high_ms]
    return min(found, key=lambda f: (round(f.distance_px), -f.kind), default=None)


def neighbour(series: TickSeries, time_ms: int, row: int, kinds: Iterable[Kind], *, later: bool) -> Found | None:
    """The next tick after, or before, that of a tape row, which was traded at a time."""
    place = series.find(row)
    order = float(series.layers[place[0]].order[place[1]]) if place else float(row)
    beside: list[tuple[int, float, Found]] = []
    for kind in kinds:
        ticks = series.layers[kind]
        low, high = np.searchsorted(ticks.time_ms, (time_ms, time_ms + 1))
        same = int(low) + int(
            (ticks.order[low:high] <= order).sum() if later else (ticks.order[low:high] < order).sum()
        )
        index = same if later else same - 1
        if 0 <= index < len(ticks):
            beside.append((int(ticks.time_ms[index]), float(ticks.order[index]), Found(kind, index, 0.0)))
    nearest = (min if later else max)(beside, key=lambda b: b[:2], default=None)
    return nearest[2] if nearest else None


def _nearest(
    ticks: Ticks, kind: Kind, at: Pointer, low_ms: float, high_ms: float, *, beside: bool = False
) -> Found | None:
    low, high = np.searchsorted(ticks.time_ms, (math.ceil(low_ms), math.floor(high_ms) + 1))
    if beside:
        middle = np.searchsorted(ticks.time_ms, math.ceil(at.time_ms))
        low, high = max(low, middle - 1), min(high, middle + 1)
    if low >= high:
        return None
    across = (ticks.time_ms[low:high] - at.time_ms) / at.ms_per_px
    down = (np.clip(ticks.price[low:high], at.lowest, at.highest) - at.price) / at.dollars_per_px
    distance = np.hypot(across, down)
    index = int(high) - 1 - int(distance[::-1].argmin())
    return Found(kind, index, float(distance[index - low]))

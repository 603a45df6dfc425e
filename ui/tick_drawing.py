"""From the ticks of a contract to the two pictures of a chart: prices above, sizes beneath. No widget here."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from models.decimate import (
    PriceScale,
    Steps,
    column_edges,
    one_per_pixel,
    step_columns,
    sum_columns,
    tick_columns,
    visible,
)
from models.eastern_scale import marks, step_for
from models.series import COUNTED, Kind, TickSeries
from ui.gap_bands import Shade
from ui.theme import ink
from ui.tick_picture import TickPicture
from ui.tick_stamps import colour, stamp

UNDER = (Kind.LATE, Kind.OTHER, Kind.PACKAGE)
OVER = (Kind.CANCEL, Kind.CANCELLED)
MARKED = (*UNDER, *OVER)
"""Kinds that are drawn as markers, under the line and over it."""
BAR_PX = 4
"""Least width of a size bar with its gap."""
DOT_PX = 6
"""The line's own prints are dotted where there is this much room for each."""
CROWD_PX = 2
"""Markers of a kind that have less room across than this are dots of a pixel."""
PAD_PX = 9
"""Free space above the highest and below the lowest price."""
LEAST_TICKS = 4
"""The price scale spans at least this many of the smallest steps of the contract's price."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is to be drawn where: a range of time in Unix ms, sizes in device pixels."""

    low_ms: float
    high_ms: float
    width: int
    price_height: int
    size_height: int
    ratio: float
    all_prints: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn chart: its pictures and scales. `ticks`: how many prints lie in it; `bar_ms`: width of a size bar."""

    prices: TickPicture
    sizes: TickPicture
    scale: PriceScale
    largest: int
    bar_ms: int
    ticks: int


def draw(series: TickSeries, frame: Frame, bands: NDArray[np.int8]) -> Drawing:
    """Draw what lies in the frame, over the bands of gaps; the price scale fits what is visible.

    `bands`: the `Shade` of each column of the frame.
    """
    edges = column_edges(frame.low_ms, frame.high_ms, frame.width)
    line = series.layers[Kind.LINE]
    steps = step_columns(line.time_ms, line.price, edges)
    kinds = MARKED if frame.all_prints else ()
    scale = _price_scale(series, edges, steps, kinds, frame)
    prices = _ground(frame, frame.price_height, bands)
    under, over = (UNDER, OVER) if frame.all_prints else ((), ())
    ticks = sum(_mark(prices, series, kind, edges, scale) for kind in under)
    unknown = bands == Shade.MISSING
    if unknown.any():  # the line must not look as if the price had held there
        prices.broken_line(steps, scale, colour(Kind.LINE), unknown)
    else:
        prices.step_line(steps, scale, colour(Kind.LINE))
    ticks += sum(_mark(prices, series, kind, edges, scale) for kind in (Kind.LINE, *over))
    sizes = _ground(frame, frame.size_height, bands)
    bar_ms, largest = _draw_sizes(sizes, series, frame)
    return Drawing(prices, sizes, scale, largest, bar_ms, ticks)


def _ground(frame: Frame, height: int, bands: NDArray[np.int8]) -> TickPicture:
    """A picture with nothing in it but the bands; those with missing trades are plainer to see."""
    picture = TickPicture(frame.width, height, frame.ratio)
    if bands.any():
        filled, missing = ((_faint("warn", 0.10 * part), _faint("warn", 0.30 * part)) for part in (0.45, 1.0))
        picture.shade((filled, missing), bands)
    return picture


def _price_scale(
    series: TickSeries, edges: NDArray[np.int64], steps: Steps, kinds: Iterable[Kind], frame: Frame
) -> PriceScale:
    inside = [steps.low, steps.high]
    if len(steps.column) or steps.goes_on:
        inside.append(np.array([steps.before]))
    for ticks in (series.layers[kind] for kind in kinds):
        prices = ticks.price[visible(ticks.time_ms, edges)]
        inside += [prices.min(keepdims=True), prices.max(keepdims=True)] if len(prices) else []
    prices = np.concatenate(inside)
    prices = prices[np.isfinite(prices)]
    if not len(prices):
        prices = np.array([series.last() or 0.0])
    low, high = float(prices.min()), float(prices.max())
    lacking = max(LEAST_TICKS * 10.0**-series.decimals - (high - low), 0) / 2
    low, high = low - lacking, high + lacking
    pad = (high - low) * PAD_PX * frame.ratio / max(frame.price_height - 2 * PAD_PX * frame.ratio, PAD_PX)
    return PriceScale(low - pad, high + pad, frame.price_height)


def _mark(picture: TickPicture, series: TickSeries, kind: Kind, edges: NDArray[np.int64], scale: PriceScale) -> int:
    """Stamp the ticks of a kind, one for each pixel; return how many ticks there are."""
    ticks = series.layers[kind]
    inside = visible(ticks.time_ms, edges)
    count: int = inside.stop - inside.start
    if not count or (kind is Kind.LINE and count * DOT_PX * picture.ratio > picture.width):
        return count
    column, row = tick_columns(ticks.time_ms, edges), scale.row(ticks.price[inside])
    shown = one_per_pixel(column, row, picture.width, picture.height)
    crowded = len(shown) * CROWD_PX * picture.ratio > picture.width
    picture.stamp(column[shown], row[shown], stamp(kind, picture.ratio, crowded))
    return count


def _draw_sizes(picture: TickPicture, series: TickSeries, frame: Frame) -> tuple[int, int]:
    """Draw contracts by round stretches of time, so that bars stay what they are when the view moves."""
    span = frame.high_ms - frame.low_ms
    step = step_for(span, frame.width / (BAR_PX * frame.ratio))
    edges = np.array(marks(frame.low_ms - step, frame.high_ms + step, step), np.int64)
    if len(edges) < 2:
        return step, 0
    layers = (series.layers[kind] for kind in COUNTED)
    totals = sum((sum_columns(t.time_ms, t.size, edges) for t in layers), np.zeros(len(edges) - 1, np.int64))
    places = np.clip(np.rint((edges - frame.low_ms) * (frame.width / span)), 0, frame.width).astype(np.intp)
    left, right = places[:-1], places[1:]
    drawn = (totals > 0) & (right > left)
    largest = int(totals[drawn].max(initial=0))
    if largest:
        gap = round(frame.ratio) * (right - left >= 3 * frame.ratio)
        tall = np.maximum(totals * ((frame.size_height - PAD_PX * frame.ratio) / largest), frame.ratio)
        top = (frame.size_height - tall).astype(np.int32)
        picture.bars((left + gap)[drawn], right[drawn], top[drawn], _faint("accent", 0.45))
    return step, largest


def _faint(name: str, opacity: float) -> QColor:
    shade = QColor(ink(name))
    shade.setAlphaF(opacity)
    return shade

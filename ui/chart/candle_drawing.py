"""Draws candles: hollow where the price went up, filled where it went down, grey where it did not. No widget here."""

import numpy as np
from numpy.typing import NDArray

from models.chart.candles import Candles
from models.chart.decimate import PriceScale
from ui.chart.picture import TickPicture, pixel
from ui.theme import ink

LEAST_PX = 3
"""Narrower candles would have no room for a hollow body."""
MOST_PX = 15


def draw_candles(picture: TickPicture, candles: Candles, low_ms: float, high_ms: float, scale: PriceScale) -> None:
    """Draw candles in the middle of their stretches of time."""
    if not len(candles.start_ms):
        return
    px, thick = picture.width / (high_ms - low_ms), max(round(picture.ratio), 1)
    middle = ((candles.start_ms + candles.end_ms) / 2 - low_ms) * px
    body = min(float(np.median(candles.end_ms - candles.start_ms)) * px - thick, MOST_PX * picture.ratio)
    half = int(max(body, LEAST_PX * thick) - thick) // 2
    x = np.floor(middle).astype(np.intp)
    left, right = x - half, x + half + thick
    rises, level = candles.close > candles.open, candles.close == candles.open
    top, bottom = scale.row(candles.high), scale.row(candles.low) + thick
    head = scale.row(np.maximum(candles.open, candles.close))
    foot = scale.row(np.minimum(candles.open, candles.close)) + thick
    head = np.where(level, np.maximum(head - thick, 0), head)  # as thick as the line it would hardly be seen
    foot = np.where(level, foot + thick, foot)
    inks = np.select([rises, level], [pixel(ink("up")), pixel(ink("text"))], pixel(ink("down"))).astype(np.uint32)
    dark = [pixel(ink("surface"))] * len(inks)
    picture.blocks(*_cut(x, x + thick, picture.width), top, bottom, inks)
    picture.blocks(*_cut(left, right, picture.width), head, foot, inks)
    hollow = np.flatnonzero(rises & (foot - head > 2 * thick) & (half > 0))
    inner = _cut(left[hollow] + thick, right[hollow] - thick, picture.width)
    picture.blocks(*inner, head[hollow] + thick, foot[hollow] - thick, dark[: len(hollow)])


def _cut(left: NDArray[np.intp], right: NDArray[np.intp], width: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Cut off what lies beyond the picture."""
    return np.clip(left, 0, width), np.clip(right, 0, width)

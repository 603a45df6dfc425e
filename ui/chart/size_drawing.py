"""Draws bars of contracts, stacked by kind. No widget here."""

import numpy as np
from numpy.typing import NDArray

from models.chart.size_bars import BarKind, SizeBars
from ui.chart.ground import faint
from ui.chart.picture import TickPicture, pixel
from ui.theme import kept_while_worn

BAR_INKS = {
    BarKind.SINGLE: ("accent", 0.55),
    BarKind.AUCTION: ("auction", 0.65),
    BarKind.CROSS: ("cross", 0.75),
    BarKind.PACKAGE: ("package", 0.55),
    BarKind.OTHER: ("muted", 0.4),
}
"""Colour and opacity of the parts of a bar, from the foot up."""


def draw_bars(picture: TickPicture, bars: SizeBars, low_ms: float, high_ms: float, pad_px: float) -> None:
    """Draw the bars that lie from low to high; the highest one stays below the upper edge by a pad, device pixels."""
    largest = bars.largest
    if not largest:
        return
    px = picture.width / (high_ms - low_ms)
    edges = np.rint((bars.edges - low_ms) * px)
    places = np.minimum(np.maximum(edges, 0), picture.width).astype(np.intp)
    thick = max(round(picture.ratio), 1)
    left, right = places[:-1], np.maximum(places[1:], np.minimum(places[:-1] + thick, picture.width))
    left = left + round(picture.ratio) * (right - left >= 3 * picture.ratio)
    sums = bars.totals.cumsum(axis=0)
    tall = sums * ((picture.height - pad_px) / largest)
    tall = np.where(sums > 0, np.maximum(tall, thick), 0)
    rows = (picture.height - tall).astype(np.int32)
    inside = (bars.edges[1:] > low_ms) & (bars.edges[:-1] < high_ms)
    drawn = ((sums[-1] > 0) & (right > left) & inside).nonzero()[0]
    # Where prints crowd, bars of one column lie over one another: the highest is to be seen.
    drawn = drawn[sums[-1][drawn].argsort(kind="stable")]
    bar, kind = bars.totals.T[drawn].nonzero()
    bar = drawn[bar]
    bottom = np.where(kind == 0, picture.height, rows[kind - 1, bar])
    picture.blocks(left[bar], right[bar], rows[kind, bar], bottom, _inks()[kind].tolist())


@kept_while_worn
def _inks() -> NDArray[np.uint32]:
    return np.array([pixel(faint(*BAR_INKS[kind])) for kind in BarKind], np.uint32)

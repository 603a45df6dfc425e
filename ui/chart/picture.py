"""The pixels of a chart: a step line, bars and markers, set one by one so that each stands where it was traded.

Drawn in device pixels by numpy: the cost follows the width of the chart and not the number of ticks, and an extreme can
be neither smoothed away nor shifted by a transformation. No widget here.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from models.chart.decimate import PriceScale, Steps
from ui.chart.stamps import REACH_PX, Stamp

HATCH_PX = 7
"""Distance of the slanting lines of a band."""
Pixels = NDArray[np.intp] | NDArray[np.int32]


class TickPicture:
    """A transparent picture of `width` x `height` device pixels at a device pixel `ratio`."""

    def __init__(self, width: int, height: int, ratio: float) -> None:
        self.width = width
        self.height = height
        self.ratio = ratio
        self._thick = max(round(ratio), 1)
        self._margin = round(REACH_PX * ratio) + self._thick
        self._all = np.zeros((height + 2 * self._margin, width + 2 * self._margin), np.uint32)

    @property
    def pixels(self) -> NDArray[np.uint32]:
        """The visible pixels, premultiplied ARGB, shape (height, width)."""
        m = self._margin
        return self._all[m : m + self.height, m : m + self.width]

    def step_line(self, steps: Steps, scale: PriceScale, colour: QColor) -> None:
        """Draw prices that hold until the next one: an upright in each column, a level from each to the next."""
        count, start = len(steps.column), [steps.before] if math.isfinite(steps.before) else steps.first[:1]
        rows = scale.row(np.concatenate([start, steps.last, steps.high, steps.low]))
        came_from, ends = rows[:count], rows[: count + 1]
        tops = np.minimum(rows[len(ends) : len(ends) + count], came_from)
        bottoms = np.maximum(rows[len(ends) + count :], came_from)
        ink, thick, canvas = pixel(colour), self._thick, self._all[self._margin :, self._margin :]
        for left, right, row in self._levels(steps, ends):
            canvas[row : row + thick, left:right] = ink
        self._uprights(steps.column, tops, bottoms - tops + thick, ink)

    def _uprights(self, column: NDArray[np.intp], top: NDArray[np.int32], tall: NDArray[np.int32], ink: int) -> None:
        """Fill runs of pixels downwards, all at once."""
        flat, line = self._all.reshape(-1), self._all.shape[1]
        start = (top.astype(np.intp) + self._margin) * line + column + self._margin
        ends = tall.cumsum()
        at = (start - (ends - tall) * line).repeat(tall)
        at += np.arange(0, len(at) * line, line)
        for shift in range(self._thick):
            flat[at + shift if shift else at] = ink

    def lay_ground(self, plain: NDArray[np.uint32], lines: NDArray[np.uint32]) -> None:
        """Fill each column with its colour, and slanting lines of another; drawn first, under all the rest.

        Premultiplied ARGB by column; where both are the same there are no lines.
        """
        if (plain == lines).all():
            self.pixels[:] = plain
            return
        every, x = round(HATCH_PX * self.ratio), np.arange(self.width)
        for phase in range(every):
            self.pixels[phase::every] = np.where((x + phase) % every < self._thick, lines, plain)

    def interrupted_line(self, steps: Steps, scale: PriceScale, colour: QColor, off: NDArray[np.bool_]) -> None:
        """Draw a step line that is left out of the columns that are `off`; those that hold a tick are never so."""
        if not off.any():
            self.step_line(steps, scale, colour)
            return
        off = off.copy()
        for shift in range(self._thick):
            off[np.minimum(steps.column + shift, self.width - 1)] = False
        gone = np.flatnonzero(off)
        under = self.pixels[:, gone]
        self.step_line(steps, scale, colour)
        self.pixels[:, gone] = under

    def blocks(
        self, left: Pixels, right: Pixels, top: Pixels, bottom: Pixels, inks: NDArray[np.uint32] | Sequence[int]
    ) -> None:
        """Fill rectangles one after the other, from left and top up to, not including, right and bottom."""
        pixels = self.pixels
        sides = (values.tolist() for values in (left, right, top, bottom))
        for x0, x1, y0, y1, ink in zip(*sides, inks, strict=True):
            pixels[y0:y1, x0:x1] = ink

    def stamp(self, column: NDArray[np.intp], row: NDArray[np.int32], shape: Stamp) -> None:
        """Stamp a shape at pixels, each over the one before; its faint edges do not weaken what is under them."""
        self.stamp_at(self.places(column, row), shape)

    def places(self, column: NDArray[np.intp], row: NDArray[np.int32]) -> NDArray[np.intp]:
        """Where pixels are, for `stamp_at`."""
        at = (row + np.intp(self._margin)) * self._all.shape[1]
        at += column
        at += self._margin
        return at

    def stamp_at(self, places: NDArray[np.intp], shape: Stamp) -> None:
        """The same at the `places` of pixels."""
        flat, line = self._all.reshape(-1), self._all.shape[1]
        there = places[:, None] + (shape.dy * line + shape.dx)
        flat[there[:, : shape.dense]] = shape.colours[: shape.dense]
        edges = there[:, shape.dense :]
        faint = np.empty(edges.shape, np.uint32)
        faint[:] = shape.colours[shape.dense :]
        np.maximum.at(flat, edges.reshape(-1), faint.reshape(-1))

    def points(self, column: NDArray[np.intp], row: NDArray[np.int32], colour: QColor) -> None:
        """Set single pixels where nothing denser is."""
        flat, line = self._all.reshape(-1), self._all.shape[1]
        ink = np.uint32(pixel(colour))
        for shift in range(self._thick):
            at = row * np.intp(line)
            at += column
            at += (self._margin + shift) * line + self._margin
            flat[at] = np.maximum(flat[at], ink)

    def image(self) -> QImage:
        """The picture as an image that shares these pixels: keep both. `source` is what to draw of it."""
        height, width = self._all.shape
        return QImage(self._all.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)

    @property
    def source(self) -> QRect:
        """The visible part of `image`."""
        return QRect(self._margin, self._margin, self.width, self.height)

    def _levels(self, steps: Steps, rows: NDArray[np.int32]) -> Iterator[tuple[int, int, int]]:
        """Left, right (not included) and row of the levels between uprights, and of those at the ends.

        `rows`: of the price that the first column came from, then of the last price of each column.
        """
        edges = np.empty(len(steps.column) + 2, np.intp)
        edges[0], edges[1:-1] = -1, steps.column
        edges[-1] = self.width if steps.goes_on else edges[-2] + 1
        wide = (edges[1:] > edges[:-1] + 1).nonzero()[0]
        wide = wide[0 if math.isfinite(steps.before) else np.searchsorted(wide, 1) :]
        return zip((edges[wide] + 1).tolist(), edges[wide + 1].tolist(), rows[wide].tolist(), strict=True)


def pixel(colour: QColor) -> int:
    """A colour as premultiplied ARGB: what a picture's pixel holds."""
    alpha = colour.alpha()
    red, green, blue = (round(part * alpha / 255) for part in (colour.red(), colour.green(), colour.blue()))
    return alpha << 24 | red << 16 | green << 8 | blue

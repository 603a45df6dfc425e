"""The pixels of a chart: a step line, bars and markers, set one by one so that each stands where it was traded.

Drawn in device pixels by numpy: the cost follows the width of the chart and not the number of ticks, and an extreme can
be neither smoothed away nor shifted by a transformation. No widget here.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from models.decimate import PriceScale, Steps
from ui.tick_stamps import REACH_PX, Stamp

HATCH_PX = 7
"""Distance of the slanting lines of a band."""
DASH_PX = 4


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
        last = scale.row(steps.last)
        starts = np.array([steps.before]) if np.isfinite(steps.before) else steps.first[:1]
        came_from = np.concatenate([scale.row(starts), last[:-1]])[: len(last)]
        tops = np.minimum(scale.row(steps.high), came_from)
        bottoms = np.maximum(scale.row(steps.low), came_from)
        ink, thick, canvas = _pixel(colour), self._thick, self._all[self._margin :, self._margin :]
        for left, right, row in self._levels(steps, scale.row(starts), last):
            canvas[row : row + thick, left:right] = ink
        for column, top, bottom in zip(steps.column.tolist(), tops.tolist(), bottoms.tolist(), strict=True):
            canvas[top : bottom + thick, column : column + thick] = ink

    def shade(self, tints: Sequence[tuple[QColor, QColor]], kinds: NDArray[np.int8]) -> None:
        """Lay a ground under all that is drawn later: the tint and the slanting lines of each column's kind.

        `tints`: colours of ground and lines for the kinds from 1 up; a column of kind 0 stays as it is.
        """
        every, x = round(HATCH_PX * self.ratio), np.arange(self.width)
        plain, lines = (np.array([0, *map(_pixel, colours)], np.uint32)[kinds] for colours in zip(*tints, strict=True))
        for phase in range(every):
            self.pixels[phase::every] = np.where((x + phase) % every < self._thick, lines, plain)

    def broken_line(self, steps: Steps, scale: PriceScale, colour: QColor, unknown: NDArray[np.bool_]) -> None:
        """Draw a step line that is interrupted by dashes in those columns that are `unknown` and hold no tick."""
        x = np.arange(self.width)
        begins = unknown & ~np.append(False, unknown[:-1])
        along = x - np.maximum.accumulate(np.where(begins, x, 0))
        off = unknown & (along // round(DASH_PX * self.ratio) % 2 == 0)
        for shift in range(self._thick):
            off[np.minimum(steps.column + shift, self.width - 1)] = False
        gone = np.flatnonzero(off)
        under = self.pixels[:, gone]
        self.step_line(steps, scale, colour)
        self.pixels[:, gone] = under

    def bars(self, left: NDArray[np.intp], right: NDArray[np.intp], top: NDArray[np.int32], colour: QColor) -> None:
        """Draw bars from row `top` down to the lower edge, from column `left` up to, not including, `right`."""
        ink, pixels = _pixel(colour), self.pixels
        for x0, x1, y in zip(left.tolist(), right.tolist(), top.tolist(), strict=True):
            pixels[y:, x0:x1] = ink

    def stamp(self, column: NDArray[np.intp], row: NDArray[np.int32], shape: Stamp) -> None:
        """Stamp a shape at pixels, each given once."""
        flat, line = self._all.reshape(-1), self._all.shape[1]
        at = (row + np.intp(self._margin)) * line + column + self._margin
        for dx, dy, ink in zip(shape.dx.tolist(), shape.dy.tolist(), shape.colours, strict=True):
            there = at + (dy * line + dx)
            # Of two stamps on a pixel the denser one holds: opacity is the highest byte.
            flat[there] = np.maximum(flat[there], ink)

    def image(self) -> QImage:
        """The picture as an image that shares these pixels: keep both. `source` is what to draw of it."""
        height, width = self._all.shape
        return QImage(self._all.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)

    @property
    def source(self) -> QRect:
        """The visible part of `image`."""
        return QRect(self._margin, self._margin, self.width, self.height)

    def _levels(
        self, steps: Steps, start: NDArray[np.int32], last: NDArray[np.int32]
    ) -> Iterator[tuple[int, int, int]]:
        """Left, right (not included) and row of the levels between uprights, and of those at the ends."""
        end = self.width if steps.goes_on else int(steps.column[-1]) + 1 if len(steps.column) else 0
        stops = np.append(steps.column, end)
        lefts, rights, rows = steps.column + 1, stops[1:], last
        if np.isfinite(steps.before):
            lefts, rights, rows = np.append(0, lefts), stops, np.append(start, rows)
        wide = rights > lefts
        return zip(lefts[wide].tolist(), rights[wide].tolist(), rows[wide].tolist(), strict=True)


def _pixel(colour: QColor) -> int:
    """A colour as premultiplied ARGB."""
    alpha = colour.alpha()
    red, green, blue = (round(part * alpha / 255) for part in (colour.red(), colour.green(), colour.blue()))
    return alpha << 24 | red << 16 | green << 8 | blue

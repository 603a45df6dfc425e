"""Axes of a chart: time below, plain figures at the right."""

import math
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from models.figures import count_text
from models.time_scale import SECOND_MS, mark_text, marks, step_for
from models.times import Times
from ui.theme import figure_font, ink

WIDE_PX = 112
"""Room for `09:31:02.114`."""
NARROW_PX = 88
"""Room for `Fri 14 Jun`, and for any shorter time."""
TIME_AXIS_PX = 22


class Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis in the program's look: a calm grid, figures in the figure font."""

    picture: Any
    """What is to be painted; pyqtgraph sets it to None when that is no longer right."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.enableAutoSIPrefix(False)
        self.setPen(ink("line"))
        self.setTickPen(_grid())
        self.setTextPen(ink("muted"))
        self.setStyle(tickFont=figure_font(), hideOverlappingLabels=True, tickLength=0, tickTextOffset=6, tickAlpha=255)
        self.setGrid(255)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the grid and the labels directly: the recording that pyqtgraph plays back takes 1.4 ms."""
        if self.picture is None:
            self.picture = self.generateDrawSpecs(painter)
        if self.picture is not None:
            painter.save()
            self.drawPicture(painter, *self.picture)
            painter.restore()


class TimeAxis(Axis):
    """Time in Unix ms, labelled with times that are round in the zone that is shown."""

    def __init__(self, times: Times) -> None:
        super().__init__("bottom")
        self.setHeight(TIME_AXIS_PX)
        self._times, self._zone_changes = times, times.changes

    def advance(self) -> None:
        """Label anew if another zone was chosen."""
        if self._times.changes != self._zone_changes:
            self._zone_changes = self._times.changes
            self.picture = None
            self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Round times, no nearer to one another than their labels are wide."""
        step = step_for(maxVal - minVal, size / NARROW_PX)
        if step < SECOND_MS:
            step = step_for(maxVal - minVal, size / WIDE_PX)
        return [(step, [float(mark) for mark in marks(self._times.clock, minVal, maxVal, step)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Times of day, and dates at midnights."""
        return [mark_text(self._times.clock, int(value), int(spacing)) for value in values]


class FigureAxis(Axis):
    """Figures with a fixed number of decimals, never below zero, right-aligned."""

    def __init__(self, width: int, gap: float) -> None:
        """`width` of the axis and least `gap` between two figures above one another, in pixels."""
        super().__init__("right")
        self.setWidth(width)
        self.decimals = 0
        self._gap = gap

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Round figures that the decimals can show."""
        step = round_step((maxVal - minVal) * self._gap / max(size, 1.0), self.decimals)
        first = max(math.ceil(minVal / step), 0)
        return [(step, [n * step for n in range(first, math.floor(maxVal / step) + 1)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Figures, padded to one length."""
        texts = [f"{value:.{self.decimals}f}" if self.decimals else count_text(round(value)) for value in values]
        longest = max(map(len, texts), default=0)
        return [text.rjust(longest) for text in texts]


def round_step(least: float, decimals: int) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is at least `least`, and at least one of the last decimal."""
    least = max(least, 10.0**-decimals)
    power = 10.0 ** math.floor(math.log10(least) + 1e-9)
    return next((n * power for n in (1, 2, 5) if n * power >= least * (1 - 1e-9)), 10 * power)


def _grid() -> QColor:
    """Half way from the background to a line, and opaque: see-through lines take ten times as long to paint."""
    line, ground = ink("line"), ink("surface")
    red, green, blue = line.red() + ground.red(), line.green() + ground.green(), line.blue() + ground.blue()
    return QColor(red // 2, green // 2, blue // 2)

"""Axes of a chart: time below, plain figures at the right."""

import math
from dataclasses import dataclass
from functools import lru_cache

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPen, QStaticText
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from models.clock import DAY_MS
from models.figures import count_text
from models.time_scale import SECOND_MS, mark_text, marks, step_for
from models.times import Times
from models.wall_clock import WallClock
from ui.texts import Texts
from ui.theme import follow, ink, scaled

WIDE_PX = 112
"""Room for `09:31:02.114`, and for `Fri 14 Jun 2024`."""
NARROW_PX = 88
"""Room for `Fri 14 Jun`, and for any shorter time."""
GAP_PX = 6
"""Between an axis and its labels."""
LABEL_PX = 12
"""Height of the figures of a label, for which there has to be room; all at the standard size of text."""


def time_axis_px() -> int:
    """Height of the axis of time."""
    return scaled(22)


@dataclass(frozen=True, slots=True)
class Laid:
    """A laid-out axis: the lines of its grid, and its labels with their upper left corners."""

    grid: list[QLineF]
    labels: list[tuple[QPointF, QStaticText]]


class Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis in the program's look: a calm grid, figures in the figure font.

    It lays itself out: what pyqtgraph works out for each label, and records to play it back, takes 2 ms.
    """

    picture: Laid | None
    """What is to be painted; pyqtgraph sets it to None when that is no longer right."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.enableAutoSIPrefix(False)
        follow(self.wear)

    def wear(self) -> None:
        """Take on another look."""
        self._texts, self._grid_pen = Texts(), QPen(_grid_ink(), 1)
        self.picture = None
        self.update()

    def boundingRect(self) -> QRectF:
        """The axis, and the box that its grid lies under."""
        return self._own_rect().united(self._box())

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self.picture is None:
            self.picture = self._lay_out()
        painter.setPen(QPen(ink("line"), 1))
        painter.drawLine(self._edge())
        painter.setPen(self._grid_pen)
        painter.drawLines(self.picture.grid)
        painter.setPen(ink("muted"))
        painter.setFont(self._texts.font)
        for corner, text in self.picture.labels:
            painter.drawStaticText(corner, text)

    def _lay_out(self) -> Laid:
        (low, high), length = self.range, self._length()
        if length < 1 or high <= low:
            return Laid([], [])
        ((step, values),) = self.tickValues(low, high, length)
        places = [self._place((value - low) / (high - low)) for value in values]
        labels, room = [], self.boundingRect()
        for place, text in zip(places, self.tickStrings(values, 1.0, step), strict=True):
            corner, size = self._corner(place, len(text)), QSizeF(len(text) * self._texts.char_px, scaled(LABEL_PX))
            if text and room.contains(QRectF(corner, size)):
                labels.append((corner, self._texts.laid_out(text)))
        return Laid([self._grid_line(place) for place in places], labels)

    def _own_rect(self) -> QRectF:
        return QRectF(QPointF(0, 0), self.size())

    def _box(self) -> QRectF:
        """The box beside the axis, in its own coordinates."""
        view = self.linkedView()
        box: QRectF = self._own_rect() if view is None else view.geometry().translated(-self.pos())
        return box

    def _length(self) -> float:
        """Pixels from the least value to the greatest."""
        raise NotImplementedError

    def _place(self, share: float) -> float:
        """The pixel of a value that is such a share of the way from the least to the greatest."""
        raise NotImplementedError

    def _edge(self) -> QLineF:
        """The line between axis and box."""
        raise NotImplementedError

    def _grid_line(self, place: float) -> QLineF:
        """The line across the box at a place on the axis."""
        raise NotImplementedError

    def _corner(self, place: float, chars: int) -> QPointF:
        """Where a label of so many characters begins, on a whole pixel."""
        raise NotImplementedError


class TimeAxis(Axis):
    """Time in Unix ms, labelled with times that are round in the zone that is shown."""

    def __init__(self, times: Times) -> None:
        super().__init__("bottom")
        self._times, self._zone_changes = times, times.changes

    def wear(self) -> None:
        """Be as high as the text asks for."""
        super().wear()
        self.setHeight(time_axis_px())

    def advance(self) -> None:
        """Label anew if another zone was chosen."""
        if self._times.changes != self._zone_changes:
            self._zone_changes = self._times.changes
            self.picture = None
            self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Round times, no nearer to one another than their labels are wide."""
        step = step_for(maxVal - minVal, size / scaled(NARROW_PX))
        if step < SECOND_MS or (step >= DAY_MS and self._years_differ(minVal, maxVal)):
            step = step_for(maxVal - minVal, size / scaled(WIDE_PX))
        return [(step, [float(mark) for mark in marks(self._times.clock, minVal, maxVal, step)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Times of day, and dates at midnights."""
        year = self._years_differ(*self.range)
        return [_mark_text(self._times.clock, int(value), int(spacing), year=year) for value in values]

    def _years_differ(self, low_ms: float, high_ms: float) -> bool:
        return self._times.moment(int(low_ms)).year != self._times.moment(int(high_ms)).year

    def _length(self) -> float:
        return float(self.size().width())

    def _place(self, share: float) -> float:
        return share * self._length()

    def _edge(self) -> QLineF:
        return QLineF(-1, 1, self.size().width() + 1, 1)

    def _grid_line(self, place: float) -> QLineF:
        return QLineF(place, self._box().top(), place, 0)

    def _corner(self, place: float, chars: int) -> QPointF:
        return QPointF(round(place - chars * self._texts.char_px / 2), GAP_PX)


class FigureAxis(Axis):
    """Figures with a fixed number of decimals, never below zero, right-aligned."""

    def __init__(self, width: int, gap: float) -> None:
        """`width` of the axis and least `gap` between two figures above one another; pixels at the standard size."""
        super().__init__("right")
        self.setWidth(width)
        self.decimals = 0
        self._gap = gap

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Round figures that the decimals can show."""
        step = round_step((maxVal - minVal) * scaled(self._gap) / max(size, 1.0), self.decimals)
        first = max(math.ceil(minVal / step), 0)
        return [(step, [n * step for n in range(first, math.floor(maxVal / step) + 1)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Figures, padded to one length."""
        texts = [f"{value:.{self.decimals}f}" if self.decimals else count_text(round(value)) for value in values]
        longest = max(map(len, texts), default=0)
        return [text.rjust(longest) for text in texts]

    def _length(self) -> float:
        return float(self.size().height())

    def _place(self, share: float) -> float:
        return (1 - share) * self._length()

    def _edge(self) -> QLineF:
        return QLineF(1, -1, 1, self.size().height() + 1)

    def _grid_line(self, place: float) -> QLineF:
        return QLineF(self._box().left(), place, 0, place)

    def _corner(self, place: float, chars: int) -> QPointF:
        return QPointF(GAP_PX, round(place - self._texts.height_px / 2))


@lru_cache(maxsize=1000)
def _mark_text(clock: WallClock, time_ms: int, step_ms: int, *, year: bool) -> str:
    return mark_text(clock, time_ms, step_ms, year=year)


def round_step(least: float, decimals: int) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is at least `least`, and at least one of the last decimal."""
    least = max(least, 10.0**-decimals)
    power = 10.0 ** math.floor(math.log10(least) + 1e-9)
    return next((n * power for n in (1, 2, 5) if n * power >= least * (1 - 1e-9)), 10 * power)


def _grid_ink() -> QColor:
    """Half way from the background to a line, and opaque: see-through lines take ten times as long to paint."""
    line, ground = ink("line"), ink("surface")
    red, green, blue = line.red() + ground.red(), line.green() + ground.green(), line.blue() + ground.blue()
    return QColor(red // 2, green // 2, blue // 2)

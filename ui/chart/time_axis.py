"""Axes of a chart: time below, plain figures at the right."""

import math
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPen, QStaticText

from models.clock import DAY_MS
from models.figures import count_text
from models.time_scale import SECOND_MS, mark_text, marks, step_for
from models.times import Times
from models.wall_clock import WallClock
from ui.texts import Texts
from ui.theme import ink, scaled

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


Label = tuple[float, QPointF, QStaticText]
"""The value that it stands at, its upper left corner, its text."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A laid-out axis, from its own corner: the lines of its grid, and its labels."""

    grid: list[QLineF]
    labels: list[Label]


class Axis:
    """An axis beside a box, with a calm grid under it, and figures in the figure font. It is laid out when painted."""

    def __init__(self) -> None:
        self.place = QRectF()
        """In pixels of the plot."""
        self.range = (0.0, 1.0)
        """The least and the greatest value."""
        self._box = QRectF()
        self.wear()

    def wear(self) -> None:
        """Take on another look."""
        self._texts, self._edge_pen, self._grid_pen = Texts(), QPen(ink("line"), 1), QPen(_grid_ink(), 1)
        self.picture: Laid | None = None

    def set_places(self, place: QRectF, box: QRectF) -> None:
        """Stand there, beside that box."""
        if (place, box) != (self.place, self._box):
            self.place, self._box, self.picture = place, box, None

    def set_range(self, low: float, high: float) -> None:
        """Show these values."""
        if (low, high) != self.range:
            self.range, self.picture = (low, high), None

    def paint(self, painter: QPainter) -> None:
        """Paint it and its grid, in pixels of the plot."""
        if self.picture is None:
            self.picture = self._lay_out()
        painter.translate(self.place.topLeft())
        painter.setPen(self._edge_pen)
        painter.drawLine(self._edge())
        painter.setPen(self._grid_pen)
        painter.drawLines(self.picture.grid)
        painter.setPen(ink("muted"))
        painter.setFont(self._texts.font)
        for _, corner, text in self.labels():
            painter.drawStaticText(corner, text)
        painter.translate(-self.place.topLeft())

    def labels(self) -> list[Label]:
        """The labels that are painted."""
        return self.picture.labels if self.picture else []

    def _lay_out(self) -> Laid:
        (low, high), length = self.range, self._length()
        if length < 1 or high <= low:
            return Laid([], [])
        step, values = self.values_between(low, high, length)
        places = [self._place((value - low) / (high - low)) for value in values]
        labels, room = [], QRectF(QPointF(0, 0), self.place.size()).united(self._box_here())
        for value, place, text in zip(values, places, self.texts_of(values, step), strict=True):
            corner, size = self._corner(place, len(text)), QSizeF(len(text) * self._texts.char_px, scaled(LABEL_PX))
            if text and room.contains(QRectF(corner, size)):
                labels.append((value, corner, self._texts.laid_out(text)))
        return Laid([self._grid_line(place) for place in places], labels)

    def values_between(self, low: float, high: float, length_px: float) -> tuple[float, list[float]]:
        """The step between the values that are labelled, and these, where there are so many pixels from low to high."""
        raise NotImplementedError

    def texts_of(self, values: list[float], step: float) -> list[str]:
        """Their labels; empty where none is to be."""
        raise NotImplementedError

    def _box_here(self) -> QRectF:
        """The box beside the axis, from the axis' own corner."""
        return self._box.translated(-self.place.topLeft())

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
        super().__init__()
        self._times, self._zone_changes = times, times.changes

    def advance(self) -> None:
        """Label anew if another zone was chosen."""
        if self._times.changes != self._zone_changes:
            self._zone_changes = self._times.changes
            self.picture = None

    def values_between(self, low: float, high: float, length_px: float) -> tuple[float, list[float]]:
        """Round times, no nearer to one another than their labels are wide."""
        step = step_for(high - low, length_px / scaled(NARROW_PX))
        if step < SECOND_MS or (step >= DAY_MS and self._years_differ(low, high)):
            step = step_for(high - low, length_px / scaled(WIDE_PX))
        return step, [float(mark) for mark in marks(self._times.clock, low, high, step)]

    def texts_of(self, values: list[float], step: float) -> list[str]:
        """Times of day, and dates at midnights."""
        year = self._years_differ(*self.range)
        return [_mark_text(self._times.clock, int(value), int(step), year=year) for value in values]

    def _years_differ(self, low_ms: float, high_ms: float) -> bool:
        return self._times.moment(int(low_ms)).year != self._times.moment(int(high_ms)).year

    def _length(self) -> float:
        return self.place.width()

    def _place(self, share: float) -> float:
        return share * self._length()

    def _edge(self) -> QLineF:
        return QLineF(-1, 1, self.place.width() + 1, 1)

    def _grid_line(self, place: float) -> QLineF:
        return QLineF(place, self._box_here().top(), place, 0)

    def _corner(self, place: float, chars: int) -> QPointF:
        return QPointF(round(place - chars * self._texts.char_px / 2), GAP_PX)


class FigureAxis(Axis):
    """Figures with a fixed number of decimals, never below zero, right-aligned."""

    def __init__(self, gap: float) -> None:
        """`gap`: least between two figures above one another; pixels at the standard size."""
        super().__init__()
        self.decimals = 0
        self._gap = gap

    def values_between(self, low: float, high: float, length_px: float) -> tuple[float, list[float]]:
        """Round figures that the decimals can show."""
        step = round_step((high - low) * scaled(self._gap) / max(length_px, 1.0), self.decimals)
        first = max(math.ceil(low / step), 0)
        return step, [n * step for n in range(first, math.floor(high / step) + 1)]

    def texts_of(self, values: list[float], step: float) -> list[str]:
        """Figures, padded to one length."""
        texts = [f"{value:.{self.decimals}f}" if self.decimals else count_text(round(value)) for value in values]
        longest = max(map(len, texts), default=0)
        return [text.rjust(longest) for text in texts]

    def _length(self) -> float:
        return self.place.height()

    def _place(self, share: float) -> float:
        return (1 - share) * self._length()

    def _edge(self) -> QLineF:
        return QLineF(1, -1, 1, self.place.height() + 1)

    def _grid_line(self, place: float) -> QLineF:
        return QLineF(self._box_here().left(), place, 0, place)

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

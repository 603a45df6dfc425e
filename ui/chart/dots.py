"""Draws single prints into a chart: marks sized by contracts and shaped by kind, thinned where they crowd."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from models.chart.decimate import PriceScale
from models.chart.dots import thin
from models.chart.series import Kind
from models.chart.sight import Sight
from models.chart.ticks import GRADES, Ticks
from models.conditions import Shape
from ui.chart.picture import TickPicture
from ui.chart.stamps import arrow, colour, stamp
from ui.theme import kept_while_worn

CELL_PX = 6
"""No two marks of a kind share a square of this side."""
MOST_DOTS = 20_000
"""Of more prints of a kind than this only the larger ones have marks."""
_POINT_OPACITY = 0.75


@dataclass(frozen=True, slots=True)
class _Dots:
    """Prints of one kind in sight: pixels, shapes and grades."""

    column: NDArray[np.intp]
    row: NDArray[np.int32]
    shape: NDArray[np.uint8]
    grade: NDArray[np.uint8]

    def of(self, which: NDArray[np.intp]) -> "_Dots":
        """Some of them."""
        return _Dots(*(getattr(self, name)[which] for name in self.__slots__))


def draw_dots(picture: TickPicture, sight: Sight, kind: Kind, scale: PriceScale) -> int:
    """Draw the ticks of a kind; return how many lie off the scale, each with an arrow at the edge."""
    inside = sight.parts.get(kind)
    if inside is None:
        return 0
    dots, beyond = _in_sight(sight, kind, inside, scale)
    off = beyond.nonzero()[0]
    if len(off):
        _draw_arrows(picture, kind, dots.of(off), beyond[off])
        dots = dots.of(np.flatnonzero(beyond == 0))
    marked = _marked(picture, dots)
    if kind is not Kind.LINE:  # the line goes through each of its prints
        rest = np.ones(len(dots.row), np.bool_)
        rest[marked] = False
        picture.points(dots.column[rest], dots.row[rest], _point_ink(kind))
    _draw_marks(picture, kind, dots.of(marked))
    return len(off)


def _in_sight(sight: Sight, kind: Kind, inside: slice, scale: PriceScale) -> tuple[_Dots, NDArray[np.int8]]:
    """The prints of a kind in sight, and for each 1 if it is above the scale, -1 below it, else 0.

    Of the line only the larger ones where there are too many.
    """
    ticks = sight.series.layers[kind]
    chosen: slice | NDArray[np.intp] = inside
    if kind is Kind.LINE and inside.stop - inside.start > MOST_DOTS:
        chosen = _largest_of(ticks, inside)  # the line itself goes through the pixels of the others
        column = sight.columns_of(kind, chosen - inside.start)
    else:
        column = sight.columns(kind)
    price, shape, grade = ticks.price[chosen], ticks.shape[chosen], ticks.grade[chosen]
    beyond = np.zeros(len(price), np.int8)
    if len(price) and (price.max() > scale.high or price.min() < scale.low):
        beyond = (price > scale.high).astype(np.int8) - (price < scale.low)
    return _Dots(column, scale.row(price), shape, grade), beyond


def _marked(picture: TickPicture, dots: _Dots) -> NDArray[np.intp]:
    """The prints that have marks; of too many only the larger ones are looked at."""
    if len(dots.grade) <= MOST_DOTS:
        return _thinned(picture, dots)
    large = _largest(dots.grade)
    return large[_thinned(picture, dots.of(large))]


def _largest(grade: NDArray[np.uint8]) -> NDArray[np.intp]:
    """The prints from such a grade on that they are not too many."""
    grades = range(len(GRADES) + 1)
    least = next((g for g in grades if np.count_nonzero(grade >= g) <= MOST_DOTS), len(GRADES))
    return np.flatnonzero(grade >= least)


def _largest_of(ticks: Ticks, inside: slice) -> NDArray[np.intp]:
    """The same of many ticks, given by where they stand in their layer."""
    for least in range(1, len(GRADES) + 1):
        every = ticks.of_grade(least)
        low, high = np.searchsorted(every, (inside.start, inside.stop)).tolist()
        if high - low <= MOST_DOTS:
            break
    return every[low:high]


def _thinned(picture: TickPicture, dots: _Dots) -> NDArray[np.intp]:
    return thin(dots.column, dots.row, dots.grade, picture.width, round(CELL_PX * picture.ratio))


def _draw_marks(picture: TickPicture, kind: Kind, marks: _Dots) -> None:
    sort = (len(GRADES) - marks.grade) * len(Shape) + marks.shape  # small ones over large ones
    order, start = sort.argsort(kind="stable"), 0
    places = picture.places(marks.column[order], marks.row[order])
    for number, count in enumerate(np.bincount(sort).tolist()):
        if count:
            grade, shape = len(GRADES) - number // len(Shape), Shape(number % len(Shape))
            picture.stamp_at(places[start : start + count], stamp(kind, shape, grade, picture.ratio))
            start += count


def _draw_arrows(picture: TickPicture, kind: Kind, dots: _Dots, beyond: NDArray[np.int8]) -> None:
    some = _thinned(picture, dots)
    marks, beyond = dots.of(some), beyond[some]
    for side in (-1, 1):
        for shape in Shape:
            here = (beyond == side) & (marks.shape == shape)
            if here.any():
                picture.stamp(marks.column[here], marks.row[here], arrow(kind, shape, picture.ratio, up=side > 0))


@kept_while_worn
def _point_ink(kind: Kind) -> QColor:
    faint = QColor(colour(kind))
    faint.setAlphaF(_POINT_OPACITY)
    return faint

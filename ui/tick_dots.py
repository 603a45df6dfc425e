"""Draws single prints into a chart: marks sized by contracts and shaped by kind, thinned where they crowd."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from models.conditions import Shape
from models.decimate import PriceScale
from models.dots import thin
from models.series import Kind
from models.sight import Sight
from models.ticks import GRADES, Ticks
from ui.tick_picture import TickPicture
from ui.tick_stamps import arrow, colour, stamp

CELL_PX = 6
"""No two marks of a kind share a square of this side."""
MOST_DOTS = 20_000
"""Of more prints of a kind than this only the larger ones have marks."""
_POINT_OPACITY = 0.75


@dataclass(frozen=True, slots=True)
class _Dots:
    """Prints of one kind in sight: pixels, shapes and grades; `beyond`: 1 above the scale, -1 below it, else 0."""

    column: NDArray[np.intp]
    row: NDArray[np.int32]
    shape: NDArray[np.uint8]
    grade: NDArray[np.uint8]
    beyond: NDArray[np.int8]

    def of(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> "_Dots":
        """Some of them."""
        return _Dots(*(getattr(self, name)[which] for name in self.__slots__))

    def by_shape(self) -> Iterator[tuple[Shape, "_Dots"]]:
        """Those of each shape."""
        for number in np.flatnonzero(np.bincount(self.shape)).tolist():
            here = self.shape == number
            yield Shape(number), self if here.all() else self.of(here)


def draw_dots(picture: TickPicture, sight: Sight, kind: Kind, scale: PriceScale) -> int:
    """Draw the ticks of a kind; return how many lie off the scale, each with an arrow at the edge."""
    inside, ticks = sight.inside(kind), sight.series.layers[kind]
    if inside.stop == inside.start:
        return 0
    dots = _in_sight(sight, kind, ticks, inside, scale)
    off = dots.beyond != 0
    if beyond := int(np.count_nonzero(off)):
        _draw_arrows(picture, kind, dots.of(off))
        dots = dots.of(~off)
    large = _largest(dots.grade)
    marked = large[_thinned(picture, dots.of(large))]
    rest = np.ones(len(dots.row), np.bool_)
    rest[marked] = False
    for shape, some in dots.of(rest).by_shape():
        picture.points(some.column, some.row, _faint(colour(kind, shape)))
    _draw_marks(picture, kind, dots.of(marked))
    return beyond


def _in_sight(sight: Sight, kind: Kind, ticks: Ticks, inside: slice, scale: PriceScale) -> _Dots:
    """The prints of a kind in sight; of the line only the larger ones where there are too many."""
    price, shape, grade = ticks.price[inside], ticks.shape[inside], ticks.grade[inside]
    if kind is Kind.LINE and len(price) > MOST_DOTS:  # the line itself goes through the pixels of the others
        large = _largest(grade)
        column, price, shape, grade = sight.columns_of(kind, large), price[large], shape[large], grade[large]
    else:
        column = sight.columns(kind)
    beyond = (price > scale.high).astype(np.int8) - (price < scale.low)
    return _Dots(column, scale.row(price), shape, grade, beyond)


def _largest(grade: NDArray[np.uint8]) -> NDArray[np.intp]:
    """The prints from such a grade on that they are not too many."""
    grades = range(len(GRADES) + 1)
    least = next((g for g in grades if np.count_nonzero(grade >= g) <= MOST_DOTS), len(GRADES))
    return np.flatnonzero(grade >= least)


def _thinned(picture: TickPicture, dots: _Dots) -> NDArray[np.intp]:
    return thin(dots.column, dots.row, dots.grade, picture.width, round(CELL_PX * picture.ratio))


def _draw_marks(picture: TickPicture, kind: Kind, marks: _Dots) -> None:
    for grade in range(len(GRADES), -1, -1):  # small ones over large ones
        for shape, some in marks.of(marks.grade == grade).by_shape():
            picture.stamp(some.column, some.row, stamp(kind, shape, grade, picture.ratio))


def _draw_arrows(picture: TickPicture, kind: Kind, dots: _Dots) -> None:
    marks = dots.of(_thinned(picture, dots))
    for side in (-1, 1):
        for shape, some in marks.of(marks.beyond == side).by_shape():
            picture.stamp(some.column, some.row, arrow(kind, shape, picture.ratio, up=side > 0))


def _faint(ink: QColor) -> QColor:
    faint = QColor(ink)
    faint.setAlphaF(_POINT_OPACITY)
    return faint

"""Shapes of single ticks, as little sets of pixels to be stamped into a picture. Shape and colour both say the kind."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from models.chart.series import Kind
from models.conditions import Shape
from ui.theme import ink, kept_while_worn

REACH_PX = 10
"""No shape goes further from its tick than this, at 100 %."""
RADII_PX = (1.5, 2.1, 3.0, 4.2, 6.0)
"""By grade of size: each has twice the area of the one before."""
LEAST_SHAPE_PX = 2.5
"""Shapes that are no plain dots can be told apart from this radius on."""
ARROW_PX = 4.0
DENSE = 140
"""Pixels that are at least this opaque, of 255, cover what is under them."""
_PEN_PX = 1.2
_HALO_PX = 1.0
_TOKENS = {
    Kind.PACKAGE: "package",
    Kind.OTHER: "muted",
    Kind.LATE: "warn",
    Kind.CANCELLED: "error",
    Kind.CANCEL: "error",
}
OWN_INK = "accent"
"""Of a chart's own line."""
_SHAPE_TOKENS = {Shape.PLAIN: OWN_INK, Shape.AUCTION: "auction", Shape.CROSS: "cross", Shape.PACKAGE: "package"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Pixels of a shape: places relative to the tick's, device pixels, and colours (premultiplied ARGB).

    The first `dense` ones cover what is under them.
    """

    dx: NDArray[np.intp]
    dy: NDArray[np.intp]
    colours: NDArray[np.uint32]
    dense: int


@kept_while_worn
def stamp(kind: Kind, shape: Shape, grade: int, ratio: float) -> Stamp:
    """The mark of a tick, by its kind, shape and grade of size, at a device pixel ratio."""
    return pixels_of(mark_image(kind, shape, grade, ratio))


@kept_while_worn
def arrow(kind: Kind, shape: Shape, ratio: float, *, up: bool) -> Stamp:
    """The mark at the edge of a chart of a tick that lies beyond it."""
    image, painter = blank_mark(ratio)
    # The tip is at the edge.
    tip, foot = (0.0, ARROW_PX) if up else (0.0, -ARROW_PX)
    points = [QPointF(0, tip), QPointF(ARROW_PX * 0.8, foot), QPointF(-ARROW_PX * 0.8, foot)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(kind, shape))
    painter.drawPolygon(QPolygonF(points))
    painter.end()
    return pixels_of(image)


def mark_image(kind: Kind, shape: Shape, grade: int, ratio: float) -> QImage:
    """The mark of a tick in the middle of a transparent image."""
    image, painter = blank_mark(ratio)
    radius = RADII_PX[grade]
    if kind is Kind.LINE:
        path = _outline(shape, radius)
        if grade:  # dark around it, so that it stands off the line
            painter.strokePath(path, QPen(ink("surface"), 2 * _HALO_PX))
        painter.fillPath(path, colour(kind, shape))
    else:
        painter.setPen(QPen(colour(kind), _PEN_PX))
        _draw_hollow(painter, kind, shape, radius)
    painter.end()
    return image


def colour(kind: Kind, shape: Shape = Shape.PLAIN) -> QColor:
    """The colour that a kind of tick has everywhere."""
    return ink(_SHAPE_TOKENS[shape] if kind is Kind.LINE else _TOKENS[kind])


def _outline(shape: Shape, radius: float) -> QPainterPath:
    path = QPainterPath()
    wide = max(radius, LEAST_SHAPE_PX)
    if shape is Shape.AUCTION:
        corners = (math.radians(angle) for angle in (-90, 30, 150))
        path.addPolygon(QPolygonF([QPointF(1.35 * wide * math.cos(a), 1.35 * wide * math.sin(a)) for a in corners]))
        path.closeSubpath()
    elif shape is Shape.CROSS:
        side = 0.9 * wide
        path.addRect(QRectF(-side, -side, 2 * side, 2 * side))
    else:
        path.addEllipse(QPointF(0, 0), radius, radius)
    return path


def _draw_hollow(painter: QPainter, kind: Kind, shape: Shape, radius: float) -> None:
    wide = radius + 1.2
    if kind is Kind.OTHER and shape is not Shape.PACKAGE:
        painter.drawRect(QRectF(-wide, -wide, 2 * wide, 2 * wide).adjusted(0.4, 0.4, -0.4, -0.4))
    elif kind is Kind.LATE:
        tip = wide + 0.8
        painter.drawPolygon(QPolygonF([QPointF(0, -tip), QPointF(tip, 0), QPointF(0, tip), QPointF(-tip, 0)]))
    elif kind is Kind.CANCEL:
        painter.drawLines([QLineF(-2.5, -2.5, 2.5, 2.5), QLineF(-2.5, 2.5, 2.5, -2.5)])
    else:
        painter.drawEllipse(QPointF(0, 0), wide, wide)
    if kind is Kind.CANCELLED:
        reach = wide * 0.71 + 1.8
        painter.drawLine(QLineF(-reach, reach, reach, -reach))
        painter.drawLine(QLineF(-reach, -reach, reach, reach))


def blank_mark(ratio: float) -> tuple[QImage, QPainter]:
    """An empty image, and a painter whose origin is its middle."""
    reach = round(REACH_PX * ratio)
    image = QImage(2 * reach + 1, 2 * reach + 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(reach + 0.5, reach + 0.5)
    painter.scale(ratio, ratio)
    return image, painter


def pixels_of(image: QImage) -> Stamp:
    """The pixels of a mark that stands in the middle of a transparent image."""
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    y, x = np.nonzero(pixels)
    opacity, reach = pixels[y, x] >> 24, image.width() // 2
    by_opacity = np.argsort(opacity < DENSE, kind="stable")
    y, x = y[by_opacity], x[by_opacity]
    return Stamp(x - reach, y - reach, pixels[y, x], int((opacity >= DENSE).sum()))

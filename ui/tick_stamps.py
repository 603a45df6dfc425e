"""Shapes of single ticks, as little sets of pixels to be stamped into a picture. Shape and colour both say the kind."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from models.series import Kind
from ui.theme import ink

REACH_PX = 6
"""No shape goes further from its tick than this, at 100 %."""
CROWD_OPACITY = 0.6


@dataclass(frozen=True, slots=True)
class Stamp:
    """Pixels of a shape: places relative to the tick's, device pixels, and colours (premultiplied ARGB)."""

    dx: NDArray[np.intp]
    dy: NDArray[np.intp]
    colours: NDArray[np.uint32]


@lru_cache(maxsize=64)
def stamp(kind: Kind, ratio: float, crowded: bool) -> Stamp:
    """The shape of a kind at a device pixel ratio; in a crowd a dot of one pixel."""
    reach = round(REACH_PX * ratio)
    image = QImage(2 * reach + 1, 2 * reach + 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(reach + 0.5, reach + 0.5)
    painter.scale(ratio, ratio)
    _draw(painter, kind, crowded)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    y, x = np.nonzero(pixels)
    return Stamp(x - reach, y - reach, pixels[y, x].copy())


def colour(kind: Kind) -> QColor:
    """The colour that a kind of tick has everywhere."""
    names = {Kind.LINE: "accent", Kind.CANCELLED: "error", Kind.CANCEL: "error"}
    return ink(names.get(kind, "muted"))


def _draw(painter: QPainter, kind: Kind, crowded: bool) -> None:
    middle = QPointF(0, 0)
    painter.setPen(QPen(colour(kind), 1.1))
    if crowded:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setOpacity(CROWD_OPACITY)
        painter.fillRect(QRectF(-0.5, -0.5, 1, 1), colour(kind))
    elif kind is Kind.LINE:
        painter.setBrush(colour(kind))
        painter.drawEllipse(middle, 1.4, 1.4)
    elif kind is Kind.PACKAGE:
        painter.drawEllipse(middle, 2.7, 2.7)
    elif kind is Kind.OTHER:
        painter.drawRect(-2, -2, 4, 4)
    elif kind is Kind.LATE:
        painter.drawPolygon(QPolygonF([QPointF(0, -3.2), QPointF(3.2, 0), QPointF(0, 3.2), QPointF(-3.2, 0)]))
    elif kind is Kind.CANCELLED:
        painter.drawEllipse(middle, 2.7, 2.7)
        painter.drawLines([QLineF(-4.5, -4.5, 4.5, 4.5), QLineF(-4.5, 4.5, 4.5, -4.5)])
    else:
        painter.drawLines([QLineF(-2.5, -2.5, 2.5, 2.5), QLineF(-2.5, 2.5, 2.5, -2.5)])

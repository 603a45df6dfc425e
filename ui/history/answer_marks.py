"""The marks of a chart of answers: the colour tells the contract, the shape the asked time, the filling the age."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from models.history.answer_columns import Floats
from ui.chart.dashes import PATTERNS_PX
from ui.chart.stamps import Stamp, blank_mark, pixels_of
from ui.theme import ink, kept_while_worn

INKS = ("accent", "beside_1", "beside_2", "beside_3", "beside_4", "beside_5", "beside_6")
"""Of contracts, in turn."""
SHAPES = 6
"""So many asked times have a shape of their own."""
CANCEL = -1
"""The shape of a cancel."""
_RADIUS_PX = 3.2
_PEN_PX = 1.3
_FAINT = 0.5
"""How much of its colour the mark of an old trade keeps."""


def contract_ink(number: int) -> str:
    """The token of a contract's colour."""
    return INKS[number % len(INKS)]


def contract_dash(number: int) -> int:
    """The number of a contract's pattern of dashes: beside the colour, another one for each."""
    return (number + number // len(INKS)) % len(PATTERNS_PX)


@kept_while_worn
def mark(shape: int, token: str, grade: int, ratio: float) -> Stamp:
    """The mark of an answer as pixels, at a device pixel ratio."""
    return pixels_of(mark_image(shape, token, grade, ratio))


@kept_while_worn
def mark_image(shape: int, token: str, grade: int, ratio: float) -> QImage:
    """The mark of an answer in the middle of a transparent image: filled when fresh, hollow, or hollow and faint."""
    image, painter = blank_mark(ratio)
    path = _outline(shape)
    colour = _dim(token) if grade > 1 else ink(token)
    painter.fillPath(path, colour if grade == 0 else ink("surface"))
    painter.setPen(QPen(colour, _PEN_PX))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.end()
    return image


def line_path(x: Floats, y: Floats, joined: NDArray[np.bool_]) -> QPainterPath:
    """Lines to those points that are joined with the one before.

    Read from bytes as Qt writes a path: made point by point it would take twenty times as long.
    """
    points = np.zeros(len(x), np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")]))
    points["kind"], points["x"], points["y"] = joined, x, y
    head, tail = np.array([len(x)], ">i4").tobytes(), np.array([0, 1], ">i4").tobytes()
    path = QPainterPath()
    if len(x):
        QDataStream(QByteArray(head + points.tobytes() + tail)) >> path
    return path


def _outline(shape: int) -> QPainterPath:
    path, wide = QPainterPath(), _RADIUS_PX
    if shape == CANCEL:
        for side in (-1, 1):
            path.moveTo(-wide, -side * wide)
            path.lineTo(wide, side * wide)
    elif shape % SHAPES == 0:
        path.addEllipse(QPointF(0, 0), wide, wide)
    elif shape % SHAPES == 1:
        path.addRect(QRectF(-0.9 * wide, -0.9 * wide, 1.8 * wide, 1.8 * wide))
    else:
        path.addPolygon(QPolygonF(_corners(shape % SHAPES)))
        path.closeSubpath()
    return path


def _corners(shape: int) -> list[QPointF]:
    """Up, diamond, down, star."""
    angles, reaches = {
        2: ((-90, 30, 150), (1.35,)),
        3: ((-90, 0, 90, 180), (1.3,)),
        4: ((90, -30, -150), (1.35,)),
        5: (tuple(range(-90, 270, 36)), (1.6, 0.7)),
    }[shape]
    return [
        QPointF(reach * math.cos(math.radians(angle)), reach * math.sin(math.radians(angle)))
        for number, angle in enumerate(angles)
        for reach in (reaches[number % len(reaches)] * _RADIUS_PX,)
    ]


@kept_while_worn
def _dim(token: str) -> QColor:
    front, ground = ink(token), ink("surface")
    shares = zip((front.red(), front.green(), front.blue()), (ground.red(), ground.green(), ground.blue()), strict=True)
    return QColor(*(round(_FAINT * a + (1 - _FAINT) * b) for a, b in shares))


def draw_mark(painter: QPainter, middle: QPointF, shape: int, token: str, grade: int) -> None:
    """Draw one mark, as a legend does."""
    image = mark_image(shape, token, grade, painter.device().devicePixelRatio())
    size = image.width() / painter.device().devicePixelRatio()
    painter.drawImage(QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size), image)

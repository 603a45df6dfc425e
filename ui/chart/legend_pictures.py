"""Small pictures of what a chart draws, drawn by what draws the chart. No widget here."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF

from models.chart.candles import Candles
from models.chart.decimate import PriceScale
from models.chart.series import Kind
from models.conditions import Shape
from models.sessions import Session
from ui.chart.candle_drawing import draw_candles
from ui.chart.dashes import MISSING_PX, PATTERNS_PX
from ui.chart.gap_bands import Shade
from ui.chart.ground import NO_SESSION, Grounds, lay
from ui.chart.overlay import RING_PX
from ui.chart.picture import TickPicture
from ui.chart.stamps import arrow, stamp
from ui.theme import ink

WIDTH_PX, HEIGHT_PX = 40, 18
DOTTED = (1.0, 2.0)
MISSING = (float(MISSING_PX), float(MISSING_PX))
"""Dashes and the room between them, pixels."""
_MIDDLE_PX = HEIGHT_PX / 2


def of_marks(kind: Kind, shape: Shape, grades: Sequence[int], ratio: float) -> QImage:
    """The marks of prints, one for each grade of size."""
    picture = _picture(ratio)
    for number, grade in enumerate(grades, 1):
        x = round(number * WIDTH_PX / (len(grades) + 1) * ratio)
        picture.stamp(np.array([x]), _rows(round(_MIDDLE_PX * ratio)), stamp(kind, shape, grade, ratio))
    return _finished(picture)


def of_arrows(ratio: float) -> QImage:
    """What stands for prints off the scale, at its upper and its lower edge."""
    picture, plain = _picture(ratio), Shape.PLAIN
    for share, row, up in ((1 / 3, 0, True), (2 / 3, picture.height - 1, False)):
        mark = arrow(Kind.LINE, plain, ratio, up=up)
        picture.stamp(np.array([round(share * picture.width)]), _rows(row), mark)
    return _finished(picture)


def of_candles(ratio: float) -> QImage:
    """A candle that rises, and one that falls."""
    picture, opens, closes = _picture(ratio), np.array([3.0, 7.0]), np.array([7.0, 3.0])
    starts, highs, lows = np.array([1, 3]), np.array([9.0, 9.0]), np.array([1.0, 1.0])
    made = Candles(starts, starts + 2, opens, highs, lows, closes, 2)
    draw_candles(picture, made, 0, 6, PriceScale(0, 10, picture.height))
    return _finished(picture)


def of_gap(shade: Shade, ratio: float) -> QImage:
    """The ground of an interruption."""
    return _ground([shade], [NO_SESSION], ratio)


def of_sessions(sessions: Sequence[Session], ratio: float) -> QImage:
    """The grounds of sessions, side by side."""
    return _ground([Shade.NONE], sessions, ratio)


def of_line(name: str, dash: Sequence[float], ratio: float, *, steps: bool = True) -> QImage:
    """A line in a colour: a step down and up, or level."""
    image, painter = _blank(ratio)
    pen = QPen(ink(name), 1)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dash:
        pen.setDashPattern(dash)
    painter.setPen(pen)
    heights = (0.3, 0.75, 0.5) if steps else (0.5,)
    wide = WIDTH_PX / len(heights)
    corners = [QPointF((n + end) * wide, round(y * HEIGHT_PX)) for n, y in enumerate(heights) for end in (0, 1)]
    painter.drawPolyline(QPolygonF(corners))
    painter.end()
    return image


def of_compared(ratio: float) -> QImage:
    """Lines of contracts that are drawn beside, one above another."""
    image, painter = _blank(ratio)
    for number in (1, 2, 3):
        pen = QPen(ink(f"beside_{number}"), 1)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(PATTERNS_PX[number])
        painter.setPen(pen)
        painter.drawLine(QPointF(0, number * HEIGHT_PX / 4), QPointF(WIDTH_PX, number * HEIGHT_PX / 4))
    painter.end()
    return image


def of_ring(name: str, ratio: float) -> QImage:
    """The ring around a print."""
    image, painter = _blank(ratio)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink(name), 1.4))
    painter.drawEllipse(QPointF(WIDTH_PX / 2, _MIDDLE_PX), RING_PX, RING_PX)
    painter.end()
    return image


def _ground(shades: Sequence[Shade], sessions: Sequence[int], ratio: float) -> QImage:
    picture = _picture(ratio)
    lay(Grounds(_side_by_side(shades, picture.width), _side_by_side(sessions, picture.width)), picture)
    return _finished(picture)


def _side_by_side(values: Sequence[int], width: int) -> NDArray[np.int8]:
    return np.asarray(values, np.int8)[np.arange(width) * len(values) // width]


def _rows(row: int) -> NDArray[np.int32]:
    return np.array([row], np.int32)


def _picture(ratio: float) -> TickPicture:
    return TickPicture(round(WIDTH_PX * ratio), round(HEIGHT_PX * ratio), ratio)


def _blank(ratio: float) -> tuple[QImage, QPainter]:
    image = QImage(round(WIDTH_PX * ratio), round(HEIGHT_PX * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(ink("surface"))
    return image, QPainter(image)


def _finished(picture: TickPicture) -> QImage:
    image, painter = _blank(picture.ratio)
    painter.drawImage(QRectF(0, 0, WIDTH_PX, HEIGHT_PX), picture.image(), QRectF(picture.source))
    painter.end()
    return image

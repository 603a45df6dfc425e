"""The small line of a cell: steps from price to price, the last one marked, over a dotted line at the base."""

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from models.qt.cells import Spark
from ui import theme

_ABOVE_PX, _BELOW_PX = 4, 4
"""What stays free of the row's height."""
_MARK_PX = 3


def _base_pen() -> QPen:
    pen = QPen(theme.ink("handle_hover"))
    pen.setDashPattern([1, 2])
    return pen


class SparkInk:
    """A line laid out for a cell: drawing it again costs nothing but drawing."""

    def __init__(self, spark: Spark, left: int, width: int) -> None:
        """`left`, `width`: of the room in the cell."""
        levels = spark.prices if spark.base is None else (*spark.prices, spark.base)
        self._low, span = min(levels), max(levels) - min(levels)
        row = theme.row_px()
        room = row - _ABOVE_PX - _BELOW_PX
        self._bottom = row - _BELOW_PX - 0.5 - (0 if span else room / 2)
        self._scale = room / span if span else 0.0
        self._left, self._right = left, left + width - _MARK_PX
        self._line = QPolygonF(self._points(spark))
        self._base_pen = _base_pen()
        self._base = None if spark.base is None else self._across(spark.base)
        self._mark = QRectF(self._right, int(self._y(spark.prices[-1])) - 1, _MARK_PX, _MARK_PX)

    def draw(self, painter: QPainter, top: float, ink: QColor) -> None:
        """Draw the line in a row of a table; the pen is another afterwards."""
        painter.translate(0, top)
        if self._base is not None:
            painter.setPen(self._base_pen)
            painter.drawLine(self._base)
        painter.setPen(ink)
        painter.drawPolyline(self._line)
        painter.fillRect(self._mark, ink)
        painter.translate(0, -top)

    def _across(self, price: float) -> QLineF:
        return QLineF(self._left, self._y(price), self._right, self._y(price))

    def _points(self, spark: Spark) -> list[QPointF]:
        """Each price from where it begins to where the next one does."""
        step = (self._right - self._left) / spark.length
        edges = [self._left + step * start for start in (*spark.starts, spark.length)]
        bottom, scale = self._bottom, self._scale
        heights = [bottom - (price - self._low) * scale for price in spark.prices]
        return [QPointF(x, y) for y, ends in zip(heights, pairwise(edges), strict=True) for x in ends]

    def _y(self, price: float) -> float:
        return self._bottom - (price - self._low) * self._scale

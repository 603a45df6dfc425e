"""The points of a chart of answers where they stand on the screen: lines, marks, and which is nearest to a place."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from models.history.answer_columns import Floats
from models.history.answer_series import AnswerPoints
from ui.chart.dashes import PATTERNS_PX
from ui.chart.picture import TickPicture
from ui.history.answer_marks import CANCEL, contract_dash, contract_ink, line_path, mark
from ui.theme import ink

REACH_PX = 40
"""A point that is further from the pointer than this is not meant."""
MISSING_PX = 5
"""Height of the strokes at the foot that stand for days without a trade."""
_ROOM = 0.06
"""Share of the prices in sight that is left free above and below."""
_CROWD = 4
"""More points than this for each pixel of the width are no shapes any more."""
_LEAST_SPAN = 0.04
"""Dollars that are shown at least."""


class AnswerDrawing:
    """Points in a box, from `low_ms` to `high_ms` (Unix); `low` and `high` are the prices at its foot and top."""

    def __init__(self, points: AnswerPoints, low_ms: float, high_ms: float, box: QRectF) -> None:
        self.points, self.box = points, box
        self._seen = (points.time_ms >= low_ms) & (points.time_ms <= high_ms)
        self.low, self.high = _prices(points.price[self._seen & points.traded])
        self._x = box.left() + (points.time_ms - low_ms) / max(high_ms - low_ms, 1) * box.width()
        self._y = box.top() + (self.high - points.price) / (self.high - self.low) * box.height()

    @property
    def decimals(self) -> int:
        """As many as tell the prices apart that are drawn."""
        prices = self.points.price[self.points.traded]
        return 4 if len(prices) and bool(np.any(np.abs(prices * 100 - np.round(prices * 100)) > 1e-6)) else 2

    @property
    def is_crowded(self) -> bool:
        """Whether so many points are in sight that each is a dot, without a line to it."""
        return int((self._seen & self.points.traded).sum()) > _CROWD * self.box.width()

    def place(self, row: int) -> QPointF | None:
        """Where a point stands; None where it is out of sight or has no price."""
        if not self._seen[row] or not self.points.traded[row]:
            return None
        return QPointF(float(self._x[row]), float(self._y[row]))

    def nearest(self, place: QPointF) -> int | None:
        """The point next to a place."""
        rows = np.flatnonzero(self._seen & self.points.traded)
        if not len(rows):
            return None
        far = np.hypot(self._x[rows] - place.x(), self._y[rows] - place.y())
        best = int(np.argmin(far))
        return int(rows[best]) if far[best] <= REACH_PX else None

    def paint(self, painter: QPainter, ratio: float) -> None:
        """Paint lines, marks, and strokes for days without a trade."""
        painter.save()
        painter.setClipRect(self.box)
        self._paint_missing(painter)
        if not self.is_crowded:
            for number, series in enumerate(self.points.series):
                self._paint_line(painter, self.points.of_series == number, series.contract_number)
        self._paint_marks(painter, ratio)
        painter.restore()

    def _paint_line(self, painter: QPainter, own: NDArray[np.bool_], contract: int) -> None:
        rows = np.flatnonzero(own & self.points.traded & ~self.points.cancel)
        pen = QPen(ink(contract_ink(contract)), 1)
        dash = contract_dash(contract)
        if dash:
            pen.setDashPattern(PATTERNS_PX[dash])
        painter.setPen(pen)
        painter.drawPath(line_path(self._x[rows], self._y[rows], self.points.joined[rows]))

    def _paint_missing(self, painter: QPainter) -> None:
        x = np.unique(np.round(self._x[self._seen & ~self.points.traded]))
        painter.setPen(QPen(ink("muted"), 1))
        foot = self.box.bottom()
        painter.drawLines([QLineF(at, foot - MISSING_PX, at, foot) for at in x.tolist()])

    def _paint_marks(self, painter: QPainter, ratio: float) -> None:
        width, height = round(self.box.width() * ratio), round(self.box.height() * ratio)
        if width < 1 or height < 1:
            return
        picture = TickPicture(width, height, ratio)
        columns = np.round((self._x - self.box.left()) * ratio)
        rows = np.round((self._y - self.box.top()) * ratio)
        seen = self._seen & self.points.traded & (columns >= 0) & (columns < width)
        if self.is_crowded:
            self._set_dots(picture, columns, rows, seen)
        else:
            self._stamp_marks(picture, columns, rows, seen)
        painter.drawImage(self.box, picture.image(), QRectF(picture.source))

    def _set_dots(self, picture: TickPicture, columns: Floats, rows: Floats, seen: NDArray[np.bool_]) -> None:
        for number, series in enumerate(self.points.series):
            at = np.flatnonzero(seen & (self.points.of_series == number))
            colour = ink(contract_ink(series.contract_number))
            for right, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
                picture.points((columns[at] + right).astype(np.intp), (rows[at] + down).astype(np.int32), colour)

    def _stamp_marks(self, picture: TickPicture, columns: Floats, rows: Floats, seen: NDArray[np.bool_]) -> None:
        points, ratio = self.points, picture.ratio
        for number, series in enumerate(points.series):
            for grade in (2, 1, 0):  # what is fresh lies on top
                of_grade = seen & (points.of_series == number) & (points.grade == grade)
                for shape, wanted in ((series.time_number, ~points.cancel), (CANCEL, points.cancel)):
                    token = "error" if shape == CANCEL else contract_ink(series.contract_number)
                    at = np.flatnonzero(of_grade & wanted)
                    if len(at):
                        stamp = mark(shape, token, grade, ratio)
                        picture.stamp(columns[at].astype(np.intp), rows[at].astype(np.int32), stamp)


def _prices(prices: Floats) -> tuple[float, float]:
    """The lowest and the highest price to be shown, with some room around those that there are."""
    if not len(prices):
        return 0.0, 1.0
    low, high = float(prices.min()), float(prices.max())
    room = max((high - low) * _ROOM, (_LEAST_SPAN - (high - low)) / 2)
    return max(low - room, 0.0), high + room

"""What a chart of answers shows that does not follow the pointer: legend, axes, lines and marks. No widget here."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from models.clock import DAY_MS
from models.history.answer_columns import AnswerColumns
from models.history.answer_series import AnswerPoints, answer_points
from models.times import Times
from ui import theme
from ui.chart.overlay_text import line_px
from ui.chart.price_axis import PriceAxis
from ui.chart.time_axis import TimeAxis, time_axis_px
from ui.chart.time_window import TimeWindow
from ui.history.answer_drawing import AnswerDrawing
from ui.history.answer_legend import AnswerLegend
from ui.theme import ink, scaled

_AXIS_PX = 70
_ROOM_MS = 3_600_000
_EMPTY = "No trade to draw."
_CROWDED = "Too many for lines and shapes: zoom in (+), or filter."


class AnswerPlot:
    """Points in a window of time. Who changes `window` calls `change`."""

    def __init__(self, times: Times) -> None:
        """`times`: the zone of the axis."""
        self.window = TimeWindow()
        self.points = answer_points(AnswerColumns(), np.zeros(0, np.int64))
        self._time_axis, self._price_axis = TimeAxis(times), PriceAxis(gap=38)
        self._legend = AnswerLegend()
        self._times, self._zone_changes = times, times.changes
        self._drawing: AnswerDrawing | None = None
        self._picture: QPixmap | None = None

    def show_points(self, points: AnswerPoints) -> None:
        """Show these from now on."""
        self.points = points
        self._legend.show_series(points.series, missing=bool((~points.traded).any()))
        self.change()

    def change(self) -> None:
        """Nothing that was laid out holds any more."""
        self._drawing = self._picture = None

    def wear(self) -> None:
        """Take on another look."""
        for axis in (self._time_axis, self._price_axis):
            axis.wear()
        self.change()

    def drawing(self, size: QSize) -> AnswerDrawing:
        """Where everything stands in a widget of that size."""
        if self._times.changes != self._zone_changes:
            self._zone_changes = self._times.changes
            self.change()
        if self._drawing is None:
            self._keep_up()
            self._drawing = AnswerDrawing(self.points, self.window.low_ms, self.window.high_ms, self._box(size))
            self._place_axes(self._drawing)
        return self._drawing

    def picture(self, size: QSize, ratio: float) -> QPixmap:
        """All of it, at a device pixel ratio."""
        drawing = self.drawing(size)
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._picture = self._paint(drawing, size, ratio)
        return self._picture

    def _box(self, size: QSize) -> QRectF:
        """Where prices are drawn: below the legend and a line of words."""
        top = round(self._legend.height(size.width()) + line_px() + 6)
        width, height = size.width() - scaled(_AXIS_PX), size.height() - top - time_axis_px()
        return QRectF(0, top, max(width, 1), max(height, 1))

    def _keep_up(self) -> None:
        """Show all the time that there is, unless somebody zoomed; a few moments of one day have some room."""
        times = self.points.time_ms
        if len(times):
            low, high = float(times.min()), float(times.max())
            room = _ROOM_MS if high - low < DAY_MS else 0
            self.window.keep_up(low - room, high + room)

    def _place_axes(self, drawing: AnswerDrawing) -> None:
        box = drawing.box
        self._time_axis.advance()
        self._time_axis.set_range(self.window.low_ms, self.window.high_ms)
        self._time_axis.set_places(QRectF(0, box.bottom(), box.width(), time_axis_px()), box)
        self._price_axis.show_prices(drawing.decimals, percent=False)
        self._price_axis.set_range(drawing.low, drawing.high)
        self._price_axis.set_places(QRectF(box.right(), box.top(), scaled(_AXIS_PX), box.height()), box)

    def _paint(self, drawing: AnswerDrawing, size: QSize, ratio: float) -> QPixmap:
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(ink("surface"))
        painter = QPainter(picture)
        self._legend.paint(painter, size.width())
        self._time_axis.paint(painter)
        self._price_axis.paint(painter)
        drawing.paint(painter, ratio)
        painter.setPen(ink("muted"))
        painter.setFont(theme.text_font())
        if not self.points.traded.any():
            painter.drawText(drawing.box, Qt.AlignmentFlag.AlignCenter, _EMPTY)
        elif drawing.is_crowded:
            painter.drawText(drawing.box, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter, _CROWDED)
        painter.end()
        return picture

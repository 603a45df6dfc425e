"""The chart of an at-time answer: prices over the days, a line for each contract and asked time, ages to be seen."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from models.clock import time_text
from models.figures import count_text, price_text
from models.history.answer_columns import AnswerColumns, Ids
from models.history.answer_series import AnswerPoints, answer_points
from models.history.answer_steps import across, along, first, line_end
from models.history.answers import Entry
from models.history.query_text import age_text, day_text
from models.times import Times
from ui import theme
from ui.chart.marks import Words
from ui.chart.overlay_text import draw_words, line_px
from ui.chart.plot import DRAG_PX, ZOOM
from ui.history.answer_drawing import AnswerDrawing
from ui.history.answer_plot import AnswerPlot
from ui.theme import ink

_RING_PX = 6.0
_PAN, _NOTCH = 0.05, 120
_KEYS = "← → along a line, ↑ ↓ to another · + − 0 zoom · Enter, T, W as in the table · Ctrl+C copies the picture"


class AnswerChart(QWidget):
    """What is chosen here is chosen in the table, and the other way round."""

    chosen = Signal(int)
    """The number of an entry."""
    details_asked = Signal()
    around_asked = Signal()
    watch_asked = Signal()
    copy_asked = Signal()
    """The same as their keys: Enter, T, W, Ctrl+C."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        """`times`: the zone of the axis."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Chart of the answers")
        self.setToolTip(_KEYS)
        self._columns = AnswerColumns()
        self._plot = AnswerPlot(times)
        self._window = self._plot.window
        self._chosen, self._pointed = -1, -1
        self._pressed: QPointF | None = None
        self._dragged = False
        theme.changed.connect(self._wear)

    @property
    def points(self) -> AnswerPoints:
        """What is drawn."""
        return self._plot.points

    def drawing(self) -> AnswerDrawing:
        """Where everything stands now."""
        return self._plot.drawing(self.size())

    def show_answers(self, columns: AnswerColumns, numbers: Ids) -> None:
        """Draw these entries."""
        self._columns = columns
        self._plot.show_points(answer_points(columns, numbers))
        self.update()

    def fit(self) -> None:
        """Show all the time that there is, now and while more comes."""
        self._window.fit()
        self._change()

    def choose(self, number: int) -> None:
        """Mark the point of an entry, if it is drawn."""
        if number != self._chosen:
            self._chosen = number
            self.setAccessibleDescription(self.reading)
            self.update()

    @property
    def reading(self) -> str:
        """What is told of the point under the pointer, or of the chosen one."""
        return "  ".join(text for text, _ in self._words())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the chart."""
        act = self._acts().get(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif act is None or event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            super().keyPressEvent(event)
        else:
            act()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click or a drag begins."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag pans; else the row under the pointer is told."""
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(self._pressed, event.position())
            return
        row = self.drawing().nearest(event.position())
        pointed = -1 if row is None else int(self.points.number[row])
        if pointed != self._pointed:
            self._pointed = pointed
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses the row under the pointer."""
        pressed, self._pressed = self._pressed, None
        if event.button() is Qt.MouseButton.LeftButton and pressed is not None and not self._dragged:
            row = self.drawing().nearest(event.position())
            if row is not None:
                self._tell(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of a row; beside the rows, everything."""
        row = self.drawing().nearest(event.position())
        if row is None:
            self.fit()
        else:
            self._tell(row)
            self.details_asked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms around the pointer; sideways it pans."""
        delta, width = event.angleDelta(), self.drawing().box.width()
        if delta.x():
            self._pan(-delta.x() / _NOTCH * _PAN)
        elif delta.y():
            share = min(event.position().x() / width, 1.0)
            self._zoom(ZOOM ** (delta.y() / _NOTCH), self._window.low_ms + share * self._window.span_ms)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._pointed = -1
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew at this size."""
        super().resizeEvent(event)
        self._change()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, and over it what follows the pointer."""
        drawing = self.drawing()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._plot.picture(self.size(), self.devicePixelRatioF()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, token in ((self._chosen, "warn"), (self._pointed, "bright")):
            row = self.points.row_of(number)
            place = None if row is None else drawing.place(row)
            if place is not None:
                painter.setPen(QPen(ink(token), 1.5))
                painter.drawEllipse(place, _RING_PX, _RING_PX)
        painter.setFont(theme.figure_font())
        words = self._words() or ((_KEYS, "muted"),)
        draw_words(painter, words, QPointF(4, drawing.box.top() - line_px() - 2), self.width() - 8)
        if self.hasFocus():
            painter.fillRect(0, 0, self.width(), 1, ink("accent"))
        painter.end()

    def focusInEvent(self, event: QEvent) -> None:
        """Show that the keys come here; they need something to begin from."""
        row = first(self.points)
        if self.points.row_of(self._chosen) is None and row is not None:
            self._tell(row)
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        """They go elsewhere."""
        self.update()

    def _acts(self) -> dict[int, Callable[[], object]]:
        key = Qt.Key
        return {
            key.Key_Left: lambda: self._go(along, -1),
            key.Key_Right: lambda: self._go(along, 1),
            key.Key_Up: lambda: self._go(across, -1),
            key.Key_Down: lambda: self._go(across, 1),
            key.Key_Home: lambda: self._go(line_end, 0),
            key.Key_End: lambda: self._go(line_end, -1),
            key.Key_Plus: lambda: self._zoom_here(ZOOM),
            key.Key_Equal: lambda: self._zoom_here(ZOOM),
            key.Key_Minus: lambda: self._zoom_here(1 / ZOOM),
            key.Key_0: self.fit,
            key.Key_Return: self.details_asked.emit,
            key.Key_Enter: self.details_asked.emit,
            key.Key_T: self.around_asked.emit,
            key.Key_W: self.watch_asked.emit,
        }

    def _go(self, step: Callable[[AnswerPoints, int, int], int], by: int) -> None:
        """Choose another trade, from the chosen point on; without one, the first."""
        row = self.points.row_of(self._chosen)
        row = first(self.points) if row is None else step(self.points, row, by)
        if row is not None:
            self._tell(row)

    def _tell(self, row: int) -> None:
        """Choose a point, and bring it into sight."""
        self.choose(int(self.points.number[row]))
        time_ms = float(self.points.time_ms[row])
        self.drawing()  # which moves the window to what came last
        if not self._window.holds(time_ms):
            self._window.show(time_ms, self._window.span_ms)
            self._change()
        self.chosen.emit(self._chosen)

    def _zoom(self, factor: float, around_ms: float) -> None:
        self._window.zoom(factor, around_ms)
        self._window.hold()
        self._change()

    def _zoom_here(self, factor: float) -> None:
        """Zoom so that the chosen point stays at its place."""
        row = self.points.row_of(self._chosen)
        time_ms = self._window.middle_ms if row is None else float(self.points.time_ms[row])
        self._zoom(factor, time_ms if self._window.holds(time_ms) else self._window.middle_ms)

    def _drag(self, start: QPointF, place: QPointF) -> None:
        moved = place.x() - start.x()
        if self._dragged or abs(moved) >= DRAG_PX:
            self._dragged, self._pressed = True, place
            self._pan(-moved / self.drawing().box.width())

    def _pan(self, share: float) -> None:
        self._window.pan(share)
        self._change()

    def _change(self) -> None:
        self._plot.change()
        self.update()

    def _wear(self) -> None:
        self._plot.wear()
        self.update()

    def _words(self) -> Words:
        number = self._pointed if self._pointed >= 0 else self._chosen
        if self.points.row_of(number) is None:
            return ()
        return _reading(self._columns.entries[number])


def _reading(entry: Entry) -> Words:
    """A row in a line."""
    place = (
        (entry.contract.label, "bright"),
        (day_text(entry.day), "text"),
        (f"at {time_text(entry.asked_ms)}", "muted"),
    )
    row = entry.row
    if row is None:
        return (*place, (str(entry.missing.reason) if entry.missing else "", "muted"))
    return (
        *place,
        (price_text(row.price), "bright"),
        (f"× {count_text(row.size)}", "text"),
        (f"traded {time_text(row.trade_ms)}, {age_text(row.age_ms)} old", "text"),
        (f"{row.venue} {row.condition}", "muted"),
    )

"""The canvas of a tick chart: price and size boxes, their axes, and what the mouse does to them.

It shows what it is given and tells what was asked for; it knows no series and no link.
"""

import math
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.chart.decimate import PriceScale
from models.times import Times
from ui.chart.drawing import Drawing
from ui.chart.marks import Marks
from ui.chart.overlay import ChartOverlay, Places
from ui.chart.overlay_text import text_width
from ui.chart.picture import TickPicture
from ui.chart.price_axis import PriceAxis
from ui.chart.scale import PAD_PX
from ui.chart.time_axis import GAP_PX, Axis, FigureAxis, TimeAxis, time_axis_px
from ui.chart.word_strip import strip_px
from ui.theme import ink, scaled

SIZE_SHARE = 0.2
"""Share of the height that size bars take."""
AXIS_PX = 70
"""Least width of the axis; longer figures make it wider."""
DRAG_PX = 4
"""A press that moves less than this is a click."""
ZOOM = 0.8
"""A notch of the wheel makes the visible time this many times as wide."""
_NOTCH = 120
_WANTED, _LEAST = QSize(600, 480), QSize(55, 55)


class TickPlot(QWidget):
    """Price steps above size bars, one time axis below, figures at the right."""

    panned = Signal(float)
    """A share of the width, positive towards later times."""
    zoomed = Signal(float, float)
    """A factor, and the share of the width that stays at its place."""
    fit_asked = Signal()
    pointer_moved = Signal()
    clicked = Signal()
    compared_clicked = Signal(int)
    """A compared contract, in the legend."""
    resized = Signal()

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys belong to the panel
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.pointer: QPointF | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self.price_axis, self.size_axis, self.time_axis = PriceAxis(gap=38), FigureAxis(gap=24), TimeAxis(times)
        self.overlay = ChartOverlay()
        self._drawing: Drawing | None = None
        self._contracts, self._told, self._axis_px = 0, 1, AXIS_PX

    def sizeHint(self) -> QSize:
        """As large as it likes to be."""
        return _WANTED

    def minimumSizeHint(self) -> QSize:
        """Panels can be made as small as the user wants."""
        return _LEAST

    def make_room(self, contracts: int, told: int) -> None:
        """Keep room above the prices for a list of so many contracts, and for so many lines of words."""
        if (contracts, told) != (self._contracts, self._told):
            self._contracts, self._told = contracts, told
            self._place()

    def wear(self) -> None:
        """Take on another look."""
        for axis in self._axes():
            axis.wear()
        self.widen_axis((), anew=True)
        self.overlay.wear()
        self._place()

    def widen_axis(self, texts: Iterable[str], *, anew: bool) -> bool:
        """Make the axis wide enough for these; narrower only if `anew`. Return whether it is of another width."""
        longest = max(texts, key=len, default="")  # figures are all of one width
        wanted = max(scaled(AXIS_PX), math.ceil(text_width(longest)) + 2 * GAP_PX)
        wanted = wanted if anew else max(wanted, self._axis_px)
        if wanted == self._axis_px:
            return False
        self._axis_px = wanted
        self._place()
        return True

    def show_drawing(self, drawing: Drawing, low_ms: float, high_ms: float, decimals: int) -> None:
        """Show pictures of a range of time, Unix ms, and scales that fit them."""
        self.time_axis.advance()
        self.price_axis.show_prices(decimals, percent=bool(drawing.relative_base))
        self.time_axis.set_range(low_ms, high_ms)
        self.price_axis.set_range(drawing.scale.low, drawing.scale.high)
        self.size_axis.set_range(0, self._size_top(drawing))
        self._drawing = drawing
        self.update()

    def show_marks(self, marks: Marks) -> None:
        """Show what lies over the pictures."""
        if self.overlay.show_marks(marks):
            self.update()
        top = self.places.prices.top()
        self.price_axis.make_room([place - top for place in self.overlay.tag_places])

    @property
    def places(self) -> Places:
        """Where prices and sizes are drawn, in pixels of this widget."""
        return self.overlay.places

    def place_of(self, time_ms: float, price: float, scale: PriceScale) -> QPointF:
        """The pixel of a time and a price, in pixels of this widget."""
        low, high = self.time_axis.range
        box = self.places.prices
        x = box.left() + (time_ms - low) / (high - low) * box.width()
        return QPointF(x, self.y_of(price, scale))

    def y_of(self, price: float, scale: PriceScale) -> float:
        """How far down a price is, in pixels of this widget."""
        box = self.places.prices
        return box.top() + (scale.high - price) / (scale.high - scale.low) * box.height()

    def _size_top(self, drawing: Drawing) -> float:
        """The figure at the top of the size box: the largest bar ends a little below it."""
        height = self.places.sizes.height()
        return max(drawing.largest, 1) * height / max(height - PAD_PX, 1.0)

    def _axes(self) -> tuple[Axis, Axis, Axis]:
        return self.price_axis, self.size_axis, self.time_axis

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the room; what is shown is then to be drawn again."""
        super().resizeEvent(event)
        self._place()
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the axes with their grids, the pictures over these, and the marks over all."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), ink("surface"))
        for axis in self._axes():
            axis.paint(painter)
        if self._drawing is not None:
            _paint_picture(painter, self.places.prices, self._drawing.prices)
            _paint_picture(painter, self.places.sizes, self._drawing.sizes)
        self.overlay.paint(painter)
        painter.end()

    def _place(self) -> None:
        """Give every part a place on whole pixels: pictures are not to be stretched."""
        width, height = max(self.width() - self._axis_px, 0), max(self.height() - time_axis_px(), 0)
        words, sizes = strip_px(self._contracts, self._told, self.width(), height), round(height * SIZE_SHARE)
        prices = height - sizes - words
        price_box, size_box = QRectF(0, words, width, prices), QRectF(0, words + prices, width, sizes)
        self.price_axis.set_places(QRectF(width, words, self._axis_px, prices), price_box)
        self.size_axis.set_places(QRectF(width, words + prices, self._axis_px, sizes), size_box)
        self.time_axis.set_places(QRectF(0, size_box.bottom(), width, time_axis_px()), price_box)
        self.overlay.set_places(Places(price_box, size_box, QRectF(self.rect())))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click or a drag begins."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag pans; the cross follows the pointer."""
        self.pointer = event.position()
        over_legend = self.overlay.compared_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over_legend else Qt.CursorShape.CrossCursor)
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = event.position().x() - self._pressed.x()
            if self._dragged or abs(moved) >= DRAG_PX:
                self._dragged, self._pressed = True, event.position()
                self.panned.emit(-moved / max(self.places.prices.width(), 1.0))
        self.pointer_moved.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click is told, what it lies on with it."""
        if event.button() is Qt.MouseButton.LeftButton and self._pressed is not None:
            self._pressed, self.pointer = None, event.position()
            if not self._dragged:
                self._tell_click(event.position())

    def _tell_click(self, place: QPointF) -> None:
        compared = self.overlay.compared_at(place)
        if compared is None:
            self.clicked.emit()
        else:
            self.compared_clicked.emit(compared)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Everything is to be seen."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.fit_asked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms around the pointer; sideways, or with Shift, it pans."""
        delta = event.angleDelta()
        if delta.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.panned.emit(-(delta.x() or delta.y()) / _NOTCH / 20)
        elif delta.y():
            share = event.position().x() / max(self.places.prices.width(), 1.0)
            self.zoomed.emit(ZOOM ** (delta.y() / _NOTCH), min(max(share, 0.0), 1.0))
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is a cross, as over all of the plot."""
        self.setCursor(Qt.CursorShape.CrossCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self.pointer = None
        self.pointer_moved.emit()


def _paint_picture(painter: QPainter, box: QRectF, picture: TickPicture) -> None:
    """Paint a picture into its box, pixel by pixel."""
    size = QRectF(picture.source)
    target = QRectF(box.topLeft(), size.size() / picture.ratio)
    painter.drawImage(target, picture.image(), size)

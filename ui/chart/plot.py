"""The canvas of a tick chart: price and size boxes, their axes, and what the mouse does to them.

It shows what it is given and tells what was asked for; it knows no series and no link.
"""

import math
from collections.abc import Iterable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from models.chart.decimate import PriceScale
from models.times import Times
from ui.chart.drawing import Drawing
from ui.chart.marks import Marks
from ui.chart.overlay import ChartOverlay, Places
from ui.chart.overlay_text import text_width
from ui.chart.picture import TickPicture
from ui.chart.price_axis import PriceAxis
from ui.chart.scale import PAD_PX
from ui.chart.time_axis import GAP_PX, FigureAxis, TimeAxis, time_axis_px
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


class TickPlot(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
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
        super().__init__(parent, background=ink("surface"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys belong to the panel
        self.pointer: QPointF | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self.price_box, self.size_box = _box(), _box()
        self.price_axis, self.size_axis = PriceAxis(AXIS_PX, gap=38), FigureAxis(AXIS_PX, gap=24)
        self.time_axis = TimeAxis(times)
        self.price_picture, self.size_picture = PictureItem(self.price_box), PictureItem(self.size_box)
        self.overlay, self._layout = ChartOverlay(), pg.GraphicsLayout()
        self._contracts, self._told, self._axis_px = 0, 1, AXIS_PX
        self._lay_out()

    def make_room(self, contracts: int, told: int) -> None:
        """Keep room above the prices for a list of so many contracts, and for so many lines of words."""
        if (contracts, told) != (self._contracts, self._told):
            self._contracts, self._told = contracts, told
            self._place()

    def wear(self) -> None:
        """Take on another look."""
        self.widen_axis((), anew=True)
        self.overlay.wear()
        self._place()

    def widen_axis(self, texts: Iterable[str], *, anew: bool) -> bool:
        """Make the axis wide enough for these; narrower only if `anew`. Return whether it is of another width."""
        wanted = max([scaled(AXIS_PX), *(math.ceil(text_width(text)) + 2 * GAP_PX for text in texts)])
        wanted = wanted if anew else max(wanted, self._axis_px)
        if wanted == self._axis_px:
            return False
        self._axis_px = wanted
        self.price_axis.setWidth(wanted)
        self.size_axis.setWidth(wanted)
        self._place()
        return True

    def show_drawing(self, drawing: Drawing, low_ms: float, high_ms: float, decimals: int) -> None:
        """Show pictures of a range of time, Unix ms, and scales that fit them."""
        self.time_axis.advance()
        self.price_axis.show_prices(decimals, percent=bool(drawing.relative_base))
        prices = drawing.scale.low, drawing.scale.high
        self.price_box.setRange(xRange=(low_ms, high_ms), yRange=prices, padding=0, disableAutoRange=False)
        self.size_box.setRange(yRange=(0, self._size_top(drawing)), padding=0, disableAutoRange=False)
        self.price_picture.show_picture(drawing.prices)
        self.size_picture.show_picture(drawing.sizes)

    def show_marks(self, marks: Marks) -> None:
        """Show what lies over the pictures."""
        self.overlay.show_marks(marks)
        top = self.places.prices.top()
        self.price_axis.make_room([place - top for place in self.overlay.tag_places])

    @property
    def places(self) -> Places:
        """Where prices and sizes are drawn, in pixels of this widget."""
        return self.overlay.places

    def place_of(self, time_ms: float, price: float, scale: PriceScale) -> QPointF:
        """The pixel of a time and a price, in pixels of this widget."""
        (low, high), _ = self.price_box.viewRange()
        box = self.places.prices
        x = box.left() + (time_ms - low) / (high - low) * box.width()
        y = box.top() + (scale.high - price) / (scale.high - scale.low) * box.height()
        return QPointF(x, y)

    def _size_top(self, drawing: Drawing) -> float:
        """The figure at the top of the size box: the largest bar ends a little below it."""
        height = self.places.sizes.height()
        return max(drawing.largest, 1) * height / max(height - PAD_PX, 1.0)

    def _lay_out(self) -> None:
        layout = self._layout
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for row, (box, axis) in enumerate(((self.price_box, self.price_axis), (self.size_box, self.size_axis))):
            layout.addItem(box, row, 0)
            layout.addItem(axis, row, 1)
            axis.linkToView(box)
            axis.setZValue(box.zValue() - 1)  # the grid lies under the pictures
        layout.addItem(self.time_axis, 2, 0)
        self.time_axis.linkToView(self.price_box)
        self.time_axis.setZValue(self.price_box.zValue() - 1)
        self.setCentralItem(layout)
        self.scene().addItem(self.overlay)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Fill the room; what is shown is then to be drawn again."""
        super().resizeEvent(event)
        if event is not None:  # pyqtgraph calls this by itself, before anything is laid out
            self._place()
            self.resized.emit()

    def _place(self) -> None:
        """Give every part a place on whole pixels: pictures are not to be stretched."""
        width, height = max(self.width() - self._axis_px, 0), max(self.height() - time_axis_px(), 0)
        words, sizes = strip_px(self._contracts, self._told, self.width(), height), round(height * SIZE_SHARE)
        prices = height - sizes - words
        self._layout.setContentsMargins(0, words, 0, 0)
        self.price_box.setFixedHeight(prices)
        self.size_box.setFixedHeight(sizes)
        self._layout.layout.activate()
        boxes = QRectF(0, words, width, prices), QRectF(0, words + prices, width, sizes)
        self.overlay.set_places(Places(*boxes, QRectF(self.rect())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
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
        self.setCursor(Qt.CursorShape.CrossCursor)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer = None
        self.pointer_moved.emit()


class PictureItem(QGraphicsItem):
    """A picture that fills a box, pixel by pixel."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box)
        self._box = box
        self._picture: TickPicture | None = None

    def show_picture(self, picture: TickPicture) -> None:
        """Paint this one from now on."""
        self.prepareGeometryChange()
        self._picture = picture
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(self._box.rect())

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._picture is not None:
            size = QRectF(self._picture.source)
            target = QRectF(0, 0, size.width() / self._picture.ratio, size.height() / self._picture.ratio)
            painter.drawImage(target, self._picture.image(), size)


def _box() -> pg.ViewBox:
    box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
    box.disableAutoRange()
    return box

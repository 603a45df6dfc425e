"""What lies over a chart's pictures: crosshair, the print under it, the chosen trade, the last price."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.theme import figure_font, ink

TAG_PX = 17
PAD_PX = 5
RING_PX = 5.5


@dataclass(frozen=True, slots=True)
class Tag:
    """A text in a box on an axis, in the middle of a place in view pixels."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything to be painted over the pictures, in view pixels; None or empty is not painted.

    `cross`: the pointer; `price_tag`, `time_tag`: what it points at. `ring`: the print that `reading` tells of. `gap`:
    the interruption under the pointer, a second line.
    `chosen_x`, `chosen`: the trade that is chosen on the tape. `last`: the last price. `note`: what the size bars are.
    """

    cross: QPointF | None = None
    price_tag: Tag | None = None
    time_tag: Tag | None = None
    ring: QPointF | None = None
    reading: tuple[tuple[str, str], ...] = ()
    gap: tuple[tuple[str, str], ...] = ()
    chosen_x: float | None = None
    chosen: QPointF | None = None
    last: Tag | None = None
    note: str = ""


@dataclass(slots=True)
class Places:
    """Where the parts of the chart are, in view pixels."""

    prices: QRectF = field(default_factory=QRectF)
    sizes: QRectF = field(default_factory=QRectF)
    whole: QRectF = field(default_factory=QRectF)


class ChartOverlay(QGraphicsItem):
    """Paints `marks` over everything else."""

    def __init__(self) -> None:
        super().__init__()
        self.marks = Marks()
        self.places = Places()
        self.setZValue(1e4)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_marks(self, marks: Marks) -> None:
        """Paint these from now on."""
        if marks != self.marks:
            self.marks = marks
            self.update()

    def set_places(self, places: Places) -> None:
        """Take note of a new layout."""
        self.prepareGeometryChange()
        self.places = places

    def boundingRect(self) -> QRectF:
        return self.places.whole

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        marks, places = self.marks, self.places
        painter.setFont(figure_font())
        painter.setPen(QPen(ink("line"), 1))
        painter.drawLine(places.sizes.topLeft(), QPointF(places.whole.right(), places.sizes.top()))
        self._note(painter)
        if marks.chosen_x is not None:
            self._upright(painter, marks.chosen_x, QPen(ink("warn"), 1))
        if marks.last is not None:
            self._level(painter, marks.last.place, QPen(_faint("accent"), 1, Qt.PenStyle.DotLine))
            self._price_tag(painter, marks.last, ink("accent"), ink("badge_text"))
        if marks.cross is not None:
            pen = QPen(_faint("muted"), 1, Qt.PenStyle.DashLine)
            self._upright(painter, marks.cross.x(), pen)
            if places.prices.contains(marks.cross):
                self._level(painter, marks.cross.y(), pen)
        self._rings(painter)
        if marks.price_tag is not None:
            self._price_tag(painter, marks.price_tag, ink("selected"), ink("bright"))
        if marks.time_tag is not None:
            self._time_tag(painter, marks.time_tag)
        self._line_of_words(painter, marks.reading, 0)
        self._line_of_words(painter, marks.gap, 1 if marks.reading else 0)

    def _upright(self, painter: QPainter, x: float, pen: QPen) -> None:
        painter.setPen(pen)
        painter.drawLine(QPointF(x, self.places.prices.top()), QPointF(x, self.places.sizes.bottom()))

    def _level(self, painter: QPainter, y: float, pen: QPen) -> None:
        painter.setPen(pen)
        painter.drawLine(QPointF(self.places.prices.left(), y), QPointF(self.places.prices.right(), y))

    def _rings(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for place, name in ((self.marks.chosen, "warn"), (self.marks.ring, "bright")):
            if place is not None:
                painter.setPen(QPen(ink(name), 1.4))
                painter.drawEllipse(place, RING_PX, RING_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _price_tag(self, painter: QPainter, tag: Tag, back: QColor, front: QColor) -> None:
        left = self.places.prices.right() + 1
        box = QRectF(left, round(tag.place - TAG_PX / 2), self.places.whole.right() - left, TAG_PX)
        painter.fillRect(box, back)
        painter.setPen(front)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(PAD_PX, 0, 0, 0), flags, tag.text)

    def _time_tag(self, painter: QPainter, tag: Tag) -> None:
        width = _width(painter, tag.text) + 2 * PAD_PX
        left = min(max(tag.place - width / 2, 0.0), self.places.prices.right() - width)
        box = QRectF(round(left), self.places.sizes.bottom() + 2, width, TAG_PX)
        painter.fillRect(box, ink("selected"))
        painter.setPen(ink("bright"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tag.text)

    def _note(self, painter: QPainter) -> None:
        left, top = self.places.sizes.left() + 8, self.places.sizes.top() + 4
        box = QRectF(left, top, _width(painter, self.marks.note) + 2 * PAD_PX, TAG_PX)
        painter.fillRect(box, _faint("surface"))
        painter.setPen(ink("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.marks.note)

    def _line_of_words(self, painter: QPainter, words: tuple[tuple[str, str], ...], line: int) -> None:
        """A line of what is under the pointer, a word after the other in its own colour, where it hides the least."""
        if not words:
            return
        gap, height = _width(painter, "  "), TAG_PX + 2
        wanted = sum(_width(painter, text) for text, _ in words) + gap * (len(words) - 1)
        width = min(wanted, self.places.prices.width() - 2 * (8 + PAD_PX))
        corner = self.places.prices.topLeft() + QPointF(8, 6 + line * height)
        box = QRectF(corner, QSizeF(width + 2 * PAD_PX, height))
        painter.fillRect(box, ink("raised"))
        x, right = box.left() + PAD_PX, box.right() - PAD_PX
        for text, name in words:
            painter.setPen(ink(name))
            fitting = _fitting(painter, text, right - x)
            painter.drawText(QRectF(x, box.top(), width, box.height()), Qt.AlignmentFlag.AlignVCenter, fitting)
            x += _width(painter, text) + gap


def _width(painter: QPainter, text: str) -> float:
    return QFontMetricsF(painter.font()).horizontalAdvance(text)


def _fitting(painter: QPainter, text: str, width: float) -> str:
    return QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0.0) + 0.5)


def _faint(name: str) -> QColor:
    colour = QColor(ink(name))
    colour.setAlphaF(0.6)
    return colour

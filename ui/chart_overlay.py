"""What lies over a chart's pictures: crosshair, the print under it, the chosen trade, prices on the axis, a legend."""

from dataclasses import dataclass, field
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.chart_ground import faint
from ui.chart_marks import LegendLine, Level, Marks, Tag, spread
from ui.dashes import PATTERNS_PX
from ui.overlay_text import GROUND, LINE_PX, PAD_PX, draw_words, text_width, words_width
from ui.theme import figure_font, ink

TAG_PX = 17
RING_PX = 5.5
EDGE_PX = 8
DIM = 0.6
"""How much of its colour a line across the chart keeps."""
SAMPLE_PX = 38
"""Length of the piece of line that a legend shows, with the room after it."""


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
        self.tag_places: list[float] = []
        """Where the tags of the levels and of the last price stand."""
        self.setZValue(1e4)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_marks(self, marks: Marks) -> None:
        """Paint these from now on."""
        if marks != self.marks:
            self.marks = marks
            self._place_tags()
            self.update()

    def set_places(self, places: Places) -> None:
        """Take note of a new layout."""
        self.prepareGeometryChange()
        self.places = places
        self._place_tags()

    def compared_at(self, place: QPointF) -> int | None:
        """The compared contract whose line of the legend is at a place."""
        for number, line in enumerate(self.marks.legend):
            box = QRectF(self._corner(number), QPointF(0, 0))
            box.setWidth(words_width(line.words) + SAMPLE_PX + 2 * PAD_PX)
            box.setHeight(LINE_PX)
            if line.contract is not None and box.contains(place):
                return line.contract
        return None

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
        self._levels(painter)
        self._crosshair(painter)
        self._rings(painter)
        if marks.price_tag is not None:
            self._price_tag(painter, marks.price_tag, ink("selected"), ink("bright"))
        if marks.time_tag is not None:
            self._time_tag(painter, marks.time_tag)
        self._lines(painter)

    def _crosshair(self, painter: QPainter) -> None:
        cross = self.marks.cross
        if cross is not None:
            pen = QPen(_dim("muted"), 1, Qt.PenStyle.DashLine)
            self._upright(painter, cross.x(), pen)
            if self.places.prices.contains(cross):
                self._level(painter, cross.y(), pen)

    def _upright(self, painter: QPainter, x: float, pen: QPen) -> None:
        painter.setPen(pen)
        painter.drawLine(QPointF(x, self.places.prices.top()), QPointF(x, self.places.sizes.bottom()))

    def _level(self, painter: QPainter, y: float, pen: QPen) -> None:
        painter.setPen(pen)
        painter.drawLine(QPointF(self.places.prices.left(), y), QPointF(self.places.prices.right(), y))

    def _levels(self, painter: QPainter) -> None:
        """The day's prices across the chart; their tags make way for one another, the last price is on top."""
        for level, place in zip(self._every_level(), self.tag_places, strict=True):
            if level.line:
                self._level(painter, level.tag.place, QPen(_dim(level.ink), 1, Qt.PenStyle.DotLine))
            self._remark(painter, level)
            on_top = level.tag is self.marks.last
            back, front = (ink("accent"), ink("badge_text")) if on_top else (ink("raised"), ink(level.ink))
            self._price_tag(painter, Tag(place, level.tag.text), back, front)

    def _every_level(self) -> list[Level]:
        last = self.marks.last
        return [*self.marks.levels, *([Level(last, "accent")] if last else [])]

    def _place_tags(self) -> None:
        box = self.places.prices
        wanted = [level.tag.place for level in self._every_level()]
        self.tag_places = spread(wanted, TAG_PX, box.top(), box.bottom())

    def _remark(self, painter: QPainter, level: Level) -> None:
        """At the right end of a level's line, above it or, where there is no room, below."""
        if level.remark:
            prices, place = self.places.prices, level.tag.place
            top = place - TAG_PX if place - TAG_PX >= prices.top() else place + 1
            width = text_width(level.remark) + 2 * PAD_PX
            box = QRectF(prices.right() - width, top, width, TAG_PX)
            painter.fillRect(box, faint("surface", GROUND))
            painter.setPen(ink("muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, level.remark)

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
        width = text_width(tag.text) + 2 * PAD_PX
        left = min(max(tag.place - width / 2, 0.0), self.places.prices.right() - width)
        box = QRectF(round(left), self.places.sizes.bottom() + 2, width, TAG_PX)
        painter.fillRect(box, ink("selected"))
        painter.setPen(ink("bright"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tag.text)

    def _note(self, painter: QPainter) -> None:
        """What the bars are, or the one under the pointer."""
        sizes = self.places.sizes
        corner = sizes.topLeft() + QPointF(EDGE_PX, 4)
        if self.marks.bar:
            draw_words(painter, self.marks.bar, corner, sizes.width() - 2 * EDGE_PX)
            return
        box = QRectF(corner.x(), corner.y(), text_width(self.marks.note) + 2 * PAD_PX, TAG_PX)
        painter.fillRect(box, faint("surface", GROUND))
        painter.setPen(ink("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.marks.note)

    def _lines(self, painter: QPainter) -> None:
        """The legend, then what is under the pointer, in the corner where they hide the least."""
        marks, most = self.marks, self.places.prices.width() - 2 * EDGE_PX
        for number, line in enumerate(marks.legend):
            box = draw_words(painter, line.words, self._corner(number), most, indent=SAMPLE_PX)
            self._sample(painter, QPointF(box.left() + PAD_PX, round(box.center().y())), line)
        told = (words for words in (marks.reading, marks.candle, marks.gap) if words)
        for number, words in enumerate(told, len(marks.legend)):
            draw_words(painter, words, self._corner(number), most)

    def _sample(self, painter: QPainter, left: QPointF, line: LegendLine) -> None:
        """A piece of a contract's line."""
        pen = QPen(ink(line.ink), 1)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if line.dash:
            pen.setDashPattern(PATTERNS_PX[line.dash % len(PATTERNS_PX)])
        painter.setPen(pen)
        painter.drawLine(left, left + QPointF(SAMPLE_PX - PAD_PX, 0))

    def _corner(self, line: int) -> QPointF:
        return self.places.prices.topLeft() + QPointF(EDGE_PX, 6 + line * LINE_PX)


@cache
def _dim(name: str) -> QColor:
    """A colour on its way to the background, and opaque: see-through lines take ten times as long to paint."""
    front, ground = ink(name), ink("surface")
    parts = zip(front.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]  # its stub says object
    return QColor(*(round(DIM * a + (1 - DIM) * b) for a, b in parts))

"""What lies over a chart's pictures: crosshair, the print under it, the chosen trade, prices on the axis, a legend."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.chart.dashes import PATTERNS_PX
from ui.chart.ground import faint
from ui.chart.marks import LegendLine, Level, Marks, Tag, spread
from ui.chart.overlay_text import GROUND, PAD_PX, draw_words, overlay_font, text_width, words_width
from ui.chart.word_strip import EDGE_PX, contract_box, told_corner
from ui.theme import ink, kept_while_worn, scaled

_MIDDLE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RING_PX = 5.5
RING_INK, CHOSEN_INK = "bright", "warn"
"""Of the print under the pointer, and of the trade that is chosen."""
DIM = 0.6
"""How much of its colour a line across the chart keeps."""
SAMPLE_PX = 38
"""Length of the piece of line that a legend shows, with the room after it."""


def tag_px() -> int:
    """Height of a tag on an axis."""
    return scaled(17)


@dataclass(slots=True)
class Places:
    """Where the parts of the chart are, in pixels of its plot."""

    prices: QRectF = field(default_factory=QRectF)
    sizes: QRectF = field(default_factory=QRectF)
    whole: QRectF = field(default_factory=QRectF)


class ChartOverlay:
    """Paints `marks` over everything else."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.places = Places()
        self.tag_places: list[float] = []
        """Where the tags of the levels and of the last price stand."""

    def show_marks(self, marks: Marks) -> bool:
        """Paint these from now on; return whether they are others than before."""
        if marks == self.marks:
            return False
        self.marks = marks
        self._place_tags()
        return True

    def wear(self) -> None:
        """Take on another look."""
        self._place_tags()

    def set_places(self, places: Places) -> None:
        """Take note of a new layout."""
        self.places = places
        self._place_tags()

    def compared_at(self, place: QPointF) -> int | None:
        """The compared contract whose line of the legend is at a place."""
        for number, line in enumerate(self.marks.legend):
            box = contract_box(number, self.places.whole.width())
            box.setWidth(min(words_width(line.words) + SAMPLE_PX + 2 * PAD_PX, box.width()))
            if line.contract is not None and box.contains(place):
                return line.contract
        return None

    def paint(self, painter: QPainter) -> None:
        """Paint over the rest, in pixels of the plot."""
        marks, places = self.marks, self.places
        painter.setFont(overlay_font())
        painter.setPen(ink("line"))
        painter.drawLine(places.sizes.topLeft(), QPointF(places.whole.right(), places.sizes.top()))
        self._note(painter)
        if marks.chosen_x is not None:
            self._upright(painter, marks.chosen_x, QPen(ink(CHOSEN_INK), 1))
        self._levels(painter)
        self._crosshair(painter)
        self._rings(painter)
        if marks.price_tag is not None:
            self._price_tag(painter, marks.price_tag.place, marks.price_tag.text, ink("selected"), ink("bright"))
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
        quiet = ink("raised")
        for level, place in zip(self._every_level(), self.tag_places, strict=True):
            if level.line:
                self._level(painter, level.tag.place, _dotted(level.ink))
            is_full = level is self.marks.last and not level.hollow
            back, front = (ink(level.ink), ink("badge_text")) if is_full else (quiet, ink(level.ink))
            self._price_tag(painter, place, level.tag.text, back, front)
            if level.hollow:
                painter.drawRect(self._tag_box(place).adjusted(0, 0, -1, -1))

    def _every_level(self) -> list[Level]:
        last = self.marks.last
        return [*self.marks.levels, *([last] if last else [])]

    def _place_tags(self) -> None:
        box = self.places.prices
        wanted = [level.tag.place for level in self._every_level()]
        self.tag_places = spread(wanted, tag_px(), box.top(), box.bottom())

    def _rings(self, painter: QPainter) -> None:
        if self.marks.chosen is None and self.marks.ring is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for place, name in ((self.marks.chosen, CHOSEN_INK), (self.marks.ring, RING_INK)):
            if place is not None:
                painter.setPen(QPen(ink(name), 1.4))
                painter.drawEllipse(place, RING_PX, RING_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _price_tag(self, painter: QPainter, place: float, text: str, back: QColor, front: QColor) -> None:
        box = self._tag_box(place)
        painter.fillRect(box, back)
        painter.setPen(front)
        box.setLeft(box.left() + PAD_PX)
        painter.drawText(box, _MIDDLE_LEFT, text)

    def _tag_box(self, place: float) -> QRectF:
        left = self.places.prices.right() + 1
        return QRectF(left, round(place - tag_px() / 2), self.places.whole.right() - left, tag_px())

    def _time_tag(self, painter: QPainter, tag: Tag) -> None:
        width = text_width(tag.text) + 2 * PAD_PX
        left = min(max(tag.place - width / 2, 0.0), self.places.prices.right() - width)
        box = QRectF(round(left), self.places.sizes.bottom() + 2, width, tag_px())
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
        box = QRectF(corner.x(), corner.y(), text_width(self.marks.note) + 2 * PAD_PX, tag_px())
        painter.fillRect(box, faint("surface", GROUND))
        painter.setPen(ink("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.marks.note)

    def _lines(self, painter: QPainter) -> None:
        """The contracts, and what is under the pointer, above the prices."""
        marks, width = self.marks, self.places.whole.width()
        for number, line in enumerate(marks.legend):
            box = contract_box(number, width)
            draw_words(painter, line.words, box.topLeft(), box.width(), indent=SAMPLE_PX)
            self._sample(painter, QPointF(box.left() + PAD_PX, round(box.center().y())), line)
        told = [words for words in (marks.reading, marks.candle, marks.gap) if words]
        taken = self._remark(painter)
        for number, words in enumerate(told):
            room = width - 2 * EDGE_PX - (0 if number else taken)
            draw_words(painter, words, told_corner(number, len(marks.legend), width), room)

    def _remark(self, painter: QPainter) -> float:
        """What the levels are of, at the right end of the first line that is told; return how many pixels it takes."""
        if not self.marks.remark:
            return 0.0
        whole = self.places.whole.width()
        words = ((self.marks.remark, "warn"),)
        width = words_width(words) + 2 * PAD_PX
        corner = told_corner(0, len(self.marks.legend), whole)
        draw_words(painter, words, QPointF(max(whole - EDGE_PX - width, EDGE_PX), corner.y()), whole - 2 * EDGE_PX)
        return width + EDGE_PX

    def _sample(self, painter: QPainter, left: QPointF, line: LegendLine) -> None:
        """A piece of a contract's line."""
        pen = QPen(ink(line.ink), 1)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if line.dash:
            pen.setDashPattern(PATTERNS_PX[line.dash % len(PATTERNS_PX)])
        painter.setPen(pen)
        painter.drawLine(left, left + QPointF(SAMPLE_PX - PAD_PX, 0))


@kept_while_worn
def _dotted(name: str) -> QPen:
    return QPen(_dim(name), 1, Qt.PenStyle.DotLine)


@kept_while_worn
def _dim(name: str) -> QColor:
    """A colour on its way to the background, and opaque: see-through lines take ten times as long to paint."""
    front, ground = ink(name), ink("surface")
    parts = zip(front.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]  # its stub says object
    return QColor(*(round(DIM * a + (1 - DIM) * b) for a, b in parts))

"""Lines of words over a chart, each word in its own colour. No widget here."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from ui.chart.ground import faint
from ui.chart.marks import Words
from ui.theme import figure_font, ink, kept_while_worn, scaled

PAD_PX = 5
GROUND = 0.7
"""Opacity of what stands behind words: what was traded there shines through."""
_BETWEEN = "  "


def line_px() -> int:
    """Height of a line of words."""
    return scaled(19)


@kept_while_worn
def overlay_font() -> QFont:
    """The font of figures."""
    return figure_font()


@kept_while_worn
def text_width(text: str) -> float:
    """Pixels of a text in the font of figures."""
    return _metrics().horizontalAdvance(text)


def words_width(words: Words) -> float:
    """Pixels of words side by side, without the room around them."""
    return text_width(_BETWEEN.join(text for text, _ in words))


def draw_words(painter: QPainter, words: Words, corner: QPointF, most_px: float, *, indent: float = 0.0) -> QRectF:
    """Draw words on a ground of their own, no wider than that; `indent` leaves room before the first."""
    width = min(words_width(words) + indent + 2 * PAD_PX, most_px)
    box = QRectF(corner, QSizeF(max(width, 0.0), line_px()))
    painter.fillRect(box, faint("raised", GROUND))
    x, right, gap = box.left() + PAD_PX + indent, box.right() - PAD_PX, text_width(_BETWEEN)
    for text, name in words:
        painter.setPen(ink(name))
        place = QRectF(x, box.top(), max(right - x, 0.0), box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, _fitting(text, place.width()))
        x += text_width(text) + gap
    return box


def _fitting(text: str, width: float) -> str:
    if text_width(text) <= width:
        return text
    return _metrics().elidedText(text, Qt.TextElideMode.ElideRight, width + 0.5)


@kept_while_worn
def _metrics() -> QFontMetricsF:
    return QFontMetricsF(figure_font())

"""Texts of a fast table's cells, drawn in the figure font: where each stands, and what is cut where there is no room.

Characters stand on a grid of whole pixels, so that a digit looks the same wherever it stands; there is nothing to shape
in them, and that costs half the time.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QStaticText

from models.qt.cells import Align, Band, Cell, Spark
from ui import theme
from ui.spark_ink import SparkInk

PAD_PX = 5
_KEEP_TEXTS = 4000
_HATCH_ALPHA = 90
_DECIMALS = 2
"""Decimals of a `POINT` column that stand under one another; two further ones hang into the room kept beyond."""


class Place(NamedTuple):
    """Where a column stands in the viewport."""

    column: int
    left: int
    width: int
    align: Align


def _chars_from_right(text: str, align: Align) -> int:
    """How many characters before the column's right edge a text begins."""
    if align is Align.RIGHT:
        return len(text)
    if align is Align.UNIT:
        return len(text) + (not text[-1:].isalpha())
    decimals = len(text) - text.rfind(".") - 1 if "." in text else -1
    return len(text) - decimals + 2 * _DECIMALS


def _fitted(text: str, align: Align, room: int) -> tuple[str, Align]:
    """A text that stays in a column of `room` characters: words are cut, figures lose separators but never a digit."""
    if (len(text) if align is Align.LEFT else _chars_from_right(text, align)) <= room:
        return text, align
    if align is Align.LEFT:
        return text[: max(room - 1, 0)] + "…", align
    figure = text.replace(",", "")
    return figure if len(figure) <= room else "…", Align.RIGHT


def _hatching(ink: str) -> QBrush:
    """Faint slanting lines, as a ground."""
    colour = QColor(theme.ink(ink))
    colour.setAlpha(_HATCH_ALPHA)
    return QBrush(colour, Qt.BrushStyle.BDiagPattern)


def _on_grid(font: QFont) -> QFont:
    font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    advance = QFontMetricsF(font).horizontalAdvance("0")
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, round(advance) - advance)
    return font


class Texts:
    """The figure font and its sizes, and texts that were laid out in it to be drawn again and again."""

    def __init__(self) -> None:
        self.font, self.bold = _on_grid(theme.figure_font()), _on_grid(theme.figure_font(bold=True))
        metrics = QFontMetricsF(self.font)
        self.char_px = round(metrics.horizontalAdvance("0"))
        self.height_px, self.ascent_px = metrics.height(), metrics.ascent()
        self._known: dict[str, QStaticText] = {}

    def laid_out(self, text: str) -> QStaticText:
        """A text in the figure font, laid out once."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) > _KEEP_TEXTS:
                self._known.clear()
            found = self._known[text] = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            found.prepare(font=self.font)
        return found


class Pencil:
    """Draws cells and bands on one painter, and knows what that has in hand: each change of pen and font costs."""

    def __init__(self, painter: QPainter, texts: Texts, row_px: int) -> None:
        self._painter, self._texts, self._row_px = painter, texts, row_px
        self._char_px = texts.char_px
        self._down_px = round((row_px - texts.height_px) / 2) + round(texts.ascent_px)
        self._ink, self._bold = "", False
        painter.setFont(texts.font)

    def draw(self, top: int, cells: Sequence[Cell], places: Sequence[Place]) -> None:
        """Draw the cells that stand in these places, of the row that begins at `top`."""
        char_px, base, write = self._char_px, top + self._down_px, self._write
        for column, left, width, align in places:
            text, ink, bold, struck, spans, spark = cells[column]
            room = (width - PAD_PX) // char_px
            if spark is not None:
                self._draw_spark(spark, left, width, top, ink)
            elif spans and spans[-1].at + len(spans[-1].text) <= room:
                for at, part, part_ink, part_bold in spans:
                    write(left + PAD_PX + at * char_px, base, part, part_ink, part_bold)
            elif text:
                if align is Align.LEFT and len(text) <= room:
                    x = left + PAD_PX
                else:
                    text, x = self._placed(text, align, room, left, width)
                write(x, base, text, ink, bold)
                if struck:
                    self._strike(x, top, len(text))

    def draw_band(self, rect: QRect, band: Band) -> None:
        """Draw a row that is one text from edge to edge; where it does not fit, it is cut."""
        room = (rect.width() - 2 * PAD_PX) // self._char_px
        end = 0
        for span in band.spans:
            text, _ = _fitted(span.text, Align.LEFT, room - span.at)
            self._write(PAD_PX + span.at * self._char_px, rect.top() + self._down_px, text, span.ink, span.bold)
            end = span.at + len(text)
            if text != span.text:
                break
        if band.hatch:
            begin = PAD_PX + (end + 1) * self._char_px
            self._painter.fillRect(rect.adjusted(begin, 0, 0, 0), _hatching(band.hatch))

    def _placed(self, text: str, align: Align, room: int, left: int, width: int) -> tuple[str, int]:
        """What of a text is drawn in a column, and where it begins."""
        text, align = _fitted(text, align, room)
        if align is Align.LEFT:
            return text, left + PAD_PX
        return text, left + width - PAD_PX - _chars_from_right(text, align) * self._char_px

    def _write(self, left: int, base: int, text: str, ink: str, bold: bool) -> None:
        if ink != self._ink:
            self._painter.setPen(theme.ink(ink))
            self._ink = ink
        if bold is not self._bold:
            self._painter.setFont(self._texts.bold if bold else self._texts.font)
            self._bold = bold
        self._painter.drawText(left, base, text)

    def _draw_spark(self, spark: Spark, left: int, width: int, top: int, ink: str) -> None:
        SparkInk(spark, left + PAD_PX, width - 2 * PAD_PX).draw(self._painter, top, theme.ink(ink))
        self._ink = ""  # the pen is another

    def _strike(self, left: int, top: int, chars: int) -> None:
        middle = top + self._row_px // 2
        self._painter.drawLine(left, middle, left + chars * self._char_px, middle)

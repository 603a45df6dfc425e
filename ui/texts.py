"""Laid-out texts of a fast table's cells: laying out costs ten times drawing, so what was laid out is kept."""

from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QStaticText

from models.qt.cells import Align, Band, Cell
from ui import theme
from ui.spark_ink import SparkInk

PAD_PX = 5
_KEEP_TEXTS = 20_000
_HATCH_ALPHA = 90
_PIECE = 4
_DECIMALS = 2
"""Decimals of a `POINT` column that stand under one another; two further ones hang into the room kept beyond."""


class Place(NamedTuple):
    """Where a column stands in the viewport."""

    column: int
    left: int
    width: int
    align: Align


Stroke = tuple[int, QStaticText | SparkInk | None, QColor, bool, int]
"""A laid-out text: x, text, colour, bold, characters; without a text a line through so many characters."""


class Layout:
    """The places of all visible columns, compared by identity, and the strokes of cells that were drawn in them."""

    def __init__(self, places: tuple[Place, ...] = ()) -> None:
        self.places = places
        self.strokes: dict[tuple[int, Cell], list[Stroke]] = {}


def _chars_from_right(text: str, align: Align) -> int:
    """How many characters before the column's right edge a text begins."""
    if align is Align.RIGHT:
        return len(text)
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


class Texts:
    """Lays texts out in the figure font, and draws them."""

    def __init__(self) -> None:
        self.font, self._bold = theme.figure_font(), theme.figure_font(bold=True)
        metrics = QFontMetricsF(self.font)
        self.char_px, self.height_px = metrics.horizontalAdvance("0"), metrics.height()
        self._known: dict[tuple[str, bool], QStaticText] = {}

    def strokes(self, cells: tuple[Cell, ...], layout: Layout) -> list[Stroke]:
        """The texts of a row, laid out: painting it again costs nothing but drawing."""
        known = layout.strokes
        if len(known) > _KEEP_TEXTS:
            known.clear()
        strokes: list[Stroke] = []
        for place in layout.places:
            cell = cells[place.column]
            if cell.spark is not None:  # hardly two are alike: kept with the row alone
                left, width = place.left + PAD_PX, place.width - 2 * PAD_PX
                strokes.append((left, SparkInk(cell.spark, left, width), theme.ink(cell.ink), False, 0))
                continue
            key = (place.column, cell)
            found = known.get(key)
            if found is None:
                found = known[key] = self._cell_strokes(cell, place)
            strokes += found
        return strokes

    def _cell_strokes(self, cell: Cell, place: Place) -> list[Stroke]:
        left = float(place.left + PAD_PX)
        room = int((place.width - PAD_PX) / self.char_px)
        if cell.spans and all(span.at + len(span.text) <= room for span in cell.spans):
            return [
                stroke
                for span in cell.spans
                for stroke in self._text_strokes(left + span.at * self.char_px, span.text, span.ink, span.bold)
            ]
        text, align = _fitted(cell.text, place.align, room)
        if align is not Align.LEFT:
            left = place.left + place.width - PAD_PX - _chars_from_right(text, align) * self.char_px
        strokes = self._text_strokes(left, text, cell.ink, cell.bold)
        if cell.struck:
            strokes.append((round(left), None, theme.ink(cell.ink), False, len(text)))
        return strokes

    def _text_strokes(self, x: float, text: str, ink: str, bold: bool) -> list[Stroke]:
        pieces = [text]
        if len(text) > _PIECE and text[-1].isdigit():
            # Figures rarely repeat whole, their pieces do; and laying out a new text costs ten times drawing it.
            pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
        colour, step = theme.ink(ink), _PIECE * self.char_px
        return [
            (round(x + number * step), self.laid_out(piece, bold=bold), colour, bold, len(piece))
            for number, piece in enumerate(pieces)
        ]

    def laid_out(self, text: str, *, bold: bool = False) -> QStaticText:
        """A text in the figure font, laid out once."""
        found = self._known.get((text, bold))
        if found is None:
            if len(self._known) > _KEEP_TEXTS:
                self._known.clear()
            found = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            found.prepare(font=self._bold if bold else self.font)
            self._known[text, bold] = found
        return found

    def draw(self, painter: QPainter, top: int, height: int, strokes: list[Stroke]) -> None:
        """Draw laid-out texts in a row of that height."""
        y = round(top + (height - self.height_px) / 2)
        painter.setFont(self.font)
        pen = None
        for x, text, ink, bold, chars in strokes:
            if ink is not pen:
                painter.setPen(ink)
                pen = ink
            if text is None:
                painter.drawLine(x, top + height // 2, round(x + chars * self.char_px), top + height // 2)
            elif isinstance(text, SparkInk):
                text.draw(painter, top, ink)
                pen = None
            elif bold:
                painter.setFont(self._bold)
                painter.drawStaticText(x, y, text)
                painter.setFont(self.font)
            else:
                painter.drawStaticText(x, y, text)

    def draw_band(self, painter: QPainter, rect: QRect, band: Band) -> None:
        """Draw a row that is one text from edge to edge; where it does not fit, it is cut."""
        room = int((rect.width() - 2 * PAD_PX) / self.char_px)
        strokes: list[Stroke] = []
        end = 0
        for span in band.spans:
            text, _ = _fitted(span.text, Align.LEFT, room - span.at)
            strokes += self._text_strokes(PAD_PX + span.at * self.char_px, text, span.ink, span.bold)
            end = span.at + len(text)
            if text != span.text:
                break
        if band.hatch:
            painter.fillRect(rect.adjusted(round(PAD_PX + (end + 1) * self.char_px), 0, 0, 0), _hatching(band.hatch))
        self.draw(painter, rect.top(), rect.height(), strokes)

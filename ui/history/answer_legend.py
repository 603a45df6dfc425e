"""The legend above a chart of answers: contracts by colour, asked times by shape, ages by filling."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from models.history.answer_series import GRADES, Series
from models.history.query_text import times_text
from ui.chart.dashes import PATTERNS_PX
from ui.chart.overlay_text import line_px, text_width
from ui.history.answer_drawing import MISSING_PX
from ui.history.answer_marks import contract_dash, contract_ink, draw_mark
from ui.theme import figure_font, ink, scaled

_MOST = 14
"""More contracts are counted, not named."""
_EDGE_PX, _SIGN_PX, _BETWEEN_PX = 8, 28, 14
Draw = Callable[[QPainter, QPointF], object]


class Sign(NamedTuple):
    """A sign and what it means; `draw` paints it around a middle."""

    draw: Draw | None
    text: str
    ink: str = "text"


class AnswerLegend:
    """Lays its signs out in lines of a width."""

    def __init__(self) -> None:
        self._signs: tuple[Sign, ...] = ()

    def show_series(self, series: Sequence[Series], *, missing: bool) -> None:
        """Explain these series; `missing`: there are days without a trade."""
        self._signs = tuple(_signs(series, missing=missing))

    def height(self, width: float) -> float:
        """Pixels that it takes in a width."""
        return max((place.y() for place, _ in self._laid(width)), default=-line_px()) + line_px()

    def paint(self, painter: QPainter, width: float) -> None:
        """Paint it from the upper left corner."""
        painter.setFont(figure_font())
        for place, sign in self._laid(width):
            x, middle = place.x(), place.y() + line_px() / 2
            if sign.draw:
                sign.draw(painter, QPointF(x + scaled(_SIGN_PX) / 2 - 2, round(middle)))
                x += scaled(_SIGN_PX)
            painter.setPen(ink(sign.ink))
            painter.drawText(QPointF(x, middle + painter.fontMetrics().capHeight() / 2), sign.text)

    def _laid(self, width: float) -> Iterator[tuple[QPointF, Sign]]:
        x, y = float(_EDGE_PX), 2.0
        for sign in self._signs:
            wide = text_width(sign.text) + (scaled(_SIGN_PX) if sign.draw else 0)
            if x > _EDGE_PX and x + wide > width - _EDGE_PX:
                x, y = float(_EDGE_PX), y + line_px()
            yield QPointF(x, y), sign
            x += wide + scaled(_BETWEEN_PX)


def _signs(series: Sequence[Series], *, missing: bool) -> Iterator[Sign]:
    contracts = dict.fromkeys((one.contract_number, one.contract) for one in series)
    for number, contract in list(contracts)[:_MOST]:
        yield Sign(_line(number), contract.label)
    if len(contracts) > _MOST:
        yield Sign(None, f"and {len(contracts) - _MOST} more", "muted")
    times = dict.fromkeys((one.time_number, one.asked_ms) for one in series)
    for number, asked_ms in times if len(times) > 1 else ():
        yield Sign(_mark(number, "text", 0), f"at {times_text((asked_ms,))}", "muted")
    for grade, words in enumerate(GRADES if series else ()):
        yield Sign(_mark(0, "text", grade), words, "muted")
    if missing:
        yield Sign(_stroke, "day without a trade", "muted")


def _line(number: int) -> Draw:
    def draw(painter: QPainter, middle: QPointF) -> None:
        pen = QPen(ink(contract_ink(number)), 2)
        if contract_dash(number):
            pen.setDashPattern([px / 2 for px in PATTERNS_PX[contract_dash(number)]])  # in widths of the pen
        painter.setPen(pen)
        painter.drawLine(middle - QPointF(13, 0), middle + QPointF(9, 0))

    return draw


def _mark(shape: int, token: str, grade: int) -> Draw:
    return lambda painter, middle: draw_mark(painter, middle, shape, token, grade)


def _stroke(painter: QPainter, middle: QPointF) -> None:
    painter.setPen(QPen(ink("muted"), 1))
    painter.drawLine(middle - QPointF(0, MISSING_PX / 2), middle + QPointF(0, MISSING_PX / 2))

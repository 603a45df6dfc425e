"""One line of short texts side by side: what matters less gives way as a whole where there is no room."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_BETWEEN, _MORE = "  ·  ", "…"
Piece = tuple[str, str]
"""A text and the name of its colour."""


class Part(NamedTuple):
    """A text, how soon it gives way (the highest `rank` first), and the name of its colour."""

    text: str
    rank: int
    ink: str = "muted"


class FigureLine(QWidget):
    """Paints parts in their order. The part of the lowest rank is always there, cut if need be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: tuple[Part, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show these from now on; an empty text is left out."""
        wanted = tuple(part for part in parts if part.text)
        if wanted != self.parts:
            self.parts = wanted
            self.update()

    def shown(self) -> list[Part]:
        """The parts that there is room for."""
        return self._fitting()[0]

    def sizeHint(self) -> QSize:
        """Room for everything, in one line."""
        return QSize(sum(self._widths(self._pieces(self.parts))), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """No room is needed."""
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter, metrics, scale = QPainter(self), self.fontMetrics(), self.devicePixelRatioF()
        middle = (self.height() - metrics.height()) / 2 + metrics.ascent()
        base = math.ceil(middle * scale - 0.5) / scale  # on a pixel of the screen
        x, width = 0, self.width()
        _, pieces, widths = self._fitting()
        for (text, ink), text_px in zip(pieces, widths, strict=True):
            painter.setPen(theme.ink(ink))
            fits = x + text_px <= width
            cut = text if fits else metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width - x, 0))
            painter.drawText(QPointF(x, base), cut)  # in a rectangle it would be laid out first, in twice the time
            x += text_px
        painter.end()

    def _fitting(self) -> tuple[list[Part], list[Piece], list[int]]:
        """The parts that there is room for, the pieces that are drawn of them, and the width of each."""
        kept = list(self.parts)
        pieces = self._pieces(kept)
        widths = self._widths(pieces)
        while len(kept) > 1 and sum(widths) > self.width():
            kept.remove(max(kept, key=lambda part: part.rank))
            pieces = self._pieces(kept)
            widths = self._widths(pieces)
        return kept, pieces, widths

    def _pieces(self, shown: Sequence[Part]) -> list[Piece]:
        """Texts and colours from left to right, with dots between parts and an ellipsis where parts are missing."""
        pieces = [(shown[0].text, shown[0].ink)] if shown else []
        for part in shown[1:]:
            pieces += [(_BETWEEN, "disabled"), (part.text, part.ink)]
        if len(shown) < len(self.parts):
            pieces += [(_BETWEEN + _MORE, "disabled")]
        return pieces

    def _widths(self, pieces: list[Piece]) -> list[int]:
        metrics = self.fontMetrics()
        return [metrics.horizontalAdvance(text) for text, _ in pieces]

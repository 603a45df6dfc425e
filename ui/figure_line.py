"""One line of short texts side by side: what matters less gives way as a whole where there is no room."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_BETWEEN, _MORE = "  ·  ", "…"


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
        kept = list(self.parts)
        while len(kept) > 1 and self._width(kept) > self.width():
            kept.remove(max(kept, key=lambda part: part.rank))
        return kept

    def sizeHint(self) -> QSize:
        """Room for everything, in one line."""
        return QSize(self._width(list(self.parts)), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """No room is needed."""
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter, metrics = QPainter(self), self.fontMetrics()
        x, width, height = 0, self.width(), self.height()
        for text, ink in self._pieces(self.shown()):
            painter.setPen(theme.ink(ink))
            room = QRect(x, 0, max(width - x, 0), height)
            x += metrics.horizontalAdvance(text)
            cut = text if x <= width else metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _MIDDLE_LEFT, cut)
        painter.end()

    def _pieces(self, shown: list[Part]) -> list[tuple[str, str]]:
        """Texts and colours from left to right, with dots between parts and an ellipsis where parts are missing."""
        pieces = [(shown[0].text, shown[0].ink)] if shown else []
        for _, part in pairwise(shown):
            pieces += [(_BETWEEN, "disabled"), (part.text, part.ink)]
        if len(shown) < len(self.parts):
            pieces += [(_BETWEEN + _MORE, "disabled")]
        return pieces

    def _width(self, shown: list[Part]) -> int:
        return self.fontMetrics().horizontalAdvance("".join(text for text, _ in self._pieces(shown)))

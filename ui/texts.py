"""The figure font on a grid of pixels, and texts that were laid out in it.

Characters stand on a grid of whole pixels, so that a digit looks the same wherever it stands; there is nothing to shape
in them, and that costs half the time.
"""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText

from models.qt.cells import Align
from ui import theme

PAD_PX = 5
_KEEP_TEXTS = 4000


class Place(NamedTuple):
    """Where a column stands in the viewport."""

    column: int
    left: int
    width: int
    align: Align


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

"""Pictures of single characters on their ground, as high as a row: side by side they are a line of text.

Text is what costs in a table. Qt paints each character once in each look; from then on it is copied.
"""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from ui import theme
from ui.texts import Texts

_ROOM = 256


class Glyphs:
    """Characters in the figure font for rows of `row_px` at a device pixel `ratio`.

    Each in its colours has a number; a text of them is written with these numbers as code points. `width`, `height`: of
    a character, device pixels; `step`: how far they stand from one another, which is no whole number at some ratios.
    """

    def __init__(self, texts: Texts, row_px: int, ratio: float) -> None:
        self._texts, self._ratio = texts, ratio
        self._base = round((row_px - texts.height_px) / 2) + round(texts.ascent_px)
        self._styles: dict[tuple[str, bool, str], Style] = {}
        self._count = 0
        self.step = texts.char_px * ratio
        self.width, self.height = math.ceil(self.step), math.ceil(row_px * ratio)
        self._lines: NDArray[np.uint32] = np.zeros((_ROOM * self.height, self.width), np.uint32)
        self._line_numbers = np.arange(self.height)[:, None]

    def style(self, ink: str, ground: str, *, bold: bool = False) -> "Style":
        """The numbers of the characters in these colours."""
        key = ink, bold, ground
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = Style(self, ink, ground, bold)
        return style

    def pixels(self, texts: str, count: int) -> NDArray[np.uint32]:
        """The pixels of `count` texts of one length, written by the styles, one behind the other.

        Shape (texts, `height`, characters, `width`), device pixels, 0xffRRGGBB.
        """
        numbers = np.frombuffer(texts.encode("utf-32-le"), np.int32).reshape(count, 1, -1)
        return self._lines.take(numbers * self.height + self._line_numbers, axis=0)

    def paint(self, char: str, ink: str, ground: str, bold: bool) -> int:
        """Paint a character; return its number."""
        number, high = self._count, self.height
        if number * high == len(self._lines):
            self._lines = np.concatenate([self._lines, np.zeros_like(self._lines)])
        self._lines[number * high : (number + 1) * high] = self._picture(char, ink, ground, bold)
        self._count += 1
        return number

    def _picture(self, char: str, ink: str, ground: str, bold: bool) -> NDArray[np.uint32]:
        pixels = np.zeros((self.height, self.width), np.uint32)
        image = QImage(pixels.data, self.width, self.height, 4 * self.width, QImage.Format.Format_RGB32)
        image.fill(theme.ink(ground))
        image.setDevicePixelRatio(self._ratio)
        font, char_px = self._texts.bold if bold else self._texts.font, self._texts.char_px
        painter = QPainter(image)
        painter.setFont(font)
        painter.setPen(theme.ink(ink))
        wide = QFontMetricsF(font).horizontalAdvance(char)
        if wide > char_px + 0.5:  # of another font, which has what this one lacks
            painter.scale(char_px / wide, 1)
        painter.drawText(QPointF(0, self._base), char)
        painter.end()
        return pixels


class Style(dict[int, str]):
    """Writes texts in certain colours; a character that is new is painted at its first look-up, by its code point."""

    def __init__(self, glyphs: Glyphs, ink: str, ground: str, bold: bool) -> None:
        super().__init__()
        self._glyphs, self._ink, self._ground, self._bold = glyphs, ink, ground, bold

    def __missing__(self, point: int) -> str:
        number = self[point] = chr(self._glyphs.paint(chr(point), self._ink, self._ground, self._bold))
        return number

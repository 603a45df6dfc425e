"""The pixels of a table's rows, slot by slot: texts, bars, lines.

Characters are copied from pictures of them, those of a column all at once: to let Qt draw each text took twice as long.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter

from models.qt.cells import Align, Band, Cell
from ui import theme
from ui.cell_text import CellText
from ui.glyphs import Glyphs
from ui.spark_ink import SparkInk
from ui.texts import PAD_PX, Place, Texts

_CHOSEN_PX, _TINT_PX = 2, 3
"""Width of the bars at the left edge of a selected row, and of a tinted one."""
_HATCH_ALPHA = 90


class Face(NamedTuple):
    """What can be seen of a row. `chosen`: the colour of its bar where it is selected."""

    cells: tuple[Cell, ...] = ()
    band: Band | None = None
    tint: str = ""
    chosen: str = ""

    @property
    def ground(self) -> str:
        """The token of what is behind its text."""
        if self.chosen:
            return "selected"
        return self.band.ground if self.band is not None else self.tint or "surface"


class Frame(NamedTuple):
    """What all rows have in common; where it changes, all are painted anew. `size` in pixels, `ratio` of a device's."""

    places: tuple[Place, ...]
    size: QSize
    row_px: int
    ratio: float

    @property
    def slots(self) -> int:
        """How many rows may be seen, one of them in part at each edge."""
        return -(-self.size.height() // self.row_px) + 1


class _News(NamedTuple):
    """What is to be written in a column: slots, and a text for each."""

    place: Place
    slots: list[int]
    texts: list[str]


class _Special(NamedTuple):
    """A cell that is struck through, or that is a line."""

    slot: int
    place: Place
    text: CellText
    cell: Cell
    ground: str


class RowSheet:
    """The pixels of the rows, slot by slot."""

    def __init__(self, texts: Texts, frame: Frame) -> None:
        self._frame, self._char_px = frame, texts.char_px
        self._glyphs = Glyphs(texts, frame.row_px, frame.ratio)
        self._margin = self._glyphs.width
        self._wide = math.ceil(frame.size.width() * frame.ratio)
        high, wide = self._glyphs.height, self._wide + 2 * self._margin
        self._lines = np.zeros((frame.slots, high, wide), np.uint32)
        self._image = QImage(self._lines.data, wide, frame.slots * high, 4 * wide, QImage.Format.Format_RGB32)
        self._columns: dict[str, list[CellText]] = {}
        self._band = Place(0, 0, frame.size.width() - PAD_PX, Align.LEFT)

    def write(self, rows: Sequence[tuple[int, Face | None, Face]]) -> None:
        """Write rows into their slots, over what was there; where it was the same kind of row, what differs alone."""
        news = [_News(place, [], []) for place in self._frame.places]
        special: list[_Special] = []
        for slot, old, new in rows:
            is_same_kind = old is not None and _is_same_kind(old, new)
            if not is_same_kind:
                self._fill(slot, 0, self._frame.size.width(), new.ground)
            if new.band is not None:
                self._write_band(slot, new.band, new.ground)
            elif new.cells:
                special += self._look_for_news(news, slot, old.cells if is_same_kind and old else None, new)
        for place, slots, texts in news:
            if slots:
                self._write(slots, texts, self._first_x(place))
        if special:
            self._draw_special(special)
        for slot, _, new in rows:
            self._draw_bars(slot, new)

    def _look_for_news(
        self, news: list[_News], slot: int, old: tuple[Cell, ...] | None, new: Face
    ) -> Iterator[_Special]:
        """Take note of the cells that differ; yield those that are more than text."""
        for (place, slots, texts), text_of in zip(news, self._on_ground(new.ground), strict=True):
            cell = new.cells[place[0]]
            if old is None or old[place[0]] != cell:
                slots.append(slot)
                texts.append(text_of[cell])
                if cell[3] or cell[5] is not None:
                    yield _Special(slot, place, text_of, cell, new.ground)

    def paint(self, painter: QPainter, top: int, first: int) -> None:
        """Paint the rows from slot `first` on, and around to the one before."""
        ratio, high = self._frame.ratio, self._glyphs.height
        for slot, row, count in self._runs(first):
            y = top + round(row * self._frame.row_px * ratio) / ratio
            source = QRectF(self._margin, slot * high, self._wide, count * high)
            painter.drawImage(QRectF(QPointF(0, y), source.size() / ratio), self._image, source)

    def _runs(self, first: int) -> Iterator[tuple[int, int, int]]:
        """Slots that are painted in one go: the first of them, the row where it stands, how many."""
        slots = self._frame.slots
        if self._glyphs.height == self._frame.row_px * self._frame.ratio:
            yield first, 0, slots - first
            if first:
                yield 0, slots - first, first
        else:  # rows are no whole pixels high: each begins on a whole one
            yield from (((first + row) % slots, row, 1) for row in range(slots))

    def _on_ground(self, ground: str) -> list[CellText]:
        """The texts of the columns, on a ground."""
        columns = self._columns.get(ground)
        if columns is None:
            columns = self._columns[ground] = [self._column(place, ground) for place in self._frame.places]
        return columns

    def _column(self, place: Place, ground: str) -> CellText:
        return CellText(self._glyphs, place.align, self._room(place), ground)

    def _room(self, place: Place) -> int:
        return max((place.width - PAD_PX) // self._char_px, 1)

    def _first_x(self, place: Place) -> int:
        """Where the first character of a column stands."""
        if place.align is Align.LEFT:
            return place.left + PAD_PX
        return place.left + place.width - PAD_PX - self._room(place) * self._char_px

    def _write(self, slots: Sequence[int], texts: Sequence[str], first_x: int) -> None:
        """Copy characters into slots, each line of them from the same place on; what is out of sight is left out."""
        ratio, wide, step = self._frame.ratio, self._glyphs.width, self._glyphs.step
        out = max(math.ceil((-wide - first_x * ratio) / step), 0)
        stop = min(math.floor((self._wide - first_x * ratio) / step) + 1, len(texts[0]))
        if stop <= out:
            return
        if stop - out < len(texts[0]):
            texts = [text[out:stop] for text in texts]
        pixels = self._glyphs.pixels("".join(texts), len(texts))
        where = slice(slots[0], slots[-1] + 1) if slots[-1] - slots[0] == len(slots) - 1 else slots
        x = [self._margin + round(first_x * ratio + n * step) for n in range(out, stop)]
        if wide == step:
            self._lines[where, :, x[0] : x[-1] + wide] = pixels.reshape(*pixels.shape[:2], -1)
        else:
            for n, left in enumerate(x):
                self._lines[where, :, left : left + wide] = pixels[:, :, n]

    def _write_band(self, slot: int, band: Band, ground: str) -> None:
        text = self._column(self._band, ground)
        line, end = text.band(band)
        self._write([slot], [line], PAD_PX)
        if band.hatch:
            begin = PAD_PX + (end + 1) * self._char_px
            painter = self._painter()
            painter.fillRect(self._rect(slot).adjusted(begin, 0, 0, 0), _hatching(band.hatch))
            painter.end()

    def _draw_special(self, cells: Sequence[_Special]) -> None:
        """Draw lines through struck cells, and those that stand for a cell."""
        painter, high = self._painter(), self._glyphs.height / self._frame.ratio
        for slot, place, text, cell, ground in cells:
            if cell.spark is None:
                self._strike(slot, place, text, cell)
            else:
                self._fill(slot, place.left, place.left + place.width, ground)
                line = SparkInk(cell.spark, place.left + PAD_PX, place.width - 2 * PAD_PX)
                line.draw(painter, slot * high, theme.ink(cell.ink))
        painter.end()

    def _strike(self, slot: int, place: Place, text: CellText, cell: Cell) -> None:
        shown, at = text.placed(cell.text)
        left = self._first_x(place) + at * self._char_px
        middle = self._frame.row_px // 2
        self._fill(slot, left, left + len(shown) * self._char_px + 1, cell.ink, middle, middle + 1)

    def _draw_bars(self, slot: int, face: Face) -> None:
        """Draw the bars at the left edge of a selected row, and of a tinted one."""
        if face.chosen:
            self._fill(slot, 0, _CHOSEN_PX, face.chosen)
        if face.tint:
            left = _CHOSEN_PX if face.chosen else 0
            self._fill(slot, left, left + _TINT_PX, f"{face.tint}_bar")

    def _painter(self) -> QPainter:
        """A painter in pixels of the table, its origin at the left edge of the first slot."""
        painter = QPainter(self._image)
        painter.scale(self._frame.ratio, self._frame.ratio)
        painter.translate(self._margin / self._frame.ratio, 0)
        return painter

    def _rect(self, slot: int) -> QRectF:
        high = self._glyphs.height / self._frame.ratio
        return QRectF(0, slot * high, self._frame.size.width(), high)

    def _fill(self, slot: int, left: int, right: int, ink: str, top: int = 0, bottom: int | None = None) -> None:
        """Fill a part of a slot, in pixels of the table."""
        ratio, margin = self._frame.ratio, self._margin
        rows = slice(round(top * ratio), None if bottom is None else max(round(bottom * ratio), round(top * ratio) + 1))
        columns = slice(max(margin + round(left * ratio), 0), max(margin + round(right * ratio), 0))
        self._lines[slot, rows, columns] = theme.ink(ink).rgb()


def _is_same_kind(old: Face, new: Face) -> bool:
    """Whether only cells may differ."""
    return new.band is None and old[1:] == new[1:] and len(old.cells) == len(new.cells)


def _hatching(ink: str) -> QBrush:
    """Faint slanting lines, as a ground."""
    colour = QColor(theme.ink(ink))
    colour.setAlpha(_HATCH_ALPHA)
    return QBrush(colour, Qt.BrushStyle.BDiagPattern)

"""The pixels of a table's rows, slot by slot: texts, bars, lines.

Characters are copied from pictures of them, those of a column all at once: to let Qt draw each text took twice as long.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
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
Pixels = NDArray[np.uint32]


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


class _Column(NamedTuple):
    """A column of `room` characters, the first of them at `first_x`; of those in sight, `shown`, the device pixels."""

    place: Place
    room: int
    first_x: int
    shown: slice
    x: Sequence[int]


class _Row(NamedTuple):
    """A row to be written; `old`: the cells that stand there, None where it is another kind of row."""

    slot: int
    old: tuple[Cell, ...] | None
    new: Face


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
        self._columns = [self._column(place) for place in frame.places]
        self._band = self._column(Place(0, 0, frame.size.width() - PAD_PX, Align.LEFT))
        self._texts: dict[str, list[CellText]] = {}

    def write(self, rows: Sequence[tuple[int, Face | None, Face]]) -> None:
        """Write rows into their slots, over what was there; of rows of the same kind the columns that differ alone."""
        plain: list[_Row] = []
        for slot, old, new in rows:
            is_same_kind = old is not None and _is_same_kind(old, new)
            if not is_same_kind:
                self._fill(slot, 0, self._frame.size.width(), new.ground)
            if new.band is not None:
                self._write_band(slot, new.band, new.ground)
            elif new.cells:
                plain.append(_Row(slot, old.cells if old and is_same_kind else None, new))
        if plain:
            self._write_cells(plain)
        for slot, _, new in rows:
            self._draw_bars(slot, new)

    def _write_cells(self, rows: Sequence[_Row]) -> None:
        stale = [number for number, column in enumerate(self._columns) if _differs(rows, column.place.column)]
        cells = [(number, self._columns[number].place.column) for number in stale]
        texts = []
        for _, _, new in rows:
            text_of = self._on_ground(new.ground)
            texts += [text_of[number][new.cells[at]] for number, at in cells]
        self._write([row.slot for row in rows], [self._columns[number] for number in stale], "".join(texts))
        special = [(row, number) for row in rows for number, at in cells if _is_special(row.new.cells[at])]
        if special:
            self._draw_special(special)

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
        texts = self._texts.get(ground)
        if texts is None:
            texts = self._texts[ground] = [self._text(column, ground) for column in self._columns]
        return texts

    def _text(self, column: _Column, ground: str) -> CellText:
        return CellText(self._glyphs, column.place.align, column.room, column.shown, ground)

    def _column(self, place: Place) -> _Column:
        """Where the characters of a column stand, and which of them can be seen."""
        ratio, wide, step = self._frame.ratio, self._glyphs.width, self._glyphs.step
        room = max((place.width - PAD_PX) // self._char_px, 1)
        inside = PAD_PX if place.align is Align.LEFT else place.width - PAD_PX - room * self._char_px
        first = (place.left + inside) * ratio
        out, stop = math.ceil((-wide - first) / step), math.floor((self._wide - first) / step) + 1
        shown = range(room)[max(out, 0) : max(stop, 0)]
        x = [self._margin + round(first + n * step) for n in shown]
        return _Column(place, room, place.left + inside, slice(shown.start, shown.stop), x)

    def _write(self, slots: Sequence[int], columns: Sequence[_Column], texts: str) -> None:
        """Copy the characters of columns into slots; `texts`: row by row, column by column."""
        if not texts:
            return
        pixels, at, wide = self._glyphs.pixels(texts, len(slots)), 0, self._glyphs.width
        rows = self._lines[slots[0] : slots[-1] + 1] if slots[-1] - slots[0] == len(slots) - 1 else None
        for column in columns:
            part = pixels[:, :, at : at + len(column.x)]
            at += len(column.x)
            for x, block in _blocks(column.x, part, wide):
                if rows is not None:
                    rows[:, :, x : x + block.shape[2]] = block
                else:
                    self._lines[slots, :, x : x + block.shape[2]] = block

    def _write_band(self, slot: int, band: Band, ground: str) -> None:
        line, end = self._text(self._band, ground).band(band)
        self._write([slot], [self._band], line)
        if band.hatch:
            begin = PAD_PX + (end + 1) * self._char_px
            painter = self._painter()
            painter.fillRect(self._rect(slot).adjusted(begin, 0, 0, 0), _hatching(band.hatch))
            painter.end()

    def _draw_special(self, cells: Sequence[tuple[_Row, int]]) -> None:
        """Draw lines through struck cells, and those that stand for a cell."""
        painter, high = self._painter(), self._glyphs.height / self._frame.ratio
        for (slot, _, face), number in cells:
            place = self._columns[number].place
            cell = face.cells[place.column]
            if cell.spark is None:
                self._strike(slot, number, cell, face.ground)
            else:
                self._fill(slot, place.left, place.left + place.width, face.ground)
                line = SparkInk(cell.spark, place.left + PAD_PX, place.width - 2 * PAD_PX)
                line.draw(painter, slot * high, theme.ink(cell.ink))
        painter.end()

    def _strike(self, slot: int, number: int, cell: Cell, ground: str) -> None:
        shown, at = self._on_ground(ground)[number].placed(cell.text)
        left = self._columns[number].first_x + at * self._char_px
        middle = self._frame.row_px // 2
        self._fill(slot, left, left + len(shown) * self._char_px, cell.ink, middle, middle + 1)

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


def _differs(rows: Sequence[_Row], column: int) -> bool:
    """Whether a column is another in any of the rows."""
    return any(old is None or old[column] != new.cells[column] for _, old, new in rows)


def _is_special(cell: Cell) -> bool:
    """Whether a cell is more than text."""
    return cell[3] or cell[5] is not None  # struck, or a line


def _blocks(x: Sequence[int], pixels: Pixels, wide: int) -> Iterator[tuple[int, Pixels]]:
    """The pixels of characters that stand side by side as blocks, shape (rows, height, width), each from its x on."""
    if x and x[-1] - x[0] == (len(x) - 1) * wide:
        yield x[0], pixels.reshape(*pixels.shape[:2], -1)
    else:
        yield from ((left, pixels[:, :, n]) for n, left in enumerate(x))


def _is_same_kind(old: Face, new: Face) -> bool:
    """Whether only cells may differ."""
    return new.band is None and old[1:] == new[1:] and len(old.cells) == len(new.cells)


def _hatching(ink: str) -> QBrush:
    """Faint slanting lines, as a ground."""
    colour = QColor(theme.ink(ink))
    colour.setAlpha(_HATCH_ALPHA)
    return QBrush(colour, Qt.BrushStyle.BDiagPattern)

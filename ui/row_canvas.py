"""The visible rows of a table as one picture that is kept: rows that stay are moved, and only what changed is painted.

A tape shows the same forty rows again and again while a few come in above them; a watchlist changes a cell here and
there. Text is what costs, so each text is painted once.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from models.qt.cells import Band, Cell
from ui import theme
from ui.texts import Pencil, Place, Texts

_CHOSEN_PX, _TINT_PX = 2, 3
"""Width of the bars at the left edge of a selected row, and of a tinted one."""


class Face(NamedTuple):
    """What can be seen of a row. `chosen`: the colour of its bar where it is selected."""

    cells: tuple[Cell, ...] = ()
    band: Band | None = None
    tint: str = ""
    chosen: str = ""


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


_EMPTY = Face()


class RowCanvas:
    """Paints rows on a picture."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._frame: Frame | None = None
        self._picture = QPixmap()
        self._drawn: list[Face | None] = []

    def picture(self, faces: Sequence[Face], frame: Frame) -> QPixmap:
        """A picture of these rows, the first of them at its top, and bare ground below the last."""
        if frame != self._frame:
            self._frame = frame
            self._picture = QPixmap(QSize(frame.size.width(), frame.slots * frame.row_px) * frame.ratio)
            self._picture.setDevicePixelRatio(frame.ratio)
            self._drawn = [None] * frame.slots
        wanted = [*faces, *[_EMPTY] * (frame.slots - len(faces))]
        self._move(_moved(self._drawn, wanted), frame)
        stale = [slot for slot, (old, new) in enumerate(zip(self._drawn, wanted, strict=True)) if not _alike(old, new)]
        if stale:
            painter = QPainter(self._picture)
            pencil = Pencil(painter, self._texts, frame.row_px)
            for slot in stale:
                _paint(painter, pencil, slot * frame.row_px, self._drawn[slot], wanted[slot], frame)
            painter.end()
        self._drawn = list(wanted)
        return self._picture

    def _move(self, slots: int, frame: Frame) -> None:
        """Move what is drawn down by so many rows, if those are whole pixels of the device."""
        if not slots:
            return
        kept: list[Face | None] = [None] * frame.slots
        by_px = slots * frame.row_px * frame.ratio
        if by_px == round(by_px):
            self._picture.scroll(0, round(by_px), self._picture.rect())
            first, stop = max(slots, 0), min(frame.slots + slots, frame.slots)
            kept[first:stop] = self._drawn[first - slots : stop - slots]
        self._drawn = kept


def _alike(old: Face | None, new: Face) -> bool:
    return old is not None and old.cells is new.cells and old[1:] == new[1:]


def _moved(drawn: Sequence[Face | None], wanted: Sequence[Face]) -> int:
    """By how many rows the first of the wanted ones that is drawn already is to move down."""
    if drawn[0] is not None and drawn[0].cells is wanted[0].cells:
        return 0
    found = {id(face.cells): slot for slot, face in enumerate(drawn) if face and face.cells}
    for slot, face in enumerate(wanted):
        before = found.get(id(face.cells))
        if before is not None:
            return slot - before
    return 0


def _paint(painter: QPainter, pencil: Pencil, top: int, old: Face | None, new: Face, frame: Frame) -> None:
    """Paint a row: where it is the same kind of row, the cells that differ alone."""
    ground = theme.ink(_ground(new))
    places = frame.places if new.cells else ()
    changed = _changed(old, new, places)
    if changed is None:
        painter.fillRect(0, top, frame.size.width(), frame.row_px, ground)
    else:
        places = changed
        for place in places:
            painter.fillRect(place.left, top, place.width, frame.row_px, ground)
    if new.band is not None:
        pencil.draw_band(QRect(0, top, frame.size.width(), frame.row_px), new.band)
    else:
        pencil.draw(top, new.cells, places)
    if new.chosen:
        painter.fillRect(0, top, _CHOSEN_PX, frame.row_px, theme.ink(new.chosen))
    if new.tint:
        left = _CHOSEN_PX if new.chosen else 0
        painter.fillRect(left, top, _TINT_PX, frame.row_px, theme.ink(f"{new.tint}_bar"))


def _changed(old: Face | None, new: Face, places: tuple[Place, ...]) -> tuple[Place, ...] | None:
    """The places whose cells differ; None where the whole row is to be painted."""
    if old is None or new.band is not None or old[1:] != new[1:] or len(old.cells) != len(new.cells):
        return None
    return tuple(place for place in places if old.cells[place.column] != new.cells[place.column])


def _ground(face: Face) -> str:
    if face.chosen:
        return "selected"
    return face.band.ground if face.band is not None else face.tint or "surface"

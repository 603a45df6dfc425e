"""The visible rows of a table as one picture that is kept: only what changed is written into it anew.

A tape shows the same forty rows again and again while a few come in above them; a watchlist changes a cell here and
there. The rows stand in a ring, so that those that stay need not be moved.
"""

from collections.abc import Sequence
from operator import itemgetter

from PySide6.QtGui import QPainter

from ui.row_sheet import Face, Frame, RowSheet
from ui.texts import Texts

_EMPTY = Face()


class RowCanvas:
    """Keeps the picture of the rows of a table, and paints it."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._frame: Frame | None = None
        self._sheet: RowSheet
        self._drawn: list[Face | None] = []
        self._top = 0

    def paint(self, painter: QPainter, top: int, faces: Sequence[Face], frame: Frame) -> None:
        """Paint these rows, the first of them at `top`, and bare ground below the last."""
        if frame != self._frame:
            self._frame, self._top = frame, 0
            self._sheet = RowSheet(self._texts, frame)
            self._drawn = [None] * frame.slots
        wanted = [*faces, *[_EMPTY] * (frame.slots - len(faces))]
        self._top = (self._top - self._moved(wanted)) % frame.slots
        slots = [*range(self._top, frame.slots), *range(self._top)]
        stale = [(slot, face) for slot, face in zip(slots, wanted, strict=True) if not _alike(self._drawn[slot], face)]
        if stale:
            stale.sort(key=itemgetter(0))  # rows that lie side by side are written faster
            self._sheet.write([(slot, self._drawn[slot], face) for slot, face in stale])
            for slot, face in stale:
                self._drawn[slot] = face
        self._sheet.paint(painter, top, self._top)

    def _moved(self, wanted: Sequence[Face]) -> int:
        """By how many rows the first of the wanted ones that is drawn already is to move down."""
        drawn = self._drawn[self._top :] + self._drawn[: self._top]
        if drawn[0] is not None and drawn[0].cells is wanted[0].cells:
            return 0
        found = {id(face.cells): row for row, face in enumerate(drawn) if face and face.cells}
        for row, face in enumerate(wanted):
            before = found.get(id(face.cells))
            if before is not None:
                return row - before
        return 0


def _alike(old: Face | None, new: Face) -> bool:
    return old is not None and old.cells is new.cells and old[1:] == new[1:]

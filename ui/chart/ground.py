"""What lies under a chart: tints of the sessions, and bands of the gaps. No widget here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from models.sessions import Session
from ui.chart.gap_bands import Shade
from ui.chart.picture import TickPicture, pixel
from ui.theme import ink, kept_while_worn

NO_SESSION = -1
_SESSION_TINTS = {
    Session.EARLY: ("accent", 0.06),
    Session.REGULAR: ("surface", 0.0),
    Session.LATE: ("put", 0.07),
    Session.OUTSIDE: ("muted", 0.13),
}
_BAND_TINTS = {Shade.FILLED: (0.045, 0.135), Shade.MISSING: (0.10, 0.30)}
"""Opacity of the ground and of its lines: where trades are missing both are plainer."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """By pixel column the `Shade` of gaps and the `Session`, -1 for none."""

    gaps: NDArray[np.int8]
    sessions: NDArray[np.int8]

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """The columns in which trades are missing."""
        missing: NDArray[np.bool_] = self.gaps == Shade.MISSING
        return missing


def lay(grounds: Grounds, *pictures: TickPicture) -> None:
    """Draw the grounds of empty pictures, which are of one width."""
    plain = _session_inks()[grounds.sessions]
    lines = plain.copy()
    if grounds.gaps.any():
        for shade, (tint, line) in _band_inks().items():
            here = grounds.gaps == shade
            plain[here], lines[here] = tint, line
    if lines.any():
        for picture in pictures:
            picture.lay_ground(plain, lines)


@kept_while_worn
def faint(name: str, opacity: float) -> QColor:
    """A named colour that lets through what is under it."""
    shade = QColor(ink(name))
    shade.setAlphaF(opacity)
    return shade


@kept_while_worn
def _session_inks() -> NDArray[np.uint32]:
    """Colours by `Session`; the last one, which -1 reaches, is of none."""
    return np.array([*(pixel(faint(*_SESSION_TINTS[session])) for session in Session), 0], np.uint32)


@kept_while_worn
def _band_inks() -> dict[Shade, tuple[int, int]]:
    return {
        shade: (pixel(faint("warn", tint)), pixel(faint("warn", line))) for shade, (tint, line) in _BAND_TINTS.items()
    }

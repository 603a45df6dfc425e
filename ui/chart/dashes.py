"""Which columns of a dashed line are left out. No widget here."""

import numpy as np
from numpy.typing import NDArray

MISSING_PX = 4
"""Dashes, and the room between them, where trades are missing."""
PATTERNS_PX = ((1, 0), (7, 3), (2, 3), (12, 3), (5, 5), (12, 3, 2, 3), (2, 6))
"""Drawn and left out in turn, by number; 0 is a whole line."""


def missing_dashes(unknown: NDArray[np.bool_], ratio: float) -> NDArray[np.bool_]:
    """The columns to be left out of each stretch of unknown ones, which begins with such."""
    if not unknown.any():
        return unknown
    x = np.arange(len(unknown))
    begins = unknown & ~np.append(False, unknown[:-1])
    along = x - np.maximum.accumulate(np.where(begins, x, 0))
    off: NDArray[np.bool_] = unknown & (along // round(MISSING_PX * ratio) % 2 == 0)
    return off


def dashes(number: int, width: int, ratio: float) -> NDArray[np.bool_]:
    """The columns to be left out of a line with a pattern's number."""
    pattern = PATTERNS_PX[number % len(PATTERNS_PX)]
    drawn = np.arange(len(pattern)) % 2 == 1
    one = np.repeat(drawn, [round(px * ratio) for px in pattern])
    return np.resize(one, width)

"""Where the interruptions of the stream stand in a chart: which pixel columns lie in a gap. No widget here."""

from collections.abc import Iterator
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from models.gaps import Gap, GapLog, GapStage

LEAST_PX = 2
"""Least width of a band."""


class Shade(IntEnum):
    """What a pixel column has to do with gaps; the higher one holds where several meet."""

    NONE = 0
    FILLED = 1
    MISSING = 2
    """Trades of this time are not known."""


def bands(gaps: GapLog, low_ms: float, high_ms: float, width: int, ratio: float) -> NDArray[np.int8]:
    """The `Shade` of each of `width` device pixel columns that show a range of time, Unix ms."""
    columns = np.zeros(width, np.int8)
    least, px = round(LEAST_PX * ratio), width / max(high_ms - low_ms, 1e-9)
    for gap in _in_sight(gaps, low_ms, high_ms):
        left = min(max(int((gap.start_ms - low_ms) * px), 0), max(width - least, 0))
        right = width if gap.end_ms is None else max(round((gap.end_ms - low_ms) * px), left + least)
        band = Shade.FILLED if gap.stage is GapStage.FILLED else Shade.MISSING
        np.maximum(columns[left:right], band, out=columns[left:right])
    return columns


def gap_at(gaps: GapLog, time_ms: float, reach_ms: float) -> Gap | None:
    """The newest gap at a time, or no further from it than `reach_ms`: a short one is hard to hit."""
    return next(reversed(list(_in_sight(gaps, time_ms - reach_ms, time_ms + reach_ms))), None)


def _in_sight(gaps: GapLog, low_ms: float, high_ms: float) -> Iterator[Gap]:
    every = (placed.gap for placed in gaps)
    return (gap for gap in every if gap.start_ms <= high_ms and (gap.end_ms is None or gap.end_ms >= low_ms))

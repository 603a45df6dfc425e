"""Which prints of a crowd have marks of their own. No Qt here."""

import numpy as np
from numpy.typing import NDArray

MOST_MARKS = 400
"""More marks of a kind than this would hide the line: cells are then twice as wide, and twice again."""


def thin(
    column: NDArray[np.intp], row: NDArray[np.int32], grade: NDArray[np.uint8], width: int, cell_px: int
) -> NDArray[np.intp]:
    """Of the prints in one cell of the picture choose the largest, of equally large ones the newest.

    `column`, `row`: their pixels, in order of time, `grade`: the higher the larger; `cell_px`: the side of a cell.
    Returns indices, smaller prints first.
    """
    if not len(column):
        return np.zeros(0, np.intp)
    wins = _winners(column, row, grade.argsort(kind="stable"), width, cell_px)
    for wider in (2, 4):
        if len(wins) > MOST_MARKS:  # the winner of a wide cell has won a narrow one in it
            wins = _winners(column, row, wins, width, wider * cell_px)
    return wins


def _winners(
    column: NDArray[np.intp], row: NDArray[np.int32], ordered: NDArray[np.intp], width: int, cell_px: int
) -> NDArray[np.intp]:
    """The last of the ordered prints in each cell, in their order."""
    cell = row[ordered] // cell_px * (width // cell_px + 1) + column[ordered] // cell_px
    best = np.full(int(cell.max()) + 1, -1, np.intp)
    best[cell] = np.arange(len(ordered))  # of several assignments to a place the last one holds
    return ordered[np.sort(best[best >= 0])]

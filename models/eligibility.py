"""Which prints may move last, open, high and low: the one place that says so (semantics.md, "Prints that count")."""

import numpy as np
from numpy.typing import NDArray

from models.conditions import ConditionSets
from models.sessions import in_index_hours


def moves_price(
    sets: ConditionSets,
    conditions: NDArray[np.uint16] | NDArray[np.intp],
    index_class: NDArray[np.bool_] | bool,
    eastern_ms: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Prints that count, whose conditions allow it, and that are no index prints outside 09:30-16:15 Eastern.

    `conditions`: set ids; `index_class`: by print, or one for all; `eastern_ms`: wall-clock ms since 1970, Eastern.
    """
    moves: NDArray[np.bool_] = sets.moves[conditions]
    if np.any(index_class):
        moves &= ~np.asarray(index_class) | in_index_hours(eastern_ms)
    return moves

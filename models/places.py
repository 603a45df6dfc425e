"""The order of a contract's prints where some were filled in later: each at its place in time."""

import numpy as np
from numpy.typing import NDArray

from models.batch import NO_SEQUENCE
from models.prints import Prints
from models.tape import Flag, Tape


def in_place(tape: Tape, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put ascending tape rows of one contract in order.

    Streamed prints stand as they arrived. A filled one stands before the first streamed print at which a later time had
    been reached; of equal times the sequence numbers decide where both prints have one, else the arrival.
    """
    filled = (tape.take("flags", rows) & Flag.FILLED) != 0
    if not filled.any():
        return rows
    time_ms, sequence = tape.take("time_ms", rows), tape.take("sequence", rows)
    streamed, later = np.flatnonzero(~filled), np.flatnonzero(filled)
    later = later[np.lexsort((sequence[later], time_ms[later]))]
    reached = np.maximum.accumulate(time_ms[streamed])
    places = np.searchsorted(reached, time_ms[later], side="left")
    tied = np.searchsorted(reached, time_ms[later], side="right") > places
    for n in np.flatnonzero(tied):
        tie = streamed[places[n] : np.searchsorted(reached, time_ms[later[n]], side="right")]
        places[n] += _earlier(later[n], tie, sequence)
    return rows[np.insert(streamed, places, later)]


def placed(tape: Tape, prints: Prints) -> Prints:
    """Put prints in ascending rows in order where it matters for figures.

    That is where some of a contract were filled in at the time of its first or of its last print.
    """
    if not len(prints) or tape.filled.end <= prints.rows[0]:
        return prints
    filled = (tape.take("flags", prints.rows) & Flag.FILLED) != 0
    order = np.arange(len(prints))
    for contract in np.unique(prints.contract[filled]):
        mine = np.flatnonzero(prints.contract == contract)
        time_ms = prints.time_ms[mine]
        for end_ms in {int(time_ms.min()), int(time_ms.max())}:
            tie = mine[time_ms == end_ms]
            order[tie] = np.searchsorted(prints.rows, in_place(tape, prints.rows[tie]))
    return prints.at(order)


def _earlier(print_: int, tie: NDArray[np.intp], sequence: NDArray[np.int64]) -> int:
    """How many prints of a tie stand before a filled one."""
    if sequence[print_] == NO_SEQUENCE:
        return int(np.count_nonzero(tie < print_))
    numbered = sequence[tie] != NO_SEQUENCE
    return int(np.count_nonzero(np.where(numbered, sequence[tie] < sequence[print_], tie < print_)))

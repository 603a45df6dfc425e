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
    of_filled = np.isin(prints.contract, prints.contract[filled])
    ends = np.flatnonzero(of_filled & _are_ends(prints.contract, prints.time_ms))
    return prints.at(ties_in_place(tape, prints.rows, ends, prints.contract, prints.time_ms))


def ties_in_place(
    tape: Tape, rows: NDArray[np.int64], among: NDArray[np.intp], owner: NDArray[np.int64], time_ms: NDArray[np.int64]
) -> NDArray[np.intp]:
    """The order of ascending rows in which those of one owner and time stand at their places.

    `among`: indices of the rows that are looked at; the others stay where they are.
    """
    order = np.arange(len(rows))
    sorted_ = among[np.lexsort((time_ms[among], owner[among]))]
    cuts = np.flatnonzero((np.diff(owner[sorted_]) != 0) | (np.diff(time_ms[sorted_]) != 0)) + 1
    for tie in np.split(sorted_, cuts):
        if len(tie) > 1:
            order[tie] = np.searchsorted(rows, in_place(tape, rows[tie]))
    return order


def _are_ends(contract: NDArray[np.intp], time_ms: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which prints have the first or the last time of their contract."""
    span = np.iinfo(np.int64)
    first, last = (np.full(int(contract.max()) + 1, end) for end in (span.max, span.min))
    np.minimum.at(first, contract, time_ms)
    np.maximum.at(last, contract, time_ms)
    ends: NDArray[np.bool_] = (time_ms == first[contract]) | (time_ms == last[contract])
    return ends


def _earlier(print_: int, tie: NDArray[np.intp], sequence: NDArray[np.int64]) -> int:
    """How many prints of a tie stand before a filled one."""
    if sequence[print_] == NO_SEQUENCE:
        return int(np.count_nonzero(tie < print_))
    numbered = sequence[tie] != NO_SEQUENCE
    return int(np.count_nonzero(np.where(numbered, sequence[tie] < sequence[print_], tie < print_)))

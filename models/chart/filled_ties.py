"""Ticks of one time among which some were filled in: the order that their sequence numbers give them. No Qt here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.chart.ticks import Ticks
from models.places import in_place
from models.tape import Flag, Tape

_Bounds = tuple[NDArray[np.intp], NDArray[np.intp]]


class FilledTies:
    """Remembers the times of filled prints, and puts what was traded at the same time in order (`places.py`)."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._times = np.zeros(0, np.int64)

    def touched_by(self, new: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
        """Times, Unix ms, at which new ticks (`time_ms`, `flags`) stand beside filled ones or are such themselves."""
        if new["flags"].any():
            self._times = np.union1d(self._times, new["time_ms"][(new["flags"] & Flag.FILLED) != 0])
        if not len(self._times):
            return self._times
        return np.intersect1d(self._times, new["time_ms"])

    def settle(self, layers: Sequence[Ticks], times: NDArray[np.int64]) -> None:
        """Put the ticks of these times in order, across layers. Where some have left memory all stay as they are."""
        if not len(times):
            return
        bounds = [np.searchsorted(ticks.time_ms, (times, times + 1)) for ticks in layers]
        counts = np.sum([high - low for low, high in bounds], axis=0)
        several = np.flatnonzero(counts > 1)
        for n in several[self._may_be_wrong(layers, [(low[several], high[several]) for low, high in bounds])].tolist():
            here = ((ticks, slice(low[n], high[n])) for ticks, (low, high) in zip(layers, bounds, strict=True))
            self._settle_tie([(ticks, tie) for ticks, tie in here if tie.stop > tie.start])

    def _may_be_wrong(self, layers: Sequence[Ticks], bounds: Sequence[_Bounds]) -> NDArray[np.intp]:
        """Which of the ties may be out of order: not those that were filled in row by row as their numbers go.

        Nearly all are such, and a page of fetched prints has thousands.
        """
        places = [_indices(low, high) for low, high in bounds]
        tie = np.concatenate([tie for _, tie in places])
        row, order = (
            np.concatenate([getattr(ticks, name)[at] for ticks, (at, _) in zip(layers, places, strict=True)])
            for name in ("row", "order")
        )
        by_row = np.lexsort((row, tie))
        tie, row, order = tie[by_row], row[by_row], order[by_row]
        known = np.maximum(row, self._tape.first)
        sequence = self._tape.take("sequence", known)
        wrong = ((self._tape.take("flags", known) & Flag.FILLED) == 0) | (order != row)
        wrong[1:] |= (tie[1:] == tie[:-1]) & (sequence[1:] < sequence[:-1])
        return np.unique(tie[wrong])

    def _settle_tie(self, ties: Iterable[tuple[Ticks, slice]]) -> None:
        rows = np.sort(np.concatenate([ticks.row[tie] for ticks, tie in ties]))
        if rows[0] < self._tape.first:
            return
        placed = in_place(self._tape, rows)
        place = np.argsort(placed)
        for ticks, tie in ties:
            ticks.reorder(tie, place[np.searchsorted(rows, ticks.row[tie])].astype(np.float64))


def _indices(low: NDArray[np.intp], high: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """All indices from each low up to its high, and the number of the pair that each is of."""
    lengths = high - low
    pair = np.repeat(np.arange(len(low)), lengths)
    return np.arange(len(pair)) + (low - np.cumsum(lengths) + lengths)[pair], pair

"""What a simulated market has streamed, for questions about it: compact columns, by interval."""

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feeds.venue.market.chain import Rows
from feeds.venue.market.simulation import Interval

KEPT_PRINTS = 24_000_000
"""A day at the default rate, 26 bytes each; of a busier market the latest so many are known."""


@dataclass(frozen=True, slots=True)
class _Part:
    first: int
    time_ms: NDArray[np.int32]
    contract: NDArray[np.int32]
    cents: NDArray[np.int32]
    size: NDArray[np.int32]
    venue: NDArray[np.int16]
    condition: NDArray[np.int16]
    sequence: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Found:
    """Prints of one contract in order of arrival; the columns are those of `Prints` and the sequence."""

    time_ms: Rows
    cents: Rows
    size: Rows
    venue: Rows
    condition: Rows
    sequence: Rows


class StreamLog:
    """Filled ahead of the stream by the thread that makes the market; asked by another, up to what was streamed."""

    def __init__(self, kept_prints: int = KEPT_PRINTS) -> None:
        self._parts: deque[_Part] = deque()
        self._made = 0
        self._kept = kept_prints
        self.streamed = 0

    def add(self, interval: Interval) -> None:
        """Note an interval that is about to be streamed."""
        prints = interval.prints
        self._parts.append(
            _Part(
                self._made,
                prints.time_ms.astype(np.int32),
                prints.contract.astype(np.int32),
                prints.cents.astype(np.int32),
                prints.size.astype(np.int32),
                prints.venue.astype(np.int16),
                prints.condition.astype(np.int16),
                interval.sequence.astype(np.int32),
            )
        )
        self._made += len(prints)
        while self._made - self._parts[0].first > self._kept + len(self._parts[0].contract):
            self._parts.popleft()

    def find(self, contract: int) -> Found:
        """All prints of a contract that have been streamed and are kept."""
        parts = [(part, self._rows(part, contract)) for part in list(self._parts)]
        names = ("time_ms", "cents", "size", "venue", "condition", "sequence")
        return Found(*(self._column(name, parts) for name in names))

    def _rows(self, part: _Part, contract: int) -> Rows:
        return np.flatnonzero(part.contract[: max(self.streamed - part.first, 0)] == contract)

    def _column(self, name: str, parts: list[tuple[_Part, Rows]]) -> Rows:
        found = [getattr(part, name)[rows] for part, rows in parts if len(rows)]
        return np.concatenate(found).astype(np.int64) if found else np.empty(0, np.int64)

"""Stretches of the tape with the times of their trades: finds rows by time without reading all of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.tape import BLOCK, Tape


@dataclass(slots=True)
class _Span:
    """Rows `low` up to `high` of one block, and the earliest and the latest of their times."""

    low: int
    high: int
    since_ms: int
    until_ms: int


class TimeSpans:
    """Some rows of the tape, added in ascending order. `newest_ms`: the latest time among them; None without any."""

    def __init__(self, tape: Tape) -> None:
        self.newest_ms: int | None = None
        self._tape = tape
        self._spans: list[_Span] = []

    def add(self, low: int, high: int) -> None:
        """Take rows low up to high in, as far as they are in memory; let go of what no longer is."""
        first = self._tape.first
        self._spans = [span for span in self._spans if span.high > first]
        for start, stop in self._tape.spans(max(low, first), high):
            times = self._tape.column("time_ms", start, stop)
            self._append(_Span(start, stop, int(times.min()), int(times.max())))
        self.newest_ms = max((span.until_ms for span in self._spans), default=None)

    def rows(self, time_ms: NDArray[np.int64], contracts: NDArray[np.int32]) -> NDArray[np.int64]:
        """The rows of these contracts from the first of the times to the last, ascending, each once."""
        since, until = int(time_ms.min()), int(time_ms.max())
        found = [
            self._rows_of(span, since, until, contracts)
            for span in self._spans
            if span.since_ms <= until and span.until_ms >= since
        ]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def _append(self, span: _Span) -> None:
        last = self._spans[-1] if self._spans else None
        if last and last.high == span.low and span.low % BLOCK:
            last.high = span.high
            last.since_ms, last.until_ms = min(last.since_ms, span.since_ms), max(last.until_ms, span.until_ms)
        else:
            self._spans.append(span)

    def _rows_of(self, span: _Span, since: int, until: int, contracts: NDArray[np.int32]) -> NDArray[np.int64]:
        low = max(span.low, self._tape.first)
        if low >= span.high:
            return np.zeros(0, np.int64)
        contract = self._tape.column("contract", low, span.high)
        if len(contracts) == 1:
            hits = np.flatnonzero(contract == contracts[0])
            times = self._tape.column("time_ms", low, span.high)[hits]
            return low + hits[(times >= since) & (times <= until)]
        times = self._tape.column("time_ms", low, span.high)
        hits = np.flatnonzero((times >= since) & (times <= until))
        return low + hits[np.isin(contract[hits], contracts)]

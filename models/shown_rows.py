"""The rows of a view by position: those that were streamed, and between them what stands at another place."""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from models.streamed import Rows, StreamedRows
from models.tape import Tape

_AT_ONCE = 1 << 12
"""Rows whose times are looked at together: the first ones nearly always have what is sought."""


@dataclass(frozen=True, slots=True)
class ShownRows:
    """Ids by position from 0, the oldest, up. `between`: ids in order, each behind so many streamed rows: `before`."""

    streamed: StreamedRows
    between: Rows
    before: Rows

    def __len__(self) -> int:
        return len(self.streamed) + len(self.between)

    @property
    def positions(self) -> Rows:
        """The position of each of `between`."""
        return self.before + np.arange(len(self.before))

    def rows(self, low: int, high: int) -> Rows:
        """Rows of the tape, or the negative ids of gaps, at positions low up to high."""
        if not len(self.between):
            return self.streamed.rows(low, high)
        first, last = (self._between_below(position) for position in (low, high))
        found = self.streamed.rows(low - first, high - last)
        return np.insert(found, self.before[first:last] - (low - first), self.between[first:last])

    def position(self, row: int) -> int | None:
        """Where a row of the tape or a gap stands; None if it is not here."""
        at = np.flatnonzero(self.between == row)
        if len(at):
            return int(self.before[at[0]] + at[0])
        streamed = self.streamed.position(row)
        return None if streamed is None else self._with_between(streamed)

    def first_at(self, tape: Tape, time_ms: int, row: int) -> int | None:
        """The position of the first trade with this time or a later one (Unix ms); None if there is none here.

        `row`: no streamed row before it has such a time.
        """
        at = self._filled_at(tape, time_ms)
        for low in range(int(self.streamed.before(np.array([row]))[0]), len(self.streamed), _AT_ONCE):
            rows = self.streamed.rows(low, min(low + _AT_ONCE, len(self.streamed)))
            found = np.flatnonzero(tape.take("time_ms", rows) >= time_ms)
            if len(found):
                at.append(self._with_between(low + int(found[0])))
                break
        return min(at, default=None)

    def _filled_at(self, tape: Tape, time_ms: int) -> list[int]:
        """The position of the first filled trade with this time or a later one, if there is one."""
        trades = np.flatnonzero(self.between >= tape.first)
        found = trades[tape.take("time_ms", self.between[trades]) >= time_ms][:1]
        return [int(self.before[at] + at) for at in found]

    def _with_between(self, streamed: int) -> int:
        """The position of the streamed row that has so many other streamed rows before it."""
        return streamed + int(np.searchsorted(self.before, streamed, side="right"))

    def _between_below(self, position: int) -> int:
        """How many filled trades and gaps stand at lower positions."""
        return bisect_left(range(len(self.between)), position, key=lambda at: int(self.before[at]) + at)

"""The order in which a tape with gaps and filled trades is read, worked out trade by trade."""

from bisect import bisect_left, bisect_right
from itertools import accumulate

from models.gaps import GapLog
from models.tape import Flag, Tape

FILLED = int(Flag.FILLED)
"""A flag of an enumeration takes ten times as long to look for."""


class PlainOrder:
    """The rules of `TapeOrder`, trade by trade. A place: the number of streamed trades before it, and a rank there."""

    def __init__(self, tape: Tape, gaps: GapLog) -> None:
        self.tape, self.gaps = tape, gaps
        self.streamed: list[int] = []
        self.times: list[int] = []
        self.places: dict[int, tuple[int, tuple[int, ...]]] = {}
        self.seen = 0

    def advance(self) -> None:
        """Take what is new since the last call."""
        first = max(self.seen, self.tape.first)
        for span in self.tape.filled.between(self.seen, first):  # left memory unseen: they count, their times do not
            self.streamed += range(*span)
        self.times += [0] * (len(self.streamed) - len(self.times))
        facts = {}
        flags, times = (self.tape.column(name, first, self.tape.end).tolist() for name in ("flags", "time_ms"))
        for row, (flag, time_ms) in enumerate(zip(flags, times, strict=True), first):
            if flag & FILLED:
                facts[row] = time_ms
            else:
                self.streamed.append(row)
                self.times.append(time_ms)
        self.seen = self.tape.end
        for number in range(len(self.gaps)):
            if -1 - number not in self.places:
                self.places[-1 - number] = (self._arrived(self.gaps[number].row), (number, 0))
        if facts:
            reached = self._reached()
            for row, time_ms in facts.items():
                self.places[row] = self._place(row, time_ms, reached)

    def read(self) -> list[int]:
        """Everything in memory in order."""
        first = at = bisect_left(self.streamed, self.tape.first)
        rows: list[int] = []
        for row, place in sorted(self.places.items(), key=lambda item: item[1]):
            if row >= self.tape.first or (row < 0 and self._is_kept(self.gaps[-1 - row].row)):
                before = max(place[0], first)
                rows += [*self.streamed[at:before], row]
                at = before
        return rows + self.streamed[at:]

    def _is_kept(self, gap_row: int) -> bool:
        return gap_row > self.tape.first or not self.tape.first

    def _arrived(self, row: int) -> int:
        return bisect_left(self.streamed, row)

    def _reached(self) -> tuple[int, list[int]]:
        first = bisect_left(self.streamed, self.tape.first)
        return first, list(accumulate(self.times[first:], max))

    def _place(self, row: int, time_ms: int, reached: tuple[int, list[int]]) -> tuple[int, tuple[int, ...]]:
        owner = self.tape.filled.gap(row)
        if owner >= 0:
            return self.places[-1 - owner][0], (owner, 1, time_ms, row)
        first, times = reached
        at = min(first + bisect_right(times, time_ms), self._arrived(row))
        begun = [
            number
            for number, placed in enumerate(self.gaps)
            if placed.row <= row and placed.gap.start_ms <= time_ms and self.places[-1 - number][0] == at
        ]
        return at, (max(begun, default=-1), 1, time_ms, row)

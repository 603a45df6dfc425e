"""The places of what does not stand where it arrived: trades that were filled in later, and gaps.

Streamed trades are read in order of arrival. Between them stand:
- A gap: before the first trade that was streamed after it began. It leaves with the last that arrived before.
- A trade that was filled in for a gap: behind the gap's row and before the trades that were streamed after it began,
  whatever its time.
- Any other filled trade: before the first streamed trade at which the tape had already reached a later time, so
  behind the streamed trades of its own millisecond. Where the tape had not, it stands where it arrived.
Gaps at one place are in order of their numbers, other filled trades among them by time, behind a gap that began in
their millisecond. Filled trades at one place are in order of time, equal times in order of arrival. A place, once
taken, is kept. What left the tape's memory takes no part: neither in the time that was reached, nor with a place.
"""

import numpy as np
from numpy.typing import NDArray

from models.gaps import GapLog
from models.tape import BLOCK, Tape

_GAP_BITS = 21
_NEVER_MS = int(np.iinfo(np.int64).min)
Ints = NDArray[np.int64]


def gap_row(number: int) -> int:
    """The row id of a gap: negative, as no trade's is."""
    return -1 - number


class TapeOrder:
    """Filled rows and gap rows of a tape in the order in which they are read, as a cursor over the tape and its gaps.

    `rows`: their ids; `anchors`: each stands before all streamed rows from this one on, and behind the others.
    """

    def __init__(self, tape: Tape, gaps: GapLog) -> None:
        self.rows = np.zeros(0, np.int64)
        self.filled_to = 0
        self._slots = np.zeros(0, np.int64)
        self._times = np.zeros(0, np.int64)
        self._tape, self._gaps = tape, gaps
        self._first = tape.first
        self._reached: dict[int, int] = {}
        self._gap_anchors = np.zeros(0, np.int64)
        self._gap_rows = np.zeros(0, np.int64)

    @property
    def gaps_to(self) -> int:
        """How many gaps have their place."""
        return len(self._gap_anchors)

    @property
    def anchors(self) -> Ints:
        """The first streamed row behind each, or the place where it will arrive."""
        return self._slots >> _GAP_BITS

    def advance(self) -> None:
        """Give a place to what is new; forget what left memory."""
        tape, gaps = self._tape, self._gaps
        if len(gaps) > self.gaps_to:
            self._place_gaps(np.arange(self.gaps_to, len(gaps)))
        if tape.filled.end > self.filled_to:
            for low, high in tape.filled.within(max(self.filled_to, tape.first), tape.end):
                self._place_trades(np.arange(low, high), tape.column("time_ms", low, high), tape.filled.gap(low))
            self.filled_to = tape.end
        if tape.first != self._first:
            self._first = tape.first
            keep = self.in_memory(self.rows)
            self.rows, self._slots, self._times = self.rows[keep], self._slots[keep], self._times[keep]
            self._reached = {block: time for block, time in self._reached.items() if block >= tape.first // BLOCK}

    def first_at(self, time_ms: int) -> int:
        """The first streamed row in memory with this time or a later one (Unix ms); the tape's end if there is none."""
        return int(self._first_later(np.array([time_ms - 1]))[0])

    def in_memory(self, rows: Ints) -> NDArray[np.bool_]:
        """Which of these rows and gaps the tape's memory still holds."""
        if not self._tape.first:
            return np.ones(len(rows), np.bool_)
        keep = rows >= self._tape.first
        gap = rows < 0
        keep[gap] = self._gap_rows[gap_row(0) - rows[gap]] > self._tape.first
        return keep

    def _place_gaps(self, numbers: Ints) -> None:
        new = [self._gaps[number] for number in numbers]
        rows = np.array([placed.row for placed in new])
        anchors = self._tape.filled.behind_streamed(rows)
        times = np.array([placed.gap.start_ms for placed in new])
        self._gap_anchors = np.concatenate([self._gap_anchors, anchors])
        self._gap_rows = np.concatenate([self._gap_rows, rows])
        self._merge(gap_row(0) - numbers, _slots(anchors, numbers, trade=False), times)

    def _place_trades(self, rows: Ints, times: Ints, gap: int) -> None:
        """Place filled trades; `times`: their Unix ms, `gap`: the number of the gap that they fill, or -1."""
        if gap >= 0:
            anchors, gaps = np.full(len(rows), self._gap_anchors[gap]), np.full(len(rows), gap)
        else:
            anchors = self._tape.filled.behind_streamed(np.minimum(self._first_later(times), rows))
            gaps = self._last_begun(anchors, rows, times)
        self._merge(rows, _slots(anchors, gaps, trade=True), times)

    def _last_begun(self, anchors: Ints, rows: Ints, times: Ints) -> Ints:
        """The last gap at the place of each row that had begun by its time; -1 is none."""
        found = np.full(len(rows), -1)
        for number in np.flatnonzero(np.isin(self._gap_anchors, anchors)).tolist():
            placed = self._gaps[number]
            at_place = (anchors == self._gap_anchors[number]) & (placed.row <= rows)
            found[at_place & (placed.gap.start_ms <= times)] = number
        return found

    def _merge(self, rows: Ints, slots: Ints, times: Ints) -> None:
        rows, slots = np.concatenate([self.rows, rows]), np.concatenate([self._slots, slots])
        times = np.concatenate([self._times, times])
        order = np.lexsort((times, slots))  # stable: equal times keep their order of arrival, later rows stand behind
        self.rows, self._slots, self._times = rows[order], slots[order], times[order]

    def _first_later(self, times: Ints) -> Ints:
        """The first streamed row in memory at which the tape had reached a later time; its end where it has not."""
        blocks = range(self._tape.first // BLOCK, -(-self._tape.end // BLOCK))
        reached = np.maximum.accumulate([self._latest(block) for block in blocks])
        found = np.full(len(times), self._tape.end)
        at = np.searchsorted(reached, times, side="right")
        for number in np.unique(at[at < len(blocks)]):
            rows, row_times = self._streamed(blocks[number])
            here = at == number
            found[here] = rows[np.searchsorted(np.maximum.accumulate(row_times), times[here], side="right")]
        return found

    def _latest(self, block: int) -> int:
        """The latest time among the streamed rows of a block; kept for blocks that are full."""
        known = self._reached.get(block)
        if known is None:
            spans = self._tape.filled.between(*self._span(block))
            known = max((int(self._tape.column("time_ms", *span).max()) for span in spans), default=_NEVER_MS)
            if (block + 1) * BLOCK <= self._tape.end:
                self._reached[block] = known
        return known

    def _span(self, block: int) -> tuple[int, int]:
        return block * BLOCK, min((block + 1) * BLOCK, self._tape.end)

    def _streamed(self, block: int) -> tuple[Ints, Ints]:
        """Streamed rows of a block, and their times."""
        low, high = self._span(block)
        spans = list(self._tape.filled.between(low, high)) or [(low, low)]
        rows = np.concatenate([np.arange(*span) for span in spans])
        return rows, np.concatenate([self._tape.column("time_ms", *span) for span in spans])


def _slots(anchors: Ints, gaps: Ints, *, trade: bool) -> Ints:
    """Places as numbers: by anchor, there by gap (-1: before all of them), a gap's row before its trades."""
    return anchors << _GAP_BITS | (gaps + 1) << 1 | int(trade)

"""Trades that arrive a second time: after a reconnect, or with what was fetched to fill a gap (massive.md)."""

from bisect import bisect_left
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.batch import NO_SEQUENCE, TradeBatch
from models.repeats import RepeatCounter
from models.same_prints import Prints, match, ranks
from models.tape import Tape
from models.time_spans import TimeSpans

MARGIN_MS = 60_000
"""How long before a cut a trade may have arrived that is sent again after it."""
_COLUMNS = ("time_ms", "sequence", "price", "size", "contract", "arrival_ms", "venue", "conditions")


class Duplicates:
    """Drops what is on the tape already.

    A streamed trade is compared with what arrived since shortly before a cut, up to the cut, and with what was filled
    in; a filled one with all of its contract that is in memory. Where a source gives no sequence number, one batch
    must hold all trades of a contract and millisecond that it fetched, or equal ones among them are lost.
    """

    def __init__(self, tape: Tape, margin_ms: int = MARGIN_MS) -> None:
        self.dropped = 0
        self._tape = tape
        self._margin_ms = margin_ms
        self._repeats = RepeatCounter(tape)
        self._may_come_again = TimeSpans(tape)
        self._all = TimeSpans(tape)
        self._all_to = 0
        self._cut = 0
        self._filled_from: int | None = None
        self._sequences: dict[int, int] = {}  # of filled rows that came without: the number of their streamed equal

    @property
    def repeats(self) -> int:
        """Trades that came twice on one connection and were kept."""
        self._catch_up()
        return self._repeats.count

    def note_cut(self) -> None:
        """The connection ended after the rows that are on the tape: what they hold may come again."""
        self._catch_up()
        self._repeats.note_cut()
        start, end = max(self._cut, self._tape.first), self._tape.end
        if start < end:
            since_ms = self._tape.arrival_ms(end - 1) - self._margin_ms
            start = bisect_left(range(end), since_ms, lo=start, key=self._tape.arrival_ms)
            self._may_come_again.add(start, end)
        self._cut = end

    def strip(self, batch: TradeBatch) -> TradeBatch:
        """The trades of a batch that are not on the tape yet."""
        self._catch_up()
        again = self._again_filled(batch) if batch.filled else self._again_streamed(batch)
        if not len(again):
            return batch
        self.dropped += len(again)
        kept: dict[str, Any] = {name: np.delete(getattr(batch, name), again) for name in _COLUMNS}
        return replace(batch, **kept)

    def _catch_up(self) -> None:
        """Take note of the rows that the last batch became."""
        self._repeats.advance(streamed=self._filled_from is None)
        if self._filled_from is not None:
            self._may_come_again.add(self._filled_from, self._tape.end)
            self._filled_from = None

    def _again_streamed(self, batch: TradeBatch) -> NDArray[np.intp]:
        newest_ms = self._may_come_again.newest_ms
        if newest_ms is None or not len(batch) or batch.time_ms.min() > newest_ms:
            return np.zeros(0, np.intp)
        return self._again(batch, np.flatnonzero(batch.time_ms <= newest_ms), self._may_come_again)

    def _again_filled(self, batch: TradeBatch) -> NDArray[np.intp]:
        self._all.add(self._all_to, self._tape.end)
        self._all_to = self._filled_from = self._tape.end
        twice = _fetched_twice(batch)
        once = np.flatnonzero(~twice)
        return np.concatenate([np.flatnonzero(twice), self._again(batch, once, self._all)])

    def _again(self, batch: TradeBatch, at: NDArray[np.intp], spans: TimeSpans) -> NDArray[np.intp]:
        """Which of the batch's trades, of those at these places, are among the rows of the spans."""
        rows = spans.rows(batch.time_ms[at], np.unique(batch.contract[at])) if len(at) else np.zeros(0, np.int64)
        if not len(rows):
            return at[:0]
        found = match(Prints.of_batch(batch, at), self._known(rows))
        self._sequences.update(zip(rows[found.known].tolist(), found.sequence.tolist(), strict=True))
        return at[found.again]

    def _known(self, rows: NDArray[np.int64]) -> Prints:
        known = Prints.of_tape(self._tape, rows)
        for i in np.flatnonzero(known.sequence == NO_SEQUENCE) if self._sequences else ():
            known.sequence[i] = self._sequences.get(int(rows[i]), NO_SEQUENCE)
        return known


def _fetched_twice(batch: TradeBatch) -> NDArray[np.bool_]:
    """Trades that stand in a fetched batch a second time, for its pages overlapped."""
    _, exact = Prints.of_batch(batch, np.arange(len(batch))).identities()
    twice: NDArray[np.bool_] = (batch.sequence != NO_SEQUENCE) & (ranks(exact) > 0)
    return twice

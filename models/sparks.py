"""The course of the day of each watched contract, coarse enough for a line in a cell. No Qt here.

A cursor over the tape and its amendments. The line goes through single-leg prints that may move the price, as the
chart's does, from 09:30 on: what a class traded before stands in the first stretch. It keeps copies: trimming the tape
takes nothing away from it.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.clock import eastern_ms
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.places import ties_in_place
from models.prints import PrintReader, Prints
from models.spark_board import LAST_MS, SHORTEST_MS, STRETCHES, SparkBoard
from models.spark_points import SparkPoints, since_start_ms, start_ms
from models.tape import BLOCK, Flag, Tape

READ_BACK = 1 << 18
"""How many rows of the past one `advance` looks at where none is watched: 1 ms. One that is costs as much as `_HIT`."""
_HIT = 16
_PIECE = 1 << 14

Ids = NDArray[np.int64]


class SparkLine(NamedTuple):
    """A line of steps: price n holds from stretch `starts[n]` on, and the last one to the end, `stretches`."""

    starts: tuple[int, ...]
    prices: tuple[float, ...]
    stretches: int


@dataclass(slots=True)
class _Past:
    """Rows before `stop` that are still to be read, from the newest to the oldest, for contracts that are new here."""

    wanted: NDArray[np.bool_]
    stop: int


class Sparks:
    """The last price in each stretch of a contract's trade date, for every contract that is watched.

    By another table of conditions the lines are read anew from what is in memory.
    """

    def __init__(self, tape: Tape, sets: ConditionSets, contracts: ContractIndex) -> None:
        self._tape, self._sets, self._contracts = tape, sets, contracts
        self._reader = PrintReader(tape, sets, contracts)
        self._board = SparkBoard()
        self._slots: NDArray[np.int32] = np.full(0, -1, np.int32)
        self._cursor = tape.end
        self._amendments = len(tape.amendments)
        self._rules = sets.changes
        self._past: list[_Past] = []
        self._newest_ms = 0
        self._block_ms: dict[int, tuple[int, int]] = {}
        """Eastern times of the first and the last watched print of a block of rows."""

    @property
    def behind(self) -> bool:
        """Whether the past of some contract is still to be read."""
        return bool(self._past)

    @property
    def new_rows(self) -> int:
        """How many rows have come since the last `advance`."""
        return self._tape.end - self._cursor

    def watch(self, contracts: Ids) -> None:
        """Keep the lines of these contracts from now on, and of no other; read back those that are new."""
        ids = np.unique(contracts)
        old = self._slots_of(ids)
        self._board.take_slots(old)
        self._slots = np.full(len(self._contracts), -1, np.int32)
        self._slots[ids] = np.arange(len(ids))
        new = ids[old < 0]
        if len(new) and self._cursor > self._tape.first:
            wanted = np.zeros(len(self._contracts), np.bool_)
            wanted[new] = True
            self._past.append(_Past(wanted, self._cursor))

    def advance(self) -> None:
        """Take what is new, what was cancelled since, or is no longer, and a piece of the past."""
        self._cover(len(self._contracts))
        if self._rules != self._sets.changes:
            self._begin_anew()
        start, self._cursor = max(self._cursor, self._tape.first), self._tape.end
        for low, high in self._tape.spans(start, self._cursor):
            self._read(low, high)
        self._take_amendments()
        if self._past:
            self._read_back(self._past[0])

    def line(self, contract: int) -> SparkLine | None:
        """The line of a contract; None where it has no price yet, or is not watched."""
        slot = int(self._slots[contract]) if contract < len(self._slots) else -1
        if slot < 0:
            return None
        stretches = int(self._stretches(slice(slot, slot + 1))[0])
        starts, prices = self._board.steps(slot, stretches)
        return SparkLine(starts, prices, stretches) if starts else None

    def states(self, contracts: Ids) -> NDArray[np.float64]:
        """Two figures a contract, one of which moves whenever its line does."""
        slots = self._slots_of(contracts)
        if not len(self._board):
            return np.zeros((2, len(slots)))
        states = np.array([self._board.version[slots], self._stretches(slots)], np.float64)
        return np.where(slots < 0, 0.0, states)

    def _begin_anew(self) -> None:
        self._rules = self._sets.changes
        self._past, self._block_ms = [], {}
        watched, newest = np.flatnonzero(self._slots >= 0), self._board.version.max(initial=0)
        self._slots[:] = -1
        self.watch(watched)
        self._board.version += newest + 1

    def _cover(self, count: int) -> None:
        """Have a place for so many contracts."""
        new = count - len(self._slots)
        if new > 0:
            self._slots = np.append(self._slots, np.full(max(new, len(self._slots)), -1, np.int32))

    def _slots_of(self, contracts: Ids) -> Ids:
        """Slot of each contract, -1 where it is not watched."""
        if len(contracts):
            self._cover(int(contracts.max()) + 1)
        return self._slots[contracts].astype(np.int64)

    def _stretches(self, slots: Ids | slice) -> Ids:
        """How many stretches of its day the market has reached, with the one that it is in."""
        return self._board.stretch(slots, self._until_ms(slots)) + 1

    def _until_ms(self, slots: Ids | slice) -> Ids:
        return np.clip(self._newest_ms - start_ms(self._board.day[slots]), 0, LAST_MS)

    # Reading

    def _read(self, low: int, high: int, wanted: NDArray[np.bool_] | None = None) -> int:
        """Take rows; say how many were of use. `wanted`: older rows, of contracts that are new here."""
        contract = self._tape.column("contract", low, high)
        self._note_time(int(self._tape.column("time_ms", low, high).max()))
        of_use = self._slots.take(contract) >= 0
        if wanted is not None:
            of_use &= wanted.take(contract)
        hits = low + np.flatnonzero(of_use)
        if len(hits):
            self._take(hits, older=wanted is not None)
        return len(hits)

    def _take(self, rows: Ids, *, older: bool) -> None:
        prints = self._reader.rows(rows)
        slots = self._slots_of(prints.contract)
        self._start_days(slots, prints.day)
        self._note_blocks(prints)
        points = self._points(prints)
        tied = self._tied(points, older=older)
        self._board.put(points.slots, points.at_ms, points.price, older=older)
        self._find_again(tied)

    def _points(self, prints: Prints) -> SparkPoints:
        """The prints that the lines go through, of the trade dates that they are of."""
        slots = self._slots_of(prints.contract)
        take, sets = self._tape.take, self._sets
        valid = prints.moves & sets.single_leg[take("conditions", prints.rows)]
        valid &= (take("flags", prints.rows) & Flag.CANCELLED) == 0
        valid &= prints.day == self._board.day[slots]
        return SparkPoints(prints.rows, slots, since_start_ms(prints), prints.price).of(valid)

    def _start_days(self, slots: Ids, day: NDArray[np.int32]) -> None:
        """A contract's line begins anew with its first print of the next trade date, whatever that moves."""
        board = self._board
        if (day <= board.day[slots]).all():
            return
        latest = board.day.copy()
        np.maximum.at(latest, slots, day)
        fresh = np.flatnonzero(latest > board.day)
        board.start_days(fresh, latest[fresh])
        board.make_room(fresh, self._until_ms(fresh))

    def _note_time(self, time_ms: int) -> None:
        """The market has reached a time, Unix ms: lines end there."""
        local_ms = int(eastern_ms(np.array([time_ms]))[0])
        if local_ms <= self._newest_ms:
            return
        outgrown = local_ms // SHORTEST_MS > self._newest_ms // SHORTEST_MS
        self._newest_ms = local_ms
        if outgrown:
            slots = np.arange(len(self._board))
            self._board.make_room(slots, self._until_ms(slots))

    def _read_back(self, past: _Past) -> None:
        left = READ_BACK
        while left > 0 and past.stop > self._tape.first:
            low = max(self._tape.first, past.stop - _PIECE)
            left -= past.stop - low + _HIT * self._read(low, past.stop, past.wanted)
            past.stop = low
        if past.stop <= self._tape.first:
            self._past.remove(past)

    # What is looked for again

    def _take_amendments(self) -> None:
        new, first = self._tape.amendments[self._amendments :], self._tape.first
        self._amendments += len(new)
        rows = np.unique(np.array([a.row for a in new if a.flag == Flag.CANCELLED and a.row >= first], np.int64))
        rows = rows[self._slots_of(self._tape.take("contract", rows)) >= 0]
        if not len(rows):
            return
        prints = self._reader.rows(rows)
        slots = self._slots_of(prints.contract)
        points = SparkPoints(rows, slots, since_start_ms(prints), prints.price)
        points = points.of(prints.day == self._board.day[slots])
        self._find_again(points.of(points.at_ms >= self._board.held(points.slots, points.at_ms)))

    def _tied(self, points: SparkPoints, *, older: bool) -> SparkPoints:
        """Those that a filled print has the time of: their order is that of their places, not of their arrival."""
        rows = points.rows
        if not len(rows) or self._tape.filled.end <= rows[0]:
            return points.of(np.zeros(0, np.intp))
        filled = (self._tape.take("flags", rows) & Flag.FILLED) != 0
        _, which, count = np.unique(
            np.array([points.slots, points.at_ms]), axis=1, return_inverse=True, return_counts=True
        )
        tied = (count[which] > 1) & filled
        tied |= (filled | older) & (points.at_ms == self._board.held(points.slots, points.at_ms))
        return points.of(tied)

    def _find_again(self, changed: SparkPoints) -> None:
        """Find the last prices of the stretches in which these stand anew, among what is in memory."""
        if not len(changed):
            return
        board = self._board
        stretches = board.stretch(changed.slots, changed.at_ms)
        board.clear(changed.slots, stretches)
        keys = np.unique(changed.slots * STRETCHES + stretches)
        contracts = np.unique(self._tape.take("contract", changed.rows))
        found = self._points(self._reader.rows(self._rows_near(changed, contracts)))
        found_keys = found.slots * STRETCHES + board.stretch(found.slots, found.at_ms)
        found = self._in_place(found.of(found.newest(found_keys) & np.isin(found_keys, keys)))
        board.put(found.slots, found.at_ms, found.price, older=False)

    def _rows_near(self, changed: SparkPoints, contracts: NDArray[np.int32]) -> Ids:
        """Rows of some contracts in the blocks that have prints of the time of some stretches."""
        board = self._board
        length_ms = SHORTEST_MS << board.level[changed.slots].astype(np.int64)
        low_ms = start_ms(board.day[changed.slots]) + board.stretch(changed.slots, changed.at_ms) * length_ms
        high_ms = low_ms + length_ms
        parts = [np.zeros(0, np.int64)]
        for block, (first_ms, last_ms) in sorted(self._block_ms.items()):
            low, high = max(block * BLOCK, self._tape.first), min((block + 1) * BLOCK, self._cursor)
            if low < high and ((low_ms <= last_ms) & (high_ms > first_ms)).any():
                parts.append(low + np.flatnonzero(np.isin(self._tape.column("contract", low, high), contracts)))
        return np.concatenate(parts)

    def _note_blocks(self, prints: Prints) -> None:
        """Remember what times are found in which block."""
        local_ms = start_ms(prints.day) + np.clip(since_start_ms(prints), 0, LAST_MS)
        for block in np.unique(prints.rows // BLOCK).tolist():
            here = local_ms[prints.rows // BLOCK == block]
            low, high = self._block_ms.get(block, (int(here[0]), int(here[0])))
            self._block_ms[block] = (min(low, int(here.min())), max(high, int(here.max())))

    def _in_place(self, points: SparkPoints) -> SparkPoints:
        """Put those of one time in order where some of them were filled in."""
        if not len(points) or self._tape.filled.end <= points.rows[0]:
            return points
        every = np.arange(len(points))
        return points.of(ties_in_place(self._tape, points.rows, every, points.slots, points.at_ms))

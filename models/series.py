"""The ticks of one contract, in order of (time, arrival), sorted into layers by what each print may do. No Qt here.

A cursor over the tape and its amendments. It keeps copies: trimming the tape takes nothing away from a chart.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.clock import day_from_number, eastern, eastern_ms, utc_ms
from models.columns import GrowingColumns
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.eligibility import moves_price
from models.sessions import EVENING_MS, previous_trading_day, trade_days
from models.tape import Flag, Tape

ROWS_AT_ONCE = 1 << 20
"""How many tape rows one `advance` looks at: about 2 ms where none is of the contract."""
COLUMNS: Mapping[str, str] = {
    "row": "i8",
    "time_ms": "i8",
    "price": "f8",
    "size": "i4",
    "venue": "u2",
    "conditions": "u2",
}
_CENT_ERROR = 1e-4


class Kind(IntEnum):
    """What a tick is; the number is the index of its layer."""

    LINE = 0
    """A single-leg print that moves last: the line goes through it."""
    PACKAGE = 1
    """Moves last too, but its price is a leg of a package or tied to stock."""
    OTHER = 2
    """Counts towards volume and moves no price: unknown code, index print out of hours, extended hours."""
    LATE = 3
    """Counts for nothing."""
    CANCELLED = 4
    """Undone by a later cancel."""
    CANCEL = 5
    """The row of a cancel itself."""


COUNTED = (Kind.LINE, Kind.PACKAGE, Kind.OTHER)
"""Kinds whose sizes are volume."""
ELIGIBLE = (Kind.LINE, Kind.PACKAGE)
"""Kinds that move last, high and low."""


class Ticks(GrowingColumns):
    """Prints in order of (time, arrival): tape `row`, `time_ms` (Unix), `price` ($), `size`, `venue`, `conditions`."""

    def __init__(self) -> None:
        super().__init__({name: (dtype, 0) for name, dtype in COLUMNS.items()}, capacity=64)

    def insert(self, ticks: Mapping[str, NDArray[Any]]) -> None:
        """Put ticks, in order themselves, at their places in time; of equal times the earlier row comes first."""
        keep = int(np.searchsorted(self.time_ms, ticks["time_ms"][0], side="left"))
        tail = {name: getattr(self, name)[keep:].copy() for name in COLUMNS}
        self.grow_to(len(self) + len(ticks["row"]))
        merged = {name: np.concatenate([tail[name], ticks[name]]) for name in COLUMNS}
        order = np.lexsort((merged["row"], merged["time_ms"])) if len(tail["row"]) else slice(None)
        for name in COLUMNS:
            getattr(self, name)[keep:] = merged[name][order]

    def take_out(self, rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """Remove the ticks of those tape rows, as far as they are here, and return them in order."""
        leaving = np.isin(self.row, rows)
        taken = {name: getattr(self, name)[leaving] for name in COLUMNS}
        if len(taken["row"]):
            rest = {name: getattr(self, name)[~leaving] for name in COLUMNS}
            self._length = len(rest["row"])
            self._bind()
            for name in COLUMNS:
                getattr(self, name)[:] = rest[name]
        return taken


class TickSeries:
    """All ticks of a contract since the tape's oldest row in memory when the first `advance` was made.

    `layers[kind]` holds the ticks of a `Kind`. `changes` grows whenever a tick came, went or became another kind;
    `decimals` is how many the contract's prices need: 2, or 4 when they are not whole cents.
    """

    def __init__(self, tape: Tape, sets: ConditionSets, contracts: ContractIndex, contract_id: int) -> None:
        self.contract = contract_id
        self.layers = tuple(Ticks() for _ in Kind)
        self.changes = 0
        self.decimals = 2
        self._tape = tape
        self._sets = sets
        self._is_index = bool(contracts.is_index[contract_id])
        self._cursor = 0
        # What was learned before stands in the flags of the rows that are still to be read.
        self._amendments = len(tape.amendments)

    def __len__(self) -> int:
        return sum(map(len, self.layers))

    @property
    def behind(self) -> int:
        """Rows of the tape that were not looked at yet."""
        return self._tape.end - max(self._cursor, self._tape.first)

    @property
    def first_ms(self) -> int | None:
        """Time of the earliest tick, Unix ms."""
        return min((int(ticks.time_ms[0]) for ticks in self.layers if len(ticks)), default=None)

    @property
    def last_ms(self) -> int | None:
        """Time of the newest tick, Unix ms."""
        return max((int(ticks.time_ms[-1]) for ticks in self.layers if len(ticks)), default=None)

    def day_ms(self) -> tuple[int, int] | None:
        """Times of the first and the newest tick of the newest trade date, Unix ms; None without ticks."""
        newest = self.last_ms
        if newest is None:
            return None
        start = self._day_start_ms(newest)
        firsts = []
        for ticks in self.layers:
            at = int(np.searchsorted(ticks.time_ms, start))
            firsts += [int(time_ms) for time_ms in ticks.time_ms[at : at + 1]]
        return min(firsts), newest

    def last(self) -> float | None:
        """The contract's last price in dollars, packages included, as the rules have it; None while there is none."""
        ends = [(t.time_ms[-1], t.row[-1], t.price[-1]) for t in (self.layers[kind] for kind in ELIGIBLE) if len(t)]
        return float(max(ends)[2]) if ends else None

    def find(self, row: int) -> tuple[Kind, int] | None:
        """Where the tick of a tape row stands: its kind and its index in that layer."""
        for kind in Kind:
            found = np.flatnonzero(self.layers[kind].row == row)
            if len(found):
                return kind, int(found[0])
        return None

    def advance(self, max_rows: int = ROWS_AT_ONCE) -> bool:
        """Take what is new, looking at no more than `max_rows` rows; return whether any tick changed."""
        start = max(self._cursor, self._tape.first)
        self._cursor = min(self._tape.end, start + max_rows)
        came = self._take_prints(start, self._cursor)
        undone = self._take_amendments()
        if came or undone:
            self.changes += 1
        return came or undone

    def _take_prints(self, start: int, stop: int) -> bool:
        parts = []
        for low, high in self._tape.spans(start, stop):
            hits = np.flatnonzero(self._tape.column("contract", low, high) == self.contract)
            if len(hits):
                parts.append(self._read(low, high, hits))
        if not parts:
            return False
        new = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        if (np.diff(new["time_ms"]) < 0).any():
            order = np.argsort(new["time_ms"], kind="stable")
            new = {name: values[order] for name, values in new.items()}
        self._note_decimals(new["price"])
        self._sort_in(new)
        return True

    def _read(self, low: int, high: int, hits: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        names = ("time_ms", "price", "size", "venue", "conditions", "flags")
        return {"row": low + hits} | {name: self._tape.column(name, low, high)[hits] for name in names}

    def _sort_in(self, new: dict[str, NDArray[Any]]) -> None:
        kinds = self._kinds(new["conditions"], new["time_ms"], new["flags"])
        for kind in np.flatnonzero(np.bincount(kinds)):
            mine = np.flatnonzero(kinds == kind)
            self.layers[kind].insert({name: new[name][mine] for name in COLUMNS})

    def _kinds(
        self, conditions: NDArray[np.uint16], time_ms: NDArray[np.int64], flags: NDArray[np.uint16]
    ) -> NDArray[np.int8]:
        sets = self._sets
        moves = moves_price(sets, conditions, self._is_index, eastern_ms(time_ms))
        kinds = np.where(sets.single_leg[conditions], np.int8(Kind.LINE), np.int8(Kind.PACKAGE))
        kinds[~moves] = Kind.OTHER
        kinds[~sets.volume[conditions]] = Kind.LATE
        kinds[(flags & Flag.CANCELLED) != 0] = Kind.CANCELLED
        kinds[sets.cancel[conditions]] = Kind.CANCEL
        return kinds

    def _take_amendments(self) -> bool:
        """Move the prints that were cancelled since, or are no longer; rows still to come bring their flags along."""
        new = self._tape.amendments[self._amendments :]
        self._amendments += len(new)
        cancelled = {a.row: not a.withdrawn for a in new if a.flag == Flag.CANCELLED and a.row < self._cursor}
        rows = self._mine(np.array(list(cancelled), np.int64))
        undone = np.array([cancelled[row] for row in rows.tolist()], np.bool_)
        left = self._move(rows[undone], (*COUNTED, Kind.LATE), Flag.CANCELLED)
        came_back = self._move(rows[~undone], (Kind.CANCELLED,), Flag(0))
        return left or came_back

    def _mine(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those rows that may be of this contract: nobody knows of what left memory."""
        known = rows[rows >= self._tape.first]
        mine = known[self._tape.take("contract", known) == self.contract]
        return np.concatenate([mine, rows[rows < self._tape.first]])

    def _move(self, rows: NDArray[np.int64], kinds: Iterable[Kind], flags: Flag) -> bool:
        """Put the ticks of those rows that stand among some kinds where they belong with these flags."""
        taken = [self.layers[kind].take_out(rows) for kind in kinds] if len(rows) else []
        moved = [ticks for ticks in taken if len(ticks["row"])]
        for ticks in moved:
            self._sort_in(ticks | {"flags": np.full(len(ticks["row"]), flags, np.uint16)})
        return bool(moved)

    def _note_decimals(self, price: NDArray[np.float64]) -> None:
        cents = price * 100
        if (np.abs(cents - np.rint(cents)) > _CENT_ERROR).any():
            self.decimals = 4

    def _day_start_ms(self, time_ms: int) -> int:
        """When the trade date of a time began: at midnight, for index options at 20:15 of the trading day before."""
        if not self._is_index:
            return utc_ms(eastern(time_ms).date(), 0)
        number = trade_days(eastern_ms(np.array([time_ms])), np.array([True]))[0]
        return utc_ms(previous_trading_day(day_from_number(int(number))), EVENING_MS)

"""The ticks of one contract, in order of (time, arrival), sorted into layers by what each print may do. No Qt here.

A cursor over the tape and its amendments. It keeps copies: trimming the tape takes nothing away from a chart.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.chart.ends import SeriesEnds
from models.chart.filled_ties import FilledTies
from models.chart.merged_ranks import MergedRanks
from models.chart.ticks import COLUMNS, Ticks, grades
from models.clock import eastern_ms
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.eligibility import moves_price
from models.sessions import day_start_ms
from models.tape import Flag, Tape
from models.time_scale import HOUR_MS

ROWS_AT_ONCE = 1 << 22
"""How many tape rows one `advance` looks at: about 2 ms a million where none is of the contract."""
_SHORTEST_DATE_MS = 23 * HOUR_MS
_CENT_ERROR = 1e-4
_NEVER_MS = np.iinfo(np.int64).max


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
        self._ends, self._ends_of = SeriesEnds.of(self.layers, self.day_start_ms), 0
        self._ranks: dict[tuple[int, int], MergedRanks] = {}
        self._unranked_ms = _NEVER_MS
        self._tape = tape
        self._sets = sets
        self._is_index = bool(contracts.is_index[contract_id])
        self._cursor = 0
        self._trimmed_at_first = tape.first > 0
        self._before_memory: dict[int, tuple[float, int]] = {}
        self._ties = FilledTies(tape)
        self._rules = sets.changes
        self._day_start_ms = _NEVER_MS
        # What was learned before stands in the flags of the rows that are still to be read.
        self._amendments = len(tape.amendments)

    def __len__(self) -> int:
        return sum(map(len, self.layers))

    @property
    def behind(self) -> int:
        """Rows of the tape that were not looked at yet."""
        return self._tape.end - max(self._cursor, self._tape.first)

    @property
    def ends(self) -> SeriesEnds:
        """First and newest ticks, and the trade dates: looked up once after each change."""
        if self._ends_of != self.changes:
            self._ends, self._ends_of = SeriesEnds.of(self.layers, self.day_start_ms), self.changes
        return self._ends

    @property
    def first_ms(self) -> int | None:
        """Time of the earliest tick, Unix ms."""
        return self.ends.first_ms

    @property
    def last_ms(self) -> int | None:
        """Time of the newest tick, Unix ms."""
        return self.ends.last_ms

    def day_ms(self) -> tuple[int, int] | None:
        """Times of the first and the newest tick of the newest trade date, Unix ms; None without ticks."""
        return self.ends.day_ms

    def day_start_ms(self, time_ms: int) -> int:
        """When the trade date of a time began, Unix ms."""
        if not 0 <= time_ms - self._day_start_ms < _SHORTEST_DATE_MS:
            self._day_start_ms = day_start_ms(time_ms, is_index_class=self._is_index)
        return self._day_start_ms

    def days(self) -> NDArray[np.int64]:
        """When each trade date that has ticks began, Unix ms, in order."""
        return self.ends.days

    def ranks(self, start_ms: int, end_ms: int) -> MergedRanks:
        """The places of all that counts towards volume among what was traded from start to end, Unix ms.

        Good until the series changes; what did not change is kept from one call to the next.
        """
        if self._unranked_ms < _NEVER_MS:
            for ranks in self._ranks.values():
                ranks.renew(self._unranked_ms)
            self._unranked_ms = _NEVER_MS
        span = start_ms, end_ms
        if span not in self._ranks:
            others = {known: ranks for known, ranks in self._ranks.items() if _apart(known, span)}
            self._ranks = others | {span: MergedRanks([self.layers[kind] for kind in COUNTED], *span)}
        return self._ranks[span]

    def last(self) -> float | None:
        """The contract's last price in dollars, packages included, as the rules have it; None while there is none."""
        kind = self.last_kind()
        return None if kind is None else float(self.layers[kind].price[-1])

    def last_kind(self) -> Kind | None:
        """The kind of the print that made the last price of the newest trade date."""
        days = self.days()
        held = ((self.layers[kind], kind) for kind in ELIGIBLE if len(self.layers[kind]))
        ends = [(t.time_ms[-1], t.order[-1], kind) for t, kind in held if t.time_ms[-1] >= days[-1]]
        return max(ends)[2] if ends else None

    @property
    def lacks_sums(self) -> bool:
        """Whether prints of the day may have left memory before the first `advance`, and nobody told their sums."""
        return self._trimmed_at_first and not self._before_memory

    def note_sums(self, value: float, contracts: int) -> None:
        """Take price x size ($) and contracts of all that counted on the newest trade date, when nothing is behind.

        What is here of it is less where some of it had left memory.
        """
        start_ms = int(self.days()[-1])
        for ticks in (self.layers[kind] for kind in COUNTED):
            at, sums = int(np.searchsorted(ticks.time_ms, start_ms)), ticks.sums()
            value -= float(sums.value[-1] - sums.value[at])
            contracts -= int(sums.contracts[-1] - sums.contracts[at])
        self._before_memory[start_ms] = (value, contracts) if contracts > 0 else (0.0, 0)

    def sums_before(self, start_ms: int) -> tuple[float, int]:
        """Price x size ($) and contracts of the trade date that began then, of prints that are not here."""
        return self._before_memory.get(start_ms, (0.0, 0))

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
        ruled = self._take_rules()
        if came or undone or ruled:
            self.changes += 1
        return came or undone or ruled

    def _take_prints(self, start: int, stop: int) -> bool:
        parts = []
        for low, high in self._tape.spans(start, stop):
            hits = (self._tape.column("contract", low, high) == self.contract).nonzero()[0]
            if len(hits):
                parts.append(self._read(low, high, hits))
        if not parts:
            return False
        new = parts[0]
        if len(parts) > 1:
            new = {name: np.concatenate([part[name] for part in parts]) for name in new}
        if (new["time_ms"][1:] < new["time_ms"][:-1]).any():
            order = np.argsort(new["time_ms"], kind="stable")
            new = {name: values[order] for name, values in new.items()}
        self._note_decimals(new["price"])
        tied = self._ties.touched_by(new)
        self._sort_in(new)
        self._ties.settle(self.layers, tied)
        return True

    def _read(self, low: int, high: int, hits: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        names = ("time_ms", "price", "size", "venue", "conditions", "flags")
        rows = low + hits
        facts = {name: self._tape.column(name, low, high)[hits] for name in names}
        return {"row": rows, "order": rows.astype(np.float64), "grade": grades(facts["size"]), **facts}

    def _take_rules(self) -> bool:
        """Sort every tick anew when other rules were learned."""
        if self._rules == self._sets.changes:
            return False
        self._rules = self._sets.changes
        flags = [Flag.CANCELLED if kind is Kind.CANCELLED else Flag(0) for kind in Kind]
        every = {name: np.concatenate([getattr(ticks, name) for ticks in self.layers]) for name in COLUMNS}
        every["flags"] = np.repeat(np.array(flags, np.uint16), [len(ticks) for ticks in self.layers])
        order = np.lexsort((every["order"], every["time_ms"]))
        self.layers = tuple(Ticks() for _ in Kind)
        self._ranks.clear()
        self._sort_in({name: values[order] for name, values in every.items()})
        return True

    def _sort_in(self, new: dict[str, NDArray[Any]]) -> None:
        self._unranked_ms = min(self._unranked_ms, int(new["time_ms"].min(initial=_NEVER_MS)))
        new["shape"] = self._sets.shape[new["conditions"]]
        kinds = self._kinds(new["conditions"], new["time_ms"], new["flags"])
        for kind in np.flatnonzero(np.bincount(kinds)):
            mine = (kinds == kind).nonzero()[0]
            self.layers[kind].insert({name: new[name][mine] for name in COLUMNS})

    def _kinds(
        self, conditions: NDArray[np.uint16], time_ms: NDArray[np.int64], flags: NDArray[np.uint16]
    ) -> NDArray[np.int8]:
        sets = self._sets
        # Hours are looked at for index classes alone.
        wall_ms = eastern_ms(time_ms) if self._is_index else time_ms
        moves = moves_price(sets, conditions, self._is_index, wall_ms)
        kinds = np.where(sets.single_leg[conditions], np.int8(Kind.LINE), np.int8(Kind.PACKAGE))
        kinds[~moves] = Kind.OTHER
        kinds[~sets.volume[conditions]] = Kind.LATE
        kinds[(flags & Flag.CANCELLED) != 0] = Kind.CANCELLED
        kinds[sets.cancel[conditions]] = Kind.CANCEL
        return kinds

    def _take_amendments(self) -> bool:
        """Move the prints that were cancelled since, or are no longer; rows still to come bring their flags along."""
        if self._amendments == len(self._tape.amendments):
            return False
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
        if self.decimals == 2 and (np.abs(cents - np.rint(cents)) > _CENT_ERROR).any():
            self.decimals = 4


def _apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]

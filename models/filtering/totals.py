"""Totals of what a filter keeps of the tape, kept up by vector code as prints come and are cancelled. No Qt here."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.columns import GrowingColumns
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.filtering.mask import FilterMask
from models.prints import PrintReader, Prints
from models.sessions import Session
from models.size_counts import SizeCounts
from models.tape import Flag, Tape
from models.totals import Totals, Traded

ROWS_AT_ONCE = 3 << 15
"""How many tape rows one `advance` looks at: about 5 ms where most of them are kept."""
_SESSIONS = len(Session)
_CANCELLED = int(Flag.CANCELLED)  # numpy takes five times as long with a member of an enumeration
_PIECE = 1 << 12
"""So many contracts are looked at together for one whose shares are assumed: nearly always the first ones tell."""
Rows = NDArray[np.int64]


@dataclass(slots=True)
class _Counted:
    """What was counted so far: by right (puts, calls) and session, and $ a share by contract.

    `premium`: $, by the multipliers that were known when `learned` were. `assumed`: whether one of them is; `doubtful`:
    where that is to be looked up, for nothing is left of a contract that made it so, or its multiplier may be known by
    now. `passed`: rows that the filter keeps, counted or not.
    """

    trades: NDArray[np.int64]
    volume: NDArray[np.int64]
    premium: NDArray[np.float64]
    assumed: NDArray[np.bool_]
    doubtful: NDArray[np.bool_]
    values: GrowingColumns
    sizes: SizeCounts
    learned: int
    passed: int = 0


def _nothing(learned: int) -> _Counted:
    trades, volume, premium, assumed, doubtful = (
        np.zeros((2, _SESSIONS), dtype) for dtype in ("i8", "i8", "f8", "?", "?")
    )
    values = GrowingColumns({"by_session": (f"({_SESSIONS},)f8", 0.0)})
    return _Counted(trades, volume, premium, assumed, doubtful, values, SizeCounts(), learned)


class FilterTotals:
    """A cursor over the tape and its amendments: the prints that a filter keeps and that count, cancels taken out.

    What leaves the tape's memory stays counted. Premiums follow a multiplier that is learned late, for what is summed
    is the value by contract. `changes` grows whenever a figure may have moved.
    """

    def __init__(self, tape: Tape, sets: ConditionSets, contracts: ContractIndex) -> None:
        self.changes = 0
        self._tape, self._sets, self._contracts = tape, sets, contracts
        self._reader = PrintReader(tape, sets, contracts)
        self._mask: FilterMask | None = None
        self._counted = _nothing(contracts.multipliers_learned)
        self._start = self._cursor = 0
        self._missed = False
        self._amendments = 0
        self._rules, self._learned = sets.changes, contracts.multipliers_learned

    @property
    def behind(self) -> int:
        """Rows of the tape that were not looked at yet."""
        return self._tape.end - max(self._cursor, self._tape.first)

    @property
    def progress(self) -> float:
        """How much of the tape was looked at since the filter became another, 0 to 1."""
        rows = self._tape.end - self._start
        return 1 - self.behind / rows if rows else 1.0

    @property
    def is_partial(self) -> bool:
        """Whether trades had left memory before they were looked at, or before their cancel was.

        Nobody knows then which of them the filter keeps.
        """
        return self._start > 0 or self._missed

    @property
    def largest(self) -> int:
        """Contracts of the largest print."""
        return self._counted.sizes.largest

    @property
    def not_counted(self) -> int:
        """Prints that the filter keeps and that count for nothing: late ones, cancels, and what these undid."""
        return self._counted.passed - int(self._counted.trades.sum())

    def totals(self) -> Totals:
        """The sums as they are now; by what is known of the multipliers now."""
        self._apply_learned()
        counted = self._counted
        premium = np.where(counted.trades, counted.premium, 0.0)  # of a sum taken back rounding is left
        columns = [column.reshape(-1).tolist() for column in (counted.trades, counted.volume, premium, self._assumed())]
        puts, calls = (_traded(columns, slice(right * _SESSIONS, (right + 1) * _SESSIONS)) for right in (0, 1))
        early, regular, late = (
            _traded(columns, slice(int(session), None, _SESSIONS))
            for session in (Session.EARLY, Session.REGULAR, Session.LATE)
        )
        return Totals(calls, puts, (early, regular, late))

    def advance(self, mask: FilterMask, max_rows: int = ROWS_AT_ONCE) -> None:
        """Count what is new and passes, looking at no more than `max_rows` rows.

        With another mask, or by another table of conditions, what is in memory is counted anew.
        """
        if mask is not self._mask or self._rules != self._sets.changes:
            self._mask, self._rules = mask, self._sets.changes
            self._begin()
        self._take_amendments(mask)
        self._take_prints(mask, max_rows)
        if self._contracts.multipliers_learned != self._learned:
            self._learned = self._contracts.multipliers_learned
            self.changes += 1

    def _begin(self) -> None:
        self._counted = _nothing(self._contracts.multipliers_learned)
        self._start = self._cursor = self._tape.first
        self._missed = False
        self._amendments = len(self._tape.amendments)
        self.changes += 1

    def _apply_learned(self) -> None:
        """Sum the premiums anew where multipliers were learned since."""
        counted = self._counted
        if counted.learned == self._contracts.multipliers_learned:
            return
        counted.learned = self._contracts.multipliers_learned
        counted.doubtful |= counted.assumed
        values = counted.values.by_session
        multiplier, is_call = (
            column[: len(values)] for column in (self._contracts.multiplier, self._contracts.is_call)
        )
        for right, session in np.argwhere(counted.trades).tolist():
            # no product of matrices: that wakes threads, which costs more than it saves
            counted.premium[right, session] = (multiplier * values[:, session]).sum(where=is_call == right)

    def _assumed(self) -> NDArray[np.bool_]:
        """By right and session: whether a multiplier in the premium is assumed."""
        counted = self._counted
        traded = counted.trades > 0
        for right, session in np.argwhere(counted.doubtful & traded).tolist():
            counted.assumed[right, session] = self._is_assumed(right, session)
            counted.doubtful[right, session] = False
        return counted.assumed & traded

    def _is_assumed(self, right: int, session: int) -> bool:
        """Whether the shares of a contract are assumed that has a part in the premium of a right in a session."""
        values = self._counted.values.by_session[:, session]
        is_known, is_call = self._contracts.multiplier_known, self._contracts.is_call
        parts = (slice(low, min(low + _PIECE, len(values))) for low in range(0, len(values), _PIECE))
        return any(((values[part] != 0) & ~is_known[part] & (is_call[part] == right)).any() for part in parts)

    def _take_prints(self, mask: FilterMask, max_rows: int) -> None:
        start = max(self._cursor, self._tape.first)
        self._missed |= self._cursor < start
        self._cursor = min(self._tape.end, start + max_rows)
        for low, high in self._tape.spans(start, self._cursor):
            undone = self._tape.column("flags", low, high) & _CANCELLED
            if mask.keeps_all and not undone.any():
                self._note_passed(high - low)
                self._count(self._reader.span(low, high), 1)
            else:
                rows = np.arange(low, high) if mask.keeps_all else mask.rows(low, high)
                self._note_passed(len(rows))
                self._count(self._reader.rows(rows[undone[rows - low] == 0]), 1)

    def _take_amendments(self, mask: FilterMask) -> None:
        """Take out what was cancelled since, put back what no longer is; rows still to come bring their flags along."""
        new = self._tape.amendments[self._amendments :]
        self._amendments += len(new)
        undone: dict[int, int] = {}
        for amendment in new:
            if amendment.flag != Flag.CANCELLED or not self._start <= amendment.row < self._cursor:
                continue
            if amendment.row < self._tape.first:
                self._missed = True
                self.changes += 1
            else:
                undone[amendment.row] = undone.get(amendment.row, 0) + (1 if amendment.withdrawn else -1)
        for sign in (-1, 1):
            rows = np.array(sorted(row for row, moved in undone.items() if moved == sign), np.int64)
            if len(rows):
                self._count(self._reader.rows(rows if mask.keeps_all else rows[mask.passes(rows)]), sign)

    def _note_passed(self, rows: int) -> None:
        if rows:
            self._counted.passed += rows
            self.changes += 1

    def _count(self, prints: Prints, sign: int) -> None:
        """Add those prints that count, or with a sign of -1 subtract them."""
        counts, counted = np.flatnonzero(prints.counts), self._counted
        if not len(counts):
            return
        part: slice | NDArray[np.intp] = np.s_[:] if len(counts) == len(prints) else counts
        contract, session, size = prints.contract[part], prints.session[part], prints.size[part]
        places = _SESSIONS * self._contracts.is_call.take(contract).astype(np.intp) + session
        counted.trades += sign * _summed(places, None)
        counted.volume += sign * _summed(places, size)
        counted.sizes.add(size, sign)
        counted.values.grow_to(len(self._contracts))
        value = sign * prints.price[part] * size
        values, at = counted.values.by_session.reshape(-1), _SESSIONS * contract + session
        np.add.at(values, at, value)
        premium = np.bincount(places, value * self._contracts.multiplier.take(contract), 2 * _SESSIONS)
        counted.premium += premium.reshape(2, _SESSIONS)
        unknown = ~self._contracts.multiplier_known.take(contract)
        if sign > 0:
            counted.assumed.reshape(-1)[places[unknown]] = True
        else:
            counted.doubtful.reshape(-1)[places[unknown & (values.take(at) == 0)]] = True
        self.changes += 1


def _traded(columns: list[list[Any]], part: slice) -> Traded:
    """The sums over a right or a session, of numbers by right and session: trades, contracts, $, what is assumed."""
    trades, volume, premium, assumed = (column[part] for column in columns)
    return Traded(sum(trades), sum(volume), sum(premium), not any(assumed))


def _summed(places: NDArray[np.int64], weights: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """Counts, or sums of weights, by right and session."""
    sums: NDArray[np.int64] = np.bincount(places, weights, 2 * _SESSIONS).astype(np.int64).reshape(2, _SESSIONS)
    return sums

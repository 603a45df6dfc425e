"""Figures of each contract's trade date, kept up by batch with vector code (semantics.md, "Prints that count")."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.clock import eastern_ms
from models.columns import GrowingColumns
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.eligibility import moves_price
from models.places import in_place
from models.sessions import trade_days
from models.tape import Flag, Tape

_READ = ("contract", "conditions", "time_ms", "price", "size")
_NEVER = np.iinfo(np.int64).min
_ALWAYS = np.iinfo(np.int64).max
_FILLS: dict[str, tuple[Any, Any]] = {
    "day": ("i4", np.iinfo(np.int32).min),  # trade date of the figures, days since 1970; the least before any print
    "trades": ("i8", 0),
    "volume": ("i8", 0),
    "price_volume": ("f8", 0.0),  # sum of price x size: VWAP's numerator, and times the multiplier the premium
    "size": ("i4", 0),  # of the newest counted print
    "time_ms": ("i8", _NEVER),  # of the newest counted print
    "last": ("f8", np.nan),
    "last_ms": ("i8", _NEVER),
    "open": ("f8", np.nan),
    "open_ms": ("i8", _ALWAYS),
    "high": ("f8", np.nan),
    "low": ("f8", np.nan),
    "first_row": ("i8", -1),  # tape row of the day's first print that is here
}


@dataclass(frozen=True, slots=True)
class _Prints:
    """Columns of the prints that are being counted, with what each may move."""

    rows: NDArray[np.int64]
    contract: NDArray[np.int32]
    time_ms: NDArray[np.int64]
    price: NDArray[np.float64]
    size: NDArray[np.int32]
    day: NDArray[np.int32]
    counts: NDArray[np.bool_]
    moves: NDArray[np.bool_]

    def of(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> "_Prints":
        """Only some of the prints, or the prints in another order."""
        columns = (getattr(self, name)[keep] for name in self.__slots__)
        return _Prints(*columns)


class ContractStats(GrowingColumns):
    """Figures by contract id: the columns of `_FILLS`, over the prints that count, cancels taken out.

    A cursor over the tape and its amendments. A contract's figures start anew with the first print of its next trade
    date; prints of an earlier date then leave them alone. Filled prints count at their place in time.
    """

    def __init__(self, tape: Tape, sets: ConditionSets, contracts: ContractIndex) -> None:
        super().__init__(_FILLS)
        self._tape = tape
        self._sets = sets
        self._contracts = contracts
        self._cursor = 0
        self._amendments = 0

    def vwap(self, contract: int) -> float | None:
        """Volume-weighted average price in dollars; None while nothing counted."""
        volume = int(self.volume[contract])
        return float(self.price_volume[contract]) / volume if volume else None

    def premium(self, contract: int) -> float:
        """Price x size x shares a contract, dollars; of what is known of the shares now."""
        return float(self.price_volume[contract] * self._contracts.multiplier[contract])

    def premiums(self, contracts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Premium of each of the contracts, dollars."""
        dollars: NDArray[np.float64] = self.price_volume[contracts] * self._contracts.multiplier[contracts]
        return dollars

    def total_premium(self) -> float:
        """Premium of all contracts, dollars."""
        return float(self.price_volume @ self._contracts.multiplier[: len(self)])

    def advance(self) -> None:
        """Count what is new on the tape, then what was cancelled since, or is no longer."""
        self.grow_to(len(self._contracts))
        for low, high in self._tape.spans(max(self._cursor, self._tape.first), self._tape.end):
            self._count_days(self._prints(np.arange(low, high)))
        start, self._cursor = self._cursor, self._tape.end
        for contract in self._take_amendments() | self._tied(start):
            if self.first_row[contract] >= self._tape.first:
                self._find_again(contract)

    def _prints(self, rows: NDArray[np.int64]) -> _Prints:
        """The prints of ascending rows."""
        contract, conditions, time_ms, price, size = (self._read(name, rows) for name in _READ)
        index_class = self._contracts.is_index[contract]
        local_ms = eastern_ms(time_ms)
        moves = moves_price(self._sets, conditions, index_class, local_ms)
        day = trade_days(local_ms, index_class)
        counts = self._sets.volume[conditions]
        return _Prints(rows, contract, time_ms, price, size, day, counts, moves)

    def _read(self, name: str, rows: NDArray[np.int64]) -> NDArray[Any]:
        if len(rows) and rows[-1] - rows[0] + 1 == len(rows):
            return self._tape.column(name, int(rows[0]), int(rows[-1]) + 1)
        return self._tape.take(name, rows)

    def _count_days(self, prints: _Prints) -> None:
        """Count prints one trade date after the other; nearly always there is one, and it is the one at hand."""
        if (prints.day == self.day[prints.contract]).all():
            self._count(prints)
            return
        for day in np.unique(prints.day):
            today = prints.of(prints.day == day)
            self._start_day(int(day), today.of(self.day[today.contract] < day))
            self._count(today.of(self.day[today.contract] == day))

    def _start_day(self, day: int, prints: _Prints) -> None:
        contracts, first = np.unique(prints.contract, return_index=True)
        for name, (_, fill) in _FILLS.items():
            getattr(self, name)[contracts] = fill
        self.day[contracts] = day
        self.first_row[contracts] = prints.rows[first]

    def _count(self, prints: _Prints) -> None:
        counted = prints if prints.counts.all() else prints.of(prints.counts)
        self._add(counted, 1)
        self._note_newest(counted)
        self._move(prints if prints.moves.all() else prints.of(prints.moves))

    def _note_newest(self, counted: _Prints) -> None:
        np.maximum.at(self.time_ms, counted.contract, counted.time_ms)
        newest = counted.time_ms == self.time_ms[counted.contract]
        self.size[counted.contract[newest]] = counted.size[newest]

    def _add(self, prints: _Prints, sign: int) -> None:
        contract, value = prints.contract, prints.price * prints.size
        np.add.at(self.trades, contract, sign)
        np.add.at(self.volume, contract, sign * prints.size.astype(np.int64))
        np.add.at(self.price_volume, contract, sign * value)

    def _move(self, prints: _Prints) -> None:
        """Last and open follow (time, arrival): of equal times the last, or the first, to arrive holds."""
        contract, time_ms, price = prints.contract, prints.time_ms, prints.price
        np.fmax.at(self.high, contract, price)
        np.fmin.at(self.low, contract, price)
        np.maximum.at(self.last_ms, contract, time_ms)
        newest = time_ms == self.last_ms[contract]
        self.last[contract[newest]] = price[newest]
        earlier = time_ms < self.open_ms[contract]
        if earlier.any():
            contract, time_ms, price = contract[earlier], time_ms[earlier], price[earlier]
            np.minimum.at(self.open_ms, contract, time_ms)
            first = np.flatnonzero(time_ms == self.open_ms[contract])[::-1]
            self.open[contract[first]] = price[first]

    def _take_amendments(self) -> set[int]:
        """Subtract what was cancelled, add what no longer is; return the contracts whose prices may be others now."""
        touched = set()
        for amendment in self._tape.amendments[self._amendments :]:
            if amendment.flag == Flag.CANCELLED and amendment.row >= self._tape.first:
                print_ = self._prints(np.array([amendment.row]))
                contract = int(print_.contract[0])
                if print_.day[0] == self.day[contract] and print_.counts[0]:
                    self._add(print_, 1 if amendment.withdrawn else -1)
                    touched.add(contract)
        for contract in touched:
            if not self.trades[contract]:  # what is left of the sum is rounding, and may be below 0
                self.price_volume[contract] = 0.0
        self._amendments = len(self._tape.amendments)
        return touched

    def _tied(self, start: int) -> set[int]:
        """Contracts with a print filled in since a row whose time is that of another which holds last or open."""
        first = max(start, self._tape.first)
        if self._tape.filled.end <= first:
            return set()
        spans = self._tape.filled.within(first, self._tape.end)
        rows = np.concatenate([np.arange(low, high) for low, high in spans])
        contract, time_ms = self._tape.take("contract", rows), self._tape.take("time_ms", rows)
        ends = [getattr(self, name)[contract] == time_ms for name in ("time_ms", "last_ms", "open_ms")]
        return set(contract[np.logical_or.reduce(ends)].tolist())

    def _find_again(self, contract: int) -> None:
        """Find last, high, low and open of a contract anew among what remains."""
        rows = [
            low + np.flatnonzero(self._tape.column("contract", low, high) == contract)
            for low, high in self._tape.spans(int(self.first_row[contract]), self._cursor)
        ]
        prints = self._prints(np.concatenate(rows))
        valid = (self._tape.take("flags", prints.rows) & Flag.CANCELLED) == 0
        prints = prints.of(valid & (prints.day == self.day[contract]))
        for name in ("size", "time_ms", "last", "last_ms", "open", "open_ms", "high", "low"):
            getattr(self, name)[contract] = _FILLS[name][1]
        self._note_newest(self._tie_broken(prints.of(prints.counts)))
        self._move(self._tie_broken(prints.of(prints.moves)))

    def _tie_broken(self, prints: _Prints) -> _Prints:
        """Prints of one contract, those of the first and of the last time in the order of their places."""
        order = np.arange(len(prints.rows))
        for time_ms in {int(prints.time_ms.min()), int(prints.time_ms.max())} if len(order) else ():
            tie = np.flatnonzero(prints.time_ms == time_ms)
            order[tie] = np.searchsorted(prints.rows, in_place(self._tape, prints.rows[tie]))
        return prints.of(order)

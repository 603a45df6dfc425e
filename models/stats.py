"""Figures of each contract's trade date, kept up by batch with vector code (semantics.md, "Prints that count")."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.day_figures import NO_DAY, SUMS, SUMS_APART, Contracts, DayFigures
from models.prints import PrintReader, Prints
from models.sessions import Session
from models.settled import Settled
from models.tape import Flag, Tape


class ContractStats(DayFigures):
    """Figures by contract id: the columns of `DayFigures`, over the prints that count, cancels taken out.

    A cursor over the tape and its amendments. A contract's figures start anew with the first print of its next trade
    date; prints of an earlier date then leave them alone. Filled prints count at their place in time. When another
    table of conditions was learned, what is in memory is counted anew; what left it stays as it was counted.
    """

    def __init__(self, tape: Tape, sets: ConditionSets, contracts: ContractIndex) -> None:
        super().__init__()
        self.settled = Settled()
        self._tape = tape
        self._sets = sets
        self._contracts = contracts
        self._reader = PrintReader(tape, sets, contracts)
        self._cursor = 0
        self._amendments = 0
        self._rules = sets.changes
        self._regular_is_right = False

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

    @property
    def session_trades(self) -> NDArray[np.int32]:
        """Counted prints by contract and session (early, regular, late)."""
        return self._by_session("trades_apart")

    @property
    def session_volume(self) -> NDArray[np.int64]:
        """Volume by contract and session."""
        return self._by_session("volume_apart")

    @property
    def session_value(self) -> NDArray[np.float64]:
        """Price x size, without the multiplier, by contract and session."""
        return self._by_session("value_apart")

    def advance(self) -> None:
        """Count what is new on the tape, then what was cancelled since, or is no longer."""
        self.grow_to(len(self._contracts))
        self._regular_is_right = False
        start, self._cursor = max(self._cursor, self._tape.first), self._tape.end
        for low, high in self._tape.spans(start, self._cursor):
            self._count_days(self._reader.span(low, high))
        again = np.concatenate([self._take_amendments(), self._tied(start)])
        if self._rules != self._sets.changes:
            self._rules = self._sets.changes
            again = np.flatnonzero(self.day != NO_DAY)
        if len(again):
            self._count_again(np.unique(again))

    def settle(self, most: int | None = None) -> int:
        """Take note for good of what is about to leave the tape, all amendments were taken before; return how far.

        `most`: no more rows than so many; a whole block at once would hold up a busy market.
        """
        start, stop = self._tape.settled_to, self._tape.kept_from
        stop = stop if most is None else min(stop, start + most)
        for rows in self._rows(start, stop) if stop > start else ():
            self.settled.settle(self._tape, self._valid(self._reader.rows(rows)))
        return stop

    def _count_days(self, prints: Prints) -> None:
        """Count prints one trade date after the other; nearly always there is one, and it is the one at hand."""
        if (prints.day == self.day.take(prints.contract)).all():
            self.count(prints)
            return
        for day in np.unique(prints.day):
            today = prints.of(prints.day == day)
            self.start_day(np.unique(today.contract[self.day[today.contract] < day]), int(day))
            self.count(today.of(self.day[today.contract] == day))

    def _take_amendments(self) -> Contracts:
        """Subtract what was cancelled, add what no longer is; return the contracts whose prices may be others now."""
        if self._amendments == len(self._tape.amendments):
            return _NOTHING
        signs: Counter[int] = Counter()
        for amendment in self._tape.amendments[self._amendments :]:
            if amendment.flag == Flag.CANCELLED:
                signs[amendment.row] += 1 if amendment.withdrawn else -1
        self._amendments = len(self._tape.amendments)
        prints = self._reader.rows(np.array([row for row in signs if signs[row]], np.int64))
        today = prints.counts & (prints.day == self.day[prints.contract])
        prints, sign = prints.of(today), np.array([sign for sign in signs.values() if sign], np.int64)[today]
        self.add(prints, sign)
        touched: Contracts = prints.contract[self.holds(prints) | (sign > 0)]
        return touched

    def _tied(self, start: int) -> Contracts:
        """Contracts with a print filled in since a row whose time is that of another which holds last or open."""
        if self._tape.filled.end <= start:
            return _NOTHING
        spans = self._tape.filled.within(start, self._tape.end)
        rows = np.concatenate([np.arange(low, high) for low, high in spans])
        contract, time_ms = self._tape.take("contract", rows).astype(np.intp), self._tape.take("time_ms", rows)
        ends = [getattr(self, name)[contract] == time_ms for name in ("time_ms", "last_ms", "open_ms")]
        tied: Contracts = contract[np.logical_or.reduce(ends)]
        return tied

    def _count_again(self, contracts: Contracts) -> None:
        """Find the figures of some contracts anew among what remains."""
        days = self.day[contracts]
        self.forget(contracts)
        self.day[contracts] = days
        self.copy_from(self.settled, contracts[self.settled.of_days(contracts, days)])
        for rows in self._rows(self._tape.settled_to, self._cursor, contracts):
            self.count_placed(self._tape, self._valid(self._reader.rows(rows)))

    def _rows(self, start: int, stop: int, contracts: Contracts | None = None) -> Iterator[NDArray[np.int64]]:
        """Rows from start up to stop, of some contracts: block by block, but all at once where any were filled in.

        Those of few contracts come at once too: they are looked for while trades wait, and few prints are soon counted.
        """
        if contracts is not None and len(contracts) <= _FEW:
            found = (rows for contract in contracts.tolist() for rows in self._tape.rows_of(contract, start, stop))
            yield np.sort(np.concatenate([_NO_ROWS, *found]))
            return
        wanted = np.full(len(self), contracts is None)
        wanted[contracts] = True
        parts = (
            low + np.flatnonzero(wanted.take(self._tape.column("contract", low, high)))
            for low, high in self._tape.spans(start, stop)
        )
        if self._tape.filled.end <= start:
            yield from parts
        else:
            yield np.concatenate([_NO_ROWS, *parts])

    def _valid(self, prints: Prints) -> Prints:
        """Prints of the trade dates of the figures that are not undone."""
        undone = (self._tape.take("flags", prints.rows) & Flag.CANCELLED) != 0
        return prints.of(~undone & (prints.day == self.day[prints.contract]))

    def _by_session(self, name: str) -> NDArray[Any]:
        if not self._regular_is_right:
            self._regular_is_right = True
            for whole, parts in zip(SUMS, SUMS_APART, strict=True):
                column = getattr(self, parts)
                column[:, Session.REGULAR] = 0
                column[:, Session.REGULAR] = getattr(self, whole) - column.sum(axis=1)
            self.value_apart[self.trades_apart == 0] = 0.0  # what is left of a sum that was taken back is rounding
        by_session: NDArray[Any] = getattr(self, name)[:, : Session.OUTSIDE]
        return by_session


_NOTHING, _NO_ROWS = np.zeros(0, np.intp), np.zeros(0, np.int64)
_FEW = 8
"""So many contracts are looked for one by one in less time than all together."""

"""Prints of the tape with what the rules say of each: their trade date, their session, what they count towards."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.clock import DAY_MS, day_from_number, eastern_ms, utc_ms
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.eligibility import moves_price
from models.hours import CLOSE_MS, HALF_DAY_CLOSE_MS, OPEN_MS
from models.sessions import Session, sessions_of, trade_days
from models.tape import Tape
from models.trading_days import is_half_day, is_trading_day

Rows = NDArray[np.int64]
_REGULAR = int(Session.REGULAR)  # numpy takes thrice as long with a member of an enumeration


@dataclass(frozen=True, slots=True)
class Prints:
    """Columns of prints, of one length.

    `day`: trade dates, days since 1970. `counts`: whether each updates volume; `moves`: and last, high and low too.
    """

    rows: Rows
    contract: NDArray[np.intp]
    time_ms: NDArray[np.int64]
    price: NDArray[np.float64]
    size: NDArray[np.int64]
    day: NDArray[np.int32]
    session: NDArray[np.int8]
    counts: NDArray[np.bool_]
    moves: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, keep: NDArray[np.bool_]) -> "Prints":
        """Only some of the prints."""
        return self if keep.all() else self.at(np.flatnonzero(keep))

    def at(self, places: NDArray[np.intp]) -> "Prints":
        """The prints at some places, in their order."""
        return Prints(*(getattr(self, name).take(places) for name in self.__slots__))


class PrintReader:
    """Reads prints from the tape and applies the rules to them, by the tables that are known now."""

    def __init__(self, tape: Tape, sets: ConditionSets, contracts: ContractIndex) -> None:
        self._tape = tape
        self._sets = sets
        self._contracts = contracts

    def span(self, low: int, high: int) -> Prints:
        """The prints of the rows from low up to, not including, high."""
        return self._ruled(np.arange(low, high), *(self._tape.column(name, low, high) for name in _READ))

    def rows(self, rows: Rows) -> Prints:
        """The prints of any rows, in their order."""
        return self._ruled(rows, *(self._tape.take(name, rows) for name in _READ))

    def _ruled(self, rows: Rows, *columns: NDArray[Any]) -> Prints:
        ids, conditions, time_ms, price, size = columns
        contract, sets = ids.astype(np.intp), conditions.astype(np.intp)
        day, session, moves = self._core(time_ms, sets) or self._by_class(contract, sets, time_ms)
        return Prints(
            rows, contract, time_ms, price, size.astype(np.int64), day, session, self._sets.volume.take(sets), moves
        )

    def _core(self, time_ms: NDArray[np.int64], sets: NDArray[np.intp]) -> "_DayColumns | None":
        """What is quickly said of prints that all lie in one day's core hours, as most do; None of any others."""
        if not len(time_ms):
            return None
        day = int(time_ms[0]) // DAY_MS
        start_ms, end_ms = core_hours(day)
        if time_ms.min() < start_ms or time_ms.max() >= end_ms:
            return None
        count = len(time_ms)
        sessions = np.full(count, _REGULAR, np.int8)
        return np.full(count, day, np.int32), sessions, self._sets.moves.take(sets)

    def _by_class(
        self, contract: NDArray[np.intp], sets: NDArray[np.intp], time_ms: NDArray[np.int64]
    ) -> "_DayColumns":
        contracts, wall_ms = self._contracts, eastern_ms(time_ms)
        index_class = contracts.is_index.take(contract)
        session = sessions_of(wall_ms, contracts.hours.take(contract), contracts.expiry.take(contract))
        return trade_days(wall_ms, index_class), session, moves_price(self._sets, sets, index_class, wall_ms)


_READ = ("contract", "conditions", "time_ms", "price", "size")
_DayColumns = tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.bool_]]


@lru_cache(maxsize=16)
def core_hours(day: int) -> tuple[int, int]:
    """The hours of a day, Unix ms, that are regular for every class of options; none where nothing is traded."""
    date = day_from_number(day)
    if not is_trading_day(date):
        return 0, 0
    return utc_ms(date, OPEN_MS), utc_ms(date, HALF_DAY_CLOSE_MS if is_half_day(date) else CLOSE_MS)

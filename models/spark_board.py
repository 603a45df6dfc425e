"""The last price of each stretch of a trade date, for many contracts at once: what the lines of sparks are made of."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.hours import INDEX_CLOSE_MS, OPEN_MS

STRETCHES = 64
"""Most stretches a line has; when the day has outgrown them, neighbours are joined and a stretch is twice as long."""
SHORTEST_MS = 6000
"""A stretch at the beginning of the day: ten minutes are 50 of twice the length, a regular day 61 of 64 times."""
TICKS = 10_000
"""Prices stand in hundredths of a cent."""
_MOST = np.iinfo(np.int32).max
LAST_MS = INDEX_CLOSE_MS - OPEN_MS
"""What is printed later, or before the first stretch, stands in the last or in the first one."""
_EMPTY = int(np.iinfo(np.int32).min)
_BITS = STRETCHES.bit_length() - 1
_NEVER = np.iinfo(np.int32).min

Slots = NDArray[np.int64]


class SparkBoard:
    """Prices by slot and stretch; half a KB a slot.

    `day`: trade date of a slot's prices, days since 1970; `level`: its stretches last `SHORTEST_MS` x 2 ** level;
    `version` grows whenever one of its prices was written. `at`: when the price of a stretch was printed, ms since the
    day's first stretch began, the least number where there was none.
    """

    def __init__(self) -> None:
        self._make(0)

    def __len__(self) -> int:
        return len(self.day)

    def take_slots(self, old: Slots) -> None:
        """Have one slot for each of these: what the old slot held, or nothing where it is -1."""
        before = self._columns()
        self._make(len(old))
        kept = np.flatnonzero(old >= 0)
        for now, was in zip(self._columns(), before, strict=True):
            now[kept] = was[old[kept]]

    def start_days(self, slots: Slots, days: NDArray[np.int32]) -> None:
        """Empty slots for another trade date."""
        self.day[slots] = days
        self.level[slots] = 0
        self.at[slots] = _EMPTY
        self.version[slots] += 1

    def make_room(self, slots: Slots, until_ms: NDArray[np.int64]) -> None:
        """Join stretches where they do not reach to `until_ms` since the day's first began."""
        wanted = np.frexp(until_ms // SHORTEST_MS)[1] - _BITS
        while len(slots):
            short = self.level[slots] < wanted
            slots, wanted = slots[short], wanted[short]
            self._join(slots)

    def stretch(self, slots: Slots | slice, at_ms: NDArray[Any]) -> NDArray[np.int64]:
        """Number of the stretch in which a time lies, from 0 up."""
        numbers: NDArray[np.int64] = np.clip(at_ms, 0, LAST_MS) // (SHORTEST_MS << self.level[slots].astype(np.int64))
        return numbers

    def put(self, slots: Slots, at_ms: NDArray[np.int64], price: NDArray[np.float64], *, older: bool) -> None:
        """Keep the last price of each stretch; of equal times the later one holds.

        `older`: these prints stand before all that was put so far, and lose where the times are equal.
        """
        keys = self._keys(slots, at_ms)
        flat_at, flat_price = self.at.reshape(-1), self.price.reshape(-1)
        before = flat_at[keys]
        np.maximum.at(flat_at, keys, at_ms.astype(np.int32))
        holds = flat_at[keys] == at_ms
        if older:
            holds &= before < at_ms
        flat_price[keys[holds]] = np.minimum(np.rint(price[holds] * TICKS), _MOST)
        self.version[slots[holds]] += 1

    def held(self, slots: Slots, at_ms: NDArray[np.int64]) -> NDArray[np.int32]:
        """What `at` says of the stretch in which each of these times lies."""
        held: NDArray[np.int32] = self.at.reshape(-1)[self._keys(slots, at_ms)]
        return held

    def steps(self, slot: int, stretches: int) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """In which of the first so many stretches of a slot another price begins to hold, and which, dollars."""
        starts: list[int] = []
        prices: list[int] = []
        at, price = self.at[slot, :stretches].tolist(), self.price[slot, :stretches].tolist()
        for number, (at_ms, ticks) in enumerate(zip(at, price, strict=True)):
            if at_ms != _EMPTY and (not prices or prices[-1] != ticks):
                starts.append(number)
                prices.append(ticks)
        return tuple(starts), tuple(ticks / TICKS for ticks in prices)

    def clear(self, slots: Slots, stretches: NDArray[np.int64]) -> None:
        """Forget the prices of stretches."""
        self.at[slots, stretches] = _EMPTY
        self.version[slots] += 1

    def _keys(self, slots: Slots, at_ms: NDArray[np.int64]) -> NDArray[np.int64]:
        return slots * STRETCHES + self.stretch(slots, at_ms)

    def _columns(self) -> tuple[NDArray[Any], ...]:
        return self.day, self.level, self.version, self.at, self.price

    def _make(self, count: int) -> None:
        self.day = np.full(count, _NEVER, np.int32)
        self.level = np.zeros(count, np.int8)
        self.version = np.zeros(count, np.int32)
        self.at = np.full((count, STRETCHES), _EMPTY, np.int32)
        self.price = np.zeros((count, STRETCHES), np.int32)

    def _join(self, slots: Slots) -> None:
        """Make one stretch of two neighbours: the later price is its last one."""
        if not len(slots):
            return
        at, price = self.at[slots], self.price[slots]
        late = at[:, 1::2] > _EMPTY
        half = STRETCHES // 2
        self.price[slots, :half] = np.where(late, price[:, 1::2], price[:, ::2])
        self.at[slots, :half] = np.where(late, at[:, 1::2], at[:, ::2])
        self.at[slots, half:] = _EMPTY
        self.level[slots] += 1
        self.version[slots] += 1

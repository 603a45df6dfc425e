"""Figures of a trade date by contract: sums over the prints that count, and open, high, low and last."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.columns import GrowingColumns
from models.places import placed
from models.prints import Prints
from models.sessions import Session
from models.tape import Tape

NEVER = np.iinfo(np.int64).min
ALWAYS = np.iinfo(np.int64).max
NO_DAY = np.iinfo(np.int32).min
_FILLS: dict[str, tuple[Any, Any]] = {
    "day": ("i4", NO_DAY),  # trade date of the figures, days since 1970; the least before any print
    "trades": ("i8", 0),
    "volume": ("i8", 0),
    "price_volume": ("f8", 0.0),  # sum of price x size: VWAP's numerator, and times the multiplier the premium
    "trades_apart": ("(4,)i4", 0),  # by `Session`, but for the regular one, which is the rest
    "volume_apart": ("(4,)i8", 0),
    "value_apart": ("(4,)f8", 0.0),
    "size": ("i4", 0),  # of the newest counted print
    "time_ms": ("i8", NEVER),  # of the newest counted print
    "last": ("f8", np.nan),
    "last_ms": ("i8", NEVER),
    "open": ("f8", np.nan),
    "open_ms": ("i8", ALWAYS),
    "high": ("f8", np.nan),
    "low": ("f8", np.nan),
}
SUMS = ("trades", "volume", "price_volume")
SUMS_APART = ("trades_apart", "volume_apart", "value_apart")
Contracts = NDArray[np.intp]
_REGULAR = int(Session.REGULAR)  # numpy takes five times as long with a member of an enumeration


class DayFigures(GrowingColumns):
    """The columns of `_FILLS` by contract id; times are Unix ms.

    Last and open follow (time, arrival): of equal times the last, or the first, to be counted holds.
    """

    def __init__(self) -> None:
        super().__init__(_FILLS)

    def forget(self, contracts: Contracts) -> None:
        """Begin anew with some contracts."""
        for name, (_, fill) in _FILLS.items():
            getattr(self, name)[contracts] = fill

    def start_day(self, contracts: Contracts, day: int) -> None:
        """Begin another trade date with some contracts."""
        self.forget(contracts)
        self.day[contracts] = day

    def copy_from(self, other: "DayFigures", contracts: Contracts) -> None:
        """Let some contracts be as they are there."""
        for name in _FILLS:
            getattr(self, name)[contracts] = getattr(other, name)[contracts]

    def count(self, prints: Prints) -> None:
        """Count prints in order of arrival."""
        counted = prints.of(prints.counts)
        self.add(counted)
        self.note(counted, prints.of(prints.moves))

    def count_placed(self, tape: Tape, prints: Prints) -> None:
        """Count prints some of which may have been filled in: of equal times their places decide."""
        counted = prints.of(prints.counts)
        self.add(counted)
        self.note(placed(tape, counted), placed(tape, prints.of(prints.moves)))

    def add(self, counted: Prints, sign: int | NDArray[np.int64] = 1) -> None:
        """Add prints to the sums, or where the sign is -1 take them away."""
        size = counted.size * sign
        self._add(SUMS, counted.contract, sign, size, counted.price * size)
        apart = np.flatnonzero(counted.session != _REGULAR)
        if len(apart):
            few, size = counted.at(apart), size[apart]
            signs = sign if isinstance(sign, int) else sign[apart]
            places = (few.contract, few.session)
            self._add(SUMS_APART, places, signs, size, few.price * size)

    def note(self, counted: Prints, moving: Prints) -> None:
        """Take the newest print from those that count, and open, high, low and last from those that move them."""
        newest = _newest(self.time_ms, counted)
        self.size[counted.contract[newest]] = counted.size[newest]
        newest = _newest(self.last_ms, moving)
        self.last[moving.contract[newest]] = moving.price[newest]
        self._note_range(moving)
        self._note_opens(moving)

    def holds(self, prints: Prints) -> NDArray[np.bool_]:
        """Which of the prints may be what a figure other than a sum stands on."""
        contract, time_ms, price = prints.contract, prints.time_ms, prints.price
        held: NDArray[np.bool_] = (time_ms == self.time_ms[contract]) | (time_ms == self.last_ms[contract])
        held |= (time_ms == self.open_ms[contract]) | (price >= self.high[contract]) | (price <= self.low[contract])
        return held

    def _add(self, names: tuple[str, ...], places: Any, *values: Any) -> None:
        for name, value in zip(names, values, strict=True):
            np.add.at(getattr(self, name), places, value)

    def _note_range(self, moving: Prints) -> None:
        contract, price = moving.contract, moving.price
        beyond = np.flatnonzero(~(price <= self.high.take(contract)))  # also where there is none yet
        if len(beyond):
            np.fmax.at(self.high, contract[beyond], price[beyond])
        beyond = np.flatnonzero(~(price >= self.low.take(contract)))
        if len(beyond):
            np.fmin.at(self.low, contract[beyond], price[beyond])

    def _note_opens(self, moving: Prints) -> None:
        earlier = np.flatnonzero(moving.time_ms < self.open_ms.take(moving.contract))
        if len(earlier):
            contract, time_ms, price = moving.contract[earlier], moving.time_ms[earlier], moving.price[earlier]
            np.minimum.at(self.open_ms, contract, time_ms)
            first = np.flatnonzero(time_ms == self.open_ms[contract])[::-1]
            self.open[contract[first]] = price[first]


def _newest(known_ms: NDArray[np.int64], prints: Prints) -> NDArray[np.intp] | slice:
    """Bring the newest times up to date; return which of the prints may hold them: of a contract the last does."""
    contract, time_ms = prints.contract, prints.time_ms
    if (time_ms[1:] >= time_ms[:-1]).all() and (time_ms >= known_ms.take(contract)).all():
        known_ms[contract] = time_ms  # of a contract's prints the last one stays
        return slice(None)
    np.maximum.at(known_ms, contract, time_ms)
    return np.flatnonzero(time_ms == known_ms.take(contract))

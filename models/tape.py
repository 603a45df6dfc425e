"""The tape: an append-only log of trades in order of arrival. Every view is a cursor over it.

Row ids are absolute and never reused; trimming memory only moves `first`. The facts of a trade never change; what is
learned later stands in `flags` and is announced in a second append-only log, the amendments.
"""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from enum import IntFlag
from functools import cache, partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.batch import TradeBatch
from models.filled_rows import FilledRows

BLOCK = 1 << 16
"""Rows a block: memory is taken and given back in these steps."""
DEFAULT_MAX_ROWS = 15_000_000
COLUMNS = {
    "time_ms": "i8",
    "sequence": "i8",
    "price": "f8",
    "size": "i4",
    "contract": "i4",
    "arrival": "i4",  # milliseconds since the arrival of its block's first row
    "venue": "u2",
    "conditions": "u2",
    "flags": "u2",
}
_FROM_BATCH = ("time_ms", "sequence", "price", "size", "contract", "venue", "conditions")


class Flag(IntFlag):
    """What was learned about a trade after it was printed."""

    CANCELLED = 1
    """A later cancel undid this print."""
    UNMATCHED = 2
    """A cancel for which no print was found: nothing was undone."""
    FILLED = 4
    """Missed by the stream and fetched later: its place in time is not that of its arrival."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """Something was learned about a row; `withdrawn`: what was learned before no longer holds."""

    row: int
    flag: Flag
    withdrawn: bool = False


class _Block:
    """Columns of a block's rows from row `first` on, which arrived at `epoch_ms`."""

    __slots__ = ("columns", "epoch_ms", "first")

    def __init__(self, first: int, epoch_ms: int, rows: int) -> None:
        self.first = first
        self.epoch_ms = epoch_ms
        self.columns: dict[str, NDArray[Any]] = {name: np.zeros(rows, dtype) for name, dtype in COLUMNS.items()}

    def part(self, name: str, start: int, stop: int) -> NDArray[Any]:
        """Rows of a column from start up to stop, read-only."""
        part = self.columns[name][start - self.first : stop - self.first]
        part.flags.writeable = False
        return part

    def with_own_flags(self) -> "_Block":
        """The same rows with the flags that they have now: what a trade was cannot change, what is learned can."""
        same = copy(self)
        same.columns = self.columns | {"flags": self.columns["flags"].copy()}
        return same


class Tape:
    """The log of trades. Rows `first` up to, not including, `end` are in memory; others raise `IndexError`.

    `filled`: which rows were fetched later. `settled_to`: rows before this one are about to leave memory; what they
    tell is taken note of, and nothing more is learned about them.
    """

    def __init__(self, max_rows: int = DEFAULT_MAX_ROWS, rows_a_block: int = BLOCK) -> None:
        """`max_rows`: how many rows `trim` keeps at least; it lets whole blocks go."""
        self.first = self.settled_to = 0
        self.end = 0
        self.amendments: list[Amendment] = []
        self.filled = FilledRows()
        self._max_rows = self._wanted_rows = max_rows
        self._rows_a_block = rows_a_block
        self._blocks: list[_Block] = []

    def __len__(self) -> int:
        return self.end - self.first

    def append(self, batch: TradeBatch) -> None:
        """Add the trades of a batch at the end."""
        if not len(batch):
            return
        if batch.filled:
            self.filled.add(self.end, self.end + len(batch), batch.fills)
        done = 0
        while done < len(batch):
            at = self.end % self._rows_a_block
            if at == 0:
                self._blocks.append(_Block(self.end, int(batch.arrival_ms[done]), self._rows_a_block))
            n = min(self._rows_a_block - at, len(batch) - done)
            self._fill(self._blocks[-1], slice(at, at + n), batch, slice(done, done + n))
            done += n
            self.end += n

    @property
    def kept_from(self) -> int:
        """The first row that is to be kept."""
        surplus = self.end - self.first - self._max_rows
        return self.first + max(surplus, 0) // self._rows_a_block * self._rows_a_block

    def trim(self, settled_to: int | None = None) -> None:
        """Let go of the oldest blocks; what rows before `settled_to`, by default all surplus ones, tell is noted."""
        self.settled_to = self.kept_from if settled_to is None else settled_to
        first = self.settled_to // self._rows_a_block * self._rows_a_block
        self._max_rows = max(self._wanted_rows, self._max_rows - self._rows_a_block)
        del self._blocks[: (first - self.first) // self._rows_a_block]
        self.first = first

    def keep(self, max_rows: int) -> None:
        """Have `trim` keep at least so many rows from now on; what is too much goes a block at a time, with each."""
        held = -(-len(self) // self._rows_a_block) * self._rows_a_block
        self._wanted_rows = max_rows
        self._max_rows = max(max_rows, min(self._max_rows, held))

    def amend(self, row: int, flag: Flag) -> None:
        """Note what was learned about a row, and announce it."""
        self._block(row).columns["flags"][row % self._rows_a_block] |= flag
        self.amendments.append(Amendment(row, flag))

    def withdraw(self, row: int, flag: Flag) -> None:
        """Take back what was learned about a row, and announce it."""
        self._block(row).columns["flags"][row % self._rows_a_block] &= ~np.uint16(flag)
        self.amendments.append(Amendment(row, flag, withdrawn=True))

    def column(self, name: str, start: int, stop: int) -> NDArray[Any]:
        """A column's rows from start up to stop: a read-only view inside one block, else a copy."""
        if stop <= start:
            return np.zeros(0, COLUMNS[name])
        self._check(start, stop)
        block = self._block(start)
        if stop <= block.first + self._rows_a_block:
            return block.part(name, start, stop)
        return np.concatenate([self._block(low).part(name, low, high) for low, high in self.spans(start, stop)])

    def take(self, name: str, rows: NDArray[np.int64]) -> NDArray[Any]:
        """A column's values at any rows, in their order."""
        if not len(rows):
            return np.zeros(0, COLUMNS[name])
        block = self._only_block(rows)
        if block is not None:
            return block.columns[name].take(rows % self._rows_a_block)
        values = np.empty(len(rows), COLUMNS[name])
        numbers = self._numbers(rows)
        for number, here in _places(numbers):
            values[here] = self._blocks[number].columns[name][rows[here] % self._rows_a_block]
        return values

    def rows_of(self, contract: int, start: int, stop: int, *, backwards: bool = False) -> Iterator[NDArray[np.int64]]:
        """The rows of a contract from start up to stop, block by block where it has any, the last first if `backwards`.

        In a full tape it compares 15 million numbers, in a few milliseconds.
        """
        for low, high in self.spans(start, stop, backwards=backwards):
            found = np.flatnonzero(self._block(low).part("contract", low, high) == contract)
            if len(found):
                yield low + found

    def reader(self, rows: NDArray[np.int64]) -> Callable[[str], NDArray[Any]]:
        """Columns' values at the same rows by name, in their order; each is taken once."""
        block = self._only_block(rows) if len(rows) else None
        if block is None:
            return cache(partial(self.take, rows=rows))
        columns, places = block.columns, rows % self._rows_a_block
        return cache(lambda name: columns[name].take(places))

    def value(self, name: str, row: int) -> Any:
        """One value."""
        return self._block(row).columns[name][row % self._rows_a_block]

    def arrival_ms(self, row: int) -> int:
        """Unix milliseconds at which a row arrived here."""
        return self._block(row).epoch_ms + int(self.value("arrival", row))

    def arrivals_ms(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Unix milliseconds at which rows arrived here, in their order."""
        epochs = np.array([block.epoch_ms for block in self._blocks], np.int64)
        arrived: NDArray[np.int64] = self.take("arrival", rows) + epochs[self._numbers(rows)]
        return arrived

    def snapshot(self) -> "Tape":
        """The rows that are in memory now, to be read from any thread: trimming does not reach them."""
        same = Tape(self._max_rows, self._rows_a_block)
        same.first, same.end, same._blocks = self.first, self.end, list(self._blocks)
        return same

    def keep_flags(self) -> None:
        """In a snapshot: what is learned from now on does not reach it. Takes 10 ms for 10 million rows."""
        self._blocks = [block.with_own_flags() for block in self._blocks]

    def spans(self, start: int, stop: int, *, backwards: bool = False) -> Iterator[tuple[int, int]]:
        """Cut the rows from start up to stop at the edges of blocks, so that columns of a span are views."""
        edges = [start, *range((start // self._rows_a_block + 1) * self._rows_a_block, stop, self._rows_a_block), stop]
        spans = [(low, high) for low, high in pairwise(edges) if high > low]
        return iter(reversed(spans)) if backwards else iter(spans)

    def _check(self, start: int, stop: int) -> None:
        if not self.first <= start < stop <= self.end:
            raise IndexError(f"rows {start} up to {stop} are not in memory ({self.first} up to {self.end})")

    def _numbers(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """In which of the blocks these rows are."""
        return rows // self._rows_a_block - self.first // self._rows_a_block

    def _only_block(self, rows: NDArray[np.int64]) -> _Block | None:
        """The block in which all these rows are; None where they are in several."""
        low, high = int(rows.min()), int(rows.max())
        self._check(low, high + 1)
        return self._block(low) if low // self._rows_a_block == high // self._rows_a_block else None

    def _block(self, row: int) -> _Block:
        self._check(row, row + 1)
        return self._blocks[row // self._rows_a_block - self.first // self._rows_a_block]

    def _fill(self, block: _Block, to: slice, batch: TradeBatch, part: slice) -> None:
        for name in _FROM_BATCH:
            block.columns[name][to] = getattr(batch, name)[part]
        block.columns["arrival"][to] = batch.arrival_ms[part] - block.epoch_ms
        if batch.filled:
            block.columns["flags"][to] = Flag.FILLED


def _places(numbers: NDArray[np.int64]) -> Iterator[tuple[int, slice | NDArray[np.bool_]]]:
    """Each of the numbers with the places where it stands: runs where they are in order, as they nearly always are."""
    steps = np.diff(numbers)
    if (steps < 0).any():
        yield from ((number, numbers == number) for number in np.unique(numbers).tolist())
    else:
        edges = [0, *(np.flatnonzero(steps) + 1).tolist(), len(numbers)]
        yield from ((int(numbers[start]), slice(start, stop)) for start, stop in pairwise(edges))

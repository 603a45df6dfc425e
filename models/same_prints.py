"""Which prints are the same print, known a second time (massive.md section 1).

Two prints are the same where contract, time, price, size, venue and sequence are equal. Where one of them came without
a sequence number the five others decide, as a multiset: each print without a number is the same as one other at most.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.batch import NO_SEQUENCE, TradeBatch
from models.tape import Tape

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Prints:
    """The six columns that tell prints apart, of one length."""

    contract: NDArray[np.int32]
    time_ms: NDArray[np.int64]
    price: NDArray[np.float64]
    size: NDArray[np.int32]
    venue: NDArray[np.uint16]
    sequence: NDArray[np.int64]

    @classmethod
    def of_batch(cls, batch: TradeBatch, at: Indices) -> "Prints":
        """Some of the trades of a batch."""
        return cls(*(getattr(batch, name)[at] for name in cls.__slots__))

    @classmethod
    def of_tape(cls, tape: Tape, rows: NDArray[np.int64]) -> "Prints":
        """Rows of the tape."""
        return cls(*(tape.take(name, rows) for name in cls.__slots__))

    def identities(self) -> tuple[Indices, Indices]:
        """Two small numbers a print: equal where five columns are, without the sequence; and where all six are."""
        facts = groups(self.contract, self.time_ms, self.price, self.size, self.venue)
        return facts, groups(facts, self.sequence)

    def equal(self, other: "Prints") -> NDArray[np.bool_]:
        """Which prints equal the one at the same place of the other in all six columns."""
        same: NDArray[np.bool_] = np.logical_and.reduce([getattr(self, n) == getattr(other, n) for n in self.__slots__])
        return same

    def __add__(self, other: "Prints") -> "Prints":
        return Prints(*(np.concatenate([getattr(self, n), getattr(other, n)]) for n in self.__slots__))


@dataclass(frozen=True, slots=True)
class Matches:
    """`again`: which of the new prints are known. `known`, `sequence`: sequence numbers learned of known prints."""

    again: NDArray[np.bool_]
    known: Indices
    sequence: NDArray[np.int64]


def match(new: Prints, known: Prints) -> Matches:
    """Find the new prints among those that are known; equal ones among the new are all found, or none of them."""
    count = len(new.sequence)
    facts, exact = (new + known).identities()
    numbered, known_numbered = new.sequence != NO_SEQUENCE, known.sequence != NO_SEQUENCE
    again = numbered & np.isin(exact[:count], exact[count:])
    taken = known_numbered & np.isin(exact[count:], exact[:count])

    left, bare = _firsts(exact[:count], numbered & ~again), np.flatnonzero(~known_numbered)
    mine, theirs = _pairs(facts[left], facts[count + bare])
    again |= np.isin(exact[:count], exact[left[mine]])
    taken[bare[theirs]] = True

    without, free = np.flatnonzero(~numbered), np.flatnonzero(~taken)
    again[without[_pairs(facts[without], facts[count + free])[0]]] = True
    return Matches(again, bare[theirs], new.sequence[left[mine]])


def groups(*columns: NDArray[np.generic]) -> Indices:
    """A number from 0 up for each row, the same for rows that are equal in all columns."""
    order = np.lexsort(columns)
    differs = np.zeros(len(order), np.bool_)
    for column in columns:
        ordered = column[order]
        differs[1:] |= ordered[1:] != ordered[:-1]
    numbers = np.empty(len(order), np.intp)
    numbers[order] = np.cumsum(differs)
    return numbers


def ranks(numbers: Indices) -> Indices:
    """How many earlier rows have the same number."""
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    starts = np.searchsorted(ordered, ordered)
    found = np.empty(len(order), np.intp)
    found[order] = np.arange(len(order)) - starts
    return found


def _firsts(exact: Indices, wanted: NDArray[np.bool_]) -> Indices:
    """Of the wanted prints the first of each kind, in order."""
    at: Indices = np.flatnonzero(wanted)
    first: Indices = at[ranks(exact[at]) == 0]
    return first


def _pairs(mine: Indices, theirs: Indices) -> tuple[Indices, Indices]:
    """Pair the n-th of each number on one side with the n-th of it on the other: places in both."""
    if not len(mine) or not len(theirs):
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    top = max(len(mine), len(theirs))
    _, at, there = np.intersect1d(
        mine * top + ranks(mine), theirs * top + ranks(theirs), assume_unique=True, return_indices=True
    )
    return at, there

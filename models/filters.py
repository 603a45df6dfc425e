"""Which trades a tape shows: a declarative predicate, and its evaluation over whole spans of the tape."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.tape import Tape

_HALF_CENT = 0.005
"""Premiums are whole cents: what floats make of them must not keep one that is exactly at the limit away."""


@dataclass(frozen=True, slots=True)
class TapeFilter:
    """What a trade must be to be shown; a field that has its default asks nothing.

    `tickers`: Massive tickers, an empty set being none at all; `roots`: option roots; `right`: `C` or `P`; `min_size`:
    contracts; `min_premium`: dollars; `single_leg`: no prints that are part of a package.
    """

    tickers: frozenset[str] | None = None
    roots: frozenset[str] = frozenset()
    right: str = ""
    min_size: int = 0
    min_premium: float = 0.0
    single_leg: bool = False

    @property
    def keeps_all(self) -> bool:
        """Whether every trade passes."""
        return self == TapeFilter()


class FilterMask:
    """A filter made ready for one tape. What it says of a contract is worked out once and kept by contract id."""

    def __init__(self, tape_filter: TapeFilter, tape: Tape, contracts: ContractIndex, sets: ConditionSets) -> None:
        self.keeps_all = tape_filter.keeps_all
        self._filter = tape_filter
        self._tape = tape
        self._contracts = contracts
        self._sets = sets
        self._allowed = np.zeros(0, np.bool_)

    def rows(self, start: int, stop: int) -> NDArray[np.int64]:
        """The rows of a span (inside one block) that pass, ascending."""
        asked, column = self._filter, self._tape.column
        contract = column("contract", start, stop)
        keep = self._contract_table()[contract]
        if asked.min_size:
            keep &= column("size", start, stop) >= asked.min_size
        if asked.min_premium:
            premium = column("price", start, stop) * column("size", start, stop) * self._contracts.multiplier[contract]
            keep &= premium > asked.min_premium - _HALF_CENT
        if asked.single_leg:
            keep &= self._sets.single_leg[column("conditions", start, stop)]
        return start + np.flatnonzero(keep)

    def _contract_table(self) -> NDArray[np.bool_]:
        known = len(self._allowed)
        if known < len(self._contracts):
            self._allowed = np.concatenate([self._allowed, self._allow(known)])
        return self._allowed

    def _allow(self, first: int) -> NDArray[np.bool_]:
        """Whether the contracts from id `first` on pass."""
        asked, contracts = self._filter, self._contracts
        allowed = np.ones(len(contracts) - first, np.bool_)
        if asked.tickers is not None:
            allowed &= [contracts.ticker(i) in asked.tickers for i in range(first, len(contracts))]
        if asked.roots:
            wanted = [i for i, root in enumerate(contracts.roots) if root in asked.roots]
            allowed &= np.isin(contracts.root[first:], wanted)
        if asked.right:
            allowed &= contracts.is_call[first:] == (asked.right == "C")
        return allowed

"""The evaluation of a filter over whole spans of the tape."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.filtering.clauses import clauses_of
from models.filtering.part import Part
from models.filtering.tape_filter import TapeFilter
from models.tape import Tape


class FilterMask:
    """A filter made ready for one tape. What it says of contracts and conditions is worked out once, and kept by id.

    That a later print cancelled one changes nothing here.
    """

    def __init__(self, tape_filter: TapeFilter, tape: Tape, contracts: ContractIndex, sets: ConditionSets) -> None:
        self.keeps_all = tape_filter.keeps_all
        self._tape = tape
        self._clauses = list(clauses_of(tape_filter, contracts, sets))

    def rows(self, start: int, stop: int) -> NDArray[np.int64]:
        """The rows of a span (inside one block) that pass, ascending."""
        return start + self._passing(Part(partial(self._tape.column, start=start, stop=stop), stop - start))

    def passes(self, rows: NDArray[np.int64], read: Callable[[str], NDArray[Any]] | None = None) -> NDArray[np.bool_]:
        """Which of some rows in memory pass, in any order. `read`: their columns, where somebody has them already."""
        passed = np.zeros(len(rows), np.bool_)
        passed[self._passing(Part(read or self._tape.reader(rows), len(rows)))] = True
        return passed

    def _passing(self, part: Part) -> NDArray[np.intp]:
        for clause in self._clauses:
            if part.is_empty:
                break
            part.leave(clause(part))
        return part.places

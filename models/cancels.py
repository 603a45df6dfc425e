"""Cancels undo: which print a cancel takes back (semantics.md, "Prints that count")."""

import numpy as np
from numpy.typing import NDArray

from models.clock import eastern_ms
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.sessions import trade_days
from models.tape import Flag, Tape

OPENING_CANCEL = 205
"""Undoes the day's first matching print; every other cancel undoes the most recent one."""


class CancelMatcher:
    """A cursor over the tape that finds the victim of each new cancel and amends both rows.

    The victim is a print of the same contract, trade date, price, size and venue that is no cancel and not undone yet.
    Where there is none in memory the cancel row is flagged as unmatched, and nothing else changes.
    """

    def __init__(self, tape: Tape, sets: ConditionSets, contracts: ContractIndex) -> None:
        self._tape = tape
        self._sets = sets
        self._contracts = contracts
        self._cursor = 0

    def advance(self) -> None:
        """Handle what is new on the tape."""
        for low, high in self._tape.spans(max(self._cursor, self._tape.first), self._tape.end):
            cancels = self._sets.cancel[self._tape.column("conditions", low, high)]
            for at in np.flatnonzero(cancels) if cancels.any() else ():
                self._undo(low + int(at))
        self._cursor = self._tape.end

    def _undo(self, cancel: int) -> None:
        victim = self._victim(cancel)
        if victim is None:
            self._tape.amend(cancel, Flag.UNMATCHED)
        else:
            self._tape.amend(victim, Flag.CANCELLED)

    def _victim(self, cancel: int) -> int | None:
        opening = OPENING_CANCEL in self._sets.ids(int(self._tape.value("conditions", cancel)))
        for low, high in self._tape.spans(self._tape.first, cancel, backwards=not opening):
            found = self._candidates(cancel, low, high)
            if len(found):
                return int(found[0 if opening else -1])
        return None

    def _candidates(self, cancel: int, low: int, high: int) -> NDArray[np.int64]:
        tape = self._tape
        rows = low + np.flatnonzero(tape.column("contract", low, high) == tape.value("contract", cancel))
        for name in ("price", "size", "venue"):
            rows = rows[tape.take(name, rows) == tape.value(name, cancel)]
        rows = rows[(tape.take("flags", rows) & Flag.CANCELLED) == 0]
        rows = rows[~self._sets.cancel[tape.take("conditions", rows)]]
        same_day: NDArray[np.int64] = rows[self._days(rows) == self._days(np.array([cancel]))[0]]
        return same_day

    def _days(self, rows: NDArray[np.int64]) -> NDArray[np.int32]:
        index_class = self._contracts.is_index[self._tape.take("contract", rows)]
        return trade_days(eastern_ms(self._tape.take("time_ms", rows)), index_class)

"""Cancels undo: which print a cancel takes back (semantics.md, "Prints that count")."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from models.clock import eastern_ms
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.places import in_place
from models.sessions import trade_days
from models.settled import Settled
from models.tape import Flag, Tape

OPENING_CANCEL = 205
"""Undoes the day's first matching print; every other cancel undoes the most recent one."""

Rows = NDArray[np.int64]
_NO_ROWS = np.zeros(0, np.int64)


class CancelMatcher:
    """A cursor over the tape that finds the victim of each new cancel and amends both rows.

    The victim is a print of the same contract, trade date, price, size and venue that is no cancel and not undone yet.
    Where there is none in memory the cancel row is flagged as unmatched, and nothing else changes; so it is with an
    opening cancel where the first prints of its day left memory. What is about to leave memory counts as gone. Where
    prints of a contract were filled in, or another table of conditions was learned, cancels are matched anew by place
    in time, and what was learned before is withdrawn where it no longer holds.
    """

    def __init__(self, tape: Tape, sets: ConditionSets, contracts: ContractIndex, settled: Settled) -> None:
        self._tape = tape
        self._sets = sets
        self._contracts = contracts
        self._settled = settled
        self._rules = sets.changes
        self._cursor = 0
        self._first = 0
        self._victims: dict[int, int | None] = {}  # of each cancel in memory
        self._filled: set[int] = set()  # contracts of which prints were filled in

    def advance(self) -> None:
        """Handle what is new on the tape."""
        self._forget_trimmed()
        start, self._cursor = max(self._cursor, self._tape.first), self._tape.end
        anew = self._note_filled(start) if self._tape.filled.end > start else set()
        if self._rules != self._sets.changes:
            self._rules = self._sets.changes
            self._match_all_anew()
            return
        for low, high in self._tape.spans(start, self._cursor):
            for cancel in self._cancels_in(low, high).tolist():
                if int(self._tape.value("contract", cancel)) in self._filled:
                    self._victims[cancel] = None
                    anew.add(cancel)
                else:
                    self._undo(cancel)
        if anew:
            self._match_anew(np.array(sorted(anew)))

    def victim(self, cancel: int) -> int | None:
        """The row that a cancel in memory undid, in memory or not; None where there is none, and of any other row."""
        return self._victims.get(cancel)

    def canceller(self, row: int) -> int | None:
        """The cancel that undid a row; None where there is none, or where nobody knows it any more."""
        return next((cancel for cancel, victim in self._victims.items() if victim == row), None)

    def _forget_trimmed(self) -> None:
        if self._first != self._tape.first:
            self._first = self._tape.first
            self._victims = {cancel: victim for cancel, victim in self._victims.items() if cancel >= self._first}

    def _learning(self) -> set[int]:
        """The cancels about which more may be learned."""
        return {cancel for cancel in self._victims if cancel >= self._tape.settled_to}

    def _undo(self, cancel: int) -> None:
        victim = self._victims[cancel] = self._victim(cancel)
        if victim is None:
            self._tape.amend(cancel, Flag.UNMATCHED)
        else:
            self._tape.amend(victim, Flag.CANCELLED)

    def _victim(self, cancel: int) -> int | None:
        """The victim by arrival: right, and quickly found, where nothing was filled in."""
        opening = self._is_opening(cancel)
        if opening and self._first_is_gone(cancel):
            return None
        contract = int(self._tape.value("contract", cancel))
        for rows in self._tape.rows_of(contract, self._tape.settled_to, cancel, backwards=not opening):
            found = self._candidates(cancel, rows)
            if len(found):
                return int(found[0 if opening else -1])
        return None

    def _candidates(self, cancel: int, rows: Rows) -> Rows:
        rows = self._like(cancel, rows)
        valid: Rows = rows[(self._tape.take("flags", rows) & Flag.CANCELLED) == 0]
        prints: Rows = valid[~self._are_cancels(valid)]
        return prints

    def _like(self, cancel: int, rows: Rows) -> Rows:
        """Those of a contract's rows that are of the cancel's price, size, venue and trade date."""
        for name in ("price", "size", "venue"):
            rows = rows[self._tape.take(name, rows) == self._tape.value(name, cancel)]
        same_day: Rows = rows[self._days(rows) == self._days(np.array([cancel]))[0]]
        return same_day

    # Where another table was learned, or prints were filled in

    def _match_all_anew(self) -> None:
        """Match all cancels in memory by the rules that hold now; withdraw what came of those that are none."""
        spans = self._tape.spans(self._tape.settled_to, self._cursor)
        cancels = np.concatenate([_NO_ROWS, *(self._cancels_in(low, high) for low, high in spans)])
        for row in self._learning() - set(cancels.tolist()):
            self._flag(row, Flag.UNMATCHED, False)
            victim = self._victims.pop(row)
            if victim is not None and victim >= self._tape.settled_to:
                self._flag(victim, Flag.CANCELLED, False)
        self._victims = dict.fromkeys(cancels.tolist()) | self._victims
        self._match_anew(cancels)

    def _cancels_in(self, low: int, high: int) -> Rows:
        cancels: Rows = low + np.flatnonzero(self._sets.cancel[self._tape.column("conditions", low, high)])
        return cancels

    def _note_filled(self, start: int) -> set[int]:
        """Take note of the contracts that were filled from a row on; return their earlier cancels."""
        spans = self._tape.filled.within(start, self._tape.end)
        rows = np.concatenate([np.arange(low, high) for low, high in spans])
        contracts = np.unique(self._tape.take("contract", rows))
        self._filled.update(contracts.tolist())
        cancels = np.array(sorted(self._learning()), np.int64)
        return set(cancels[np.isin(self._tape.take("contract", cancels), contracts)].tolist())

    def _match_anew(self, cancels: Rows) -> None:
        of = self._tape.take("contract", cancels)
        for contract in np.unique(of).tolist():
            rows, left = self._rows_of(contract), cancels[of == contract]
            while len(left):
                left = np.setdiff1d(left, self._match_like(int(left[0]), rows))

    def _rows_of(self, contract: int) -> Rows:
        return np.concatenate([_NO_ROWS, *self._tape.rows_of(contract, self._tape.settled_to, self._tape.end)])

    def _match_like(self, cancel: int, rows: Rows) -> Rows:
        """Match all cancels anew that could take back the same prints as this one; return what was looked at.

        A cancel whose victim has left memory, and a print whose cancel has, stay as they are.
        """
        like = self._like(cancel, rows)
        cancels = set(like[self._are_cancels(like)].tolist())
        victims = {victim: row for row in cancels if (victim := self._victims[row]) is not None}
        undone = like[(self._tape.take("flags", like) & Flag.CANCELLED) != 0].tolist()
        stay = {row for victim, row in victims.items() if victim < self._tape.settled_to} | set(undone) - set(victims)
        self._replace(self._matched([row for row in in_place(self._tape, like).tolist() if row not in stay], cancels))
        return like

    def _matched(self, ordered: Iterable[int], cancels: set[int]) -> dict[int, int | None]:
        """Victims by cancel, of rows in order, prints and cancels."""
        prints: list[int] = []
        victims: dict[int, int | None] = {}
        for row in ordered:
            if row not in cancels:
                prints.append(row)
            elif self._is_opening(row):
                victims[row] = prints.pop(0) if prints and not self._first_is_gone(row) else None
            else:
                victims[row] = prints.pop() if prints else None
        return victims

    def _replace(self, victims: dict[int, int | None]) -> None:
        """Announce in what the victims differ from those that were found before."""
        before = {self._victims[cancel] for cancel in victims}
        self._victims |= victims
        for cancel, victim in victims.items():
            self._flag(cancel, Flag.UNMATCHED, victim is None)
        now = set(victims.values())
        for row in sorted(row for row in before | now if row is not None):
            self._flag(row, Flag.CANCELLED, row in now)

    def _flag(self, row: int, flag: Flag, holds: bool) -> None:
        """Announce whether a flag holds, if that is news."""
        held = bool(self._tape.value("flags", row) & flag)
        if holds and not held:
            self._tape.amend(row, flag)
        elif held and not holds:
            self._tape.withdraw(row, flag)

    def _is_opening(self, cancel: int) -> bool:
        return OPENING_CANCEL in self._sets.ids(int(self._tape.value("conditions", cancel)))

    def _first_is_gone(self, cancel: int) -> bool:
        day = int(self._days(np.array([cancel]))[0])
        return self._settled.has_day(int(self._tape.value("contract", cancel)), day)

    def _are_cancels(self, rows: Rows) -> NDArray[np.bool_]:
        cancels: NDArray[np.bool_] = self._sets.cancel[self._tape.take("conditions", rows)]
        return cancels

    def _days(self, rows: Rows) -> NDArray[np.int32]:
        index_class = self._contracts.is_index[self._tape.take("contract", rows)]
        return trade_days(eastern_ms(self._tape.take("time_ms", rows)), index_class)

"""Answers by id, for whole columns at once: a table of what passes that grows with the ids that are known."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from models.clock import day_number
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.filtering.groups import SWEEP, Table, asked_table, compression_table, group_table
from models.filtering.tape_filter import TapeFilter

_VENUES = 1 << 16


class GrowingTable:
    """Whether each id passes; what is new is judged when the table is asked for, all of it anew by other rules."""

    def __init__(
        self, judge: Callable[[int], Table], known: Callable[[], int], rules: Callable[[], int] = lambda: 0
    ) -> None:
        """`judge` answers for all ids from one on; `known`: how many there are; `rules`: another number by others."""
        self._judge, self._known, self._rules = judge, known, rules
        self._table: Table = np.zeros(0, np.bool_)
        self._ruled = rules()

    def of(self, ids: NDArray[np.integer]) -> Table:
        """Which of these ids pass."""
        if self._ruled != self._rules():
            self._table, self._ruled = np.zeros(0, np.bool_), self._rules()
        judged = len(self._table)
        if judged < self._known():
            self._table = np.concatenate([self._table, self._judge(judged)])
        return self._table.take(ids)


def contract_table(asked: TapeFilter, contracts: ContractIndex, day: int | None = None) -> GrowingTable:
    """Which contracts pass, by contract id; with DTE where `day`, a trade date as a number, is given."""
    return GrowingTable(lambda first: _contracts_from(first, asked, contracts, day), lambda: len(contracts))


def _contracts_from(first: int, asked: TapeFilter, contracts: ContractIndex, day: int | None) -> Table:
    passes = np.ones(len(contracts) - first, np.bool_)
    if asked.tickers is not None:
        passes &= _named(asked.tickers, contracts, first)
    if asked.roots or asked.not_roots:
        roots = [(not asked.roots or root in asked.roots) and root not in asked.not_roots for root in contracts.roots]
        passes &= np.array(roots, np.bool_).take(contracts.root[first:])
    if asked.right:
        passes &= contracts.is_call[first:] == (asked.right == "C")
    expiry = contracts.expiry[first:]
    passes &= within(
        expiry, *(None if end is None else day_number(end) for end in (asked.min_expiry, asked.max_expiry))
    )
    passes &= within(contracts.strike_milli[first:], asked.min_strike, asked.max_strike)
    return passes if day is None else passes & within(expiry - day, asked.min_dte, asked.max_dte)


def _named(tickers: frozenset[str], contracts: ContractIndex, first: int) -> Table:
    """Which contracts from an id on are of these; the shorter way, for there may be many of the one or of the other."""
    count = len(contracts) - first
    if count < len(tickers):
        return np.array([contracts.ticker(first + n) in tickers for n in range(count)], np.bool_)
    passes = np.zeros(count, np.bool_)
    ids = (contracts.find(ticker) for ticker in tickers)
    passes[[number - first for number in ids if number >= first]] = True
    return passes


def condition_table(asked: TapeFilter, sets: ConditionSets) -> GrowingTable:
    """Which sets of conditions pass, by set id. What a session says of `ext` is not in it."""
    return _set_table(lambda first: _sets_from(first, asked, sets), sets)


def group_tables(names: frozenset[str], sets: ConditionSets) -> GrowingTable:
    """Which sets of conditions are of any of some groups, by set id."""
    return _set_table(lambda first: _any_group(names, sets, first), sets)


def unusual_tables(sets: ConditionSets) -> tuple[GrowingTable, GrowingTable]:
    """By set id: what may be unusual at all, and what is so whatever its size."""
    may_be = _set_table(
        lambda first: ~(_any_group({"late", "cancel"}, sets, first) | compression_table(sets, first)), sets
    )
    return may_be, _set_table(lambda first: asked_table(sets, frozenset({SWEEP}), first), sets)


def venue_table(asked: TapeFilter) -> Table:
    """Which venues pass, by number."""
    passes = np.full(_VENUES, not asked.venues)
    for numbers, passing in ((asked.venues, True), (asked.not_venues, False)):
        passes[[number for number in numbers if 0 <= number < _VENUES]] = passing
    return passes


def _set_table(judge: Callable[[int], Table], sets: ConditionSets) -> GrowingTable:
    return GrowingTable(judge, lambda: sets.count, lambda: sets.changes)


def _sets_from(first: int, asked: TapeFilter, sets: ConditionSets) -> Table:
    passes = ~_any_group(asked.not_groups, sets, first)
    if asked.groups and "ext" not in asked.groups:
        passes &= _any_group(asked.groups, sets, first)
    if asked.codes:
        passes &= asked_table(sets, asked.codes, first)
    return passes & ~asked_table(sets, asked.not_codes, first) if asked.not_codes else passes


def _any_group(names: Iterable[str], sets: ConditionSets, first: int) -> Table:
    passes = np.zeros(sets.count - first, np.bool_)
    for name in names:
        passes |= group_table(sets, name, first)
    return passes


def within(values: NDArray[np.number], low: float | None, high: float | None) -> Table:
    """Which values lie between two limits, both included; None is no limit."""
    if low is None:
        return np.ones(len(values), np.bool_) if high is None else values <= high
    return values >= low if high is None else (values >= low) & (values <= high)

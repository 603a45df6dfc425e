"""Groups of prints that a filter can ask for by a word: by the code tables, for all sets of conditions at once."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from models.conditions import Condition, ConditionSets

GROUPS = {
    "single": "single-leg trades: no part of a package, not tied to stock, no compression",
    "multi": "legs of packages, trades tied to stock, compression trades",
    "auction": "trades of an auction, of one leg or several",
    "cross": "crosses, of one leg or several",
    "floor": "trades on a floor, of one leg or several",
    "iso": "intermarket sweep orders, also those of auctions and crosses",
    "late": "late reports, which count for nothing",
    "cancel": "cancels of earlier trades",
    "ext": "extended hours: marked so, or in the early or late session of its class",
}
"""What each group holds, in words. `late` is without 208, a late report of an opening trade that counts in full.

`ext` is by condition here; that a print lies in a session before or after regular hours is found by its time.
"""
SWEEP = 219
ISO_CODES = frozenset({SWEEP, 228, 230})
"""Every print that is flagged as an intermarket sweep order (semantics.md, "Sweeps, splits, blocks")."""
_Rule = Callable[[Sequence[int], Sequence[Condition]], bool]
Table = NDArray[np.bool_]


def group_table(sets: ConditionSets, name: str, first: int = 0) -> Table:
    """Whether each set of conditions, from set id `first` on, belongs to a group of `GROUPS`."""
    span = np.s_[first : sets.count]
    if name in ("single", "multi"):
        return sets.single_leg[span] if name == "single" else ~sets.single_leg[span]
    if name in ("late", "cancel"):
        return (sets.late if name == "late" else sets.cancel)[span]
    return _judged(sets, _RULES[name], first)


def asked_table(sets: ConditionSets, wanted: frozenset[int], first: int = 0) -> Table:
    """Whether each set of conditions, from set id `first` on, has any of some condition numbers."""
    return _judged(sets, lambda ids, _: not wanted.isdisjoint(ids), first)


def compression_table(sets: ConditionSets, first: int = 0) -> Table:
    """Whether each set of conditions, from set id `first` on, is of a multilateral compression."""
    return _judged(sets, lambda _, known: any(c.group == "compression" for c in known), first)


def _judged(sets: ConditionSets, rule: _Rule, first: int) -> Table:
    numbers = range(first, sets.count)
    facts = ((ids, [sets.known[i] for i in ids if i in sets.known]) for ids in map(sets.ids, numbers))
    return np.fromiter((rule(ids, known) for ids, known in facts), np.bool_, len(numbers))


def _named(word: str) -> _Rule:
    """By the names of conditions: their groups do not tell a package's auction from its other trades."""
    return lambda _, known: any(word in c.name.lower().split() for c in known)


_RULES: dict[str, _Rule] = {
    "auction": _named("auction"),
    "cross": _named("cross"),
    "floor": _named("floor"),
    "iso": lambda ids, _: not ISO_CODES.isdisjoint(ids),
    "ext": lambda _, known: any(c.group == "extended_hours" for c in known),
}

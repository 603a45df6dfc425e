"""Which prints pass by their premium, and which are unusual (semantics.md, "Sweeps, splits, blocks")."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.filtering.groups import Table
from models.filtering.part import Clause, Part
from models.filtering.tables import unusual_tables, within

UNUSUAL_SIZE, UNUSUAL_PREMIUM = 1000, 100_000.0
"""From so many contracts or dollars on a print is unusual."""
_HALF_CENT = 0.005
"""Premiums are whole cents: what floats make of them must not keep one that is exactly at the limit away."""
_ROUNDING = 1e-9


def premium_clauses(contracts: ContractIndex, least: float | None, most: float | None) -> Iterator[Clause]:
    """Premiums from least to most dollars, both included; None is no limit.

    Shares a contract are looked up by contract only where a premium may be large enough by the largest of them.
    """
    premium = _Premium(contracts)
    low, high = (None if least is None else least - _HALF_CENT), (None if most is None else most + _HALF_CENT)
    if least is not None:
        yield lambda part: premium.may_reach(part, least)
    yield lambda part: within(premium.of(part), low, high)


def unusual_clauses(contracts: ContractIndex, sets: ConditionSets) -> Iterator[Clause]:
    """Large prints and sweeps; what is cancelled, late or a compression is never unusual."""
    premium, (may_be, is_sweep) = _Premium(contracts), unusual_tables(sets)

    def by_size_or_sweep(part: Part) -> Table:
        return (part.column("size") >= UNUSUAL_SIZE) | is_sweep.of(part.column("conditions"))

    yield lambda part: by_size_or_sweep(part) | premium.may_reach(part, UNUSUAL_PREMIUM)
    yield lambda part: may_be.of(part.column("conditions"))
    yield lambda part: by_size_or_sweep(part) | (premium.of(part) >= UNUSUAL_PREMIUM - _HALF_CENT)


class _Premium:
    """Premiums of prints by what is known of their contracts now."""

    def __init__(self, contracts: ContractIndex) -> None:
        self._contracts = contracts
        self._largest, self._known = 0.0, (-1, -1)

    def of(self, part: Part) -> NDArray[np.float64]:
        """Dollars of each print."""
        premium: NDArray[np.float64] = _value(part) * self._contracts.multiplier.take(part.column("contract"))
        return premium

    def may_reach(self, part: Part, dollars: float) -> Table:
        """Which prints may have a premium of so many dollars; none that is left out has."""
        known = (len(self._contracts), self._contracts.multipliers_learned)
        if known != self._known:
            self._largest, self._known = float(self._contracts.multiplier.max(initial=1.0)), known
        may_reach: Table = _value(part) >= (dollars - _HALF_CENT) / self._largest * (1 - _ROUNDING)
        return may_reach


def _value(part: Part) -> NDArray[np.float64]:
    value: NDArray[np.float64] = part.column("price") * part.column("size")
    return value

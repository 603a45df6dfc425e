"""The questions of a filter as vector code: each is asked of those prints that all earlier ones have left."""

from collections.abc import Iterator

from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.filtering.moments import ContractClause, in_extended_session, time_clause
from models.filtering.part import Clause
from models.filtering.premiums import premium_clauses, unusual_clauses
from models.filtering.tables import condition_table, group_tables, venue_table, within
from models.filtering.tape_filter import TapeFilter


def clauses_of(asked: TapeFilter, contracts: ContractIndex, sets: ConditionSets) -> Iterator[Clause]:
    """What a filter asks of prints, the quickest questions first."""
    if asked.min_size is not None or asked.max_size is not None:
        yield _limited("size", asked.min_size, asked.max_size)
    if asked.min_price is not None or asked.max_price is not None:
        yield _limited("price", asked.min_price, asked.max_price)
    if asked.unusual:
        yield from unusual_clauses(contracts, sets)
    if asked.min_premium is not None or asked.max_premium is not None:
        yield from premium_clauses(contracts, asked.min_premium, asked.max_premium)
    if asked.from_ms is not None or asked.to_ms is not None:
        yield time_clause(asked.from_ms, asked.to_ms)
    if asked.venues or asked.not_venues:
        yield _by_venue(asked)
    if asked.by_contract:
        yield ContractClause(asked, contracts)
    if asked.codes or asked.not_codes or asked.groups or asked.not_groups:
        yield _by_conditions(asked, sets)
    yield from _by_session(asked, contracts, sets)


def _limited(name: str, low: float | None, high: float | None) -> Clause:
    return lambda part: within(part.column(name), low, high)


def _by_venue(asked: TapeFilter) -> Clause:
    venues = venue_table(asked)
    return lambda part: venues.take(part.column("venue"))


def _by_conditions(asked: TapeFilter, sets: ConditionSets) -> Clause:
    conditions = condition_table(asked, sets)
    return lambda part: conditions.of(part.column("conditions"))


def _by_session(asked: TapeFilter, contracts: ContractIndex, sets: ConditionSets) -> Iterator[Clause]:
    """What the group `ext` asks of times, which no table of conditions can say."""
    if "ext" in asked.groups:
        groups = group_tables(asked.groups, sets)
        yield lambda part: groups.of(part.column("conditions")) | in_extended_session(part, contracts)
    if "ext" in asked.not_groups:
        yield lambda part: ~in_extended_session(part, contracts)

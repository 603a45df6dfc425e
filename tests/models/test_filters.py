"""Filters: each field asks for one thing, and together they ask for all of it."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.contract import parse_ticker
from models.filters import FilterMask, TapeFilter
from tests.models.random_batches import random_batch
from tests.models.tick_tapes import Print, World

SETS = World().sets
CODES = [(), (209,), (219,), (232,), (246,), (242,), (247,), (202,), (999,), (209, 236)]
PACKAGES = {*range(232, 248)}
TICKERS = [
    "O:SPY251219C00650000", "O:SPXW251219C06500000", "O:SPY251219P00650000", "O:QQQ251219C00600000",
    "O:QQQ251219P00600000",
]  # fmt: skip


def world_of(*prints: Print) -> World:
    world = World(sets=SETS)
    for ticker in TICKERS:
        world.contracts.add(ticker)
    world.print(*prints)
    return world


def kept(tape_filter: TapeFilter, world: World) -> list[int]:
    return list(FilterMask(tape_filter, world.tape, world.contracts, SETS).rows(0, world.tape.end))


def passes(asked: TapeFilter, print_: Print) -> bool:
    """What the filter says of one print, in plain Python and exact decimals."""
    contract = parse_ticker(TICKERS[print_.contract])
    return (
        (asked.tickers is None or contract.ticker in asked.tickers)
        and (not asked.roots or contract.root in asked.roots)
        and (not asked.right or contract.right == asked.right)
        and print_.size >= asked.min_size
        and Decimal(str(print_.price)) * print_.size * 100 >= Decimal(str(asked.min_premium))
        and not (asked.single_leg and PACKAGES & set(print_.codes))
    )


_prints = st.builds(
    Print,
    st.just(1_764_600_000_000),
    st.integers(0, 500).map(lambda cents: cents / 100),
    st.integers(1, 300),
    st.sampled_from(CODES),
    st.integers(0, len(TICKERS) - 1),
)
_filters = st.builds(
    TapeFilter,
    st.none() | st.frozensets(st.sampled_from([*TICKERS, "O:IWM251219C00200000"])),
    st.frozensets(st.sampled_from(["SPY", "SPXW", "QQQ", "IWM"]), max_size=2),
    st.sampled_from(["", "C", "P"]),
    st.sampled_from([0, 1, 100, 150]),
    st.sampled_from([0.0, 1.0, 5700.0, 11_500.0, 50_000.0]),
    st.booleans(),
)


@settings(deadline=None, max_examples=150)
@given(_filters, st.lists(_prints, min_size=1, max_size=30))
def test_what_passes_equals_a_plain_evaluation(tape_filter: TapeFilter, prints: list[Print]) -> None:
    expected = [row for row, print_ in enumerate(prints) if passes(tape_filter, print_)]
    assert kept(tape_filter, world_of(*prints)) == expected


@pytest.mark.parametrize(
    ("price", "size", "premium"), [(0.57, 100, 5700), (1.15, 100, 11_500), (0.29, 100, 2900), (4.35, 100, 43_500)]
)
def test_a_premium_of_exactly_the_limit_passes_whatever_floats_make_of_it(
    price: float, size: int, premium: float
) -> None:
    world = world_of(Print(1, price, size))
    assert kept(TapeFilter(min_premium=premium), world) == [0]
    assert kept(TapeFilter(min_premium=premium + 0.01), world) == []


def test_the_multiplier_of_the_contract_counts_for_the_premium() -> None:
    world = world_of(Print(1, 1.0, 1), Print(1, 1.0, 1, contract=1))
    world.contracts.multiplier[1] = 10
    assert kept(TapeFilter(min_premium=100), world) == [0]
    assert kept(TapeFilter(min_premium=10), world) == [0, 1]


def test_a_limit_larger_than_every_size_keeps_nothing() -> None:
    assert kept(TapeFilter(min_size=10**30), world_of(Print(1, size=5))) == []


def test_no_ticker_at_all_passes_an_empty_set_of_tickers() -> None:
    assert kept(TapeFilter(tickers=frozenset()), world_of(Print(1))) == []


def test_only_a_filter_that_asks_nothing_keeps_all() -> None:
    assert TapeFilter().keeps_all
    asking: list[dict[str, object]] = [
        {"tickers": frozenset()}, {"roots": frozenset({"SPY"})}, {"right": "C"}, {"min_size": 1}, {"min_premium": 0.5},
        {"single_leg": True},
    ]  # fmt: skip
    assert not any(TapeFilter(**fields).keeps_all for fields in asking)  # type: ignore[arg-type]


def test_a_span_is_answered_with_rows_of_the_tape() -> None:
    world = world_of(*[Print(1, size=n) for n in range(1, 11)])
    mask = FilterMask(TapeFilter(min_size=6), world.tape, world.contracts, SETS)
    assert mask.rows(3, 8).tolist() == [5, 6, 7]
    assert mask.rows(0, 3).tolist() == []


def test_a_contract_that_is_new_since_the_last_look_is_judged_by_all_that_is_asked() -> None:
    world = world_of(Print(1))
    asked = TapeFilter(roots=frozenset({"IWM"}), right="P")
    mask = FilterMask(asked, world.tape, world.contracts, SETS)
    assert mask.rows(0, 1).tolist() == []
    call, put = (world.contracts.add(f"O:IWM251219{right}00200000") for right in "CP")
    world.print(Print(1, contract=call), Print(1, contract=put), Print(1))
    assert mask.rows(0, 4).tolist() == [2]


def test_a_ticker_that_is_asked_for_before_it_is_known_passes_when_it_appears() -> None:
    world = world_of(Print(1))
    asked = TapeFilter(tickers=frozenset({"O:IWM251219C00200000"}))
    mask = FilterMask(asked, world.tape, world.contracts, SETS)
    assert mask.rows(0, 1).tolist() == []
    new = world.contracts.add("O:IWM251219C00200000")
    world.print(Print(1), Print(1, contract=new))
    assert mask.rows(0, 3).tolist() == [2]


def test_filtering_leaves_the_tape_as_it_was() -> None:
    world = world_of()
    batch = random_batch(1, 1000)
    world.tape.append(batch)
    kept(TapeFilter(min_size=500, min_premium=10, single_leg=True, right="C"), world)
    assert np.array_equal(world.tape.column("size", 0, 1000), batch.size)

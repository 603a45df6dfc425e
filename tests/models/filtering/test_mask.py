"""Filters: each field asks for one thing, and together they ask for all of it."""

from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.clock import utc_ms
from models.conditions import read_conditions
from models.filtering.mask import FilterMask
from models.filtering.tape_filter import TapeFilter
from models.filtering.text import parse_filter
from models.hours import EVENING_MS
from models.tape import BLOCK, Flag
from tests.models.filtering.plain_filter import kept as plainly_kept
from tests.models.filtering.random_filters import DAYS, TICKERS, TIMES_MS, WORDS, many_prints, print_lists, texts
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, SPY_P, MadeMarket, Print
from tests.models.random_batches import random_batch

_shares = st.dictionaries(st.sampled_from(TICKERS), st.sampled_from((10.0, 100.0, 150.0)))


def mask_of(asked: str | TapeFilter, market: MadeMarket) -> FilterMask:
    tape_filter = parse_filter(asked, market.venues) if isinstance(asked, str) else asked
    return FilterMask(tape_filter, market.tape, market.contracts, market.sets)


def market_of(*prints: Print) -> MadeMarket:
    """A market in which every print stands on the tape, whatever it repeats."""
    market = MadeMarket()
    market.print(*(replace(made, sequence=number) for number, made in enumerate(prints)))
    return market


def kept(asked: str | TapeFilter, market: MadeMarket) -> list[int]:
    rows: list[int] = mask_of(asked, market).rows(0, market.tape.end).tolist()
    return rows


SHARES = {SPY_C: 1000.0, NVDA: 10.0}
BEFORE_THE_EVENING = [at for at in TIMES_MS if at < EVENING_MS]


@pytest.mark.parametrize(
    "prints",
    [many_prints(DAYS, TIMES_MS, 500), *(many_prints([day], BEFORE_THE_EVENING, 100) for day in DAYS)],
    ids=["all", *map(str, DAYS)],
)
def test_every_word_alone_passes_what_it_says(prints: list[Print]) -> None:
    market = market_of(*prints)
    for ticker, number in SHARES.items():
        market.contracts.learn_multiplier(ticker, number)
    for word in WORDS:
        assert kept(word, market) == plainly_kept(word, prints, SHARES), word


def test_a_multiplier_that_is_learned_later_counts_from_then_on() -> None:
    market = market_of(Print(price=1.0, size=1), Print(NVDA, price=1.0, size=1))
    masks = [mask_of(text, market) for text in ("prem>=1k", "prem<1k")]
    assert [mask.rows(0, 2).tolist() for mask in masks] == [[], [0, 1]]
    market.contracts.learn_multiplier(SPY_C, 1000)
    assert [mask.rows(0, 2).tolist() for mask in masks] == [[0], [1]]


@settings(deadline=None, max_examples=250)
@given(texts, print_lists, _shares)
def test_what_passes_equals_a_plain_evaluation(text: str, prints: list[Print], shares: dict[str, float]) -> None:
    market = market_of(*prints)
    for ticker, number in shares.items():
        market.contracts.learn_multiplier(ticker, number)
    assert kept(text, market) == plainly_kept(text, prints, shares)


@settings(deadline=None, max_examples=100)
@given(texts, print_lists, st.randoms())
def test_rows_in_any_order_are_judged_as_in_their_span(text: str, prints: list[Print], random: Random) -> None:
    market = market_of(*prints)
    rows = [*range(len(prints))] * 2
    random.shuffle(rows)
    expected = set(plainly_kept(text, prints))
    assert mask_of(text, market).passes(np.array(rows)).tolist() == [row in expected for row in rows]


def test_rows_of_several_blocks_are_judged_together() -> None:
    market = market_of(Print(size=7))
    market.flood(2 * BLOCK)
    rows = np.array([2 * BLOCK, 0, BLOCK])
    assert mask_of("size>=5", market).passes(rows).tolist() == [False, True, False]
    assert mask_of("size>=5 SPY", market).passes(rows[:0]).tolist() == []


@settings(deadline=None, max_examples=60)
@given(texts, print_lists, print_lists, st.sampled_from(TICKERS))
@example("!multi", [Print(codes=())], [Print(codes=(232, number)) for number in range(300, 340)], NVDA)
def test_a_filter_knows_what_appears_after_it_was_made(
    text: str, first: list[Print], second: list[Print], learned: str
) -> None:
    market = market_of(*first)
    mask = mask_of(text, market)
    mask.rows(0, market.tape.end)
    number = len(first)
    market.print(*(replace(made, sequence=number + n) for n, made in enumerate(second)))
    market.contracts.learn_multiplier(learned, 1000.0)
    found = mask.rows(0, market.tape.end).tolist()
    assert found == plainly_kept(text, [*first, *second], {learned: 1000.0})


@pytest.mark.parametrize(
    ("price", "size", "premium"), [(0.57, 100, 5700), (1.15, 100, 11_500), (0.29, 100, 2900), (4.35, 100, 43_500)]
)
def test_a_premium_of_exactly_the_limit_passes_whatever_floats_make_of_it(
    price: float, size: int, premium: float
) -> None:
    market = market_of(Print(price=price, size=size))
    assert kept(TapeFilter(min_premium=premium), market) == kept(TapeFilter(max_premium=premium), market) == [0]
    assert kept(TapeFilter(min_premium=premium + 0.01), market) == []
    assert kept(TapeFilter(max_premium=premium - 0.01), market) == []


def test_a_limit_larger_than_every_size_keeps_nothing() -> None:
    assert kept(TapeFilter(min_size=10**30), market_of(Print(size=5))) == []


def test_no_ticker_at_all_passes_an_empty_set_of_tickers() -> None:
    assert kept(TapeFilter(tickers=frozenset()), market_of(Print())) == []


def test_tickers_are_found_whether_these_are_many_or_the_contracts_are() -> None:
    market = market_of(Print(), Print(NVDA), Print(SPY_P))
    many = frozenset({NVDA, SPY_P, *(f"O:IWM251219C{strike:08d}" for strike in range(1, 50))})
    assert kept(TapeFilter(tickers=many), market) == [1, 2]
    assert kept(TapeFilter(tickers=frozenset({NVDA})), market) == [1]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("auction", {227, 228, 233, 237, 238, 244}),
        ("cross", {229, 230, 234, 241}),
        ("floor", {231, 235, 239, 242, 245, 246}),
        ("iso", {219, 228, 230}),
        ("late", {202, 204, 206}),
        ("cancel", {201, 203, 205, 207}),
        ("ext", {248}),
        ("multi", {*range(232, 248)}),
        ("!single", {*range(232, 248)}),
        ("multi late", {202, 204, 206, *range(232, 248)}),
    ],
)
def test_each_group_holds_its_conditions(text: str, codes: set[int]) -> None:
    market = MadeMarket()
    known = sorted(market.sets.known)
    market.print(*(Print(SPY_C, codes=(code,), sequence=number) for number, code in enumerate(known)))
    assert {known[row] for row in kept(text, market)} == codes


def test_the_early_and_the_late_session_of_a_class_are_extended_hours() -> None:
    day = date(2025, 12, 1)
    at_night, at_noon, after_close = (utc_ms(day, minutes * 60_000) for minutes in (180, 720, 990))
    market = market_of(
        *(Print(ticker, time_ms=at) for ticker in (SPXW, NVDA) for at in (at_night, at_noon, after_close))
    )
    assert kept("ext", market) == [0]
    assert kept("!ext", market) == [1, 2, 3, 4, 5]


def test_an_evening_print_of_an_index_option_counts_its_days_from_the_next_trade_date() -> None:
    evening = utc_ms(date(2025, 11, 30), 20 * 3_600_000 + 15 * 60_000)
    market = market_of(Print(SPXW, time_ms=evening), Print(SPXW, time_ms=evening - 1), Print(SPY_C, time_ms=OPEN))
    assert kept("dte=0", market) == [0, 1]
    assert kept("dte=18", market) == [2]


def test_by_another_table_of_conditions_others_pass() -> None:
    market = market_of(Print(codes=(232,)), Print(codes=(233,)))
    mask = mask_of("multi", market)
    assert mask.rows(0, 2).tolist() == [0, 1]
    auto = market.sets.known[209]
    market.learn_conditions([*market.sets.known.values(), replace(auto, id=232)])
    assert mask.rows(0, 2).tolist() == [1]


def test_a_condition_that_no_table_knows_is_asked_for_by_its_number() -> None:
    market = MadeMarket()
    market.learn_conditions(read_conditions([]))
    market.print(Print(codes=(777,), sequence=1), Print(codes=(219,), sequence=2))
    assert kept("cond=777", market) == [0]
    assert kept("iso", market) == [1]
    assert kept("auction cross floor late cancel ext multi", market) == []


def test_what_was_cancelled_passes_as_before() -> None:
    market = market_of(Print(size=5), Print(size=7))
    before = kept("size>=5", market)
    market.tape.amend(0, Flag.CANCELLED)
    assert kept("size>=5", market) == before == [0, 1]


def test_a_span_is_answered_with_rows_of_the_tape() -> None:
    market = market_of(*(Print(size=n) for n in range(1, 11)))
    mask = mask_of("size>=6", market)
    assert mask.rows(3, 8).tolist() == [5, 6, 7]
    assert mask.rows(0, 3).tolist() == []
    assert mask.rows(4, 4).tolist() == []


def test_filtering_leaves_the_tape_as_it_was() -> None:
    market = MadeMarket()
    batch = random_batch(1, 1000)
    market.tape.append(batch)
    kept("size>=500 prem>=10 price<9 C !multi time>=00:00 dte>=0", market)
    for name in ("time_ms", "price", "size", "contract", "venue", "conditions"):
        assert np.array_equal(market.tape.column(name, 0, 1000), getattr(batch, name)), name

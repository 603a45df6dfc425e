"""Totals of what a filter keeps: the same as a plain recomputation, whatever comes, is cancelled and is filled in."""

import gzip
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.massive.wire import TradeDecoder
from models.clock import utc_ms
from models.filtering.mask import FilterMask
from models.filtering.tape_filter import TapeFilter
from models.filtering.text import parse_filter
from models.filtering.totals import FilterTotals
from models.tape import BLOCK, Flag
from models.totals import DayTotals, Totals, Traded
from tests.models.filtering.plain_filter import fact_of, passes
from tests.models.filtering.random_filters import texts
from tests.models.made_market import NVDA, SPXW, SPY_C, SPY_P, MadeMarket, Print
from tests.models.plain_figures import undone
from tests.models.plain_hours import plain_session

DAY = date(2025, 12, 1)
OPEN = utc_ms(DAY, 34_200_000)
PLAIN = TapeFilter()


class Desk:
    """A market and the totals of a filter, which is another one when a test says so."""

    def __init__(self, asked: TapeFilter = PLAIN, max_rows: int = 1_000_000) -> None:
        self.market = MadeMarket(max_rows)
        self.totals = FilterTotals(self.market.tape, self.market.sets, self.market.contracts)
        self.choose(asked)

    def choose(self, asked: TapeFilter) -> None:
        """Count through another filter."""
        market = self.market
        self.mask = FilterMask(asked, market.tape, market.contracts, market.sets)
        self.advance()

    def show(self, *prints: Print) -> None:
        """Let prints arrive, and count them."""
        self.market.print(*prints)
        self.advance()

    def advance(self) -> None:
        self.totals.advance(self.mask)

    @property
    def whole(self) -> Traded:
        return self.totals.totals().whole


def rounded(traded: Traded) -> Traded:
    """With a premium in whole cents: sums of floats depend on their order."""
    return replace(traded, premium=round(traded.premium, 2) + 0.0)


def whole_cents(totals: Totals) -> Totals:
    early, regular, late = map(rounded, totals.sessions)
    return Totals(rounded(totals.calls), rounded(totals.puts), (early, regular, late))


def plain_totals(text: str, prints: Sequence[Print], multipliers: dict[str, float]) -> tuple[Totals, int, int]:
    """Totals, the largest print, and how many pass and do not count, one print after the other."""
    facts = [fact_of(made) for made in prints]
    victims, _ = undone(facts)
    passing = [
        (number, made, fact)
        for number, (made, fact) in enumerate(zip(prints, facts, strict=True))
        if passes(text, fact, multipliers[made.ticker])
    ]
    kept = [(made, fact) for number, made, fact in passing if fact.counts and number not in victims]

    def traded(chosen: list[Print]) -> Traded:
        premium = sum(made.price * made.size * multipliers[made.ticker] for made in chosen)
        return rounded(Traded(len(chosen), sum(made.size for made in chosen), premium))

    calls, puts = (traded([made for made, _ in kept if made.ticker[-9] == right]) for right in "CP")
    early, regular, late = (
        traded([made for made, fact in kept if plain_session(fact) == session]) for session in range(3)
    )
    largest = max((made.size for made, _ in kept), default=0)
    return Totals(calls, puts, (early, regular, late)), largest, len(passing) - len(kept)


_moments = st.sampled_from(
    [
        utc_ms(DAY + timedelta(days=days), ms)
        for days, ms in [
            (0, 3_600_000), (0, 34_199_999), (0, 34_200_000), (0, 36_000_000), (0, 58_500_000), (0, 58_500_001),
            (0, 61_200_001), (0, 72_899_999), (0, 72_900_000), (1, 33_900_000), (1, 33_900_001), (1, 34_200_000),
        ]
    ]
)  # fmt: skip
_codes = st.sampled_from([(), (209,), (232,), (246,), (202,), (999,), (201,), (203,), (205,), (209, 201)])
_prints = st.builds(
    Print,
    st.sampled_from([SPY_C, SPY_P, SPXW.replace("251201", "251219")]),
    st.sampled_from([1.0, 2.35]),
    st.sampled_from([1, 2, 5000]),
    _codes,
    _moments,
    st.sampled_from([302, 308]),
)
_texts = st.just("") | texts
_multipliers = st.dictionaries(st.sampled_from([SPY_C, SPY_P]), st.sampled_from([10.0, 100.0, 150.0]))


def numbered(batches: list[list[Print]]) -> list[list[Print]]:
    """The same prints, none of which is the duplicate of another."""
    number = iter(range(10_000))
    return [[replace(made, sequence=next(number)) for made in batch] for batch in batches]


@settings(deadline=None, max_examples=150)
@given(_texts, _texts, st.lists(st.lists(_prints, min_size=1, max_size=12), max_size=6), _multipliers)
def test_totals_equal_a_plain_recomputation_after_every_batch(
    first: str, second: str, batches: list[list[Print]], learned: dict[str, float]
) -> None:
    desk, prints = Desk(parse_filter(first)), list[Print]()
    multipliers = dict.fromkeys([SPY_C, SPY_P, SPXW.replace("251201", "251219")], 100.0)
    for number, batch in enumerate(numbered(batches)):
        desk.show(*batch)
        prints += batch
        if number == 1:
            for ticker, shares in learned.items():
                desk.market.contracts.learn_multiplier(ticker, shares)
            multipliers |= learned
        if number >= 1:  # the view makes another mask where what passes depends on what was learned
            desk.choose(parse_filter(first if number == 1 else second))
        asked = second if number > 1 else first
        found = whole_cents(desk.totals.totals()), desk.totals.largest, desk.totals.not_counted
        assert found == plain_totals(asked, prints, multipliers)


@settings(deadline=None, max_examples=60)
@given(texts.map(parse_filter), st.lists(_prints, max_size=40), st.integers(1, 7))
def test_counting_in_slices_comes_to_the_same(asked: TapeFilter, prints: list[Print], rows: int) -> None:
    desk, sliced = Desk(asked), Desk(asked)
    (batch,) = numbered([prints])
    if batch:
        desk.show(*batch)
        sliced.market.print(*batch)
    sliced.choose(asked)
    market = sliced.market
    totals = FilterTotals(market.tape, market.sets, market.contracts)
    mask = FilterMask(asked, market.tape, market.contracts, market.sets)
    totals.advance(mask, rows)
    while totals.behind:
        assert 0 <= totals.progress < 1
        totals.advance(mask, rows)
    whole = whole_cents(desk.totals.totals())
    assert whole_cents(totals.totals()) == whole_cents(sliced.totals.totals()) == whole
    assert totals.not_counted == sliced.totals.not_counted == desk.totals.not_counted
    assert totals.progress == 1


def test_a_cancel_takes_out_and_one_that_is_withdrawn_puts_back() -> None:
    desk = Desk(TapeFilter(min_size=5))
    desk.show(Print(SPY_C, 2.0, 500, sequence=1), Print(SPY_P, 1.0, 7, sequence=2), Print(SPY_P, 1.0, 1, sequence=3))
    assert (desk.whole, desk.totals.largest) == (Traded(2, 507, 100_700.0), 500)
    desk.market.tape.amend(0, Flag.CANCELLED)
    desk.advance()
    assert (desk.whole, desk.totals.largest) == (Traded(1, 7, 700.0), 7)
    desk.market.tape.withdraw(0, Flag.CANCELLED)
    desk.advance()
    assert (desk.whole, desk.totals.largest) == (Traded(2, 507, 100_700.0), 500)


def test_what_passes_and_does_not_count_is_told_and_is_news() -> None:
    desk = Desk(TapeFilter(min_size=5))
    changes = desk.totals.changes
    desk.show(Print(SPY_C, 2.0, 500, (202,), sequence=1), Print(SPY_C, 2.0, 1, (202,), sequence=2))
    assert (desk.whole, desk.totals.not_counted) == (Traded(), 1)
    assert desk.totals.changes > changes
    desk.show(Print(SPY_C, 2.0, 70, sequence=3), Print(SPY_C, 2.0, 70, (201,), OPEN + 5, sequence=4))
    assert (desk.whole, desk.totals.not_counted) == (Traded(), 3), "the cancel, and what it undid"


def test_what_is_cancelled_and_taken_back_between_two_looks_changes_nothing() -> None:
    desk = Desk()
    desk.show(Print(SPY_C, 2.0, 5))
    changes = desk.totals.changes
    desk.market.tape.amend(0, Flag.CANCELLED)
    desk.market.tape.withdraw(0, Flag.CANCELLED)
    desk.advance()
    assert desk.whole == Traded(1, 5, 1000.0)
    assert desk.totals.changes == changes


def test_filled_prints_count_and_cancels_are_matched_anew_with_them() -> None:
    desk = Desk()
    desk.show(Print(SPY_C, 2.0, 5, sequence=1), Print(SPY_C, 2.0, 5, (201,), OPEN + 9, sequence=9))
    assert desk.whole == Traded()
    desk.market.fill(Print(SPY_C, 2.0, 5, time_ms=OPEN + 5, sequence=5))
    desk.advance()
    assert desk.whole == Traded(1, 5, 1000.0)


def test_a_multiplier_learned_late_changes_premiums_and_nothing_is_counted_again() -> None:
    desk = Desk()
    desk.show(Print(SPY_C, 2.0, 5), Print(NVDA, 1.0, 1))
    desk.market.contracts.learn_multiplier(SPY_C, 10)
    changes = desk.totals.changes
    desk.advance()
    assert desk.whole == Traded(2, 6, 200.0)
    assert desk.totals.changes > changes


def test_a_premium_with_an_assumed_multiplier_is_not_known_until_all_are_learned() -> None:
    desk = Desk()
    desk.show(Print(SPY_C, 2.0, 5), Print(NVDA, 1.0, 1))
    contracts = desk.market.contracts
    for learned, is_known in ((None, False), (SPY_C, False), (NVDA, True)):
        if learned:
            contracts.learn_multiplier(learned, 100)
            desk.advance()
        assert desk.whole.is_known is is_known
    assert desk.totals.totals().puts.is_known, "nothing in it is assumed"


def test_a_premium_is_known_again_when_all_with_an_assumed_multiplier_was_taken_back() -> None:
    desk = Desk()
    desk.market.contracts.learn_multiplier(SPY_C, 100)
    desk.show(Print(SPY_C, 2.0, 5), Print(NVDA, 1.0, 1, sequence=2), Print(NVDA, 1.5, 1, sequence=3))
    for price, is_known in ((1.0, False), (1.5, True)):
        assert not desk.whole.is_known
        desk.show(Print(NVDA, price, 1, codes=(201,), sequence=10))
        assert desk.whole.is_known is is_known
    desk.show(Print(NVDA, 1.0, 1, sequence=11))
    assert not desk.whole.is_known


def test_what_leaves_memory_stays_counted() -> None:
    desk = Desk(max_rows=BLOCK)
    desk.show(Print(SPY_P, 3.0, 9))
    for _ in range(3):
        desk.market.flood(BLOCK)
        desk.advance()
    assert desk.market.tape.first > 0
    assert desk.whole.trades == 1 + 3 * BLOCK
    assert desk.totals.totals().puts == Traded(1, 9, 2700.0)
    assert desk.totals.largest == 9


def test_by_another_table_of_conditions_everything_is_counted_anew() -> None:
    desk = Desk()
    desk.show(Print(SPY_C, 2.0, 5), Print(SPY_C, 2.0, 70, (202,)))
    assert desk.whole == Traded(1, 5, 1000.0)
    desk.market.sets.learn([])  # of an unknown condition the volume counts
    desk.advance()
    assert (desk.whole, desk.totals.largest) == (Traded(2, 75, 15_000.0), 70)


@pytest.mark.parametrize(("name", "trades"), [("real_VIX_2016-06-01", 2295), ("real_SPY_240621C500_2024-06-14", 98)])
def test_of_a_real_day_whatever_is_kept_and_all_contracts_come_to_the_same(
    recordings: Path, name: str, trades: int
) -> None:
    desk = Desk()
    market = desk.market
    decoder = TradeDecoder(market.contracts, market.sets)
    with gzip.open(recordings / f"{name}.jsonl.gz") as file:
        lines = file.read().splitlines()
    for at in range(0, len(lines), 100):
        market.take(decoder.batch([b"[" + b",".join(lines[at : at + 100]) + b"]"], [0], None))
        desk.advance()
    assert market.tape.end == trades
    of_day = DayTotals(market.stats, market.contracts)
    expected = whole_cents(of_day.of_all(of_day.by_underlying()))
    assert whole_cents(desk.totals.totals()) == expected
    assert expected.whole.trades > 0.9 * trades


def test_a_count_that_begins_when_trades_had_left_memory_is_partial() -> None:
    desk = Desk(max_rows=BLOCK)
    for _ in range(3):
        desk.market.flood(BLOCK)
    assert not desk.totals.is_partial
    desk.choose(TapeFilter(right="C"))
    assert desk.totals.is_partial


def test_a_count_that_was_left_alone_until_trades_had_left_memory_is_partial() -> None:
    desk = Desk(max_rows=BLOCK)
    desk.market.flood(10)
    desk.advance()
    for _ in range(3):
        desk.market.flood(BLOCK)
    assert not desk.totals.is_partial
    desk.advance()
    assert desk.totals.is_partial


@pytest.mark.parametrize("looks", [True, False])
def test_a_count_is_partial_where_a_cancel_is_seen_after_its_trade_left_memory(looks: bool) -> None:
    desk = Desk(max_rows=BLOCK)
    desk.show(Print(SPY_C, size=7))
    desk.market.flood(2 * BLOCK - 10)
    while desk.totals.behind:
        desk.advance()
    desk.market.print(Print(SPY_C, size=7, codes=(201,)))
    if looks:
        desk.advance()
    flooded = 2 * BLOCK - 10
    while not desk.market.tape.first:
        desk.market.flood(20)
        flooded += 20
    desk.advance()
    assert desk.market.tape.first == BLOCK
    assert desk.totals.is_partial is not looks
    assert desk.whole.volume == flooded + (0 if looks else 7), "what nobody can look at stays counted"

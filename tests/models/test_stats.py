"""Figures of each contract: the same as a plain recomputation, whatever the order, the codes and the cancels."""

import gzip
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from feeds.massive.wire import TradeDecoder
from models.cancels import CancelMatcher
from models.clock import MarketClock, day_from_number, utc_ms
from models.conditions import Condition, ConditionSets, read_conditions
from models.market import Market
from models.stats import ContractStats
from models.tape import BLOCK, Flag, Tape
from tests.models.against_plain import assert_plain
from tests.models.plain_figures import Figures, figures, undone
from tests.models.plain_prints import Fact
from tests.models.plain_recording import recorded
from tests.models.tick_tapes import SPXW, SPY, Print, World

DAY = date(2025, 12, 1)
OPEN, CLOSE = 34_200_000, 57_600_000
NAMES = (SPY, SPXW)
SETS = World().sets


class Counted:
    """A tape whose prints are counted: contract 0 an SPY call, contract 1 an SPXW call."""

    def __init__(self, max_rows: int = 1_000_000, conditions: Sequence[Condition] = ()) -> None:
        self.world = World(Tape(max_rows), ConditionSets(conditions) if conditions else SETS)
        self.stats = ContractStats(self.world.tape, self.world.sets, self.world.contracts)
        self.cancels = CancelMatcher(self.world.tape, self.world.sets, self.world.contracts, self.stats.settled)

    def print(self, *prints: Print, filled: bool = False) -> None:
        self.world.tape.append(self.world.batch(prints, filled=filled))
        self.cancels.advance()
        self.stats.advance()
        self.stats.settle()
        self.world.tape.trim()

    def flags(self) -> list[int]:
        """Flags by row."""
        flags: list[int] = self.world.tape.column("flags", 0, self.world.tape.end).tolist()
        return flags

    def of(self, contract: int = 0) -> dict[str, float]:
        names = ("trades", "volume", "last", "open", "high", "low", "size")
        figures_now = {name: getattr(self.stats, name)[contract].item() for name in names}
        return figures_now | {"premium": self.stats.premium(contract)}


def at(ms_of_day: int, *codes: int, price: float = 1.0, size: int = 1, contract: int = 0, day: date = DAY) -> Print:
    return Print(utc_ms(day, ms_of_day), price, size, codes, contract)


def fact_of(made: Print) -> Fact:
    name = NAMES[made.contract]
    return Fact(name, made.time_ms, made.price, made.size, made.venue, made.codes, is_index=name == SPXW)


def assert_same(stats: ContractStats, contract: int, plain: Figures | None) -> None:
    """The figures of a contract id are those of the plain recomputation."""
    if plain is None:
        assert (stats.trades[contract], stats.volume[contract], stats.premium(contract)) == (0, 0, 0)
        assert np.isnan(stats.last[contract])
        return
    assert day_from_number(int(stats.day[contract])) == plain.day
    assert (stats.trades[contract], stats.volume[contract]) == (plain.trades, plain.volume)
    assert stats.premium(contract) == pytest.approx(plain.premium, abs=1e-6)
    assert stats.vwap(contract) == (None if plain.vwap is None else pytest.approx(plain.vwap))
    for name in ("last", "open", "high", "low"):
        price = getattr(stats, name)[contract].item()
        assert (None if np.isnan(price) else price) == getattr(plain, name), name
    if plain.time_ms is not None:
        assert (stats.time_ms[contract], stats.size[contract]) == (plain.time_ms, plain.size)
    else:
        assert stats.size[contract] == 0


_moments = st.sampled_from(
    [
        utc_ms(DAY + timedelta(days=days), ms)
        for days, ms in [
            (0, 3_600_000), (0, OPEN - 1), (0, OPEN), (0, OPEN + 1), (0, OPEN + 2), (0, 58_500_000), (0, 58_500_001),
            (0, 72_899_999), (0, 72_900_000), (0, 86_399_999), (1, 0), (1, 3_600_000), (1, OPEN), (1, OPEN + 1),
        ]
    ]
)  # fmt: skip
_codes = st.sampled_from(
    [
        (), (209,), (219,), (232,), (208,), (246,), (247,), (248,), (202,), (204,), (206,), (999,), (212, 209),
        (209, 232), (209, 246), (209, 202), (999, 202), (201,), (203,), (205,), (207,), (209, 201), (999, 205),
    ]
)  # fmt: skip
_prints = st.builds(
    Print,
    _moments,
    st.sampled_from([1.0, 1.1, 2.35]),
    st.sampled_from([1, 2]),
    _codes,
    st.sampled_from([0, 1]),
    st.sampled_from([302, 308]),
)


@settings(deadline=None, max_examples=120)
@given(st.lists(st.lists(_prints, min_size=1, max_size=12), max_size=8))
def test_figures_equal_a_plain_recomputation_after_every_batch(batches: list[list[Print]]) -> None:
    counted, facts = Counted(), list[Fact]()
    for batch in batches:
        counted.print(*batch)
        facts += map(fact_of, batch)
        plain = figures(facts)
        for contract, name in enumerate(NAMES):
            assert_same(counted.stats, contract, plain.get(name))


@settings(deadline=None, max_examples=100)
@given(st.lists(_prints, min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_how_prints_are_cut_into_batches(prints: list[Print], chance: random.Random) -> None:
    whole, cut = Counted(), Counted()
    whole.print(*prints)
    left = list(prints)
    while left:
        count = chance.randint(1, len(left))
        cut.print(*left[:count])
        del left[:count]
    for contract, name in enumerate(NAMES):
        assert_same(whole.stats, contract, figures([fact_of(p) for p in prints]).get(name))
        assert cut.of(contract) == pytest.approx(whole.of(contract), nan_ok=True)


@settings(deadline=None, max_examples=40)
@given(st.lists(_prints, min_size=1, max_size=15), st.lists(_prints, min_size=1, max_size=15))
def test_figures_across_the_edge_of_a_block_equal_a_plain_recomputation(
    before: list[Print], after: list[Print]
) -> None:
    counted = Counted()
    filler = Print(utc_ms(DAY, OPEN), codes=(202,), size=9, contract=0)
    counted.print(*[filler] * (BLOCK - len(before)))
    counted.print(*before)
    counted.print(*after)
    plain = figures([fact_of(p) for p in [filler, *before, *after]])
    for contract, name in enumerate(NAMES):
        assert_same(counted.stats, contract, plain.get(name))


@pytest.mark.parametrize(
    ("name", "rows", "contracts", "series"),
    [("real_VIX_2016-06-01", 2295, 306_679, 230), ("real_SPY_240621C500_2024-06-14", 98, 682, 1)],
)
def test_figures_of_a_real_day_equal_a_plain_recomputation(
    recordings: Path, name: str, rows: int, contracts: int, series: int
) -> None:
    market = Market(
        resources.table("massive_conditions"),
        resources.table("massive_exchanges"),
        MarketClock(lambda: 0, follows_prints=True),
    )
    decoder = TradeDecoder(market.contracts, market.sets)
    with gzip.open(recordings / f"{name}.jsonl.gz") as file:
        lines = file.read().splitlines()
    chance = random.Random(5)
    while lines:
        count = chance.randint(1, 300)
        market.take(decoder.batch([b"[" + b",".join(lines[:count]) + b"]"], [0], None))
        del lines[:count]
    tape = market.tape
    assert (tape.end, int(tape.column("size", 0, tape.end).sum()), len(market.contracts)) == (rows, contracts, series)
    assert decoder.malformed.count == 0
    facts = recorded(recordings / f"{name}.jsonl.gz")
    plain = figures(facts)
    assert len(plain) == series
    assert_plain(market, plain)
    victims, unmatched = undone(facts)
    flags = tape.column("flags", 0, rows)
    assert set(np.flatnonzero(flags & Flag.CANCELLED).tolist()) == victims
    assert set(np.flatnonzero(flags & Flag.UNMATCHED).tolist()) == unmatched
    assert sum(f.volume for f in plain.values()) == market.stats.volume.sum()


def test_a_contract_that_never_traded_has_no_figures() -> None:
    counted = Counted()
    counted.stats.advance()
    assert counted.of() == pytest.approx(
        {"trades": 0, "volume": 0, "premium": 0, "size": 0} | dict.fromkeys(("last", "open", "high", "low"), np.nan),
        nan_ok=True,
    )
    assert counted.stats.vwap(0) is None


def test_premium_counts_the_shares_of_the_contract() -> None:
    counted = Counted()
    counted.world.contracts.multiplier[0] = 10
    counted.print(at(OPEN, 209, price=1.5, size=2), at(OPEN, 209, price=1.5, size=2, contract=1))
    assert counted.stats.premiums(np.arange(2)).tolist() == [30.0, 300.0]


def test_a_multiplier_that_is_learned_late_changes_the_premium_at_once() -> None:
    counted = Counted()
    counted.print(at(OPEN, 209, price=1.5, size=2), at(OPEN, 209, price=2.0, contract=1))
    assert (counted.stats.premium(0), counted.stats.total_premium()) == (300.0, 500.0)
    counted.world.contracts.learn_multiplier(SPY, 10)
    assert (counted.stats.premium(0), counted.stats.total_premium()) == (30.0, 230.0)
    counted.world.contracts.learn_multiplier("O:QQQ251219C00500000", 10)
    assert counted.stats.total_premium() == 230.0


def test_a_contract_whose_prints_were_all_taken_back_has_a_premium_of_nothing() -> None:
    counted = Counted()
    prices = (0.01, 0.29, 0.07)  # taken away in turn they leave -3.6e-15
    counted.print(*(at(OPEN + n, 209, price=price, size=3) for n, price in enumerate(prices)))
    counted.print(*(at(OPEN + 9, 201, price=price, size=3) for price in prices))
    assert (counted.of()["trades"], counted.stats.vwap(0)) == (0, None)
    assert str(counted.of()["premium"]) == "0.0"


def test_a_print_that_was_taken_back_in_its_own_batch_is_not_counted() -> None:
    counted = Counted()
    counted.print(at(OPEN, 209, price=5.0), at(OPEN + 1, 209, price=6.0), at(OPEN + 2, 201, price=6.0))
    assert (counted.of()["volume"], counted.of()["last"], counted.of()["high"]) == (1, 5.0, 5.0)


def test_an_amendment_of_another_kind_takes_nothing_back() -> None:
    counted = Counted()
    counted.print(at(OPEN, 209, price=5.0))
    counted.world.tape.amend(0, Flag.UNMATCHED)
    counted.stats.advance()
    assert (counted.of()["volume"], counted.of()["last"]) == (1, 5.0)


def test_prints_of_the_day_before_leave_the_figures_of_the_new_day_alone() -> None:
    counted = Counted()
    counted.print(at(OPEN, 209, price=5.0, day=DAY + timedelta(days=1)))
    before = counted.of()
    counted.print(at(CLOSE, 209, price=9.0), at(CLOSE, 201, price=9.0))
    assert counted.of() == before


def test_an_evening_print_of_an_index_starts_the_next_day_and_moves_no_price() -> None:
    counted = Counted()
    counted.print(at(OPEN, 209, price=5.0, contract=1))
    counted.print(at(72_900_000, 209, price=7.0, size=3, contract=1))
    assert day_from_number(int(counted.stats.day[1])) == DAY + timedelta(days=1)
    assert counted.of(1)["volume"] == 3
    assert np.isnan(counted.of(1)["last"])


def test_a_print_of_the_first_milliseconds_of_1970_is_counted_like_any_other() -> None:
    counted = Counted()
    counted.print(Print(1, 2.0), Print(2, 3.0), Print(3, 3.0, codes=(201,)))
    assert (counted.of()["volume"], counted.of()["last"]) == (1, 2.0)


def test_contracts_that_appear_later_get_figures_of_their_own() -> None:
    counted = Counted()
    counted.print(at(OPEN, 209))
    new = counted.world.contracts.add("O:QQQ251219C00500000")
    counted.print(at(OPEN, 209, price=7.0, contract=new))
    assert (counted.of(new)["last"], counted.of(0)["last"]) == (7.0, 1.0)


def test_trimming_memory_changes_no_figure() -> None:
    small, large = Counted(max_rows=30_000), Counted()
    rng = np.random.default_rng(3)
    for _ in range(4):
        columns = (rng.integers(0, top, 30_000).tolist() for top in (10_000, 99, 2))
        prints = [at(OPEN + ms, 209, price=float(price), contract=n) for ms, price, n in zip(*columns, strict=True)]
        for counted in (small, large):
            counted.print(*prints)
    assert small.world.tape.first > 0
    assert [small.of(0), small.of(1)] == [large.of(0), large.of(1)]


def test_a_cancel_after_its_day_left_memory_leaves_the_prices_that_stand_on_what_left() -> None:
    counted = Counted(max_rows=1)
    counted.print(at(OPEN, 209, price=9.0), at(OPEN, 209, price=1.0))
    counted.print(*[at(OPEN, 209, price=5.0, contract=1)] * (2 * BLOCK))
    counted.print(at(OPEN + 1, 209, price=5.0, size=3))
    counted.print(at(OPEN + 2, 203, price=5.0, size=3))
    assert counted.world.tape.first > 2
    figures_now = counted.of()
    assert (figures_now["trades"], figures_now["volume"], figures_now["premium"]) == (2, 2, 1000.0)
    assert (figures_now["last"], figures_now["size"]) == (1.0, 1)
    assert (figures_now["high"], figures_now["low"], figures_now["open"]) == (9.0, 1.0, 9.0)


def test_filled_prints_that_left_memory_stay_at_their_place_in_time() -> None:
    counted = Counted(max_rows=1)
    counted.print(at(OPEN, 209, price=5.0), at(OPEN + 5, 209, price=6.0))
    counted.print(at(OPEN - 1, 209, price=4.0), at(OPEN + 4, 209, price=9.0), filled=True)
    before = counted.of()
    counted.print(*[at(OPEN, 209, contract=1)] * (2 * BLOCK))
    counted.print(at(OPEN + 4, 209, price=7.0), filled=True)
    counted.print(at(OPEN + 6, 209, price=8.0), at(OPEN + 7, 203, price=8.0))
    assert counted.world.tape.first > 3
    assert counted.of() == before | {"trades": 5, "volume": 5, "premium": 3100.0}


@settings(deadline=None, max_examples=100)
@given(st.lists(_prints, min_size=1, max_size=25), st.lists(_prints, max_size=8))
def test_a_table_that_is_learned_late_counts_all_anew_as_if_it_had_been_known(
    before: list[Print], after: list[Print]
) -> None:
    right = read_conditions(resources.table("massive_conditions"))
    # before it was learned 209 was a cancel, and 201, 202 and 246 were unknown
    wrong = [replace(c, group="cancel") if c.id == 209 else c for c in right if c.id not in (201, 202, 246)]
    late, known = Counted(conditions=wrong), Counted(conditions=right)
    late.print(*before)
    late.world.sets.learn(right)
    late.print(*after)
    known.print(*before, *after)
    for contract in (0, 1):
        assert late.of(contract) == pytest.approx(known.of(contract), nan_ok=True)
    assert late.flags() == known.flags()


def test_what_left_memory_stays_as_it_was_counted_when_a_table_is_learned() -> None:
    right = read_conditions(resources.table("massive_conditions"))
    counted = Counted(max_rows=1, conditions=[c for c in right if c.id != 202])
    counted.print(at(OPEN, 202, price=5.0), *[at(OPEN, 209, contract=1)] * (2 * BLOCK), at(OPEN, 202, price=5.0))
    counted.world.sets.learn(right)
    counted.stats.advance()
    assert counted.of()["volume"] == 1

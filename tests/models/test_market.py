"""The one way in for new trades: tape, cancels, figures and time are in step after each batch."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import resources
from models.batch import TradeBatch
from models.clock import MarketClock, utc_ms
from models.gaps import Gap
from models.market import Market
from models.tape import Flag
from tests.models.random_batches import random_batch

OPEN = utc_ms(date(2025, 12, 1), 34_200_000)
_FIRST_PRINT = """
import sys
from models.market import load_ahead
from tests.models.made_market import MadeMarket, Print
load_ahead()
market = MadeMarket()
batch = market.batch([Print()])
known = set(sys.modules)
market.take(batch)
print(*sorted(set(sys.modules) - known))
"""
A, B, C = "O:SPY251219C00650000", "O:SPY251219P00650000", "O:QQQ251219C00600000"


@pytest.fixture
def market() -> Market:
    made = Market(
        resources.table("massive_conditions"),
        resources.table("massive_exchanges"),
        MarketClock(lambda: 0, follows_prints=True),
    )
    for ticker in (A, B, C):
        made.contracts.add(ticker)
    return made


def batch(market: Market, *prints: tuple[int, int, float, int]) -> TradeBatch:
    """Prints of (ms since the open, contract, price, code)."""
    made = random_batch(1, len(prints))
    made.time_ms[:] = [OPEN + ms for ms, _, _, _ in prints]
    made.contract[:] = [contract for _, contract, _, _ in prints]
    made.price[:] = [price for _, _, price, _ in prints]
    made.size[:] = 2
    made.venue[:] = 302
    made.conditions[:] = [market.sets[code,] for _, _, _, code in prints]
    return made


def test_a_batch_is_on_the_tape_counted_and_its_cancels_undone(market: Market) -> None:
    market.take(batch(market, (0, 0, 1.5, 209), (1, 0, 9.0, 209), (2, 0, 9.0, 203), (3, 1, 2.0, 209)))
    assert market.tape.end == 4
    assert market.tape.column("flags", 0, 4).tolist() == [0, Flag.CANCELLED, 0, 0]
    assert (market.stats.volume.tolist(), market.stats.high[0]) == ([2, 2, 0], 1.5)


def test_the_clock_follows_the_newest_print_of_all_batches(market: Market) -> None:
    assert market.clock.now_ms() is None
    market.take(batch(market, (50, 0, 1.0, 209), (20, 0, 1.0, 209)))
    market.take(batch(market, (40, 0, 1.0, 209)))
    assert market.clock.now_ms() == OPEN + 50


def test_an_empty_batch_changes_nothing(market: Market) -> None:
    market.take(random_batch(1, 0))
    assert (market.tape.end, market.clock.now_ms()) == (0, None)


def test_the_most_traded_contracts_come_first_and_those_without_a_trade_not_at_all(market: Market) -> None:
    assert market.most_traded(5) == []
    market.take(batch(market, (0, 1, 1.0, 209), (1, 0, 1.0, 209), (2, 1, 1.0, 209), (3, 2, 1.0, 204)))
    assert market.most_traded(5) == [B, A]
    assert market.most_traded(1) == [B]


def test_of_equally_traded_contracts_the_one_seen_first_comes_first(market: Market) -> None:
    more = [f"O:QQQ251219P{strike:08d}" for strike in range(1, 400)]
    for ticker in more:
        market.contracts.add(ticker)
    every = [A, B, C, *more]
    market.take(batch(market, *[(0, n, 1.0, 209) for n in reversed(range(len(every))) for _ in range(1 + n % 2)]))
    assert market.most_traded(len(every)) == [*every[1::2], *every[::2]]


def test_memory_is_kept_to_what_was_asked_and_the_figures_stay() -> None:
    market = Market([], [], MarketClock(lambda: 0, follows_prints=True), max_rows=100_000)
    for ticker in (A, B, C):
        market.contracts.add(ticker)
    sizes = 0
    for seed in range(8):
        part = random_batch(seed, 50_000)
        sizes += int(part.size.sum())
        market.take(part)
    assert (market.tape.end, market.tape.first > 0) == (400_000, True)
    assert (int(market.stats.trades.sum()), int(market.stats.volume.sum())) == (400_000, sizes)
    assert np.isfinite(market.stats.last[:3]).all()


def test_what_comes_again_after_a_gap_is_on_the_tape_once_and_counted_once(market: Market) -> None:
    first = batch(market, (0, 0, 1.0, 209), (1, 0, 2.0, 209))
    market.take(replace(first, gaps=(Gap(0, OPEN),)))
    market.take(first)
    market.take(replace(first, filled=True))
    assert (market.tape.end, market.duplicates.dropped, market.stats.trades[0]) == (2, 4, 2)


def test_news_of_a_gap_are_no_cut(market: Market) -> None:
    first = batch(market, (0, 0, 1.0, 209))
    market.take(replace(first, gaps=(Gap(0, OPEN),)))
    later = batch(market, (5, 0, 1.0, 209))
    market.take(replace(later, gaps=(Gap(0, OPEN, OPEN + 5),)))
    market.take(later)
    assert (market.tape.end, market.duplicates.dropped, market.duplicates.repeats) == (3, 0, 1)


def test_filled_trades_do_not_move_the_clock_back(market: Market) -> None:
    market.take(batch(market, (50, 0, 1.0, 209)))
    market.take(replace(batch(market, (20, 0, 3.0, 209)), filled=True))
    assert (market.clock.now_ms(), market.stats.last[0], market.stats.open[0]) == (OPEN + 50, 1.0, 3.0)


def test_once_loaded_ahead_the_first_print_waits_for_no_import() -> None:
    command = [sys.executable, "-c", _FIRST_PRINT]
    ran = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []

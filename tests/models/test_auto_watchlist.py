"""A watchlist that makes itself of the most traded contracts, until somebody takes it over."""

from collections.abc import Callable, Sequence

import pytest

from models.auto_watchlist import FIRST_S, FIRST_TRADES, NAME, SIZE, AutoWatchlist
from models.clock import MarketClock
from models.contract import parse_ticker
from models.market import Market
from models.watchlist import WatchItem, Watchlist
from tests.models.random_batches import random_batch


def ticker(strike: int) -> str:
    return f"O:SPY251219C{strike * 1000:08d}"


class Trading:
    """A market and a list that fills itself."""

    def __init__(self, *listed: int) -> None:
        self.market = Market([], [], MarketClock(lambda: 0, follows_prints=True))
        self.watchlist = Watchlist("Mine", [WatchItem(parse_ticker(ticker(strike))) for strike in listed])
        self.auto = AutoWatchlist(self.watchlist, self.market)

    def trade(self, trades: Sequence[tuple[int, int]]) -> None:
        """Let contracts trade: (strike, how often)."""
        ids = [self.market.contracts.add(ticker(strike)) for strike, count in trades for _ in range(count)]
        batch = random_batch(1, len(ids))
        batch.contract[:] = ids
        self.market.take(batch)

    def strikes(self) -> list[int]:
        return [item.contract.strike_milli // 1000 for item in self.watchlist]


def test_an_empty_list_is_filled_after_enough_time_with_the_most_traded_first() -> None:
    trading = Trading()
    trading.trade([(10, 1), (20, 3), (30, 2)])
    assert not trading.auto.advance(100.0)
    assert not trading.auto.advance(100.0 + FIRST_S - 0.01)
    assert trading.strikes() == []
    assert trading.auto.advance(100.0 + FIRST_S)
    assert trading.strikes() == [20, 30, 10]
    assert (trading.watchlist.name, trading.watchlist.modified) == (NAME, False)


def test_an_empty_list_is_filled_at_once_after_enough_trades() -> None:
    trading = Trading()
    trading.trade([(10, FIRST_TRADES - 1)])
    assert not trading.auto.advance(0.0)
    trading.trade([(20, 1)])
    assert trading.auto.advance(0.0)
    assert trading.strikes() == [10, 20]


def test_time_before_the_first_trade_does_not_count() -> None:
    trading = Trading()
    for now_s in (0.0, 50.0, 100.0):
        trading.auto.advance(now_s)
    trading.trade([(10, 1)])
    assert not trading.auto.advance(100.0)
    assert trading.auto.advance(100.0 + FIRST_S)


def test_contracts_that_trade_later_are_added_at_the_end_so_that_no_row_moves() -> None:
    trading = Trading()
    trading.trade([(10, FIRST_TRADES)])
    trading.auto.advance(0.0)
    trading.trade([(20, 2 * FIRST_TRADES), (5, 1)])
    assert trading.auto.advance(0.1)
    assert trading.strikes() == [10, 20, 5]
    assert not trading.auto.advance(0.2)


def test_the_list_stops_growing_when_it_is_full() -> None:
    trading = Trading()
    trading.trade([(strike, FIRST_TRADES) for strike in range(1, SIZE + 10)])
    trading.auto.advance(0.0)
    assert trading.strikes() == list(range(1, SIZE + 1))
    trading.trade([(500, 9 * FIRST_TRADES)])
    assert not trading.auto.advance(9.0)
    assert len(trading.watchlist) == SIZE


def test_a_list_that_is_nearly_full_takes_no_more_than_it_has_room_for() -> None:
    trading = Trading()
    trading.trade([(strike, FIRST_TRADES) for strike in range(1, SIZE - 1)])
    trading.auto.advance(0.0)
    trading.trade([(strike, 2 * FIRST_TRADES) for strike in range(100, 100 + SIZE)])
    trading.auto.advance(0.1)
    assert trading.strikes() == [*range(1, SIZE - 1), 100, 101]


def test_when_the_source_has_ended_the_list_is_made_anew_of_all_of_it() -> None:
    trading = Trading()
    trading.trade([(10, FIRST_TRADES)])
    trading.auto.advance(0.0)
    trading.trade([(20, 2 * FIRST_TRADES)])
    trading.auto.finish()
    assert trading.strikes() == [20, 10]
    assert not trading.watchlist.modified


def test_a_source_that_ends_early_fills_the_list_without_waiting() -> None:
    trading = Trading()
    trading.trade([(10, 2)])
    trading.auto.finish()
    assert trading.strikes() == [10]


def test_a_source_without_a_trade_leaves_the_list_empty_and_its_name_alone() -> None:
    trading = Trading()
    trading.auto.advance(0.0)
    trading.auto.finish()
    assert (trading.strikes(), trading.watchlist.name) == ([], "Mine")


def test_a_list_that_has_an_owner_is_left_alone() -> None:
    trading = Trading(77)
    assert not trading.auto.active
    trading.trade([(10, FIRST_TRADES)])
    assert not trading.auto.advance(9.0)
    trading.auto.finish()
    assert (trading.strikes(), trading.watchlist.name) == ([77], "Mine")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda listed: listed.add([WatchItem(parse_ticker(ticker(99)))]), id="add"),
        pytest.param(lambda listed: listed.remove([0]), id="remove"),
        pytest.param(lambda listed: listed.move(0, 1, 2), id="move"),
        pytest.param(lambda listed: listed.set_note(0, "mine"), id="note"),
        pytest.param(lambda listed: listed.rename("mine"), id="rename"),
    ],
)
def test_whoever_changes_the_list_owns_it_from_then_on(change: Callable[[Watchlist], object]) -> None:
    trading = Trading()
    trading.trade([(10, FIRST_TRADES), (20, 1)])
    trading.auto.advance(0.0)
    change(trading.watchlist)
    assert not trading.auto.active
    before = list(trading.watchlist)
    trading.trade([(30, FIRST_TRADES)])
    trading.auto.advance(9.0)
    trading.auto.finish()
    assert list(trading.watchlist) == before


def test_a_list_that_was_let_go_may_change_without_being_filled() -> None:
    trading = Trading()
    trading.auto.stop()
    trading.auto.stop()
    trading.trade([(10, FIRST_TRADES)])
    trading.auto.advance(9.0)
    trading.auto.finish()
    assert trading.strikes() == []

"""What the simulated market knows of its past and of its day."""

from datetime import date, timedelta
from itertools import pairwise

import msgspec
import numpy as np
import pytest

from feeds.venue.market.log import StreamLog
from feeds.venue.market.past import REACH
from feeds.venue.market.shape import OPEN_MS
from feeds.venue.market.simulation import simulate
from feeds.venue.market.source import SimulatedMarket
from feeds.venue.market.spot import day_return, opening, spot_path
from models.clock import eastern, utc_ms
from models.trading_days import trading_days

DAY = date(2025, 12, 1)
SPY = "O:SPY251219C00680000"


@pytest.fixture(scope="module")
def market() -> SimulatedMarket:
    return SimulatedMarket(1, DAY)


def test_its_own_day_is_known_as_far_as_it_has_been_streamed() -> None:
    market = SimulatedMarket(1, DAY)
    batch = next(market.batches())
    events = [msgspec.json.decode(event) for event in batch.events]
    ticker = events[0]["sym"]
    assert market.prints(ticker, DAY, DAY) == []
    for count in (1, 100, len(events)):
        market.released(count)
        told = [
            (p.time_ms, p.price, p.size, p.exchange, [*p.conditions], p.sequence)
            for p in market.prints(ticker, DAY, DAY)
        ]
        streamed = [event for event in events[:count] if event["sym"] == ticker]
        assert told == [(e["t"], e["p"], e["s"], e["x"], e["c"], e["q"]) for e in streamed]


def test_earlier_days_are_the_same_each_time_and_for_each_seed(market: SimulatedMarket) -> None:
    before = date(2025, 11, 24)
    first = market.prints(SPY, before, DAY)
    assert first == SimulatedMarket(1, DAY).prints(SPY, before, DAY)
    assert first != SimulatedMarket(2, DAY).prints(SPY, before, DAY)
    days = {eastern(found.time_ms).date() for found in first}
    assert days == {date(2025, 11, 24), date(2025, 11, 25), date(2025, 11, 26), date(2025, 11, 28)}
    assert all(a.time_ns <= b.time_ns for a, b in pairwise(first))
    assert {found.exchange for found in first} > {302, 313}


def test_prices_of_the_past_follow_the_underlyings_walk(market: SimulatedMarket) -> None:
    for day in (date(2025, 11, 21), date(2025, 11, 26)):
        last = market.prints("O:SPY251219C00600000", day, day)[-1]
        spot = spot_path("SPY", 1, day, DAY)[(last.time_ms - utc_ms(day, OPEN_MS)) // 500]
        assert spot - 600 - 0.5 < last.price < spot - 600 + 8


@pytest.mark.parametrize("ticker", ["O:SPY251219C00680500", "O:XYZ251219C00100000", "SPY", "O:SPX251201C06800000"])
def test_what_is_not_listed_has_no_past(market: SimulatedMarket, ticker: str) -> None:
    assert market.prints(ticker, date(2025, 11, 3), DAY) == []


def test_the_past_is_bounded_and_the_future_empty(market: SimulatedMarket) -> None:
    assert market.prints(SPY, date(1990, 1, 1), DAY - REACH - timedelta(days=1)) == []
    assert market.prints(SPY, DAY + timedelta(days=1), date(2099, 1, 1)) == []


@pytest.mark.parametrize("name", ["SPX", "SPY", "VIX", "TSLA"])
def test_each_days_walk_leads_to_the_next_days_opening(name: str) -> None:
    days = trading_days(date(2025, 11, 10), DAY)
    for day, after in pairwise(days):
        assert opening(name, 1, after, DAY) == pytest.approx(
            opening(name, 1, day, DAY) * np.exp(day_return(name, 1, day))
        )
        assert spot_path(name, 1, day, DAY)[0] == opening(name, 1, day, DAY)


def test_funds_walk_with_their_index() -> None:
    spx, spy = spot_path("SPX", 1, DAY, DAY), spot_path("SPY", 1, DAY, DAY)
    assert np.allclose(spy / spy[0], spx / spx[0])


def test_the_log_forgets_the_oldest_beyond_what_it_keeps(market: SimulatedMarket) -> None:
    log = StreamLog(kept_prints=3_000)
    made = []
    for interval in simulate(market._market, 1, 1000.0):
        log.add(interval)
        made.append(interval.prints.contract)
        if len(made) == 6:
            break
    log.streamed = sum(map(len, made))
    contracts = np.concatenate(made)
    busiest = int(np.bincount(contracts).argmax())
    kept = len(log.find(busiest).time_ms)
    assert 0 < kept < (contracts == busiest).sum()
    assert kept >= (contracts[-3_000:] == busiest).sum()

"""A stretch of a past day as a market of its own."""

from datetime import date

import pytest

import resources
from models.clock import DAY_MS, utc_ms
from models.contract import parse_ticker
from models.history.past_market import around, past_market, row_nearest
from models.history.queries import PastTrade, PastTrades, QueryError, TradesQuery
from models.market import Market
from models.status import Source

TICKER = "O:SPY240621C00500000"
CONTRACT = parse_ticker(TICKER)
DAY = date(2024, 6, 14)
NOON_MS = 43_200_000
NOON = utc_ms(DAY, NOON_MS)


def trade(offset_ms: int, price: float = 41.5, **facts: object) -> PastTrade:
    known: dict[str, object] = {"size": 2, "venue_id": 302, "condition_id": 209, "sequence": 7, "raw": {}}
    return PastTrade(NOON + offset_ms, price, **(known | facts))  # type: ignore[arg-type]


def market_of(*trades: PastTrade, multiplier: float = 100.0) -> Market:
    query = TradesQuery(CONTRACT, DAY, NOON_MS - 60_000, NOON_MS + 60_000)
    past = PastTrades(query, "a terminal", Source.LIVE, trades)
    tables = resources.table("massive_conditions"), resources.table("massive_exchanges")
    return past_market(past, *tables, multiplier)


def test_the_trades_stand_on_its_tape_as_they_were_given() -> None:
    market = market_of(trade(0), trade(5, 41.6, size=3, venue_id=None, condition_id=None, sequence=None))
    assert len(market.tape) == 2
    assert market.contracts.ticker(0) == TICKER
    assert [market.tape.value("price", row) for row in (0, 1)] == [41.5, 41.6]
    assert market.sets.text(int(market.tape.value("conditions", 1))) == ""
    assert market.clock.now_ms() == NOON + 5


def test_its_figures_know_the_shares_a_contract_and_what_a_cancel_undid() -> None:
    market = market_of(trade(0), trade(1, 41.6), trade(2, 41.6, condition_id=201), multiplier=10.0)
    assert market.stats.trades[0] == 1
    assert market.stats.premium(0) == pytest.approx(41.5 * 2 * 10)


def test_it_says_since_when_its_trades_are_known() -> None:
    assert market_of(trade(0)).coverage.since_ms(0) == NOON - 60_000


def test_a_code_of_the_source_that_no_table_has_shows_as_its_number() -> None:
    market = market_of(trade(0, venue_id=76, condition_id=99))
    assert market.venues.short(int(market.tape.value("venue", 0))) == "76"
    assert market.sets.text(int(market.tape.value("conditions", 0))) == "99"


def test_an_answer_is_found_by_time_and_sequence_else_the_last_trade_up_to_its_time() -> None:
    market = market_of(trade(0, sequence=1), trade(0, sequence=-2), trade(0, sequence=3), trade(9))
    assert row_nearest(market, NOON, -2) == 1
    assert row_nearest(market, NOON, 8) == 2
    assert row_nearest(market, NOON + 5, None) == 2
    assert row_nearest(market, NOON - 1, 1) is None


def test_what_is_asked_for_reaches_around_all_moments_and_ends_with_the_day() -> None:
    query = around(CONTRACT, DAY, (NOON_MS, NOON_MS - 5000), 60_000)
    assert (query.from_ms, query.to_ms) == (NOON_MS - 65_000, NOON_MS + 60_000)
    whole = around(CONTRACT, DAY, (NOON_MS,), DAY_MS)
    assert (whole.from_ms, whole.to_ms) == (0, DAY_MS - 1)
    with pytest.raises(QueryError):
        around(CONTRACT, date(2024, 6, 24), (NOON_MS,), 0)

"""The ticks of a chart that is opened late: what left memory before still counts."""

from datetime import date

import pytest

from models.chart.compared import ChartSeries
from models.chart.vwap import newest_vwap
from models.clock import utc_ms
from models.tape import BLOCK
from tests.models.made_market import SPXW, TICKERS, MadeMarket, Print

DAY = date(2025, 12, 1)
OPEN_MS = utc_ms(DAY, 34_200_000)


def opened(market: MadeMarket, ticker: str) -> ChartSeries:
    series = ChartSeries(market)
    series.turn_to(TICKERS.index(ticker), ())
    while series.advance() or series.behind:
        pass
    return series


def test_the_vwap_is_that_of_the_figures_though_prints_had_left_memory_before_the_chart_was_opened() -> None:
    market = MadeMarket(max_rows=1)
    market.print(Print(SPXW, 10.0, 100, (209,), OPEN_MS))
    market.flood(2 * BLOCK)
    market.print(Print(SPXW, 20.0, 100, (209,), OPEN_MS + 60_000))
    assert market.tape.first > 0
    series = opened(market, SPXW)
    assert series.main
    assert len(series.main) == 1
    assert newest_vwap(series.main) == pytest.approx(15.0)
    market.print(Print(SPXW, 30.0, 100, (209,), OPEN_MS + 61_000))
    series.advance()
    assert newest_vwap(series.main) == pytest.approx(market.stats.vwap(TICKERS.index(SPXW)))


def test_the_last_price_is_that_of_the_newest_trade_date() -> None:
    market = MadeMarket()
    market.print(Print(SPXW, 40.4, 1, (209,), OPEN_MS))
    series = opened(market, SPXW)
    assert series.main
    assert series.main.last() == 40.4
    market.print(Print(SPXW, 41.0, 1, (209,), utc_ms(DAY, 73_200_000)))  # 20:20, of the next trade date: moves no price
    series.advance()
    assert series.main.last() is None


def test_a_chart_of_a_contract_that_never_traded_has_no_figures() -> None:
    market = MadeMarket(max_rows=1)
    market.flood(2 * BLOCK + 1)
    series = opened(market, SPXW)
    assert series.main is not None
    assert series.main.last() is None
    assert newest_vwap(series.main) is None

"""The report of a run."""

import json
from datetime import date
from pathlib import Path

import pytest

import resources
from models.clock import MarketClock, utc_ms
from models.gaps import Gap
from models.market import Market
from models.measures import Histogram
from models.report import Report, feed_figures, market_figures, own_figures, write_report
from models.status import FeedCounters, FeedState, FeedStatus, Source
from tests.models.random_batches import random_batch

A, B = "O:SPY251219C00650000", "O:SPY251219P00650000"
KEYS = """
    feed_state, source, trades_received, trades_on_tape, duplicates, malformed, gaps, reconnects, backlog, lag_ms,
    frames, frame_ms, stall_ms, tick_to_paint_ms, rss_mb, cpu_s, wall_s, trades, volume, premium, watch
"""


@pytest.fixture
def market() -> Market:
    made = Market(
        resources.table("massive_conditions"),
        resources.table("massive_exchanges"),
        MarketClock(lambda: 0, follows_prints=True),
    )
    made.contracts.add(A)
    batch = random_batch(1, 3, contracts=1)
    batch.time_ms[:] = utc_ms(date(2025, 12, 1), 43_200_000)
    batch.price[:] = [1.1, 2.2, 1.5]
    batch.size[:] = [1, 3, 2]
    made.take(batch)
    return made


def report(market: Market, tickers: list[str]) -> Report:
    empty = Histogram().summary()
    status = FeedStatus(FeedState.ENDED, Source.REPLAY, reconnects=2)
    return Report(
        **feed_figures(status, FeedCounters(received=5, malformed=1), backlog=7),
        **market_figures(market, tickers),
        **own_figures(1.239),
        lag_ms=empty,
        frames=0,
        frame_ms=empty,
        stall_ms=empty,
        tick_to_paint_ms=empty,
    )


def test_the_file_holds_every_documented_field_and_null_where_there_is_no_value(market: Market, tmp_path: Path) -> None:
    path = tmp_path / "new" / "r.json"
    write_report(report(market, [A, B]), path)
    found = json.loads(path.read_bytes())
    assert list(found) == KEYS.replace(",", " ").split()
    assert found["lag_ms"] == {"p50": None, "p99": None, "max": None}
    assert found["watch"][B] == {
        "trades": 0, "volume": 0, "premium": 0.0, "vwap": None, "last": None, "open": None, "high": None, "low": None,
    }  # fmt: skip


def test_the_figures_of_the_feed_are_those_of_its_status_and_counters(market: Market) -> None:
    found = report(market, [])
    assert (found.feed_state, found.source, found.reconnects, found.backlog) == ("ended", "replay", 2, 7)
    assert (found.trades_received, found.malformed) == (5, 1)


def test_gaps_and_duplicates_are_those_of_the_market(market: Market) -> None:
    market.gaps.put(Gap(0, 1), row=3)
    market.duplicates.dropped = 2
    found = report(market, [])
    assert (found.gaps, found.duplicates) == (1, 2)


def test_the_figures_of_the_market_are_of_all_contracts_and_of_each_that_is_watched(market: Market) -> None:
    found = report(market, [A])
    assert (found.trades_on_tape, found.trades, found.volume, found.premium) == (3, 3, 6, 1070.0)
    assert list(found.watch) == [A]
    assert json.loads(json.dumps({n: getattr(found.watch[A], n) for n in found.watch[A].__struct_fields__})) == {
        "trades": 3, "volume": 6, "premium": 1070.0, "vwap": 1.783333, "last": 1.5, "open": 1.1, "high": 2.2,
        "low": 1.1,
    }  # fmt: skip


def test_a_watched_contract_that_was_never_seen_is_reported_without_prices(market: Market) -> None:
    found = report(market, [B]).watch[B]
    assert (found.trades, found.last, found.vwap) == (0, None, None)
    assert len(market.contracts) == 2


def test_what_the_process_cost_is_measured(market: Market) -> None:
    found = report(market, [])
    assert found.wall_s == 1.24
    assert found.rss_mb > 1
    assert found.cpu_s > 0


def test_a_report_that_is_there_is_replaced_whole(market: Market, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text("x" * 100_000)
    write_report(report(market, []), path)
    assert json.loads(path.read_bytes())["trades"] == 3
    assert [p.name for p in tmp_path.iterdir()] == ["r.json"]


def test_a_report_that_cannot_be_written_raises(market: Market, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        write_report(report(market, []), tmp_path)

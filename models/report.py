"""The report of a run: one JSON object, written at exit (design section 6)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import msgspec
import numpy as np
import psutil

from models.atomic_file import replace_file
from models.market import Market
from models.measures import Histogram, LagMeter
from models.ports import TradeFeed
from models.status import FeedCounters, FeedStatus

Summary = dict[str, float | None]


class WatchReport(msgspec.Struct, kw_only=True):
    """Figures of one watched contract; None where no print gave it."""

    trades: int
    volume: int
    premium: float
    vwap: float | None
    last: float | None
    open: float | None
    high: float | None
    low: float | None


class Report(msgspec.Struct, kw_only=True):
    """What a run received, showed and cost. Durations in milliseconds; None where there is no value."""

    feed_state: str
    source: str
    trades_received: int
    trades_on_tape: int
    duplicates: int
    malformed: int
    gaps: int
    reconnects: int
    backlog: int
    lag_ms: Summary
    frames: int
    frame_ms: Summary
    stall_ms: Summary
    tick_to_paint_ms: Summary
    rss_mb: float
    cpu_s: float
    wall_s: float
    trades: int
    volume: int
    premium: float
    watch: dict[str, WatchReport]


def market_figures(market: Market, tickers: list[str]) -> dict[str, Any]:
    """What came onto the tape, `trades, volume, premium` of all contracts, and `watch` of the given ones."""
    stats = market.stats
    return {
        "trades_on_tape": market.tape.end,
        "duplicates": market.duplicates.dropped,
        "gaps": len(market.gaps),
        "trades": int(stats.trades.sum()),
        "volume": int(stats.volume.sum()),
        "premium": round(stats.total_premium(), 2),
        "watch": {ticker: _watch(market, ticker) for ticker in tickers},
    }


def feed_figures(status: FeedStatus, counters: FeedCounters, backlog: int) -> dict[str, Any]:
    """What the feed says of itself."""
    return {
        "feed_state": status.state.value,
        "source": status.source.value,
        "trades_received": counters.received,
        "malformed": counters.malformed,
        "reconnects": status.reconnects,
        "backlog": backlog,
    }


class Paced(Protocol):
    """What measures the pace of the window; histograms in milliseconds."""

    frames: int
    lag: LagMeter
    frame_ms: Histogram
    stall_ms: Histogram
    tick_to_paint_ms: Histogram


def pace_figures(pump: Paced) -> dict[str, Any]:
    """How fast trades came to the screen."""
    return {
        "lag_ms": pump.lag.histogram.summary(),
        "frames": pump.frames,
        "frame_ms": pump.frame_ms.summary(),
        "stall_ms": pump.stall_ms.summary(),
        "tick_to_paint_ms": pump.tick_to_paint_ms.summary(),
    }


def own_figures(wall_s: float) -> dict[str, Any]:
    """What this process cost so far."""
    process = psutil.Process()
    cpu = process.cpu_times()
    return {
        "rss_mb": round(process.memory_info().rss / 2**20, 1),
        "cpu_s": round(cpu.user + cpu.system, 2),
        "wall_s": round(wall_s, 2),
    }


def report_of(feed: TradeFeed, market: Market, tickers: Iterable[str], pump: Paced, wall_s: float) -> Report:
    """The report of a run as it is now; `tickers`: the watched contracts, `wall_s`: how long it has lasted."""
    return Report(
        **feed_figures(feed.status, feed.counters, feed.backlog_bytes()),
        **market_figures(market, sorted(tickers)),
        **own_figures(wall_s),
        **pace_figures(pump),
    )


def write_report(report: Report, path: Path) -> None:
    """Replace the file. Raises `OSError`."""
    replace_file(path, msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")


def _watch(market: Market, ticker: str) -> WatchReport:
    stats, contract = market.stats, market.contracts.add(ticker)
    stats.grow_to(len(market.contracts))
    vwap = stats.vwap(contract)
    return WatchReport(
        trades=int(stats.trades[contract]),
        volume=int(stats.volume[contract]),
        premium=round(stats.premium(contract), 2),
        vwap=None if vwap is None else round(vwap, 6),
        **{name: _price(getattr(stats, name)[contract]) for name in ("last", "open", "high", "low")},
    )


def _price(price: float) -> float | None:
    return None if np.isnan(price) else round(float(price), 6)

"""The limit, and the pipeline as a share of it: frames in memory -> columns -> tape -> figures."""

import time
from collections.abc import Callable
from functools import partial

import msgspec

import resources
from feeds.massive.wire import TradeDecoder, TradeEvent
from models.clock import MarketClock
from models.collector import calm_collector, keep_freed_memory
from models.market import Market
from tests.bench.load import TRADES_A_FRAME, frames

_FRAMES = 2000
_SLICE = 40
"""Frames that one turn of the pump takes at full load."""


def measure() -> dict[str, float]:
    """`decode_limit_per_s`: typed decode alone, results dropped, collector on; `pipeline_share` of it.

    Both take turns over slices of the same frames, so that a machine that changes its pace changes it for both, and
    with the collector set as the program sets it.
    """
    calm_collector()
    keep_freed_memory()
    decoder = msgspec.json.Decoder(list[TradeEvent])
    messages, market = frames(_FRAMES), _market()
    reader = TradeDecoder(market.contracts, market.sets)
    limit_s = pipeline_s = 0.0
    for at in range(0, len(messages), _SLICE):
        part = messages[at : at + _SLICE]
        limit_s += _seconds(partial(_decode, decoder, part))
        pipeline_s += _seconds(partial(_ingest, reader, market, part))
    trades = len(messages) * TRADES_A_FRAME
    return {
        "decode_limit_per_s": trades / limit_s,
        "pipeline_per_s": trades / pipeline_s,
        "pipeline_share": limit_s / pipeline_s,
    }


def _market() -> Market:
    return Market(
        resources.table("massive_conditions"),
        resources.table("massive_exchanges"),
        MarketClock(lambda: 0, follows_prints=True),
    )


def _decode(decoder: msgspec.json.Decoder[list[TradeEvent]], messages: list[bytes]) -> None:
    for message in messages:
        decoder.decode(message)


def _ingest(reader: TradeDecoder, market: Market, messages: list[bytes]) -> None:
    market.take(reader.batch(messages, [1_764_599_400_000] * len(messages), None))


def _seconds(work: Callable[[], None]) -> float:
    started = time.process_time()  # of one thread alone: what else the machine does counts less
    work()
    return time.process_time() - started

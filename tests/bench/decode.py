"""The limit, and the pipeline as a share of it: frames in memory -> columns -> tape -> figures."""

import gc
import time
from collections.abc import Callable

import msgspec
import numpy as np

import resources
from feeds.massive.wire import TradeDecoder, TradeEvent
from models.clock import MarketClock
from models.market import Market
from tests.bench.load import TRADES_A_FRAME, frames

_FRAMES = 2000
_SLICE = 40
"""Frames that one turn of the pump takes at full load."""


def measure() -> dict[str, float]:
    """`decode_limit_per_s`: typed decode alone, results dropped, collector on; `pipeline_share` of it."""
    messages = frames(_FRAMES)
    trades = len(messages) * TRADES_A_FRAME
    gc.enable()
    decoder = msgspec.json.Decoder(list[TradeEvent])

    def decode() -> None:
        for message in messages:
            decoder.decode(message)

    limit = trades / _seconds(decode)
    pipeline = trades / _seconds(lambda: _ingest(messages))
    return {"decode_limit_per_s": limit, "pipeline_per_s": pipeline, "pipeline_share": pipeline / limit}


def _ingest(messages: list[bytes]) -> None:
    market = Market(
        resources.table("massive_conditions"),
        resources.table("massive_exchanges"),
        MarketClock(lambda: 0, follows_prints=True),
    )
    decoder = TradeDecoder(market.contracts, market.sets)
    for at in range(0, len(messages), _SLICE):
        events: list[TradeEvent] = []
        for message in messages[at : at + _SLICE]:
            events += decoder.events(message)
        market.take(decoder.batch(events, np.full(len(events), 1_764_599_400_000), at))


def _seconds(work: Callable[[], None]) -> float:
    started = time.process_time()  # of one thread alone: what else the machine does counts less
    work()
    return time.process_time() - started

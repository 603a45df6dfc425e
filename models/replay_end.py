"""When a source that has ended has wholly arrived."""

import asyncio
import time
from collections.abc import Callable

from models.ports import TradeFeed

CHECK_S, LOST_S = 0.05, 5.0
"""The feed is looked at so often; trades that do not come for so long are lost."""


async def all_taken(feed: TradeFeed, is_idle: Callable[[], bool], trades: int) -> None:
    """Wait until all trades that a source sent were taken and nothing is left to show, or the rest is lost."""
    counters, last, changed_s = feed.counters, -1, time.monotonic()
    while counters.received + counters.malformed < trades or not is_idle():
        if counters.received != last:
            last, changed_s = counters.received, time.monotonic()
        if time.monotonic() - changed_s > LOST_S:
            return
        await asyncio.sleep(CHECK_S)

"""What a run waits for: a start that the user may leave, and the end of a source."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import TypeVar

from models.ports import TradeFeed

T = TypeVar("T")
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


async def unless_set(leave: asyncio.Event, start: Coroutine[None, None, T]) -> T | None:
    """Wait for a start that may take long, but not once `leave` is set: it is cancelled then, and the answer is None.

    Raises what the start raises.
    """
    starting, leaving = asyncio.ensure_future(start), asyncio.ensure_future(leave.wait())
    await asyncio.wait({starting, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in (starting, leaving):
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
    return None if starting.cancelled() else starting.result()

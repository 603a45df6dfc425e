"""What a run waits for: a start that the user may leave, the end of a source, its own tasks, a signal."""

import asyncio
import signal
import time
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any, TypeVar

from models.ports import TradeFeed

T = TypeVar("T")
AGAIN_S = 5.0
"""Longer than a polite close takes."""
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


async def end(tasks: Iterable[asyncio.Task[Any]], again_s: float = AGAIN_S) -> None:
    """Cancel tasks, and wait until all have ended.

    A cancel is lost where it comes at the very moment at which an error or a timeout ends the same wait: who still runs
    after `again_s` is cancelled once more.
    """
    ending = [task for task in tasks if not task.done()]
    left = set(ending)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=again_s)
    await asyncio.gather(*ending, return_exceptions=True)  # what they end with is nobody's any more


class Tasks:
    """Coroutines that run beside one another until they end or `close` ends them. A fault in one is the loop's."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, coroutine: Coroutine[None, None, None]) -> None:
        """Let a coroutine run."""
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Cancel what still runs, and wait until it has ended."""
        await end(self._tasks)


def heed_signals(leave: Callable[[], None]) -> None:
    """Let a signal from the terminal close the running loop's program in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError, RuntimeError):  # Windows has none on this loop
            asyncio.get_running_loop().add_signal_handler(number, leave)

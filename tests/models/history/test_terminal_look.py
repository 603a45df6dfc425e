"""Looking at the terminal again and again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest_asyncio

from models.history.terminal import TerminalState, TerminalStatus
from models.history.terminal_look import TerminalLook

LONG_S = 60.0


class Seen:
    """Counts looks, and wakes who waits for one."""

    def __init__(self) -> None:
        self.statuses: list[TerminalStatus] = []
        self.looks, self.watched = 0, False
        self._news = asyncio.Event()

    async def look(self) -> TerminalStatus:
        self.looks += 1
        return TerminalStatus(state=TerminalState.CONNECTED)

    def tell(self, status: TerminalStatus) -> None:
        self.statuses.append(status)
        self._news.set()

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not done():
                self._news.clear()
                await self._news.wait()


@pytest_asyncio.fixture
async def running() -> AsyncIterator[tuple[TerminalLook, Seen]]:
    seen = Seen()
    look = TerminalLook(seen.look, seen.tell, lambda: seen.watched, seldom_s=LONG_S, often_s=0.0)
    task = asyncio.create_task(look.run())
    yield look, seen
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_it_is_looked_at_once_and_then_seldom(running: tuple[TerminalLook, Seen]) -> None:
    _, seen = running
    await seen.until(lambda: len(seen.statuses) == 1)
    for _ in range(5):
        await asyncio.sleep(0)
    assert seen.looks == 1
    assert seen.statuses[0].is_well


async def test_who_cannot_wait_is_told_at_once(running: tuple[TerminalLook, Seen]) -> None:
    look, seen = running
    await seen.until(lambda: len(seen.statuses) == 1)
    look.hurry()
    await seen.until(lambda: len(seen.statuses) == 2)


async def test_it_is_looked_at_often_while_somebody_watches(running: tuple[TerminalLook, Seen]) -> None:
    look, seen = running
    seen.watched = True
    look.hurry()
    await seen.until(lambda: len(seen.statuses) >= 5)

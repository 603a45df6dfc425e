"""Waiting for a start that can be left, and for the end of a source."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from models import waiting
from models.ports import TradeFeed
from models.status import FeedCounters
from models.waiting import all_taken, end, unless_set


async def test_a_start_that_succeeds_gives_its_answer() -> None:
    async def start() -> int:
        await asyncio.sleep(0)
        return 7

    assert await unless_set(asyncio.Event(), start()) == 7


async def test_a_start_that_is_left_is_cancelled() -> None:
    ended: list[str] = []
    leave = asyncio.Event()

    async def start() -> int:
        leave.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")
        return 7

    assert await unless_set(leave, start()) is None
    assert ended == ["cancelled"]


async def test_a_start_that_fails_says_so() -> None:
    async def start() -> None:
        raise ValueError("no port")

    with pytest.raises(ValueError, match="no port"):
        await unless_set(asyncio.Event(), start())


def _feed(counters: FeedCounters) -> TradeFeed:
    return cast("TradeFeed", SimpleNamespace(counters=counters))


async def test_the_end_waits_for_every_trade_and_for_the_views(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "CHECK_S", 0.001)
    counters, idle = FeedCounters(received=8, malformed=1), asyncio.Event()
    task: asyncio.Task[Any] = asyncio.ensure_future(all_taken(_feed(counters), idle.is_set, 10))
    await asyncio.sleep(0)
    assert not task.done()
    counters.received = 9
    await asyncio.sleep(0)
    assert not task.done()
    idle.set()
    async with asyncio.timeout(5):
        await task


async def test_trades_that_are_lost_are_not_waited_for_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "CHECK_S", 0.001)
    monkeypatch.setattr(waiting, "LOST_S", 0.01)
    async with asyncio.timeout(5):
        await all_taken(_feed(FeedCounters(received=8)), lambda: True, 10)


async def test_a_task_that_loses_its_first_cancel_is_cancelled_again() -> None:
    lost: list[str] = []

    async def stubborn() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            lost.append("the first")
        await asyncio.Event().wait()

    tasks = [asyncio.create_task(stubborn()), asyncio.create_task(asyncio.sleep(0))]
    await asyncio.sleep(0)
    await end(tasks, again_s=0.01)
    assert lost == ["the first"]
    assert tasks[0].cancelled()

"""Questions as tasks: they report once, are silent when cancelled, and leave nothing behind."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models.asking import Listener, TaskAsker
from models.contract import Contract
from models.queries import AtTimeAnswer, AtTimeQuery, HistoryError, HistoryFailure
from models.status import Source

QUERY = AtTimeQuery(Contract("SPY", date(2024, 6, 21), "C", 500_000), date(2024, 6, 14), date(2024, 6, 14), 43_200_000)
ANSWER = AtTimeAnswer(QUERY, "test", Source.LIVE, ())


class Oracle:
    """A source that answers when it is told to."""

    name = "oracle"
    source = Source.LIVE

    def __init__(self) -> None:
        self.verdict: asyncio.Future[AtTimeAnswer] = asyncio.get_running_loop().create_future()
        self.cancelled = False

    async def at_time(self, query: AtTimeQuery, progress: Callable[[str], None]) -> AtTimeAnswer:
        progress("thinking")
        try:
            return await self.verdict
        except asyncio.CancelledError:
            self.cancelled = True
            raise


class Ear:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.done = asyncio.Event()
        self.listener = Listener(self.heard.append, self._end, self._end)

    def _end(self, what: object) -> None:
        self.heard.append(what)
        self.done.set()


async def test_progress_and_then_the_answer_reach_the_listener() -> None:
    oracle, ear = Oracle(), Ear()
    TaskAsker(oracle)(QUERY, ear.listener)
    oracle.verdict.set_result(ANSWER)
    await ear.done.wait()
    assert ear.heard == ["thinking", ANSWER]


async def test_a_failure_reaches_the_listener_as_it_is() -> None:
    oracle, ear = Oracle(), Ear()
    TaskAsker(oracle)(QUERY, ear.listener)
    error = HistoryError(HistoryFailure.BUSY, "busy")
    oracle.verdict.set_exception(error)
    await ear.done.wait()
    assert ear.heard[-1] is error


async def test_a_cancelled_question_is_silent_and_its_task_ends() -> None:
    oracle, ear = Oracle(), Ear()
    asker = TaskAsker(oracle)
    asking = asker(QUERY, ear.listener)
    while not ear.heard:
        await asyncio.sleep(0)
    asking.cancel()
    asking.cancel()
    await asker.close()
    assert ear.heard == ["thinking"]
    assert oracle.cancelled


async def test_closing_ends_every_question() -> None:
    oracle, ear = Oracle(), Ear()
    asker = TaskAsker(oracle)
    asker(QUERY, ear.listener)
    await asker.close()
    await asker.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_fault_is_told_to_the_loop_once_and_to_the_listener_in_words() -> None:
    oracle, ear = Oracle(), Ear()
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.append(context))
    TaskAsker(oracle)(QUERY, ear.listener)
    oracle.verdict.set_exception(ZeroDivisionError("oops"))
    await ear.done.wait()
    assert ear.heard[-1].kind is HistoryFailure.BUG
    assert isinstance(told[0]["exception"], ZeroDivisionError)


@pytest.mark.parametrize("times", [1, 2])
async def test_a_question_that_has_ended_may_be_cancelled(times: int) -> None:
    oracle, ear = Oracle(), Ear()
    asking = TaskAsker(oracle)(QUERY, ear.listener)
    oracle.verdict.set_result(ANSWER)
    await ear.done.wait()
    for _ in range(times):
        asking.cancel()
    assert ear.heard[-1] is ANSWER

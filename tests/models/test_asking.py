"""Questions as tasks: they report once, are silent when cancelled, and leave nothing behind."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from models.asking import Asking, Questions


class Oracle:
    """Answers when it is told to, and notes what reaches whoever asked."""

    def __init__(self) -> None:
        self.verdict: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.heard: list[str] = []
        self.done = asyncio.Event()
        self.cancelled = False

    def ask(self, questions: Questions) -> Asking:
        """Start a question."""
        return questions.start(self._think, self.heard.append, self._end, lambda error: f"a fault: {error}")

    async def _think(self, progress: Callable[[str], None]) -> str:
        progress("thinking")
        try:
            return await self.verdict
        except asyncio.CancelledError:
            self.cancelled = True
            raise

    def _end(self, what: str) -> None:
        self.heard.append(what)
        self.done.set()


async def test_progress_and_then_the_answer_are_told() -> None:
    oracle = Oracle()
    oracle.ask(Questions())
    oracle.verdict.set_result("42")
    await oracle.done.wait()
    assert oracle.heard == ["thinking", "42"]


async def test_a_cancelled_question_is_silent_and_its_task_ends() -> None:
    oracle, questions = Oracle(), Questions()
    asking = oracle.ask(questions)
    while not oracle.heard:
        await asyncio.sleep(0)
    asking.cancel()
    asking.cancel()
    await questions.close()
    assert oracle.heard == ["thinking"]
    assert oracle.cancelled


async def test_a_question_that_was_answered_at_the_moment_of_the_cancel_is_silent() -> None:
    oracle, questions = Oracle(), Questions()
    asking = oracle.ask(questions)
    while not oracle.heard:
        await asyncio.sleep(0)
    oracle.verdict.set_result("42")
    await asyncio.sleep(0)
    asking.cancel()
    await questions.close()
    assert oracle.heard == ["thinking"]


async def test_closing_ends_every_question() -> None:
    oracle, questions = Oracle(), Questions()
    oracle.ask(questions)
    await questions.close()
    await questions.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert oracle.heard == []


async def test_a_fault_is_told_to_the_loop_once_and_to_whoever_asked_as_an_answer() -> None:
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.append(context))
    oracle = Oracle()
    oracle.ask(Questions())
    oracle.verdict.set_exception(ZeroDivisionError("oops"))
    await oracle.done.wait()
    assert oracle.heard == ["thinking", "a fault: oops"]
    assert [type(context["exception"]) for context in told] == [ZeroDivisionError]


@pytest.mark.parametrize("times", [1, 2])
async def test_a_question_that_has_ended_may_be_cancelled(times: int) -> None:
    oracle = Oracle()
    asking = oracle.ask(Questions())
    oracle.verdict.set_result("42")
    await oracle.done.wait()
    for _ in range(times):
        asking.cancel()
    assert oracle.heard[-1] == "42"

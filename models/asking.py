"""Asking: a question that runs, can be cancelled, and reports to callbacks.

Dialogs see `Asking` only; the tasks are here.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from models.waiting import end

A = TypeVar("A")
P = TypeVar("P")


class Asking(Protocol):
    """A question on its way."""

    def cancel(self) -> None:
        """Give the question up: no callback is called from now on. Harmless when it has ended."""


class Questions:
    """Runs each question as a task of the running asyncio loop, and leaves no task behind after `close`."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(
        self,
        ask: Callable[[Callable[[P], None]], Coroutine[Any, Any, A]],
        progress: Callable[[P], None],
        done: Callable[[A], None],
        fault: Callable[[BaseException], A],
    ) -> Asking:
        """Start to ask: `ask` is given whom to tell of progress. Then `done` is called, once.

        An exception is a fault of ours: the loop is told, and `fault` makes an answer of it. Needs a running loop.
        """
        question = _Question(progress, done, fault)
        task = asyncio.get_running_loop().create_task(ask(question.progress))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(question.ended)
        question.give_up = partial(task.cancel, "given up")
        return question

    async def close(self) -> None:
        """Cancel what still runs, and wait until it has ended."""
        await end(self._tasks)


class _Question(Generic[P, A]):
    """A question as its asker sees it: silent once it was given up."""

    def __init__(
        self, progress: Callable[[P], None], done: Callable[[A], None], fault: Callable[[BaseException], A]
    ) -> None:
        self._progress, self._done, self._fault = progress, done, fault
        self._is_open = True
        self.give_up: Callable[[], object] = lambda: None

    def cancel(self) -> None:
        self._is_open = False
        self.give_up()

    def progress(self, what: P) -> None:
        if self._is_open:
            self._progress(what)

    def ended(self, task: asyncio.Task[A]) -> None:
        was_open, self._is_open = self._is_open, False
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            task.get_loop().call_exception_handler({"message": "asking failed", "exception": error, "task": task})
        if was_open:
            self._done(task.result() if error is None else self._fault(error))

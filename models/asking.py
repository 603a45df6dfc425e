"""Asking: a question that runs, can be cancelled, and reports to callbacks.

Dialogs see `Asker`, `Asking` and `Listener` only; the tasks are here.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from models.ports import HistorySource
from models.queries import AtTimeAnswer, AtTimeQuery, HistoryError, HistoryFailure

A = TypeVar("A")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Listener:
    """Who wants to know how a question goes. After `success` or `failure` nothing more comes; a cancel is silent."""

    progress: Callable[[str], None]
    success: Callable[[AtTimeAnswer], None]
    failure: Callable[[HistoryError], None]


class Asking(Protocol):
    """A question on its way."""

    def cancel(self) -> None:
        """Give the question up: no callback is called from now on. Harmless when it has ended."""


class Asker(Protocol):
    """Somebody who can be asked."""

    def __call__(self, query: AtTimeQuery, listener: Listener) -> Asking:
        """Send a question off and return at once; the listener is called later, on the loop's thread."""


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
        for task in self._tasks:
            task.cancel("closing")
        await asyncio.gather(*self._tasks, return_exceptions=True)


class TaskAsker:
    """Asks a history source, each question as a task, and leaves no task behind after `close`."""

    def __init__(self, source: HistorySource) -> None:
        self._source = source
        self._questions = Questions()

    def __call__(self, query: AtTimeQuery, listener: Listener) -> Asking:
        """Start to ask. Needs a running loop."""

        def tell(answer: AtTimeAnswer | HistoryError) -> None:
            if isinstance(answer, HistoryError):
                listener.failure(answer)
            else:
                listener.success(answer)

        return self._questions.start(partial(self._answer, query), listener.progress, tell, _bug)

    async def close(self) -> None:
        """Cancel what still runs, and wait until it has ended."""
        await self._questions.close()

    async def _answer(self, query: AtTimeQuery, progress: Callable[[str], None]) -> AtTimeAnswer | HistoryError:
        try:
            return await self._source.at_time(query, progress)
        except HistoryError as error:
            return error


def _bug(error: BaseException) -> HistoryError:
    return HistoryError(HistoryFailure.BUG, f"Asking failed through a fault of Optape: {error!r}")


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

"""Asking a history source: a question that runs, can be cancelled, and reports to callbacks.

The dialog sees `Asker`, `Asking` and `Listener` only; the task is here.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from models.ports import HistorySource
from models.queries import AtTimeAnswer, AtTimeQuery, HistoryError, HistoryFailure


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


class TaskAsker:
    """Runs each question as a task of the running asyncio loop, and leaves no task behind after `close`."""

    def __init__(self, source: HistorySource) -> None:
        self._source = source
        self._tasks: set[asyncio.Task[AtTimeAnswer]] = set()

    def __call__(self, query: AtTimeQuery, listener: Listener) -> Asking:
        """Start to ask. Needs a running loop."""
        asking = _TaskAsking(listener)
        task = asyncio.get_running_loop().create_task(self._source.at_time(query, asking.progress))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(asking.ended)
        asking.give_up = partial(task.cancel, "given up")
        return asking

    async def close(self) -> None:
        """Cancel what still runs, and wait until it has ended."""
        for task in self._tasks:
            task.cancel("closing")
        await asyncio.gather(*self._tasks, return_exceptions=True)


class _TaskAsking:
    def __init__(self, listener: Listener) -> None:
        self._listener: Listener | None = listener
        self.give_up: Callable[[], object] = lambda: None

    def cancel(self) -> None:
        self._listener = None
        self.give_up()

    def progress(self, text: str) -> None:
        if self._listener:
            self._listener.progress(text)

    def ended(self, task: asyncio.Task[AtTimeAnswer]) -> None:
        listener, self._listener = self._listener, None
        if task.cancelled():
            return
        error = task.exception()
        if error is not None and not isinstance(error, HistoryError):
            task.get_loop().call_exception_handler({"message": "asking failed", "exception": error, "task": task})
            error = HistoryError(HistoryFailure.BUG, f"Asking failed through a fault of Optape: {error!r}")
        if listener is None:
            return
        if isinstance(error, HistoryError):
            listener.failure(error)
        else:
            listener.success(task.result())

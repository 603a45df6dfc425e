"""Asking a history source: part after part of a question, until all is known, somebody cancels, or it makes no sense.

Dialogs see `Inquirer`, `Asking` and `Listener` only; the tasks are here.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from models.asking import Asking, Questions
from models.history.answers import Answers
from models.history.queries import AtTimeAnswer, AtTimeQuery, HistoryError, HistoryFailure
from models.ports import HistorySource

A = TypeVar("A")
_F = HistoryFailure
_OF_ALL = frozenset({_F.NOT_RUNNING, _F.STARTING, _F.DISCONNECTED, _F.BUSY, _F.WRONG_GENERATION, _F.TIMEOUT, _F.BUG})
"""Failures that the next part would meet as well."""
_PERHAPS_OF_ALL = frozenset({_F.FAILED, _F.REFUSED, _F.UNREADABLE})
"""Failures that may be of a part or of all: where so many parts fail one after another, of all."""
_IN_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a question is: parts that are known, and parts there are. `text`: what is done now, waits and retries."""

    done: int
    parts: int
    text: str


@dataclass(frozen=True, slots=True)
class Listener:
    """Who wants to know how a question goes. After `ended` nothing more comes; a cancel is silent.

    `ended` is given why not all could be asked; None where all parts were.
    """

    changed: Callable[[Progress], None]
    ended: Callable[[HistoryError | None], None]


@dataclass(frozen=True, slots=True)
class _Failed:
    """A part that was not answered."""

    part: AtTimeQuery
    error: HistoryError


_News = str | AtTimeAnswer | _Failed


def one_at_once() -> int:
    """One request in flight is safe on every plan."""
    return 1


class Inquirer:
    """Asks a history source, each question as a task, and leaves no task behind after `close`."""

    def __init__(self, source: HistorySource, at_once: Callable[[], int] = one_at_once) -> None:
        """`at_once`: how many parts may be on their way at the same time, asked at the start of each question."""
        self.source = source
        self._at_once = at_once
        self._questions = Questions()

    def ask(self, answers: Answers, listener: Listener) -> Asking:
        """Start to ask for all that is left. Needs a running loop.

        Before each call of the listener `answers` is up to date. After a cancel nothing is written there any more, so
        that asking can be resumed at once.
        """
        inquiry = _Inquiry(self.source, answers, listener, self._at_once())
        return self._questions.start(inquiry.run, inquiry.take, listener.ended, _bug)

    def run(
        self,
        ask: Callable[[], Coroutine[Any, Any, A]],
        done: Callable[[A], None],
        failed: Callable[[HistoryError], None],
    ) -> Asking:
        """Start a single question; then `done` or `failed` is called, once, unless it was cancelled.

        `ask` may raise `HistoryError`. Needs a running loop.
        """

        async def caught(_tell: Callable[[None], None]) -> A | HistoryError:
            try:
                return await ask()
            except HistoryError as error:
                return error

        def tell(found: A | HistoryError) -> None:
            if isinstance(found, HistoryError):
                failed(found)
            else:
                done(found)

        return self._questions.start(caught, _ignore, tell, _bug)

    async def close(self) -> None:
        """Cancel what still runs, and wait until it has ended."""
        await self._questions.close()


class _Inquiry:
    """One go through the parts that are left."""

    def __init__(self, source: HistorySource, answers: Answers, listener: Listener, at_once: int) -> None:
        self._source, self._answers, self._listener = source, answers, listener
        self._waiting = deque(answers.left())
        self._at_once = at_once
        self._in_a_row = 0

    async def run(self, tell: Callable[[_News], None]) -> HistoryError | None:
        """Ask, several workers side by side; return what ended it early."""
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self._at_once, len(self._waiting))):
                    group.create_task(self._work(tell))
        except ExceptionGroup as group_error:
            faults = [error for error in group_error.exceptions if not isinstance(error, HistoryError)]
            if faults:
                raise faults[0] from None
            first = group_error.exceptions[0]
            assert isinstance(first, HistoryError)
            return first
        return None

    def take(self, news: _News) -> None:
        """Write down what a worker tells, and pass it on. A question that was given up does not come here."""
        if isinstance(news, AtTimeAnswer):
            self._answers.add(news)
        elif isinstance(news, _Failed):
            self._fail(news.part, news.error)
        counts = self._answers.counts
        self._listener.changed(Progress(counts.done, counts.parts, news if isinstance(news, str) else ""))

    async def _work(self, tell: Callable[[_News], None]) -> None:
        task = asyncio.current_task()
        assert task
        while self._waiting and not task.cancelling():  # a cancel is lost where an error ends the same wait
            part = self._waiting.popleft()
            try:
                answer = await self._source.at_time(part, tell)
            except HistoryError as error:
                self._weigh(error)
                tell(_Failed(part, error))
            else:
                self._check_market(answer)
                self._in_a_row = 0
                tell(answer)

    def _check_market(self, answer: AtTimeAnswer) -> None:
        """Raise where another market answers now, as it may when a terminal went or came: rows of two are no answer."""
        of = self._answers.source
        if of is not None and answer.source is not of:
            raise HistoryError(
                _F.NOT_RUNNING,
                f"The rest would come from {answer.source_text}, which knows another market than who answered so far. "
                "Ask anew to have all of it from there; or start what answered first, then try again.",
            )

    def _weigh(self, error: HistoryError) -> None:
        """Raise what concerns all parts."""
        self._in_a_row = self._in_a_row + 1 if error.kind in _PERHAPS_OF_ALL else 0
        if error.kind in _OF_ALL or self._in_a_row == _IN_A_ROW:
            raise error

    def _fail(self, part: AtTimeQuery, error: HistoryError) -> None:
        """A root that is unknown to the source is so on all days and at all times."""
        self._answers.fail(part, error)
        if error.kind is _F.NO_DATA:
            for other in [waiting for waiting in self._waiting if waiting.contract.root == part.contract.root]:
                self._waiting.remove(other)
                self._answers.fail(other, error)


def _ignore(_news: None) -> None:
    """A single question tells of no progress."""


def _bug(error: BaseException) -> HistoryError:
    return HistoryError(_F.BUG, f"Asking failed through a fault of Optape: {error!r}")

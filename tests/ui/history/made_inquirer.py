"""An inquirer that runs nothing: it keeps what it is asked, and a test says what comes of it."""

from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from models.asking import Asking
from models.history.answers import Answers
from models.history.inquiring import Inquirer, Listener, Progress
from models.history.queries import HistoryError, HistoryFailure
from models.status import Source
from tests.models.history.made_answers import answer
from tests.models.history.made_history import MadeHistory


class Kept:
    """A single question on its way."""

    def __init__(
        self, ask: Callable[[], Coroutine[Any, Any, Any]], done: Callable[[Any], None], failed: Callable[..., None]
    ) -> None:
        asked = getattr(ask, "func", ask)
        self.what: tuple[Any, ...] = (asked.__name__, *getattr(ask, "args", ()))
        self.done, self._failed = done, failed
        self.cancelled = False

    def fail(self, message: str) -> None:
        """Answer with a failure."""
        self._failed(HistoryError(HistoryFailure.NOT_RUNNING, message))

    def cancel(self) -> None:
        """Be given up."""
        self.cancelled = True


class MadeInquirer(Inquirer):
    """`kept`: single questions. `asked`: whole ones, with their `listeners`; `cancelled`: numbers of those given up."""

    def __init__(self) -> None:
        super().__init__(MadeHistory())
        self.kept: list[Kept] = []
        self.asked: list[Answers] = []
        self.listeners: list[Listener] = []
        self.cancelled: list[int] = []

    def run(
        self,
        ask: Callable[[], Coroutine[Any, Any, Any]],
        done: Callable[[Any], None],
        failed: Callable[[HistoryError], None],
    ) -> Kept:
        """Keep a question."""
        self.kept.append(Kept(ask, done, failed))
        return self.kept[-1]

    def last(self, name: str) -> Kept:
        """The last single question of a kind."""
        return next(kept for kept in reversed(self.kept) if kept.what[0] == name)

    def ask(self, answers: Answers, listener: Listener) -> Asking:
        """Keep a question of many parts."""
        self.asked.append(answers)
        self.listeners.append(listener)
        return _Asking(self.cancelled, len(self.asked) - 1)

    def answer(self, parts: int = 1, *, number: int = -1, without: Iterable[int] = (), **changes: object) -> None:
        """Answer so many of the parts that are left."""
        answers = self.asked[number]
        for part in answers.left()[:parts]:
            answers.add(answer(part, without, **changes))  # type: ignore[arg-type]
            self.tell("", number=number)

    def tell(self, text: str, *, number: int = -1) -> None:
        """Tell of progress in words."""
        counts = self.asked[number].counts
        self.listeners[number].changed(Progress(counts.done, counts.parts, text))

    def end(self, error: HistoryError | None = None, *, number: int = -1) -> None:
        """Asking has ended."""
        self.listeners[number].ended(error)

    def answer_all(self, *, source: Source = Source.LIVE, without: Iterable[int] = (), **changes: object) -> None:
        """Answer all that is left, and end."""
        self.answer(len(self.asked[-1].left()), without=without, source=source, **changes)  # type: ignore[arg-type]
        self.end()


class _Asking:
    def __init__(self, cancelled: list[int], number: int) -> None:
        self._cancelled, self._number = cancelled, number

    def cancel(self) -> None:
        self._cancelled.append(self._number)

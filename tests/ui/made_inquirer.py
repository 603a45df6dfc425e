"""An inquirer that runs nothing: it keeps what it is asked, and a test says what comes of it."""

from collections.abc import Callable, Coroutine
from typing import Any

from models.answers import Answers
from models.inquiring import Inquirer, Listener
from models.queries import HistoryError, HistoryFailure
from tests.models.made_history import MadeHistory


class Kept:
    """A single question on its way."""

    def __init__(
        self, ask: Callable[[], Coroutine[Any, Any, Any]], done: Callable[[Any], None], failed: Callable[..., None]
    ) -> None:
        asked = getattr(ask, "func", ask)
        self.what: tuple[object, ...] = (asked.__name__, *getattr(ask, "args", ()))
        self.done, self._failed = done, failed
        self.cancelled = False

    def fail(self, message: str) -> None:
        """Answer with a failure."""
        self._failed(HistoryError(HistoryFailure.NOT_RUNNING, message))

    def cancel(self) -> None:
        """Be given up."""
        self.cancelled = True


class MadeInquirer(Inquirer):
    """`kept`: single questions; `asked`: whole ones, each with its listener."""

    def __init__(self) -> None:
        super().__init__(MadeHistory())
        self.kept: list[Kept] = []
        self.asked: list[tuple[Answers, Listener]] = []

    def run(
        self,
        ask: Callable[[], Coroutine[Any, Any, Any]],
        done: Callable[[Any], None],
        failed: Callable[[HistoryError], None],
    ) -> Kept:
        """Keep a question."""
        self.kept.append(Kept(ask, done, failed))
        return self.kept[-1]

    def ask(self, answers: Answers, listener: Listener) -> "MadeInquirer":
        """Keep a question of many parts."""
        self.asked.append((answers, listener))
        return self

    def cancel(self) -> None:
        """Nothing runs."""

    def last(self, name: str) -> Kept:
        """The last single question of a kind."""
        return next(kept for kept in reversed(self.kept) if kept.what[0] == name)

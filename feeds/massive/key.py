"""The key of the Massive account: from the environment or the system keyring, never from a file or a command line."""

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from models.connection import NONE_WORKS, VARIABLE, FoundKey, KeyPlace, KeyStanding, trimmed_key

if TYPE_CHECKING:
    from feeds.massive.system_keyring import SystemKeyring

_NO_KEY = (
    f"Simulated market: no Massive key is set. Write one under “Key and connection”, or set {VARIABLE} and start again."
)
PATIENCE_S = 60.0
"""How long a keyring may take: it may wait for the user to unlock it."""
_SILENT = "The system keyring does not answer. It may wait to be unlocked."
_log = logging.getLogger("optape.key")
T = TypeVar("T")


class KeyStore:
    """Finds, keeps and forgets the key. A keyring that does not work is told in words, and never raises.

    The keyring is asked in threads, which are left behind if it never answers: it cannot be interrupted, and must
    neither freeze the window nor keep the program from ending. `learn` is told each key before anybody else is.
    """

    def __init__(
        self,
        learn: Callable[[str], None],
        environment: Mapping[str, str] = os.environ,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.current = FoundKey()
        """The key in use. What it says of the keyring is what the last question to that showed."""
        self._learn, self._environment, self._patience_s = learn, environment, patience_s

    @property
    def why_simulated(self) -> str:
        """What the user is told who has no key. That a system has no keyring is not worth a word yet."""
        problem = self.current.standing.keyring_problem
        return _NO_KEY if problem in ("", NONE_WORKS) else f"{_NO_KEY} {problem}"

    async def find(self, patience_s: float | None = None) -> FoundKey:
        """Look for a key in the environment, then in the keyring, and use the first that is found.

        `patience_s`: how long the keyring may take this time.
        """
        key = trimmed_key(self._environment.get(VARIABLE, ""))
        if key:
            return self._use(key, KeyPlace.ENVIRONMENT)
        kept, problem = await self._ask(lambda: _keyring().kept(), patience_s)
        return self._use(trimmed_key(kept or ""), KeyPlace.KEYRING, problem, is_kept=bool(kept))

    async def look(self) -> KeyStanding:
        """Where the key in use comes from, and what the keyring can do and holds, which is tried."""
        kept, problem = await self._ask(lambda: _keyring().kept())
        return self._use(self.current.key or "", self.current.standing.place, problem, is_kept=bool(kept)).standing

    async def store(self, key: str) -> str:
        """Keep a key in the keyring, and use it. The answer is why that failed; empty if it did not."""
        self._learn(key)
        _, problem = await self._ask(lambda: _keyring().keep(key))
        if not problem:
            self._use(key, KeyPlace.KEYRING, is_kept=True)
        return problem

    async def forget(self) -> str:
        """Take the key out of the keyring; this run still uses it. The answer is why that failed; empty if not."""
        _, problem = await self._ask(lambda: _keyring().forget())
        if not problem and self.current.standing.place is KeyPlace.KEYRING:
            self._use(self.current.key or "", KeyPlace.RUN)
        return problem

    def use_for_run(self, key: str) -> None:
        """Use a key until the program ends, and keep it nowhere."""
        standing = self.current.standing
        self._use(key, KeyPlace.RUN, standing.keyring_problem, is_kept=standing.is_kept)

    def _use(self, key: str, place: KeyPlace, problem: str = "", *, is_kept: bool = False) -> FoundKey:
        self._learn(key)
        self.current = FoundKey(key or None, KeyStanding(place if key else KeyPlace.NONE, problem, is_kept))
        return self.current

    async def _ask(self, question: Callable[[], T], patience_s: float | None = None) -> tuple[T | None, str]:
        """The keyring's answer and no problem, or none and why in words."""
        try:
            async with asyncio.timeout(patience_s or self._patience_s):
                return await _in_thread(question), ""
        except TimeoutError:
            return None, _SILENT
        except Exception as error:  # backends are others' code, and raise whatever they like
            _log.info("the keyring does not work: %s", type(error).__name__)  # its text is not ours to show
            return None, _keyring().problem(error)


def _keyring() -> "SystemKeyring":
    from feeds.massive.system_keyring import SystemKeyring  # not for the start of a run that has a key, or needs none

    return SystemKeyring()


async def _in_thread(question: Callable[[], T]) -> T:
    """The answer, from a thread that ends with the program: those of asyncio's own pool would be waited for."""
    answer = Future[T]()
    answer.set_running_or_notify_cancel()  # from now on nobody's giving up disturbs the thread
    threading.Thread(target=_answer, args=(question, answer), name="keyring", daemon=True).start()
    return await asyncio.wrap_future(answer)


def _answer(question: Callable[[], T], answer: Future[T]) -> None:
    try:
        answer.set_result(question())
    except Exception as error:  # handed on
        answer.set_exception(error)

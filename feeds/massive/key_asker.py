"""Keys as the connect dialog asks for them: the store and the check, as questions that can be given up."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from feeds.massive.key import KeyStore
from models.asking import Asking, Questions
from models.connection import Addresses, ConnectedKey, KeyPlace, KeyReport, KeyStanding, Verdict

if TYPE_CHECKING:
    from feeds.massive.key_check import KeyCheck

_FAULT = "This failed through a fault of Optape; the log has the details."


def _make_check(addresses: Addresses) -> "KeyCheck":
    from feeds.massive.key_check import KeyCheck  # what speaks to the outside is not for the start

    return KeyCheck(addresses)


class MassiveKeyAsker:
    """A `KeyAsker`. Questions run as tasks of the running loop; `close` leaves none behind."""

    def __init__(
        self,
        store: KeyStore,
        addresses: Addresses,
        learn: Callable[[str], None],
        connected: Callable[[], ConnectedKey | None],
        make_check: Callable[[Addresses], "KeyCheck"] = _make_check,
    ) -> None:
        """`learn` is told each key that is tested; `connected`: the one that the feed has a connection with now."""
        self._store, self._addresses, self._make_check = store, addresses, make_check
        self._learn, self._connected = learn, connected
        self._questions = Questions()

    @property
    def addresses(self) -> Addresses:
        """Where keys are sent."""
        return self._addresses

    @property
    def known(self) -> KeyStanding:
        """What the last look showed; where the key in use comes from is always right."""
        return self._store.current.standing

    def look(self, done: Callable[[KeyStanding], None]) -> Asking:
        """Ask where the key in use comes from, and whether the keyring works."""
        return self._questions.start(
            lambda _: self._store.look(), _nobody, done, lambda _: KeyStanding(KeyPlace.NONE, _FAULT)
        )

    def test(self, key: str | None, progress: Callable[[KeyReport], None], done: Callable[[KeyReport], None]) -> Asking:
        """Find out what a key can do; None: the key in use."""
        key = key or self._store.current.key or ""
        self._learn(key)
        used = self._connected()
        ability = used.ability if used and used.key == key else None
        return self._questions.start(
            lambda tell: self._check.report(key, tell, ability),
            progress,
            done,
            lambda _: KeyReport.of_all(Verdict.UNTESTED, _FAULT),
        )

    def store(self, key: str, done: Callable[[str], None]) -> Asking:
        """Keep a key in the system keyring."""
        return self._questions.start(lambda _: self._store.store(key), _nobody, done, lambda _: _FAULT)

    def forget(self, done: Callable[[str], None]) -> Asking:
        """Take the key out of the system keyring."""
        return self._questions.start(lambda _: self._store.forget(), _nobody, done, lambda _: _FAULT)

    @cached_property
    def _check(self) -> "KeyCheck":
        return self._make_check(self._addresses)

    async def close(self) -> None:
        """Cancel what still runs, and wait until it has ended."""
        await self._questions.close()


def _nobody(_: Any) -> None:
    """These questions are short: nothing is told on the way."""

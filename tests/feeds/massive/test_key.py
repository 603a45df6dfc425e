"""Where the key comes from, where it is kept, and what happens where no keyring works."""

import asyncio
import threading
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordDeleteError, PasswordSetError

from feeds.massive.key import KeyStore
from feeds.massive.system_keyring import ENTRY, SERVICE
from models.connection import VARIABLE, KeyPlace, KeyStanding

LIMIT_S = 5.0


class Ring(KeyringBackend):
    """A keyring in memory, which fails as it is told to."""

    priority = 0  # never chosen by itself

    def __init__(self, key: str | None = None, error: BaseException | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept = {(SERVICE, ENTRY): key} if key is not None else {}
        self.error = error
        self.gate = threading.Event()
        self.gate.set()

    def get_password(self, service: str, username: str) -> str | None:
        self.gate.wait(LIMIT_S)
        if self.error:
            raise self.error
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error:
            raise self.error
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def _own_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def store(ring: KeyringBackend, key: str = "", patience_s: float = LIMIT_S) -> tuple[KeyStore, list[str]]:
    """A store over a keyring, with a key in the environment or none; and the keys that were learned."""
    keyring.set_keyring(ring)
    learned: list[str] = []
    return KeyStore(learned.append, {VARIABLE: key} if key else {}, patience_s), learned


async def test_the_environment_comes_first_and_the_keyring_is_not_asked() -> None:
    ring = Ring("from-ring")
    ring.gate.clear()
    keys, learned = store(ring, ' "from-environment"\n')
    found = await keys.find()
    assert (found.key, found.standing) == ("from-environment", KeyStanding(KeyPlace.ENVIRONMENT))
    assert learned == ["from-environment"]


async def test_without_it_the_keyring_is_asked() -> None:
    keys, learned = store(Ring("from-ring"))
    found = await keys.find()
    assert (found.key, found.standing) == ("from-ring", KeyStanding(KeyPlace.KEYRING, is_kept=True))
    assert "from-ring" in learned
    assert keys.current is found


async def test_an_empty_keyring_is_no_key_and_no_problem() -> None:
    keys, _ = store(Ring())
    found = await keys.find()
    assert (found.key, found.standing) == (None, KeyStanding())


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        (fail.Keyring(), "no keyring that Optape can use"),  # type: ignore[no-untyped-call]
        (null.Keyring(), "no keyring that Optape can use"),  # type: ignore[no-untyped-call]
        (Ring(error=NoKeyringError()), "no keyring that Optape can use"),
        (Ring(error=KeyringLocked("Failed to unlock secret-of-the-user")), "locked"),
        (Ring(error=InitError()), "locked"),
        (Ring(error=RuntimeError("broken bus")), "RuntimeError"),
        (Ring(error=AttributeError()), "AttributeError"),
    ],
)
async def test_a_keyring_that_does_not_work_is_told_in_words_and_never_raises(
    ring: KeyringBackend, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    keys, _ = store(ring)
    with caplog.at_level("INFO", "optape"):
        found = await keys.find()
        assert found.key is None
        assert words in found.standing.keyring_problem
        assert words in (await keys.look()).keyring_problem
        assert words in await keys.store("a-new-key")
        assert words in await keys.forget()
    assert found.standing.place is keys.current.standing.place is KeyPlace.NONE
    assert "secret-of-the-user" not in caplog.text


async def test_a_stored_key_is_found_at_the_next_start_and_used_at_once() -> None:
    ring = Ring()
    keys, learned = store(ring)
    assert await keys.store("new-key") == ""
    assert (keys.current.key, keys.current.standing.place) == ("new-key", KeyPlace.KEYRING)
    assert learned[0] == "new-key"
    assert (await store(ring)[0].find()).key == "new-key"


@pytest.mark.parametrize("error", [PasswordSetError("refused by policy"), KeyringLocked()])
async def test_a_key_that_could_not_be_stored_is_not_used(error: Exception) -> None:
    keys, learned = store(Ring(error=error))
    assert await keys.store("new-key")
    assert keys.current.key is None
    assert learned[0] == "new-key"


async def test_a_keyring_that_keeps_nothing_is_noticed() -> None:
    class Sieve(Ring):
        def set_password(self, service: str, username: str, password: str) -> None:
            """Let it fall."""

    assert "did not keep it" in await store(Sieve())[0].store("new-key")


async def test_a_forgotten_key_is_gone_and_this_run_goes_on_with_it() -> None:
    ring = Ring("old-key")
    keys, _ = store(ring)
    await keys.find()
    assert await keys.forget() == ""
    assert await keys.forget() == ""
    assert ring.kept == {}
    assert (keys.current.key, keys.current.standing) == ("old-key", KeyStanding(KeyPlace.RUN))


async def test_a_key_that_the_keyring_will_not_let_go_is_told() -> None:
    class Glue(Ring):
        def delete_password(self, service: str, username: str) -> None:
            raise PasswordDeleteError

    keys, _ = store(Glue("old-key"))
    await keys.find()
    assert "PasswordDeleteError" in await keys.forget()
    assert keys.current.standing.place is KeyPlace.KEYRING


async def test_a_key_for_this_run_is_kept_nowhere() -> None:
    ring = Ring("old-key")
    keys, learned = store(ring)
    await keys.find()
    keys.use_for_run("other-key")
    assert (keys.current.key, keys.current.standing) == ("other-key", KeyStanding(KeyPlace.RUN, is_kept=True))
    assert ring.kept == {(SERVICE, ENTRY): "old-key"}
    assert "other-key" in learned


async def test_looking_tells_of_a_key_in_the_keyring_beside_that_of_the_environment() -> None:
    keys, _ = store(Ring("from-ring"), "from-environment")
    await keys.find()
    assert await keys.look() == KeyStanding(KeyPlace.ENVIRONMENT, is_kept=True)
    assert keys.current.key == "from-environment"


async def test_a_keyring_that_waits_to_be_unlocked_holds_nothing_up_and_can_be_left() -> None:
    ring = Ring("from-ring")
    ring.gate.clear()
    keys, _ = store(ring)
    question = asyncio.create_task(keys.find())
    while not any(thread.name == "keyring" for thread in threading.enumerate()):
        await asyncio.sleep(0)
    question.cancel()
    with pytest.raises(asyncio.CancelledError):
        await question
    ring.gate.set()
    assert (await keys.find()).key == "from-ring"


async def test_a_keyring_that_never_answers_is_given_up() -> None:
    ring = Ring("from-ring")
    ring.gate.clear()
    keys, _ = store(ring, patience_s=0.02)
    assert "does not answer" in (await keys.find()).standing.keyring_problem
    ring.gate.set()


async def test_no_representation_shows_the_key() -> None:
    keys, _ = store(Ring("from-ring"))
    assert "from-ring" not in repr(await keys.find()) + repr(keys)

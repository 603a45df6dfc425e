"""Where the key comes from."""

import keyring
import pytest
from keyring.errors import KeyringLocked, NoKeyringError

from feeds.massive.key import ENTRY, SERVICE, VARIABLE, find_key


def _ring(monkeypatch: pytest.MonkeyPatch, answer: str | Exception | None) -> None:
    """Let the system's keyring have one answer."""

    def get_password(service: str, username: str) -> str | None:
        assert (service, username) == (SERVICE, ENTRY)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(keyring, "get_password", get_password)


async def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, " from-environment ")
    _ring(monkeypatch, "from-ring")
    assert await find_key() == "from-environment"


async def test_without_it_the_keyring_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    _ring(monkeypatch, "from-ring")
    assert await find_key() == "from-ring"


@pytest.mark.parametrize("answer", [None, "", NoKeyringError(), KeyringLocked(), RuntimeError("no backend")])
async def test_a_keyring_that_has_none_or_does_not_work_is_no_key(
    monkeypatch: pytest.MonkeyPatch, answer: str | Exception | None
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    _ring(monkeypatch, answer)
    assert await find_key() is None

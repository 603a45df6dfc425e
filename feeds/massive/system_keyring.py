"""The key in the system keyring. The library takes long to import: `key.py` does so in the thread that first asks."""

from contextlib import suppress

import keyring
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordDeleteError

from models.connection import NONE_WORKS

SERVICE, ENTRY = "optape", "massive"


class _ForgottenError(Exception):
    """What was written is not there."""


class SystemKeyring:
    """One entry. Backends are others' code: what they raise goes through, and `problem` says it in words."""

    def kept(self) -> str | None:
        """The key that is there."""
        if isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring):  # the second keeps nothing, and says nothing
            raise NoKeyringError
        return keyring.get_password(SERVICE, ENTRY)

    def keep(self, key: str) -> None:
        """Put a key there, and see that it stays."""
        keyring.set_password(SERVICE, ENTRY, key)
        if self.kept() != key:
            raise _ForgottenError

    def forget(self) -> None:
        """Take the key away."""
        if self.kept() is not None:
            with suppress(PasswordDeleteError):  # looked at below
                keyring.delete_password(SERVICE, ENTRY)
            if self.kept() is not None:
                raise PasswordDeleteError

    def problem(self, error: Exception) -> str:
        """What was raised, in words that hold nothing of its own text."""
        if isinstance(error, NoKeyringError):
            return NONE_WORKS
        if isinstance(error, KeyringLocked | InitError):
            return "The system keyring is locked. Unlock it, then try again."
        if isinstance(error, _ForgottenError):
            return "The system keyring took the key and did not keep it."
        return f"The system keyring failed ({type(error).__name__})."

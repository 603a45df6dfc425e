"""The key of the Massive account: from the environment or the system keyring, never from anywhere else."""

import asyncio
import logging
import os

import keyring
from keyring.errors import KeyringError

VARIABLE = "MASSIVE_API_KEY"
SERVICE, ENTRY = "optape", "massive"
NO_KEY = f"Simulated market: no Massive key is set. Set {VARIABLE}, or store it in the keyring, and start again."
_log = logging.getLogger("optape.key")


async def find_key() -> str | None:
    """The key, or None where there is none. The keyring may wait for the user to unlock it: it is asked in a thread."""
    key = os.environ.get(VARIABLE, "").strip()
    return key or await asyncio.to_thread(_from_keyring)


def _from_keyring() -> str | None:
    try:
        return keyring.get_password(SERVICE, ENTRY) or None
    except (KeyringError, RuntimeError) as error:  # no backend, locked, or broken: the variable is left
        _log.info("the keyring cannot be read: %s", type(error).__name__)
        return None

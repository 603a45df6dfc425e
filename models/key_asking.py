"""What the connect dialog may ask about keys. It sees no store, no client and no task."""

from collections.abc import Callable
from typing import Protocol

from models.asking import Asking
from models.connection import Addresses, KeyReport, KeyStanding


class KeyAsker(Protocol):
    """Somebody who keeps and tests keys. Answers come later, on the loop's thread; a cancelled question is silent.

    Each key that is handed over is taken out of logs and messages from then on.
    """

    @property
    def addresses(self) -> Addresses:
        """Where keys are sent."""

    @property
    def known(self) -> KeyStanding:
        """What the last look showed; where the key in use comes from is always right."""

    def look(self, done: Callable[[KeyStanding], None]) -> Asking:
        """Ask where the key in use comes from, and whether the keyring works, which may wait to be unlocked."""

    def test(self, key: str | None, progress: Callable[[KeyReport], None], done: Callable[[KeyReport], None]) -> Asking:
        """Find out what a key can do; None: the key in use."""

    def store(self, key: str, done: Callable[[str], None]) -> Asking:
        """Keep a key in the system keyring; the answer is why that failed, and empty if it did not."""

    def forget(self, done: Callable[[str], None]) -> Asking:
        """Take the key out of the system keyring; the answer is why that failed, and empty if it did not."""

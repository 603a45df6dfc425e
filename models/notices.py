"""Keyed messages to the user: a newer notice of the same key replaces the older. Works before the window exists."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a notice matters."""

    INFO = "info"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the user can do about a notice with one press: the words on the button, and the call."""

    label: str
    call: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Notice:
    """One message. `key` says what it is about: `feed`, `watchlist`, `theta` ..."""

    key: str
    level: Level
    text: str
    remedy: Remedy | None = None


class Notices:
    """The notices that stand, oldest first, and those who want to know of changes."""

    def __init__(self, redact: Callable[[str], str] = str) -> None:
        """`redact` takes out of texts what nobody may see."""
        self._redact = redact
        self._standing: dict[str, Notice] = {}
        self._observers: list[Callable[[], None]] = []

    def __iter__(self) -> Iterator[Notice]:
        return iter(list(self._standing.values()))

    def observe(self, changed: Callable[[], None]) -> None:
        """Call `changed` after every change."""
        self._observers.append(changed)

    def show(self, key: str, level: Level, text: str, remedy: Remedy | None = None) -> None:
        """Let a notice stand until it is cleared, replaced or dismissed. Without a text there is none."""
        if not text:
            self.clear(key)
            return
        notice = Notice(key, level, self._redact(text), remedy)
        if self._standing.get(key) == notice:
            return
        self._standing.pop(key, None)
        self._standing[key] = notice
        self._tell()

    def clear(self, key: str) -> None:
        """Take the notice of a key away, if one stands."""
        if self._standing.pop(key, None):
            self._tell()

    def _tell(self) -> None:
        for changed in self._observers:
            changed()

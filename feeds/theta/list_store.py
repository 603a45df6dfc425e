"""Lists of terminals, kept for the day: in memory, and in a file where one is given.

Terminals renew them overnight. The file is only a cache: whatever is wrong with it, the terminal is asked.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import msgspec

from models.atomic_file import replace_file
from models.history.queries import market_today

_log = logging.getLogger("optape")


class _File(msgspec.Struct):
    """`lists`: by address, then by name."""

    day: date
    lists: dict[str, dict[str, list[str]]]


class ListStore:
    """Keeps lists by address and name until the day ends in New York."""

    def __init__(self, path: Path | None = None, today: Callable[[], date] = market_today) -> None:
        """Without a path lists are kept for this run alone."""
        self._path, self._today = path, today
        self._kept: _File | None = None

    async def get(self, address: str, name: str) -> list[str] | None:
        """A list of today; None where it is not known."""
        kept = await self._of_today()
        return kept.lists.get(address, {}).get(name)

    async def keep(self, address: str, name: str, values: Sequence[str]) -> None:
        """Keep a list for the rest of the day; an empty one is not worth it."""
        if not values:
            return
        kept = await self._of_today()
        kept.lists.setdefault(address, {})[name] = list(values)
        if self._path is not None:
            await asyncio.to_thread(_write, self._path, msgspec.json.encode(kept))

    async def _of_today(self) -> _File:
        today = self._today()
        if self._kept is None and self._path is not None:
            self._kept = await asyncio.to_thread(_read, self._path)
        if self._kept is None or self._kept.day != today:
            self._kept = _File(today, {})
        return self._kept


def _read(path: Path) -> _File | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_File)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def _write(path: Path, content: bytes) -> None:
    try:
        replace_file(path, content)
    except OSError as error:
        _log.warning("lists of the Theta Terminal are not kept: %s", error)

"""Faults of our own: whatever leaves a task or a slot is logged with its traceback, and the user is told once."""

import asyncio
import logging
import sys
from types import TracebackType
from typing import Any

from models.notices import Level, Notices

_log = logging.getLogger("optape")


class FaultWatch:
    """Catches exceptions that nobody caught, on an asyncio loop and in slots, from `install` until `remove`.

    An exception that leaves a slot can end a windowed program without a trace: install this first.
    """

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to catch."""
        loop.set_exception_handler(self._from_loop)
        sys.excepthook = self._from_slot

    def remove(self) -> None:
        """Leave exceptions to Python again."""
        sys.excepthook = sys.__excepthook__

    def _from_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._note(str(context.get("message")), context.get("exception"))

    def _from_slot(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        self._note(f"{type(error).__name__}: {error}", error)

    def _note(self, what: str, error: BaseException | None) -> None:
        _log.error("%s", what, exc_info=error)
        told = type(error).__name__ if error else what
        self._notices.show("fault", Level.ERROR, f"A fault in Optape ({told}). The log has the details.")

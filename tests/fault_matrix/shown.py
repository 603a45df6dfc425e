"""All that a run shows to the user, kept for a test to look at; and what nobody should ever see."""

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from models.faults import FaultWatch
from models.gaps import Gap
from models.notices import Notice, Notices
from models.status import FeedStatus


@dataclass
class Shown:
    """In order, and nothing twice in a row."""

    states: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    statuses: list[FeedStatus] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def note_status(self, status: FeedStatus, text: str) -> None:
        """A status, and what the status bar says of it."""
        self.statuses.append(status)
        if not self.states or self.states[-1] != text:
            self.states.append(text)

    def note_notices(self, notices: Notices) -> None:
        """What stands now."""
        self.notices += [notice for notice in notices if notice not in self.notices]

    def state(self, beginning: str) -> bool:
        """Whether the status bar said so."""
        return any(text.startswith(beginning) for text in self.states)

    def notice(self, beginning: str) -> Notice | None:
        """The first notice with such a text."""
        return next((notice for notice in self.notices if notice.text.startswith(beginning)), None)


class _Errors(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))


@contextmanager
def watched_for_faults(shown: Shown, notices: Notices) -> Iterator[None]:
    """Whatever reaches the loop's handler, leaves a slot or is logged as an error is kept: it is a fault of ours."""
    errors, faults, hook = _Errors(shown.errors), FaultWatch(notices), sys.excepthook
    faults.install(asyncio.get_running_loop())
    logging.getLogger().addHandler(errors)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(errors)
        faults.remove()
        sys.excepthook = hook

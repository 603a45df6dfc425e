"""A call that is asked for often and made at a calm pace."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_NEARLY_S = 0.06
"""Who asks so little before a call is due has it at once: what is shown together is painted in one go."""
_PATIENCE_S = 0.12
"""A call that was asked for too soon waits so much longer for somebody to ask anew: a wake-up of its own costs."""


class Pace(QTimer):
    """Makes a call when asked, at most once in `pace_ms`; what was asked for in between is made once, at the end."""

    def __init__(self, call: Callable[[], None], pace_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self._call, self._pace_s = call, pace_ms / 1000
        self._due_s = 0.0
        self.timeout.connect(self.hurry)

    def ask(self) -> None:
        """Make the call now, or as soon as the pace allows."""
        wait_s = self._due_s - time.monotonic()
        if wait_s <= min(_NEARLY_S, self._pace_s / 2):
            self.hurry()
        elif not self.isActive():
            self.start(round((wait_s + _PATIENCE_S) * 1000))

    def hurry(self) -> None:
        """Make the call now, whatever the pace."""
        self.stop()
        self._due_s = time.monotonic() + self._pace_s
        self._call()

"""A call that is asked for often and made at a calm pace."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Pace(QTimer):
    """Makes a call when asked, at most once in `pace_ms`; what was asked for in between is made once, at the end."""

    def __init__(self, call: Callable[[], None], pace_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(pace_ms)
        self._call, self._asked = call, False
        self.timeout.connect(self._rested)

    def ask(self) -> None:
        """Make the call now, or as soon as the pace allows."""
        if self.isActive():
            self._asked = True
        else:
            self.start()
            self._call()

    def hurry(self) -> None:
        """Make the call now, whatever the pace."""
        self._asked = False
        self.start()
        self._call()

    def _rested(self) -> None:
        if self._asked:
            self.hurry()

"""Work that the window does not wait for: done in a thread of Qt's pool, its outcome told in the window's thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThreadPool, Signal


class PoolRun(QObject):
    """One piece of work. Keep it until it is done; no part of a window may be touched by it."""

    done = Signal(object, object)
    """What came of it, and the exception that ended it, one of them None."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work

    def start(self) -> None:
        """Begin as soon as a thread is free."""
        QThreadPool.globalInstance().start(self._run)

    def _run(self) -> None:
        try:
            result = self._work()
        except Exception as error:  # the window's thread tells them apart
            self.done.emit(None, error)
        else:
            self.done.emit(result, None)


def wait_for_all() -> None:
    """Wait until nothing runs in the pool any more."""
    QThreadPool.globalInstance().waitForDone()

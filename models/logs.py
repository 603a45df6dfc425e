"""The log file of the program, kept small and free of keys."""

import logging
import logging.handlers
from collections.abc import Callable
from pathlib import Path

_BYTES, _FILES = 1_000_000, 3


class RedactedFormatter(logging.Formatter):
    """Takes keys out of whole lines, whoever wrote them: message, arguments, traceback and stack."""

    def __init__(self, redact: Callable[[str], str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The line. One that cannot be made says so: logging would write its arguments to standard error, keys too."""
        try:
            return self._redact(super().format(record))
        except Exception as error:  # arguments may be anything, and fail to become text in any way
            return (
                f"a line of {record.name} ({record.filename}:{record.lineno}) cannot be written: {type(error).__name__}"
            )


def start_log(folder: Path, redact: Callable[[str], str] = str) -> logging.Handler:
    """Write the program's log to `optape.log` in a folder; the answer is to be closed at the end.

    `redact` takes out of each line what must not be written: a `models.redaction.Redactor`.
    """
    handler = logging.handlers.RotatingFileHandler(
        folder / "optape.log", maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(RedactedFormatter(redact))
    ours = logging.getLogger("optape")
    ours.setLevel(logging.INFO)
    ours.propagate = False  # else the root's handler would write each line again
    for logger in (logging.getLogger(), ours):
        logger.addHandler(handler)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Close the log file and leave logging as it was."""
    ours = logging.getLogger("optape")
    for logger in (logging.getLogger(), ours):
        logger.removeHandler(handler)
    ours.setLevel(logging.NOTSET)
    ours.propagate = True
    handler.close()

"""The log file of the program, kept small. Keys are never handed to it."""

import logging
import logging.handlers
from pathlib import Path

_BYTES, _FILES = 1_000_000, 3


def start_log(folder: Path) -> logging.Handler:
    """Write the program's log to `optape.log` in a folder; the answer is to be closed at the end."""
    handler = logging.handlers.RotatingFileHandler(
        folder / "optape.log", maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
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

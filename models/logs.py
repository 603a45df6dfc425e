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
    logging.getLogger("optape").setLevel(logging.INFO)
    logging.getLogger("optape").propagate = False
    logging.getLogger().addHandler(handler)
    logging.getLogger("optape").addHandler(handler)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Close the log file."""
    for logger in (logging.getLogger(), logging.getLogger("optape")):
        logger.removeHandler(handler)
    handler.close()

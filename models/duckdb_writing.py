"""What the writers of files share that work with DuckDB. It is 60 MB that few runs need: they import it late."""

from pathlib import Path

QUIET_SETTINGS = (
    "SET threads = 1",  # the other cores are the window's and the feed's
    "SET autoinstall_known_extensions = false",  # nothing is fetched from anywhere
    "SET autoload_known_extensions = false",
)


def quoted(path: Path) -> str:
    """A path as a text of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def error_words(error: Exception) -> str:
    """What DuckDB says, in a line; a full disk in words."""
    text = str(error)
    return "the disk is full" if "No space left" in text or "not enough space" in text else text.splitlines()[0]

"""Doing something to what people keep under names, and telling them how that went."""

from collections.abc import Callable
from pathlib import Path


def do_and_tell(deed: Callable[[], Path | None], said: Callable[[str, bool], object], done: str, kinds: str) -> None:
    """Do it, and say (text, whether it is a problem). `done`: what is said if it worked; `kinds`: what is kept.

    A deed returns where a broken file was copied to first, and raises `ValueError` for a name and `OSError`.
    """
    try:
        copy = deed()
    except (ValueError, OSError) as error:
        said(str(error), True)
    else:
        said(done if copy is None else f"{done} {copied_text(kinds, copy)}", False)


def copied_text(kinds: str, copy: Path) -> str:
    """What became of the file that nobody could read."""
    return f"Your earlier {kinds} could not be read; their file is kept as {copy}."

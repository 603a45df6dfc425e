"""How the program ends: its exit status, and the last words to whoever started it from a shell."""

from enum import IntEnum
from typing import TextIO

PROGRAM = "optape"


class ExitStatus(IntEnum):
    """What the shell is told."""

    OK = 0
    FAILED = 1
    BAD_ARGUMENTS = 2
    """Or no display, or a home that cannot be used."""
    NO_DATA = 3
    """An at-time question has no answer."""
    INTERRUPTED = 130


def say(messages: TextIO | None, sentence: str) -> None:
    """Write a message for people, a line; a program without standard error says nothing."""
    if messages:
        messages.write(f"{PROGRAM}: {sentence}\n")
        messages.flush()

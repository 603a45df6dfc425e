"""Things that people keep under names: each name once, whatever its capitals."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from models.symbology import shorten

LONGEST_NAME = 40


class Named(Protocol):
    """Something with a name."""

    @property
    def name(self) -> str:
        """Under which it is kept."""


N = TypeVar("N", bound=Named)


def same_name(one: str, other: str) -> bool:
    """Whether people take two names for the same."""
    return one.strip().casefold() == other.strip().casefold()


def place_of(name: str, kept: Sequence[Named]) -> int | None:
    """Where the thing with a name stands; None where there is none."""
    return next((at for at, known in enumerate(kept) if same_name(known.name, name)), None)


def with_one(kept: tuple[N, ...], new: N) -> tuple[N, ...]:
    """What is kept, and a new thing in the place of that with its name, else at the end."""
    at = place_of(new.name, kept)
    return (*kept, new) if at is None else with_other(kept, at, new)


def with_other(kept: tuple[N, ...], at: int, *instead: N) -> tuple[N, ...]:
    """What is kept, with another thing, or none, in a place."""
    return (*kept[:at], *instead, *kept[at + 1 :])


def names_problem(names: Iterable[str], kind: str) -> str:
    """Why these cannot be the names of things of a kind, in words; empty where they can."""
    taken: set[str] = set()
    for name in names:
        if not name.strip():
            return f"A {kind} needs a name"
        if len(name) > LONGEST_NAME or not name.isprintable():
            return f"“{shorten(name)}” is no name for a {kind}: up to {LONGEST_NAME} letters on one line"
        key = name.strip().casefold()
        if key in taken:
            return f"Two {kind}s have the name “{name}”: choose another name"
        taken.add(key)
    return ""

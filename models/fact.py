"""Facts as lists tell them."""

from collections.abc import Sequence
from typing import NamedTuple


class Fact(NamedTuple):
    """A name, its value, and the name of the value's colour."""

    name: str
    value: str
    ink: str = "text"


class FactGroup(NamedTuple):
    """Facts that belong together, under a title."""

    title: str
    facts: tuple[Fact, ...]


def facts_text(title: str, groups: Sequence[FactGroup]) -> str:
    """Everything as text with tabs, to be pasted."""
    lines = [title]
    for group in groups:
        lines += ["", group.title, *(f"{fact.name}\t{fact.value}" for fact in group.facts)]
    return "\n".join(lines)

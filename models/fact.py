"""A fact as a list tells it."""

from typing import NamedTuple


class Fact(NamedTuple):
    """A name, its value, and the name of the value's colour."""

    name: str
    value: str
    ink: str = "text"

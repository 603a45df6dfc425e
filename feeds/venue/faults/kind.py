"""What a fault is called, what it does, and what its number means."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from math import inf
from typing import Generic, TypeVar

from feeds.venue.faults.fault import Fault, HttpFault, StreamFault

F_co = TypeVar("F_co", bound=Fault, covariant=True)


class Number(Enum):
    """What the number of a fault counts, as its usage names it."""

    NONE = ""
    TRADES = "TRADES"
    TIMES = "TIMES"
    SECONDS = "SECONDS"
    DAYS = "DAYS"


_DEFAULT_TRADES = 100.0


@dataclass(frozen=True)
class FaultKind(Generic[F_co]):
    """A fault on demand. `make` is given its number and how many times it acts; `usual`: the number if none is."""

    name: str
    does: str
    number: Number
    make: Callable[[float, float], F_co]
    usual: float = 0.0

    @property
    def usage(self) -> str:
        """Name and number as they are written on the command line."""
        return self.name if self.number is Number.NONE else f"{self.name}[:{self.number.value}]"

    def read_number(self, text: str) -> float:
        """The number that a text names. Raises `ValueError`."""
        whole, point, part = text.partition(".")
        fits = f"{whole}{part}".isascii() and f"{whole}{part}".isdigit()
        if self.number is Number.NONE:
            raise ValueError(f"the fault “{self.name}” takes no number")
        if not fits or (point and self.number is not Number.SECONDS):
            raise ValueError(f"“{text}” is not a number of {self.number.value.lower()}")
        return float(text)

    def build(self, number: float | None, *, followed: bool) -> F_co:
        """A new fault. One that would go on for ever acts once where another follows it."""
        if self.number is Number.TRADES:
            return self.make(_DEFAULT_TRADES if number is None else number, 1)
        times = 1.0 if followed else inf
        if self.number is Number.TIMES and number is not None:
            times = number
        return self.make(self.usual if number is None else number, times)


StreamKind = FaultKind[StreamFault]
HttpKind = FaultKind[HttpFault]

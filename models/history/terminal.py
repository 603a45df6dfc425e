"""A Theta Terminal as the window sees it: how it is, and how it is to be asked."""

from dataclasses import dataclass, replace
from enum import StrEnum

from models.status import Source

LEAST_REQUESTS, MOST_REQUESTS = 1, 8
"""Requests in flight at once: one is safe on every plan, eight is the most that a plan allows."""


class TerminalState(StrEnum):
    """What a terminal says of itself, or what its silence means."""

    CONNECTED = "connected"
    UNVERIFIED = "unverified"
    DISCONNECTED = "disconnected"
    ERROR = "error"
    STARTING = "starting"
    FIGHTING = "losing its connection again and again"
    NOT_RUNNING = "not running"
    SILENT = "does not answer"
    UNKNOWN = "unknown"


class Transport(StrEnum):
    """The form in which answers are asked for; the rows are the same in all. Each generation takes what it knows."""

    AUTOMATIC = "automatic"
    JSON = "json"
    CSV = "csv"
    NDJSON = "ndjson"


@dataclass(frozen=True, slots=True)
class TerminalChoice:
    """Which terminal is asked, and how.

    `address`: `http://HOST:PORT`; empty: found by itself at the standard addresses of both generations. `at_once`:
    requests in flight over the whole program. Raises `ValueError` for a number of requests out of its range.
    """

    address: str = ""
    transport: Transport = Transport.AUTOMATIC
    at_once: int = LEAST_REQUESTS

    def __post_init__(self) -> None:
        if not LEAST_REQUESTS <= self.at_once <= MOST_REQUESTS:
            raise ValueError(f"requests at once are {LEAST_REQUESTS} to {MOST_REQUESTS}, not {self.at_once}")


@dataclass(frozen=True, slots=True)
class TerminalStatus:
    """How the terminal is that will be asked.

    `name`: what it is, with its generation where that says something. `address`: host and port. `generation`: 2 or 3;
    None while nobody knows. `advice`: what the user can do, in sentences; empty where all is well. `beside`: another
    terminal that was looked at and is not asked, in words.
    """

    name: str = "Theta Terminal"
    address: str = ""
    generation: int | None = None
    state: TerminalState = TerminalState.UNKNOWN
    source: Source = Source.LIVE
    advice: str = ""
    beside: str = ""

    @property
    def is_well(self) -> bool:
        """Whether it can be asked and will answer."""
        return self.state is TerminalState.CONNECTED

    @property
    def title(self) -> str:
        """What it is and where, in few words: `Theta Terminal v2 (127.0.0.1:25510)`."""
        return f"{self.name} ({self.address})" if self.address else self.name

    @property
    def text(self) -> str:
        """The whole of it in one line: what it is, where, how it is, and which other one is passed over."""
        passed_over = f" ({self.beside}, not asked)" if self.beside else ""
        return f"{self.title} {self.state}{passed_over}"

    def passing_over(self, other: "TerminalStatus", *, is_wanted: bool = False) -> "TerminalStatus":
        """The status of the one that is asked in place of another.

        Who does not run is not worth a word, unless the user wanted that one.
        """
        silent = other.state is TerminalState.NOT_RUNNING and not is_wanted
        return self if silent else replace(self, beside=f"{other.title} {other.state}")

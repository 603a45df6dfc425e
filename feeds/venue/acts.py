"""What a venue can do to a connection, as values: the dialogue and the faults decide, the session carries out."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec


class _Status(msgspec.Struct):
    ev: str
    status: str
    message: str


@dataclass(frozen=True, slots=True)
class Send:
    """One frame, a text frame unless it is said to be binary."""

    frame: bytes
    binary: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """Frames that are sent some seconds from now; what comes after them does not wait."""

    seconds: float
    acts: tuple[Send, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """An orderly close with a code."""

    code: int = 1000


@dataclass(frozen=True, slots=True)
class Cut:
    """End the connection with no close frame, after what has been sent."""


@dataclass(frozen=True, slots=True)
class Mute:
    """Never send anything again, not even a pong; the connection stays."""


@dataclass(frozen=True, slots=True)
class Deaf:
    """Never send nor read anything again, not even the client's goodbye; the connection stays."""


Act = Send | Later | Close | Cut | Mute | Deaf


def status(name: str, *messages: str) -> Send:
    """A frame of status events of one kind, one for each message."""
    return Send(msgspec.json.encode([_Status("status", name, message) for message in messages]))


GREETING = status("connected", "Connected Successfully")
"""The first frame of a connection."""
ACCEPTED = status("auth_success", "authenticated")
"""The key was accepted."""


def bundle(events: Sequence[bytes]) -> Send:
    """A frame of encoded events."""
    return Send(b"[" + b",".join(events) + b"]")


def joined(frames: Sequence[Send]) -> Send:
    """The events of some frames in one."""
    return bundle([send.frame[1:-1] for send in frames])

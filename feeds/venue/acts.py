"""What a venue can do to a connection, as values: the dialogue and the faults decide, the session carries out."""

from dataclasses import dataclass

import msgspec


class _Status(msgspec.Struct):
    ev: str
    status: str
    message: str


@dataclass(frozen=True, slots=True)
class Send:
    """One text frame."""

    frame: bytes


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


Act = Send | Close | Cut | Mute


def status(name: str, *messages: str) -> Send:
    """A frame of status events of one kind, one for each message."""
    return Send(msgspec.json.encode([_Status("status", name, message) for message in messages]))


def bundle(events: list[bytes]) -> Send:
    """A frame of encoded events."""
    return Send(b"[" + b",".join(events) + b"]")

"""Why a connection to Massive ended, and what follows from it: retry, cool down, or leave it refused.

The table of statuses is massive.md section 1, "Failures".
"""

from dataclasses import dataclass
from enum import Enum

from models.status import FeedState


class Next(Enum):
    """What to do after a connection ended."""

    RETRY = FeedState.BACKOFF
    COOL_DOWN = FeedState.COOLDOWN
    STOP = FeedState.REFUSED


@dataclass(frozen=True, slots=True)
class Ending:
    """A connection's end: what comes next, and why in words for the user."""

    next: Next
    reason: str


OTHER_PROGRAM = (
    "Massive allows one connection an account, and another program uses this key. "
    "Close it there; Optape tries again by itself."
)
_SLOW = "Massive cut the connection because trades were not read fast enough."
_FORCED = "Massive ended the connection and asks to connect again."


def ending_of(status: str, message: str) -> Ending | None:
    """What a status means for the connection: its end, or None where the connection goes on.

    This is the one place that says what is retried and what is fatal. A bad key and a plan without access share one
    status and differ in prose alone; both stay refused until the key changes. Unknown statuses end nothing.
    """
    if status == "auth_failed":
        if "plan" in message.lower():
            return Ending(Next.STOP, f"This plan has no access to the stream. Massive says: {message}")
        return Ending(
            Next.STOP, f"Massive refused the key ({message or status}). Check MASSIVE_API_KEY, then start again."
        )
    if status == "auth_timeout":
        return Ending(Next.RETRY, "Massive did not receive the key in time.")
    if status == "max_connections":
        return Ending(Next.COOL_DOWN, OTHER_PROGRAM)
    if status == "slow_consumer":
        return Ending(Next.RETRY, _SLOW)
    if status == "force_disconnect":
        return Ending(Next.RETRY, _FORCED)
    return None


def ending_of_close(code: int | None, reason: str) -> Ending:
    """What the closing of the socket means, where no status said it before. Code 1008 is the eviction of a key."""
    if code == 1008:
        return Ending(Next.COOL_DOWN, OTHER_PROGRAM)
    words = f"code {code}" + (f", {reason}" if reason else "") if code else "without a word"
    return Ending(Next.RETRY, f"The connection was cut ({words}).")

"""Why a connection to Massive ended, and what follows from it: retry, cool down, or leave it refused.

The statuses are those of massive.md section 1, "Failures".
"""

import ssl
from dataclasses import dataclass
from enum import Enum

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidProxy, InvalidStatus, InvalidURI

from models.status import FeedState, Reason


class Next(Enum):
    """What to do after a connection ended."""

    RETRY = FeedState.BACKOFF
    COOL_DOWN = FeedState.COOLDOWN
    STOP = FeedState.REFUSED


def what_follows(reason: Reason) -> Next:
    """What follows from the end of a connection: the one place that says what is retried and what is fatal.

    A key that is wrong, or whose plan has no stream, stays refused until it is changed: the next try would be refused
    too. A key in use elsewhere waits for the other program, at least as long as the server may count a dead session.
    All else passes, or is mended on the other side while we wait: bad names, certificates and paths too.
    """
    if reason in (Reason.BAD_KEY, Reason.NO_PLAN, Reason.FAULT):
        return Next.STOP
    return Next.COOL_DOWN if reason is Reason.KEY_IN_USE else Next.RETRY


@dataclass(frozen=True, slots=True)
class Ending:
    """A connection's end, and why in words for the user."""

    reason: Reason
    words: str

    @property
    def next(self) -> Next:
        """What to do now."""
        return what_follows(self.reason)


OTHER_PROGRAM = Ending(
    Reason.KEY_IN_USE,
    "Another program uses this key: Massive allows one connection an account. "
    "Close the other program, or take the connection over; Optape tries again by itself.",
)
_PASSING = {
    "auth_timeout": Ending(Reason.AUTH_TIMEOUT, "Massive did not receive the key in time."),
    "max_connections": OTHER_PROGRAM,
    "slow_consumer": Ending(
        Reason.SLOW_CONSUMER, "Massive cut the connection because trades were not read fast enough."
    ),
    "force_disconnect": Ending(Reason.FORCED, "Massive ended the connection and asks to connect again."),
}
FAULT = Ending(Reason.FAULT, "The stream ended through a fault of Optape. Connect again; the log has the details.")


def ending_of_status(status: str, message: str) -> Ending | None:
    """What a status means for the connection: its end, or None where it goes on, as with every unknown status.

    A bad key and a plan without access share one status and differ in prose alone.
    """
    if status != "auth_failed":
        return _PASSING.get(status)
    if "plan" in message.lower():
        return Ending(Reason.NO_PLAN, f"This plan has no access to the stream. Massive says: {message}")
    return Ending(Reason.BAD_KEY, f"Massive refused the key ({message or status}). Check it, then connect again.")


def ending_of_close(code: int | None, text: str) -> Ending:
    """What the closing of the socket means, where no status said it before. Code 1008 is the eviction of a key."""
    if code == 1008:
        return OTHER_PROGRAM
    words = f"code {code}" + (f", {text}" if text else "") if code else "without a word"
    return Ending(Reason.CUT, f"The connection was cut ({words}).")


def ending_of_error(error: Exception, host: str) -> Ending:
    """What an exception of the socket means. Raises it again if it is none of a network's."""
    match error:
        case ConnectionClosed(rcvd=None, sent=sent) if sent is not None and sent.code in (1002, 1007, 1009):
            return Ending(Reason.BAD_FRAME, f"{host} sent a frame that cannot be used ({sent.reason or sent.code}).")
        case ConnectionClosed(rcvd=close):
            return ending_of_close(close.code, close.reason) if close else ending_of_close(None, "")
        case ssl.SSLError():
            why = getattr(error, "reason", None) or error  # one that was made by hand has none
            return Ending(Reason.NOT_SECURE, f"No secure connection to {host}: {why}. Check the address.")
        case InvalidStatus() if error.response.status_code >= 500 or error.response.status_code == 429:
            words = f"{host} does not serve the stream at the moment (HTTP {error.response.status_code})."
            return Ending(Reason.UNREACHABLE, words)
        case InvalidStatus():
            words = f"{host} is no Massive stream (HTTP {error.response.status_code}). Check the address."
            return Ending(Reason.WRONG_ADDRESS, words)
        case InvalidURI() | InvalidHandshake():
            return Ending(Reason.WRONG_ADDRESS, f"{host} is no Massive stream ({error}). Check the address.")
        case InvalidProxy() | ImportError():  # SOCKS takes one more library; the text may hold the proxy's password
            words = (
                f"{host} cannot be reached through the proxy of this machine’s settings. Set an HTTP proxy, or none."
            )
            return Ending(Reason.UNREACHABLE, words)
        case TimeoutError():
            return Ending(Reason.NO_ANSWER, f"{host} did not answer in time.")
        case OSError():
            return Ending(Reason.UNREACHABLE, f"{host} cannot be reached ({error.strerror or error}).")
    raise error

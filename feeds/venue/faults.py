"""Faults on demand: how a venue misbehaves, by name. A new fault is one class here, and its entry in `FAULTS`.

A fault belongs to one venue and sees all its connections. Those that break a running stream do it once, after a
number of trades (`--fault cut:500`), and leave the next connection alone, so that recovery can be seen; those that
keep the terminal from answering do it so many times (`--fault theta_starting:2`).
"""

import math
from collections.abc import Callable

from feeds.venue.acts import Act, Close, Cut, Mute, Send, bundle, status

NO_PLAN = "Your plan doesn't include websocket access. Visit our pricing page to upgrade your plan."
FAULT_AFTER_EVENTS = 100


class Fault:
    """No fault. Each hook gives the acts that take the place of the normal ones, or None for those."""

    def on_connect(self) -> list[Act] | None:
        """In place of the greeting."""

    def on_auth(self, key: str) -> list[Act] | None:
        """In place of accepting a key."""

    def on_subscribe(self, channel: str, ticker: str) -> list[Act] | None:
        """In place of a subscription and its acknowledgement."""

    def on_events(self, events: list[bytes]) -> list[Act] | None:
        """In place of one frame with these events."""

    def on_request(self, path: str) -> tuple[int, str] | None:
        """In place of the answer of REST or the terminal: a status and a body."""


class RefuseKey(Fault):
    """Every key is refused; the connection then ends with no close frame."""

    def __init__(self, message: str) -> None:
        self._message = message

    def on_auth(self, key: str) -> list[Act]:
        return [status("auth_failed", self._message), Cut()]


class RefuseChannel(Fault):
    """The plan lacks the channel, whatever is subscribed to."""

    def on_subscribe(self, channel: str, ticker: str) -> list[Act]:
        return [status("error", "not authorized")]


class RefuseConnection(Fault):
    """Another program holds the connection: refused in the very first frame."""

    def on_connect(self) -> list[Act]:
        return [status("max_connections", "Maximum number of connections exceeded."), Close(1008)]


class BreakStream(Fault):
    """After exactly so many trades the acts happen, once."""

    def __init__(self, after_events: int, *acts: Act) -> None:
        self._left = after_events
        self._acts = acts

    def on_events(self, events: list[bytes]) -> list[Act] | None:
        if not self._acts or len(events) < self._left:
            self._left -= len(events)
            return None
        acts, self._acts = self._acts, ()
        return [bundle(events[: self._left]), *acts] if self._left else list(acts)


class RefuseTerminal(Fault):
    """The terminal answers at-time questions with a status and a text, so many times."""

    def __init__(self, times: float, status_code: int, body: str) -> None:
        self._left = times
        self._answer = (status_code, body)

    def on_request(self, path: str) -> tuple[int, str] | None:
        if "/at_time/" not in path or self._left <= 0:
            return None
        self._left -= 1
        return self._answer


class Garbage(Fault):
    """Frames that are no JSON, and bad events before and after good ones. Every good trade is sent, in order."""

    NOT_JSON = (
        b"<html><body>502 Bad Gateway</body></html>",
        b'[{"ev":"T","sym":',
        b"",
        b"null",
        b"\xef\xbb\xbf[]",
        b"{}",
    )
    BAD_EVENTS = (
        b'{"ev":"T"}',
        b'{"ev":"T","sym":"O:SPY251219C00650000","x":302,"p":"1.5","s":1,"c":[209],"t":1764599400000,"q":1}',
        b'{"ev":"T","sym":"O:SPY251219C00650000","x":302,"p":1.5,"s":-1,"c":[209],"t":1764599400000,"q":2}',
        b'{"ev":"T","sym":"O:SPY251219C00650000","x":302,"p":-1.5,"s":1,"c":[209],"t":1764599400000,"q":3}',
        b'{"ev":"T","sym":"O:SPY251219C00650000","x":302,"p":1.5,"s":1,"c":[209],"t":99999999999999999999999,"q":4}',
        b'{"ev":"T","sym":"O:SPY251219C00650000","x":302,"p":1e999,"s":1,"c":[209],"t":1764599400000,"q":5}',
        b'{"ev":"T","sym":"SPY","x":302,"p":1.5,"s":1,"c":[209],"t":1764599400000,"q":6}',
        b'{"ev":"T","sym":null,"x":302,"p":1.5,"s":1,"c":[209],"t":1764599400000,"q":7}',
        b'{"ev":"XQZ","sym":"O:SPY251219C00650000","v":[{"deep":[[]]}]}',
        b'{"no":"ev"}',
        b'"text"',
        b"17",
        b"null",
        b"[]",
    )

    def __init__(self) -> None:
        self._turn = 0

    def on_events(self, events: list[bytes]) -> list[Act]:
        """All kinds at the first frame, then one of each in turn."""
        first, turn = self._turn == 0, self._turn
        self._turn += 1
        frames = self.NOT_JSON if first else (self.NOT_JSON[turn % len(self.NOT_JSON)],)
        bad = self.BAD_EVENTS if first else (self.BAD_EVENTS[turn % len(self.BAD_EVENTS)],)
        middle = len(events) // 2
        return [*map(Send, frames), bundle([*events[:middle], *bad, *events[middle:]])]


def _after(*acts: Act) -> Callable[[int], Fault]:
    return lambda count: BreakStream(count, *acts)


FAULTS: dict[str, Callable[[int], Fault]] = {
    "auth_failed": lambda _: RefuseKey("authentication failed"),
    "no_plan": lambda _: RefuseKey(NO_PLAN),
    "not_authorized": lambda _: RefuseChannel(),
    "max_connections": lambda _: RefuseConnection(),
    "cut": _after(Cut()),
    "garbage": lambda _: Garbage(),
    "slow_consumer": _after(status("slow_consumer", "Slow consumer, disconnecting."), Cut()),
    "force_disconnect": _after(status("force_disconnect", "Disconnected by the server."), Close(1008)),
    "silence": _after(Mute()),
    "theta_permission": lambda _: RefuseTerminal(math.inf, 471, "You do not have permission to access this data."),
    "theta_starting": lambda times: RefuseTerminal(times, 571, "The server is starting."),
}


def fault_from_text(text: str) -> Fault:
    """A fault by its name, or by name and number of trades or times: `cut`, `cut:500`. Raises `ValueError`."""
    name, _, count = text.partition(":")
    if name not in FAULTS:
        raise ValueError(f"no fault “{name}”; there are {', '.join(FAULTS)}")
    if count and not (count.isascii() and count.isdigit()):
        raise ValueError(f"“{count}” is not a number of trades or times")
    return FAULTS[name](int(count) if count else FAULT_AFTER_EVENTS)

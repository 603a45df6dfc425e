"""Faults of the terminal as a whole: whether it is there, of which generation it is, what it says of itself."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from feeds.venue.faults.fault import Handler, Hands, HttpFault, with_part
from feeds.venue.faults.kind import HttpKind, Number
from feeds.venue.faults.refusals import Refuse
from feeds.venue.theta.errors import GONE, UPGRADED

TEXT = "text/plain"
IS_STATUS = with_part("/mdds/status")
STARTING = (571, "The server is starting.")
DISCONNECTED = (474, "The connection to the Theta Data servers has been lost.")


def refusal(times: float, answer: tuple[int, str], concerns: Callable[[str], bool]) -> Refuse:
    """A refusal with a text, as the terminal gives them."""
    return Refuse(times, *answer, content_type=TEXT, concerns=concerns)


class NotRunning(HttpFault):
    """Nothing listens on the port for some seconds."""

    starts_shut = True

    def __init__(self, seconds: float) -> None:
        super().__init__(1)
        self._seconds = seconds

    def begin(self, hands: Hands, when_spent: Callable[[], None]) -> None:
        """Shut the port, and open it in time."""
        super().begin(hands, when_spent)
        self._start(self._keep_shut(self._seconds, hands.shut_terminal, hands.open_terminal))


class StartingUp(HttpFault):
    """Everything is answered with 571 until some seconds after the first request."""

    def __init__(self, seconds: float) -> None:
        super().__init__(1)
        self._seconds = seconds

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Start when somebody asks."""
        if not self._tasks:
            self._start(self._start_up())
        status, body = STARTING
        return web.Response(status=status, text=body)

    async def _start_up(self) -> None:
        await asyncio.sleep(self._seconds)
        self._struck()


class Says(HttpFault):
    """Another status than the true one; trades are refused if there is an answer to them."""

    def __init__(self, times: float, word: str, answer: tuple[int, str] | None = None) -> None:
        super().__init__(times)
        self._word, self._answer = word, answer

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Counted by the times that its status was asked for."""
        if IS_STATUS(request.path):
            self._struck()
            return web.Response(text=self._word)
        if self._answer is None:
            return await handler(request)
        status, body = self._answer
        return web.Response(status=status, text=body)


class Fights(HttpFault):
    """Another terminal has the same account: the two throw each other out, in turns."""

    def __init__(self, times: float) -> None:
        super().__init__(times)
        self._statuses = self._requests = 0

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Every other status is that it is disconnected, every other question is refused."""
        if IS_STATUS(request.path):
            self._statuses += 1
            self._struck()
            return web.Response(text="DISCONNECTED" if self._statuses % 2 == 0 else "CONNECTED")
        self._requests += 1
        if self._requests % 2 == 0:
            return await handler(request)
        status, body = DISCONNECTED
        return web.Response(status=status, text=body)


def _is_not_v3(path: str) -> bool:
    return not path.startswith("/v3/")


KINDS: tuple[HttpKind, ...] = (
    HttpKind("theta_refuse", "nothing listens on the terminal's port for some seconds (5), once", Number.SECONDS,
             lambda seconds, _: NotRunning(seconds), 5),
    HttpKind("theta_starting_up", "the terminal says that it is starting (571), its status too, for some seconds (8)",
             Number.SECONDS, lambda seconds, _: StartingUp(seconds), 8),
    HttpKind("theta_unverified", "the status of the terminal is UNVERIFIED", Number.TIMES,
             lambda _, n: Says(n, "UNVERIFIED")),
    HttpKind("theta_status_disconnected", "the status of the terminal is DISCONNECTED, questions are refused (474)",
             Number.TIMES, lambda _, n: Says(n, "DISCONNECTED", DISCONNECTED)),
    HttpKind("theta_status_error", "the status of the terminal is ERROR", Number.TIMES, lambda _, n: Says(n, "ERROR")),
    HttpKind("theta_fights", "every other status is DISCONNECTED, every other question is refused (474): two sessions",
             Number.TIMES, lambda _, n: Fights(n)),
    HttpKind("theta_v3", "a v3 terminal: all paths of v2 are gone (410)", Number.TIMES,
             lambda _, n: refusal(n, (GONE, UPGRADED), _is_not_v3)),
    HttpKind("theta_v2", "a v2 terminal: no path of v3 is known (404)", Number.TIMES,
             lambda _, n: refusal(n, (404, "Not implemented"), with_part("/v3/"))),
)  # fmt: skip

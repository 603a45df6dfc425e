"""What a fault can do, hook by hook; as they stand here, the hooks do nothing wrong."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass

from aiohttp import web

from feeds.venue.acts import Act, Send

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Hands:
    """What a fault may do to its venue beyond one connection.

    `shut` and `open`: let nothing listen on the Massive port, and listen again; `shut_terminal` and `open_terminal`:
    the same for the terminal's. `cut_streams`: end every connection
    that holds a subscription, with no close frame; how many. `serve`: start an application on a port of its own, and
    say where it is.
    """

    shut: Callable[[], Awaitable[None]]
    open: Callable[[], Awaitable[None]]
    shut_terminal: Callable[[], Awaitable[None]]
    open_terminal: Callable[[], Awaitable[None]]
    cut_streams: Callable[[], int]
    serve: Callable[[web.Application], Awaitable[str]]


class Fault:
    """Acts so many times, and is then spent: the next in its sequence takes over."""

    starts_shut = False
    """Whether nothing listens at first."""

    def __init__(self, times: float = math.inf) -> None:
        self.strikes = 0
        """How often it acted."""
        self._times_left = times
        self._when_spent: Callable[[], None] = lambda: None
        self._tasks: list[asyncio.Task[None]] = []
        self._hands: Hands | None = None

    @property
    def spent(self) -> bool:
        """Whether it will not act again."""
        return self._times_left <= 0

    def begin(self, hands: Hands, when_spent: Callable[[], None]) -> None:
        """Take over. `when_spent` is called when it has acted for the last time."""
        self._hands, self._when_spent = hands, when_spent

    async def close(self) -> None:
        """Stop whatever it still does."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _struck(self) -> None:
        """Note that it acted once."""
        self.strikes += 1
        if self._times_left > 0:
            self._times_left -= 1
            if self._times_left <= 0:
                self._when_spent()

    async def _keep_shut(
        self, seconds: float, shut: Callable[[], Awaitable[None]], open_again: Callable[[], Awaitable[None]]
    ) -> None:
        """Let nothing listen on a port for a while, so that the system refuses; that is to act once."""
        await shut()
        await asyncio.sleep(seconds)
        await open_again()
        self._struck()

    def _start(self, work: Coroutine[object, object, None]) -> None:
        self._tasks.append(asyncio.create_task(work))


class StreamFault(Fault):
    """A fault of the stream. Most hooks give the acts that take the place of the normal ones, or None for those."""

    scheme = "ws"
    """Of the address that is told."""

    def on_upgrade(self) -> web.Response | None:
        """In place of the WebSocket handshake."""
        return None

    def on_connect(self) -> list[Act] | None:
        """In place of the greeting."""
        return None

    def on_auth(self, attempt: int) -> list[Act] | None:
        """In place of accepting a key; `attempt` counts from 1 on each connection."""
        return None

    def on_newcomer(self) -> bool:
        """Whether to send away a connection whose key an older one holds; normally the older one has to go."""
        return False

    def rejected(self, tickers: Sequence[str]) -> Collection[str]:
        """Which new tickers of a message are not authorized."""
        return ()

    def on_acks(self, acks: list[Send]) -> list[Act] | None:
        """In place of the answers to one message, which go in one frame."""
        return None

    def on_events(self, events: list[bytes]) -> list[Act] | None:
        """In place of one frame with these events."""
        return None


class HttpFault(Fault):
    """A fault of REST or of the terminal. `concerns`: which paths it spoils; all where nothing is said."""

    def __init__(self, times: float = math.inf, *, concerns: Callable[[str], bool] = lambda path: True) -> None:
        super().__init__(times)
        self._concerns = concerns

    async def answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request; `handler` has the normal answer."""
        return await (self.spoil(request, handler) if self._concerns(request.path) else handler(request))

    async def spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """In place of the normal answer."""
        return await handler(request)


def with_part(part: str) -> Callable[[str], bool]:
    """Paths that have this in them."""
    return lambda path: part in path

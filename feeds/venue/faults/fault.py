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

    `shut` and `open`: let nothing listen on the Massive port, and listen again. `cut_streams`: end every connection
    that holds a subscription, with no close frame; how many. `serve`: start an application on a port of its own, and
    say where it is.
    """

    shut: Callable[[], Awaitable[None]]
    open: Callable[[], Awaitable[None]]
    cut_streams: Callable[[], int]
    serve: Callable[[web.Application], Awaitable[str]]


class Fault:
    """Acts so many times, and is then spent: the next in its sequence takes over."""

    def __init__(self, times: float = math.inf) -> None:
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
        if self._times_left > 0:
            self._times_left -= 1
            if self._times_left <= 0:
                self._when_spent()

    def _start(self, work: Coroutine[object, object, None]) -> None:
        self._tasks.append(asyncio.create_task(work))


class StreamFault(Fault):
    """A fault of the stream. Most hooks give the acts that take the place of the normal ones, or None for those."""

    scheme = "ws"
    """Of the address that is told."""
    starts_shut = False
    """Whether nothing listens at first."""

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
    """A fault of REST or of the terminal."""

    async def answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request; `handler` has the normal answer."""
        return await handler(request)

"""The venue as a whole: one source behind the Massive stream and REST on one port, and a Theta Terminal on another."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from aiohttp import web

from feeds.venue.archive import Archive
from feeds.venue.door import Door
from feeds.venue.faults.fault import Hands
from feeds.venue.faults.turns import VenueFaults
from feeds.venue.http_faults import faulty
from feeds.venue.pace import PaceChoice
from feeds.venue.rest import add_rest, rest_errors
from feeds.venue.session import Limits
from feeds.venue.source import Source
from feeds.venue.stream import Stream
from feeds.venue.theta.app import BOTH, theta_app
from feeds.venue.urls import STREAM_PATH, VenueUrls


class Venue:
    """Serves a source on loopback: `async with Venue(source) as venue: venue.urls`.

    `generations`: of the terminal, 2 or 3 or both at once. `on_end` is called with the number of trades when the source
    is exhausted and sent; `played()` waits for that.
    Raises `OSError` on entry when a port is taken.
    """

    def __init__(
        self,
        source: Source,
        *,
        pace: PaceChoice | None = None,
        fault: VenueFaults | None = None,
        limits: Limits | None = None,
        ws_port: int = 0,
        theta_port: int = 0,
        generations: Collection[int] = BOTH,
        on_end: Callable[[int], None] = lambda trades: None,
    ) -> None:
        self._source = source
        self._limits = limits or Limits()
        self._faults = fault or VenueFaults()
        self._pace = pace or PaceChoice()
        self._ports = (ws_port, theta_port)
        self._generations = generations
        self._on_end = on_end
        self._runners: list[web.AppRunner] = []
        self._doors: list[Door] = []

    async def __aenter__(self) -> Self:
        self._player = ThreadPoolExecutor(1, "venue-player")
        self._archive = Archive(self._source)
        self._stream = Stream(self._source, self._pace, self._faults.stream, self._limits)
        try:
            massive = await self._door(self._massive(), self._ports[0])
            theta = await self._door(self._terminal(), self._ports[1])
            hands = Hands(massive.shut, massive.open, theta.shut, theta.open, self._stream.cut, self._serve)
            self._faults.begin(hands)
            for door, turns in ((massive, self._faults.stream), (theta, self._faults.terminal)):
                if not turns.current.starts_shut:
                    await door.open()
        except BaseException:
            await self._close()
            raise
        stream = f"{self._faults.stream.current.scheme}://{massive.address}{STREAM_PATH}"
        self.urls = VenueUrls(stream, f"http://{massive.address}", f"http://{theta.address}")
        self._playing = asyncio.create_task(self._play())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._playing.cancel()
        await asyncio.wait({self._playing})
        if not self._playing.cancelled():
            self._playing.exception()  # `played()` tells it to those who ask
        await self._close()

    async def played(self) -> int:
        """Wait until the source is exhausted; the number of its trades. Raises `SourceError` if it broke midway."""
        return await asyncio.shield(self._playing)

    async def _play(self) -> int:
        trades = await self._stream.play(self._player)
        self._on_end(trades)
        return trades

    def _massive(self) -> web.Application:
        app = web.Application(middlewares=[faulty(self._faults.rest), rest_errors])
        app.router.add_get(STREAM_PATH, self._stream.serve)
        add_rest(app, self._archive, lambda: self._stream.time_ms)
        return app

    def _terminal(self) -> web.Application:
        return theta_app(self._archive, self._faults.terminal, self._generations)

    async def _serve(self, app: web.Application) -> str:
        """Start an application on any free port; where it listens, as `host:port`."""
        door = await self._door(app, 0)
        await door.open()
        return door.address

    async def _door(self, app: web.Application, port: int) -> Door:
        runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=self._limits.close_s)
        self._runners.append(runner)
        await runner.setup()
        door = Door(runner, port)
        self._doors.append(door)
        return door

    async def _close(self) -> None:
        await self._faults.close()
        self._stream.close()
        for runner in self._runners:
            await runner.cleanup()
        for door in self._doors:
            door.close()
        self._player.shutdown(cancel_futures=True)
        self._archive.close()

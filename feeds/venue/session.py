"""One Massive connection on a socket: reads the client, sends what is due, and cuts off a reader that is too slow."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from feeds.venue.acts import Act, Close, Cut, Deaf, Later, Mute, Send, bundle, status
from feeds.venue.dialogue import ALL, Dialogue
from feeds.venue.faults.connection import TOO_MANY
from feeds.venue.faults.fault import StreamFault
from feeds.venue.faults.turns import Turns


@dataclass(frozen=True, slots=True)
class Limits:
    """What a connection may cost.

    A reader for whom more than `buffer_bytes` wait is cut off. What is played as fast as it is taken never comes to
    that: it has no clock, so it waits while more than `ready_bytes` are unsent, and cuts off a reader only after
    `patience_s` without progress.
    """

    auth_s: float = 10.0
    close_s: float = 2.0
    frame_events: int = 100
    buffer_bytes: int = 64 * 1024 * 1024
    ready_bytes: int = 256 * 1024
    patience_s: float = 600.0


class Session:
    """A connection from its greeting to its end.

    `on_change` is called after each message of the client, and when the connection is `leaving`: about to be ended.
    """

    def __init__(
        self,
        request: web.Request,
        faults: Turns[StreamFault],
        limits: Limits,
        on_change: Callable[["Session"], None],
    ) -> None:
        self._request = request
        self._limits = limits
        self._on_change = on_change
        self._faults = faults
        self.dialogue = Dialogue(faults)
        self._socket = web.WebSocketResponse(autoping=False, timeout=limits.close_s, max_msg_size=16 * 1024 * 1024)
        self._acts: deque[Act] = deque()
        self._waiting_bytes = 0
        self._work = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._later: list[asyncio.TimerHandle] = []
        self._muted = self._deaf = False
        self.leaving = False
        self._over = False

    async def run(self) -> web.WebSocketResponse:
        """Serve the connection until either side ends it."""
        await self._socket.prepare(self._request)
        writer = asyncio.create_task(self._write())
        try:
            self.act(self.dialogue.greet())
            await self._read()
        finally:
            self._end()
            if not (await asyncio.wait({writer}, timeout=self._limits.close_s))[0]:
                writer.cancel()
                await asyncio.wait({writer})
        return self._socket

    def act(self, acts: Sequence[Act]) -> None:
        """Queue acts, in order. A reader that has fallen too far behind is cut off at once."""
        if self._over:
            return
        self._acts.extend(acts)
        if not all(isinstance(act, Send | Later) for act in acts):
            self._leave()
        self._waiting_bytes += sum(len(act.frame) for act in acts if isinstance(act, Send))
        self._work.set()
        if self._waiting_bytes > self._limits.ready_bytes:
            self._room.clear()
        if self._waiting_bytes > self._limits.buffer_bytes:
            self.drop()

    def offer(self, tickers: Sequence[str], events: Sequence[bytes]) -> None:
        """Queue those of some events that the client subscribed to, as one frame."""
        wanted = set() if self.leaving else self.dialogue.tickers
        if ALL in wanted:
            chosen = list(events)
        else:
            chosen = [event for ticker, event in zip(tickers, events, strict=True) if ticker in wanted]
        if chosen:
            acts = self._faults.current.on_events(chosen)
            self.act([bundle(chosen)] if acts is None else acts)

    def evict(self) -> None:
        """Give way to another connection with the same key: what waits is forgotten."""
        self._dismiss(TOO_MANY)

    def go_away(self) -> None:
        """Close orderly, as a server that stops; what waits is forgotten."""
        self._dismiss([Close(1001)])

    def drop(self) -> None:
        """End with no close frame, whatever still waits."""
        self._end()
        if self._request.transport is not None:
            self._request.transport.abort()

    @property
    def has_room(self) -> bool:
        """Whether little is unsent."""
        return self._room.is_set()

    async def room(self) -> None:
        """Wait until little is unsent, or the connection is over; patience ended, drop it."""
        if self._room.is_set():
            return
        try:
            await asyncio.wait_for(self._room.wait(), self._limits.patience_s)
        except TimeoutError:
            self.drop()

    async def sent(self) -> None:
        """Wait until nothing is unsent, or the connection is over."""
        while self._acts and not self._over:
            self._room.clear()
            await self.room()

    def _dismiss(self, acts: Sequence[Act]) -> None:
        """Forget what waits, and say goodbye; one that is deaf is dropped."""
        self._forget()
        if self._deaf:
            self.drop()
        else:
            self.act(acts)

    def _leave(self) -> None:
        """From here on nothing is streamed to it: a source without a clock waits for the next connection."""
        if not self.leaving:
            self.leaving = True
            self.dialogue.tickers.clear()
            self._on_change(self)

    def _forget(self) -> None:
        self._acts.clear()
        self._waiting_bytes = 0
        self._room.set()

    def _end(self) -> None:
        self._over = True
        self._forget()
        for timer in self._later:
            timer.cancel()
        self._work.set()
        self._leave()

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.call_later(self._limits.auth_s, self._time_out)
        try:
            while True:
                message = await self._socket.receive()
                if message.type is WSMsgType.PING:
                    await self._pong(message.data)
                elif message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    self._take(message.data)
                elif message.type is not WSMsgType.PONG:
                    return
        finally:
            deadline.cancel()

    def _time_out(self) -> None:
        if not self.dialogue.attempts:
            self.act([status("auth_timeout", "No authentication request received."), Close(1008)])

    def _take(self, data: str | bytes) -> None:
        self.act(self.dialogue.receive(data if isinstance(data, str) else data.decode(errors="replace")))
        self._on_change(self)

    async def _pong(self, payload: bytes) -> None:
        if not self._muted:
            with suppress(ConnectionError):
                await self._socket.pong(payload)

    async def _write(self) -> None:
        """Carry out what is queued; the socket's own flow control holds this back."""
        with suppress(ConnectionError):
            while not self._over:
                await self._work.wait()
                self._work.clear()
                while self._acts:
                    await self._do(self._acts.popleft())
                    if self._waiting_bytes <= self._limits.ready_bytes:
                        self._room.set()
        self._end()

    async def _do(self, act: Act) -> None:
        if isinstance(act, Send):
            if not self._muted:
                await self._socket.send_frame(act.frame, WSMsgType.BINARY if act.binary else WSMsgType.TEXT)
            self._waiting_bytes = max(self._waiting_bytes - len(act.frame), 0)
        elif isinstance(act, Later):
            self._later.append(asyncio.get_running_loop().call_later(act.seconds, self.act, act.acts))
        elif isinstance(act, Mute):
            self._muted = True
        elif isinstance(act, Deaf):
            self._muted = self._deaf = True
            if self._request.transport is not None:
                self._request.transport.pause_reading()
        elif isinstance(act, Cut):
            self._hang_up()
        else:
            self._end()
            await self._socket.close(code=act.code)

    def _hang_up(self) -> None:
        """Close the socket under the protocol: what was sent arrives, a close frame does not."""
        self._end()
        if self._request.transport is not None:
            self._request.transport.close()

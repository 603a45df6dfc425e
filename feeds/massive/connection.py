"""One connection to Massive's stream, from the first byte to the last."""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, WebSocketException

from feeds.massive.endings import FAULT, Ending, ending_of_error
from feeds.massive.inbox import Inbox, now_ms
from feeds.massive.lifecycle import Act, Lifecycle
from feeds.massive.paced import PacedConnection
from feeds.massive.straight import StraightConnect
from feeds.massive.subscriptions import Request, Subscriptions
from feeds.massive.timing import Timing
from feeds.massive.wire import StatusEvent, statuses
from models.redaction import Redactor
from models.status import UP, FeedState, Reason

MAX_FRAME_BYTES = 16 * 1024 * 1024
READ_BUDGET_S = 0.004
"""How long the reader may go on while frames are queued before it lets the loop turn."""
TELL_S = 0.1
"""How often the count of acknowledgements is told while they pour in: at 500 a second, one by one is too much."""
_STATUS = b'"status"'
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Connection:
    """Reads into the inbox, answers statuses, sends subscriptions, and watches over signs of life.

    `on_live` is called when all subscriptions were answered and trades are to be expected; `on_look` every few seconds.
    """

    def __init__(
        self,
        url: str,
        key: str,
        timing: Timing,
        lifecycle: Lifecycle,
        subscriptions: Subscriptions,
        inbox: Inbox,
    ) -> None:
        self.on_live: Callable[[], None] = _nothing
        self.on_look: Callable[[], None] = _nothing
        self._url, self._key, self._timing = url, key, timing
        self._redact = Redactor(key)
        self._lifecycle, self._subscriptions, self._inbox = lifecycle, subscriptions, inbox
        self._changed = asyncio.Event()
        self._socket: PacedConnection | None = None
        self._since_s = self._told_s = time.monotonic()
        self._asked_s: float | None = None
        self._live_since_s: float | None = None
        self.has_streamed = False
        """Whether anything came that is no status: trades may come before their subscription is acknowledged."""
        self.last_sign_ms = now_ms()
        """When the server last gave any sign of life, Unix ms."""

    async def live(self) -> Ending:
        """Live through the connection and return why it ended. The key goes to this address alone."""
        self._subscriptions.start_connection()
        try:
            socket = await self._connect()
            try:
                return await self._session(socket)
            finally:  # not `async with`: it would close with 1011, an error, when the stream is cancelled
                await socket.close()
        except (OSError, WebSocketException, ImportError) as error:
            ending = self._lifecycle.ending or ending_of_error(error, self.host)
            return replace(ending, words=self._redact(ending.words))

    def subscribe(self) -> None:
        """Send what is wanted now and was not asked for yet."""
        self._changed.set()

    def go_on(self) -> None:
        """Read on if reading was held back and there is room again."""
        if self._socket and self._socket.held and self._inbox.has_room:
            self._socket.release()

    def leave(self, ending: Ending) -> None:
        """End the connection from our side, without waiting for the other."""
        self._lifecycle.leave(ending)
        if self._socket:
            self._socket.transport.abort()

    @property
    def live_s(self) -> float:
        """For how long trades have been coming, or were to be expected, in seconds."""
        return 0.0 if self._live_since_s is None else time.monotonic() - self._live_since_s

    @property
    def host(self) -> str:
        """Who is talked to."""
        return urlsplit(self._url).hostname or self._url

    def _connect(self) -> StraightConnect:
        timing = self._timing
        return StraightConnect(  # its own iterator is not used: it resets its backoff at the handshake
            self._url,
            max_size=MAX_FRAME_BYTES,
            max_queue=None,  # our own queue holds back; two that pause one transport would undo each other
            ping_interval=timing.ping_s,
            ping_timeout=None,  # pongs are not read while reading is held back: the watchdog judges life
            open_timeout=timing.open_s,
            close_timeout=timing.close_s,
            proxy=None if self.host in _LOOPBACK else True,
            create_connection=partial(PacedConnection, timing=timing),  # type: ignore[arg-type]
        )

    async def _session(self, socket: ClientConnection) -> Ending:
        assert isinstance(socket, PacedConnection)  # `create_connection` made it
        self._socket, socket.on_message = socket, self._take_trades
        helpers = [asyncio.create_task(job(socket)) for job in (self._send_subscriptions, self._watch)]
        for helper in helpers:
            helper.add_done_callback(self._note_fault)
        try:
            return await self._read(socket)
        finally:
            self._note_sign(socket)
            socket.on_message = _refused
            for helper in helpers:
                helper.cancel()
            await asyncio.gather(*helpers, return_exceptions=True)
            self._socket = None

    def _note_fault(self, helper: asyncio.Task[None]) -> None:
        """A connection that nobody watches, or subscribes on, must not look like a quiet market."""
        error = None if helper.cancelled() else helper.exception()
        if error is not None:
            helper.get_loop().call_exception_handler({"message": "the stream failed", "exception": error})
            self.leave(FAULT)

    async def _read(self, socket: PacedConnection) -> Ending:
        turn_s = time.perf_counter()
        while True:
            frame = await socket.recv(decode=False)
            if not self._take_trades(frame):
                await self._take_statuses(socket, frame)
                if self._lifecycle.ending:
                    return self._lifecycle.ending
            if time.perf_counter() - turn_s > READ_BUDGET_S:
                await asyncio.sleep(0)
                turn_s = time.perf_counter()

    def _take_trades(self, frame: bytes) -> bool:
        """Put a frame into the inbox; one with a status is left to be looked at first."""
        if _STATUS in frame:
            return False
        self._put(frame)
        return True

    def _put(self, frame: bytes) -> None:
        self.has_streamed = True
        self._inbox.put(frame)
        if self._inbox.is_full and self._socket and not self._socket.held:
            self._socket.hold()

    # Statuses and subscriptions

    async def _take_statuses(self, socket: PacedConnection, frame: bytes) -> None:
        events, others = statuses(frame, self._redact)
        if others:  # before anything is waited for: what is read meanwhile comes behind it
            self._put(frame)
        for event in events:
            await self._take_status(socket, event)

    async def _take_status(self, socket: PacedConnection, event: StatusEvent) -> None:
        act = self._lifecycle.take(event, self._subscriptions)
        if act is Act.SEND_KEY:
            await self._send(socket, [("auth", self._key)])
        elif act is Act.SUBSCRIBE:
            self.subscribe()
            self._settle()
        elif act is Act.SETTLE:
            self._asked_s = time.monotonic()
            if self._subscriptions.settled or time.monotonic() - self._told_s > TELL_S:
                self._settle()

    def _settle(self) -> None:
        self._told_s = time.monotonic()
        self._lifecycle.settle(self._subscriptions)
        if self._lifecycle.status.state is FeedState.LIVE and self._live_since_s is None:
            self._live_since_s = self._told_s
            self.on_live()

    async def _send(self, socket: PacedConnection, requests: Iterable[Request]) -> None:
        for action, params in requests:
            await socket.send(json.dumps({"action": action, "params": params}))

    async def _send_subscriptions(self, socket: PacedConnection) -> None:
        with contextlib.suppress(ConnectionClosed):  # the reader sees it too, and says why
            while True:
                await self._changed.wait()
                self._changed.clear()
                if self._lifecycle.status.state in (FeedState.SUBSCRIBING, *UP):
                    self._asked_s = time.monotonic()
                    await self._send(socket, self._subscriptions.requests())
                    self._settle()

    # Signs of life

    async def _watch(self, socket: PacedConnection) -> None:
        """Judge life by received bytes, but not while we hold reading back; let no answer be waited for forever."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(min(self._timing.check_s, self._timing.answer_s))
                self._note_sign(socket)
                ending = self._sign_of_death(socket)
                if ending:
                    self.leave(ending)
                    return
                await self._look_after_answers(socket)
                self.on_look()

    def _note_sign(self, socket: PacedConnection) -> None:
        self.last_sign_ms = now_ms() - round(1000 * (asyncio.get_running_loop().time() - socket.last_read_s))

    def _sign_of_death(self, socket: PacedConnection) -> Ending | None:
        timing, state = self._timing, self._lifecycle.status.state
        unanswered = state in (FeedState.CONNECTING, FeedState.AUTHENTICATING)
        if unanswered and time.monotonic() - self._since_s > timing.answer_s:
            return Ending(Reason.NO_ANSWER, f"{self.host} connected but did not answer.")
        if not socket.held and asyncio.get_running_loop().time() - socket.last_read_s > timing.silence_s:
            return Ending(Reason.DEAD, f"Nothing at all came from {self.host} for {timing.silence_s:.0f} s.")
        return None

    async def _look_after_answers(self, socket: PacedConnection) -> None:
        """Ask once more for what was not acknowledged in time, then tell that it was not."""
        late = self._asked_s is not None and time.monotonic() - self._asked_s > self._timing.acknowledge_s
        if not late or not self._subscriptions.unanswered:
            return
        again = list(self._subscriptions.requests_again())
        self._subscriptions.give_up_waiting()
        self._settle()
        await self._send(socket, again)


def _nothing() -> None:
    """Nobody listens."""


def _refused(_message: bytes) -> bool:
    """The connection is over: what still comes is not read."""
    return False

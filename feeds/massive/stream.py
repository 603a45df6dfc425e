"""The Massive trade stream: connection, states, subscriptions, and the queue of frames that wait to be decoded."""

import asyncio
import contextlib
import json
import ssl
import time
from collections import deque
from collections.abc import Callable, Set
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from feeds.massive.endings import Ending, Next, ending_of, ending_of_close
from feeds.massive.paced import PacedConnection
from feeds.massive.subscriptions import Subscriptions
from feeds.massive.timing import Backoff, Timing
from feeds.massive.wire import StatusEvent, TradeDecoder, TradeEvent, statuses
from models.batch import TradeBatch
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.status import TRANSITIONS, FeedCounters, FeedState, FeedStatus, Source

MAX_FRAME_BYTES = 16 * 1024 * 1024
HOLD_BYTES = 256 * 1024 * 1024
"""With so much waiting to be decoded, reading stops; it goes on below a quarter of that."""
FRAME_OVERHEAD_BYTES = 64
"""What a waiting frame costs beside its text: even an empty one waits to be counted."""
READ_BUDGET_S = 0.004
"""How long the reader may go on while frames are queued before it lets the loop turn."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class MassiveStream:
    """A `TradeFeed` over one WebSocket. Everything runs on the loop's thread.

    The key is handed in, goes to this address alone, and appears in no status, sample or exception.
    """

    def __init__(
        self,
        url: str,
        key: str,
        contracts: ContractIndex,
        sets: ConditionSets,
        source: Source,
        timing: Timing | None = None,
    ) -> None:
        self.status = FeedStatus(source=source)
        self.counters = FeedCounters()
        self.on_data: Callable[[], None] = _nothing
        self.on_status: Callable[[FeedStatus], None] = _nothing
        self._url, self._key = url, key
        self._timing = timing or Timing()
        self._decoder = TradeDecoder(contracts, sets)
        self._subscriptions = Subscriptions()
        self._changed = asyncio.Event()
        self._frames: deque[tuple[int, bytes]] = deque()
        self._backlog_bytes = 0
        self._frames_read = 0
        self._socket: PacedConnection | None = None
        self._ending: Ending | None = None
        self._since_s = 0.0
        self._task: asyncio.Task[None] | None = None
        self._retry = Backoff(self._timing.first_retry_s, self._timing.longest_retry_s)
        self._cooldown = Backoff(self._timing.first_cooldown_s, self._timing.longest_cooldown_s)

    # What the core asks for

    def start(self) -> None:
        """Connect and keep connected, until closed or refused."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="massive stream")
        self._task.add_done_callback(self._note_fault)

    def subscribe(self, tickers: Set[str], *, everything: bool = False) -> None:
        """Say which contracts are wanted from now on, or that all are; takes the place of what was said before."""
        self._subscriptions.want(tickers, everything=everything)
        self._changed.set()
        self._publish(wanted=len(self._subscriptions.wanted), everything=everything)

    def backlog_bytes(self) -> int:
        """Bytes that were read and are not decoded yet."""
        return self._backlog_bytes

    def take(self, budget_s: float) -> TradeBatch | None:
        """Decode waiting frames; half the budget is kept for making columns of them. None when nothing waits."""
        if not self._frames:
            return None
        until = time.perf_counter() + budget_s / 2
        events: list[TradeEvent] = []
        arrivals: list[int] = []
        counts: list[int] = []
        while self._frames and (not counts or time.perf_counter() < until):
            arrival_ms, frame = self._frames.popleft()
            self._backlog_bytes -= len(frame) + FRAME_OVERHEAD_BYTES
            found = self._decoder.events(frame)
            events += found
            arrivals.append(arrival_ms)
            counts.append(len(found))
        self._frames_read += len(counts)
        if self._socket and self._socket.held and self._backlog_bytes < HOLD_BYTES // 4:
            self._socket.release()
        batch = self._decoder.batch(events, np.repeat(np.array(arrivals, np.int64), counts), self._frames_read)
        self.counters.received += len(batch)
        self.counters.malformed = self._decoder.malformed.count
        self.counters.samples = self._decoder.malformed.samples
        return batch

    def end(self) -> None:
        """Take note that the source has nothing more: the connection is closed and not made again."""
        if FeedState.ENDED in TRANSITIONS[self.status.state]:
            self._go(FeedState.ENDED)
            if self._task:
                self._task.cancel()

    async def close(self) -> None:
        """Close politely, which frees the account's connection within seconds; nothing is read after this."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        if self.status.state is not FeedState.CLOSED:
            self._go(FeedState.CLOSED)

    def _note_fault(self, task: asyncio.Task[None]) -> None:
        """A fault of ours must not look like a quiet market."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            task.get_loop().call_exception_handler({"message": "the stream failed", "exception": error})
            self._publish(state=FeedState.REFUSED, detail="The stream ended through a fault of Optape; start it again.")

    # Connecting again and again

    async def _run(self) -> None:
        while True:
            self._go(FeedState.CONNECTING)
            ending = await self._connection()
            if self.status.state is FeedState.LIVE:
                self.counters.gaps += 1
            if ending.next is Next.STOP:
                self._go(FeedState.REFUSED, ending.reason)
                return
            delay_s = (self._cooldown if ending.next is Next.COOL_DOWN else self._retry).delay_s()
            self._go(ending.next.value, ending.reason, retry_in_s=delay_s)
            await asyncio.sleep(delay_s)
            self._publish(reconnects=self.status.reconnects + 1)

    async def _connection(self) -> Ending:
        """Live through one connection and return why it ended; the backoff starts anew if it proved healthy."""
        self._ending = None
        self._since_s = time.monotonic()
        try:
            socket = await self._connect()
            try:
                return await self._session(socket)
            finally:  # not `async with`: it would close with 1011, an error, when the stream is cancelled
                await socket.close()
        except ConnectionClosed as error:
            close = error.rcvd
            return self._ending or (ending_of_close(close.code, close.reason) if close else ending_of_close(None, ""))
        except InvalidURI as error:
            return Ending(Next.STOP, f"The stream's address cannot be used: {error}")
        except ssl.SSLError as error:
            return Ending(
                Next.RETRY, f"No secure connection to {self._host}: {error.reason or error}. Check the address."
            )
        except InvalidHandshake as error:
            return Ending(Next.RETRY, f"{self._host} is no Massive stream ({error}). Check the address.")
        except TimeoutError:
            return Ending(Next.RETRY, f"{self._host} did not answer in time.")
        except OSError as error:
            return Ending(Next.RETRY, f"{self._host} cannot be reached ({error.strerror or error}).")

    def _connect(self) -> connect:
        timing = self._timing
        return connect(  # its own iterator is not used: it resets its backoff at the handshake
            self._url,
            max_size=MAX_FRAME_BYTES,
            max_queue=None,  # our own queue holds back; two that pause one transport would undo each other
            ping_interval=timing.ping_s,
            ping_timeout=None,  # pongs are not read while reading is held back: the watchdog judges life
            open_timeout=timing.open_s,
            close_timeout=timing.close_s,
            proxy=None if self._host in _LOOPBACK else True,
            create_connection=partial(PacedConnection, timing=timing),  # type: ignore[arg-type]
        )

    @property
    def _host(self) -> str:
        return urlsplit(self._url).hostname or self._url

    async def _session(self, socket: ClientConnection) -> Ending:
        assert isinstance(socket, PacedConnection)  # `create_connection` made it
        self._socket = socket
        self._subscriptions.start_connection()
        helpers = [asyncio.create_task(job(socket)) for job in (self._send_subscriptions, self._watch)]
        try:
            return await self._read(socket)
        finally:
            for helper in helpers:
                helper.cancel()
            await asyncio.gather(*helpers, return_exceptions=True)
            self._socket = None
            self._publish(confirmed=0)

    async def _read(self, socket: PacedConnection) -> Ending:
        turn_s = time.perf_counter()
        while True:
            frame = await socket.recv(decode=False)
            if b'"status"' in frame:
                await self._take_statuses(socket, frame)
                if self._ending:
                    return self._ending
            else:
                self._queue(socket, frame)
            if time.perf_counter() - turn_s > READ_BUDGET_S:
                await asyncio.sleep(0)
                turn_s = time.perf_counter()

    def _queue(self, socket: PacedConnection, frame: bytes) -> None:
        was_empty = not self._frames
        self._frames.append((time.time_ns() // 1_000_000, frame))
        self._backlog_bytes += len(frame) + FRAME_OVERHEAD_BYTES
        if self._backlog_bytes > HOLD_BYTES and not socket.held:
            socket.hold()
        if was_empty:
            self.on_data()

    # Statuses

    async def _take_statuses(self, socket: PacedConnection, frame: bytes) -> None:
        events, others = statuses(frame)
        for event in events:
            await self._take_status(socket, event)
        if others:
            self._queue(socket, frame)

    async def _take_status(self, socket: PacedConnection, event: StatusEvent) -> None:
        ending = ending_of(event.status, event.message)
        if ending:
            self._ending = ending
        elif event.status == "connected" and self.status.state is FeedState.CONNECTING:
            self._go(FeedState.AUTHENTICATING)
            await self._authenticate(socket)
        elif event.status == "auth_required":
            await self._authenticate(socket)
        elif event.status == "auth_success" and self.status.state is not FeedState.CONNECTING:
            self._subscribe_anew()
        elif event.status == "success":
            self._subscriptions.acknowledge(event.message)
            self._settle(self.status.detail)
        elif event.status == "error":
            self._settle(f"Massive says: {event.message}")
        elif event.status not in ("connected", "auth_success"):
            self._publish(detail=f"Massive says: {event.status} {event.message}".strip())

    def _subscribe_anew(self) -> None:
        """The key was accepted, perhaps for the second time on this connection: nothing is subscribed."""
        self._subscriptions.start_connection()
        if self.status.state is not FeedState.SUBSCRIBING:
            self._go(FeedState.SUBSCRIBING)
        self._changed.set()

    async def _authenticate(self, socket: PacedConnection) -> None:
        await socket.send(json.dumps({"action": "auth", "params": self._key}))

    def _settle(self, detail: str) -> None:
        """The subscriptions were answered: the feed is live."""
        if self.status.state in (FeedState.SUBSCRIBING, FeedState.LIVE):
            state = FeedState.LIVE
            self._publish(state=state, detail=detail, confirmed=len(self._subscriptions.confirmed))

    async def _send_subscriptions(self, socket: PacedConnection) -> None:
        with contextlib.suppress(ConnectionClosed):  # the reader sees it too, and says why
            while True:
                await self._changed.wait()
                self._changed.clear()
                if self.status.state not in (FeedState.SUBSCRIBING, FeedState.LIVE):
                    continue
                for action, params in self._subscriptions.requests():
                    await socket.send(json.dumps({"action": action, "params": params}))
                if not self._subscriptions.wanted:
                    self._settle("")

    async def _watch(self, socket: PacedConnection) -> None:
        """Judge life by received bytes, but not while we hold reading back; and let no answer be waited for forever."""
        loop, timing = asyncio.get_running_loop(), self._timing
        while True:
            await asyncio.sleep(min(timing.check_s, timing.answer_s))
            age_s = time.monotonic() - self._since_s
            if age_s > timing.healthy_after_s and self.status.state is FeedState.LIVE:
                self._retry.reset()
                self._cooldown.reset()
            unanswered = self.status.state in (FeedState.CONNECTING, FeedState.AUTHENTICATING)
            if unanswered and age_s > timing.answer_s:
                self._ending = Ending(Next.RETRY, f"{self._host} connected but did not answer.")
            elif not socket.held and loop.time() - socket.last_read_s > timing.silence_s:
                self._ending = Ending(
                    Next.RETRY, f"Nothing at all came from {self._host} for {timing.silence_s:.0f} s."
                )
            if self._ending:
                socket.transport.abort()
                return

    # Publishing

    def _go(self, state: FeedState, detail: str = "", retry_in_s: float | None = None) -> None:
        assert state in TRANSITIONS[self.status.state], f"{self.status.state} -> {state}"
        self._publish(state=state, detail=detail, retry_in_s=retry_in_s)

    def _publish(self, **changes: Any) -> None:
        status = replace(self.status, **changes)
        if status != self.status:
            self.status = status
            self.on_status(status)


def _nothing(*_: object) -> None:
    """Nobody listens yet."""

"""A WebSocket connection whose reading rests when the market is quiet, and stops when we fall behind."""

import asyncio
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.frames import Frame, Opcode
from websockets.protocol import Event

from feeds.massive.timing import Timing

BUSY_BYTES = 32 * 1024
"""So much within the time of a rest is a busy market: the next read follows at once."""
FLOW_BYTES = range(512, 16 * 1024)
"""So much at once, four to a hundred trades, may be a flow: while each read is one, the rests become longer."""

_MESSAGES = (Opcode.TEXT, Opcode.BINARY)


class PacedConnection(ClientConnection):
    """A client connection that stamps each read, and pauses its transport for a frame after a small one.

    A wake-up of the loop costs more than a print: in a quiet market, prints are collected by the kernel for a frame
    and drained in one go (design section 4). `hold` stops reading for as long as we are behind; TCP holds the rest
    back. Each message is offered to `on_message` as soon as it is read; what that refuses, by False, is for `recv`, and
    so is all that follows until that is received: messages stay in order.
    """

    def __init__(self, *args: Any, timing: Timing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_message: Callable[[bytes], bool] = _leaves_it
        self._rest_s, self._flow_rest_s = timing.rest_s, timing.flow_rest_s
        self._held, self._next_rest_s = False, timing.rest_s
        self._rest: asyncio.TimerHandle | None = None
        self.last_read_s = self._counted_since_s = self.loop.time()
        self._counted_bytes, self._was_busy = 0, False

    @property
    def held(self) -> bool:
        """Whether reading is held back."""
        return self._held

    def hold(self) -> None:
        """Stop reading until `release`."""
        self._held = True
        self.transport.pause_reading()

    def release(self) -> None:
        """Read on."""
        self._held = False
        self.last_read_s = self.loop.time()
        self._resume()

    def data_received(self, data: bytes) -> None:
        """Take what the transport read."""
        self.last_read_s = self.loop.time()
        super().data_received(data)
        if not self._is_busy(len(data)) and not self._held and self._rest is None and self._rest_s:
            self.transport.pause_reading()
            flows = len(data) in FLOW_BYTES
            self._next_rest_s = min(2 * self._next_rest_s, self._flow_rest_s) if flows else self._rest_s
            self._rest = self.loop.call_later(self._next_rest_s, self._end_rest)

    def process_event(self, event: Event) -> None:
        """Offer a whole message at once: a call of `recv` for each costs nearly as much as its trade."""
        if not (
            isinstance(event, Frame)
            and event.fin
            and event.opcode in _MESSAGES
            and not len(self.recv_messages.frames)
            and self.on_message(bytes(event.data))
        ):
            super().process_event(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the rest that is under way."""
        if self._rest:
            self._rest.cancel()
            self._rest = None
        super().connection_lost(exc)

    def _is_busy(self, count: int) -> bool:
        """Whether so much came in the time of a rest, this one or the last: each begins with nothing."""
        if self.last_read_s - self._counted_since_s > self._rest_s:
            self._was_busy = self._counted_bytes >= BUSY_BYTES
            self._counted_since_s, self._counted_bytes = self.last_read_s, 0
        self._counted_bytes += count
        return self._was_busy or self._counted_bytes >= BUSY_BYTES

    def _end_rest(self) -> None:
        self._rest = None
        self._resume()

    def _resume(self) -> None:
        if not self._held and not self.transport.is_closing():
            self.transport.resume_reading()


def _leaves_it(_message: bytes) -> bool:
    """Nobody takes messages as they are read."""
    return False

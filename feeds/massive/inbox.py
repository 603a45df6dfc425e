"""What was read from the stream and waits to be decoded: frames, counted in bytes, and marks between them."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from models.status import Reason

HOLD_BYTES = 256 * 1024 * 1024
"""With so much waiting to be decoded, reading stops; it goes on below a quarter of that."""
OVERHEAD_BYTES = 64
"""What a waiting frame or mark costs beside its text: even an empty one waits to be taken."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be streamed: these contracts, or all of the market, of which these are watched."""

    tickers: frozenset[str] = frozenset()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """Here a connection ended that trades came from: when it last gave a sign of life (Unix ms), and what is missed."""

    arrival_ms: int
    reason: Reason
    missed: Wanted = Wanted()


@dataclass(frozen=True, slots=True)
class Back:
    """Here everything is subscribed again, since `arrival_ms` (Unix)."""

    arrival_ms: int


Mark = Cut | Back


class Inbox:
    """A queue in order of arrival. `on_data` is called when something comes after there was nothing."""

    def __init__(self) -> None:
        self.on_data: Callable[[], None] = _nothing
        self.bytes = 0
        self._items: deque[tuple[int, bytes] | Mark] = deque()
        self._marks = 0

    def __bool__(self) -> bool:
        return bool(self._items)

    @property
    def is_full(self) -> bool:
        """Whether so much waits that reading must stop."""
        return self.bytes > HOLD_BYTES

    @property
    def has_room(self) -> bool:
        """Whether reading may go on after it stopped."""
        return self.bytes < HOLD_BYTES // 4

    def put(self, frame: bytes) -> None:
        """Add a frame that arrived now."""
        self.bytes += len(frame) + OVERHEAD_BYTES
        self._add((now_ms(), frame))

    def mark(self, mark: Mark) -> None:
        """Add a mark behind what arrived before."""
        self.bytes += OVERHEAD_BYTES
        self._marks += 1
        self._add(mark)

    def next_mark(self) -> Mark | None:
        """Take the mark that stands first; None where a frame does, or nothing."""
        if self._items and not isinstance(self._items[0], tuple):
            mark = self._items.popleft()
            assert not isinstance(mark, tuple)
            self.bytes -= OVERHEAD_BYTES
            self._marks -= 1
            return mark
        return None

    def next_frames(self, max_bytes: int) -> list[tuple[int, bytes]]:
        """Take the frames that stand before the next mark, with their arrivals in Unix ms.

        No more than `max_bytes` of them, but one at least where one stands first.
        """
        if not self._marks and self.bytes <= max_bytes:
            return self._take_all()
        found: list[tuple[int, bytes]] = []
        left = max_bytes
        while self._items and isinstance(item := self._items[0], tuple) and (not found or len(item[1]) <= left):
            self._items.popleft()
            self.bytes -= len(item[1]) + OVERHEAD_BYTES
            left -= len(item[1])
            found.append(item)
        return found

    def _take_all(self) -> list[tuple[int, bytes]]:
        found = [item for item in self._items if isinstance(item, tuple)]  # there is no mark among them
        self._items.clear()
        self.bytes = 0
        return found

    def _add(self, item: tuple[int, bytes] | Mark) -> None:
        was_empty = not self._items
        self._items.append(item)
        if was_empty:
            self.on_data()


def now_ms() -> int:
    """Unix ms by this computer's clock."""
    return time.time_ns() // 1_000_000


def _nothing() -> None:
    """Nobody listens yet."""

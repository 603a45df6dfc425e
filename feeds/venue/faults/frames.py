"""Faults of frames: their kind, their size, their order. Those that count times count frames."""

from feeds.venue.acts import Act, Send, bundle
from feeds.venue.faults.fault import StreamFault
from feeds.venue.faults.kind import Number, StreamKind

FRAME_LIMIT = 16 * 1024 * 1024
"""Bytes that a client takes in one frame (massive.md)."""
_SPARE = 1024


class BinaryFrames(StreamFault):
    """Trades in binary frames."""

    def on_events(self, events: list[bytes]) -> list[Act]:
        """The same bytes."""
        self._struck()
        return [Send(bundle(events).frame, binary=True)]


class OddFrame(StreamFault):
    """After so many trades, one odd frame with those that are due next."""

    def __init__(self, trades: float) -> None:
        super().__init__(1)
        self._trades_left = int(trades)

    def on_events(self, events: list[bytes]) -> list[Act] | None:
        """The odd frame, when it is time."""
        if len(events) <= self._trades_left:
            self._trades_left -= len(events)
            return None
        self._struck()
        before, odd = events[: self._trades_left], Send(self.frame(events[self._trades_left :]))
        return [bundle(before), odd] if before else [odd]

    def frame(self, events: list[bytes]) -> bytes:
        """What is odd about it."""
        raise NotImplementedError


class TruncatedFrame(OddFrame):
    """JSON that ends in the middle of the last trade: its frame is lost."""

    def frame(self, events: list[bytes]) -> bytes:
        """Half of the last event is missing."""
        return bundle(events).frame[: -1 - len(events[-1]) // 2]


class PaddedFrame(OddFrame):
    """A frame of so many bytes, valid as it is."""

    def __init__(self, trades: float, size: int) -> None:
        super().__init__(trades)
        self._size = size

    def frame(self, events: list[bytes]) -> bytes:
        """Blanks up to the size."""
        return bundle(events).frame[:-1].ljust(self._size - 1) + b"]"


class Repeats(StreamFault):
    """The first trade of each frame comes again at its end."""

    def on_events(self, events: list[bytes]) -> list[Act]:
        """One more."""
        self._struck()
        return [bundle([*events, events[0]])]


class Backwards(StreamFault):
    """The trades of a frame come last first: times and sequences step back."""

    def on_events(self, events: list[bytes]) -> list[Act]:
        """None is lost."""
        self._struck()
        return [bundle(events[::-1])]


KINDS: tuple[StreamKind, ...] = (
    StreamKind("binary", "sends trades in binary frames", Number.TIMES, lambda _, times: BinaryFrames(times)),
    StreamKind(
        "truncated",
        "sends one frame whose JSON ends in the middle; REST has its trades",
        Number.TRADES,
        lambda trades, _: TruncatedFrame(trades),
    ),
    StreamKind(
        "huge_frame",
        "sends one valid frame of 1 KiB below 16 MiB, filled up with blanks",
        Number.TRADES,
        lambda trades, _: PaddedFrame(trades, FRAME_LIMIT - _SPARE),
    ),
    StreamKind(
        "too_huge_frame",
        "sends one frame of 1 KiB above 16 MiB, which a client refuses; REST has its trades",
        Number.TRADES,
        lambda trades, _: PaddedFrame(trades, FRAME_LIMIT + _SPARE),
    ),
    StreamKind("repeats", "sends the first trade of each frame again at its end", Number.TIMES,
               lambda _, times: Repeats(times)),
    StreamKind("time_backwards", "sends the trades of each frame last first, so that times and sequences step back",
               Number.TIMES, lambda _, times: Backwards(times)),
)  # fmt: skip

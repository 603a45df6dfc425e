"""Faults that end a running stream, or make it useless."""

import asyncio
from collections.abc import Callable

from feeds.venue.acts import Act, Close, Cut, Deaf, Mute, bundle, status
from feeds.venue.faults.connection import TOO_MANY
from feeds.venue.faults.fault import Hands, StreamFault
from feeds.venue.faults.kind import Number, StreamKind


class BreakStream(StreamFault):
    """After exactly so many trades the acts happen, once; the rest of that frame is not sent."""

    def __init__(self, trades: float, *acts: Act) -> None:
        super().__init__(1)
        self._trades_left = int(trades)
        self._acts = acts

    def on_events(self, events: list[bytes]) -> list[Act] | None:
        """The acts, when it is time."""
        if len(events) < self._trades_left:
            self._trades_left -= len(events)
            return None
        self._struck()
        before = events[: self._trades_left]
        return [bundle(before), *self._acts] if before else list(self._acts)


class CutEvery(StreamFault):
    """Every so many seconds each connection that holds a subscription is cut."""

    def __init__(self, seconds: float, times: float) -> None:
        super().__init__(times)
        self._seconds = seconds

    def begin(self, hands: Hands, when_spent: Callable[[], None]) -> None:
        """Start the clock."""
        super().begin(hands, when_spent)
        self._start(self._cut(hands))

    async def _cut(self, hands: Hands) -> None:
        due_s = asyncio.get_running_loop().time()
        while not self.spent:
            due_s += self._seconds
            await asyncio.sleep(due_s - asyncio.get_running_loop().time())
            if hands.cut_streams():
                self._struck()


class Replay(StreamFault):
    """After so many trades a cut; the next connection is first sent those trades again."""

    def __init__(self, trades: float) -> None:
        super().__init__(1)
        self._count = int(trades)
        self._sent: list[bytes] = []
        self._has_cut = False

    def on_events(self, events: list[bytes]) -> list[Act] | None:
        """The cut, then the replay."""
        if self._has_cut:
            self._struck()
            return [bundle(self._sent), bundle(events)]
        fitting = events[: self._count - len(self._sent)]
        self._sent += fitting
        if len(self._sent) < self._count:
            return None
        self._has_cut = True
        return [bundle(fitting), Cut()]


def _after(name: str, does: str, *acts: Act) -> StreamKind:
    return StreamKind(name, does, Number.TRADES, lambda trades, _: BreakStream(trades, *acts))


KINDS: tuple[StreamKind, ...] = (
    _after("cut", "cuts the connection with no close frame", Cut()),
    StreamKind(
        "cut_every",
        "cuts each subscribed connection every so many seconds (20) with no close frame; the market goes on",
        Number.SECONDS,
        CutEvery,
        20,
    ),
    _after("close_1000", "closes politely with 1000", Close(1000)),
    _after("close_1008", "closes with 1008", Close(1008)),
    _after("close_1011", "closes with 1011", Close(1011)),
    _after("close_1012", "closes with 1012", Close(1012)),
    _after("evicted", "closes with 1008 and no status, as when another connection took the key", Close(1008)),
    _after("max_connections_streaming", "says max_connections and closes with 1008", *TOO_MANY),
    _after(
        "slow_consumer",
        "says slow_consumer and ends with no close frame",
        status("slow_consumer", "Slow consumer, disconnecting."),
        Cut(),
    ),
    _after(
        "force_disconnect",
        "says force_disconnect and closes with 1008",
        status("force_disconnect", "Disconnected by the server."),
        Close(1008),
    ),
    _after("silence", "sends nothing more, not even a pong; the connection stays", Mute()),
    _after("half_open", "neither sends nor reads any more, as a machine that is gone; the connection stays", Deaf()),
    StreamKind(
        "duplicate_replay",
        "cuts the connection, and sends its trades (100) to the next one again before it goes on",
        Number.TRADES,
        lambda trades, _: Replay(trades),
    ),
)

"""Faults of what frames say. Every good trade is sent, in order; each counts the frames that it spoils."""

import math
from collections.abc import Sequence

from feeds.venue.acts import Act, Send, bundle
from feeds.venue.faults.fault import StreamFault
from feeds.venue.faults.kind import Number, StreamKind

NOT_JSON = (
    b"<html><body>502 Bad Gateway</body></html>",
    b'[{"ev":"T","sym":',
    b"",
    b"null",
    b"\xef\xbb\xbf[]",
    b"{}",
)
BAD_EVENTS = (
    b'{"ev":"T"}',
    b'{"ev":"T","sym":"O:SPY251219C00650000","x":302,"p":"1.5","s":1,"c":[209],"t":1764599400000,"q":1}',
    b'{"ev":"T","sym":"O:SPY251219C00650000","x":302,"p":1.5,"s":-1,"c":[209],"t":1764599400000,"q":2}',
    b'{"ev":"T","sym":"O:SPY251219C00650000","x":302,"p":-1.5,"s":1,"c":[209],"t":1764599400000,"q":3}',
    b'{"ev":"T","sym":"O:SPY251219C00650000","x":302,"p":1.5,"s":1,"c":[209],"t":99999999999999999999999,"q":4}',
    b'{"ev":"T","sym":"O:SPY251219C00650000","x":302,"p":1e999,"s":1,"c":[209],"t":1764599400000,"q":5}',
    b'{"ev":"T","sym":"SPY","x":302,"p":1.5,"s":1,"c":[209],"t":1764599400000,"q":6}',
    b'{"ev":"T","sym":null,"x":302,"p":1.5,"s":1,"c":[209],"t":1764599400000,"q":7}',
    b'{"ev":"XQZ","sym":"O:SPY251219C00650000","v":[{"deep":[[]]}]}',
    b'{"no":"ev"}',
    b'"text"',
    b"17",
    b"null",
    b"[]",
)
_FIELDS = {
    b"sym": b'"O:SPY251219C00650000"', b"x": b"302", b"p": b"1.5", b"s": b"1", b"c": b"[209]", b"t": b"1764599400000",
    b"q": b"9",
}  # fmt: skip
_WRONG = {
    b"sym": b"650", b"x": b'"302"', b"p": b'"1.5"', b"s": b"{}", b"c": b'"209"', b"t": b'"2025-12-01"', b"q": b"true",
}  # fmt: skip


def _event(**changed: bytes) -> bytes:
    """A trade event with other values for some fields, an empty one for none."""
    fields = _FIELDS | {name.encode(): value for name, value in changed.items()}
    return b",".join([b'{"ev":"T"', *(b'"%b":%b' % field for field in fields.items() if field[1])]) + b"}"


WRONG_TYPES = tuple(_event(**{name.decode(): value}) for name, value in _WRONG.items())
MISSING_FIELDS = tuple(_event(**{name.decode(): b""}) for name in _FIELDS if name != b"c")
_AGGREGATE = (
    b'{"ev":"%b","sym":"O:SPY251219C00650000","v":7,"av":70,"op":1.5,"vw":1.5,"o":1.5,"c":1.5,"h":1.5,"l":1.5,"a":1.5,'
    b'"z":3,"s":1764599400000,"e":%d}'
)
UNKNOWN_EV = (
    b'{"ev":"Q","sym":"O:SPY251219C00650000","bx":302,"ax":303,"bp":1.5,"ap":1.6,"bs":7,"as":9,"t":1764599400000,"q":1}',
    _AGGREGATE % (b"A", 1_764_599_401_000),
    _AGGREGATE % (b"AM", 1_764_599_460_000),
    b'{"ev":"FMV","sym":"O:SPY251219C00650000","fmv":1.5,"t":1764599400000000000}',
    b'{"ev":"T2","sym":"O:SPY251219C00650000","x":302,"p":1.5,"s":1,"c":[209],"t":1764599400000,"q":1}',
    b'{"ev":"","sym":""}',
)


class StrayEvents(StreamFault):
    """Other events among the trades: all kinds in the first frame, then one of each in turn."""

    def __init__(self, times: float, events: Sequence[bytes], frames: Sequence[bytes] = ()) -> None:
        super().__init__(times)
        self._events, self._frames = events, frames
        self._turn = 0

    def on_events(self, events: list[bytes]) -> list[Act]:
        """Stray frames first, then the trades with stray events in their middle."""
        middle, turn = len(events) // 2, self._turn
        self._turn += 1
        self._struck()
        stray = _turn_of(self._events, turn)
        return [*map(Send, _turn_of(self._frames, turn)), bundle([*events[:middle], *stray, *events[middle:]])]


class Garbage(StrayEvents):
    """Frames that are no JSON, and bad events among good ones."""

    def __init__(self, times: float = math.inf) -> None:
        super().__init__(times, BAD_EVENTS, NOT_JSON)


class BundledStatuses(StreamFault):
    """Statuses in the same frame as trades: the latest acknowledgements, again."""

    def __init__(self, times: float) -> None:
        super().__init__(times)
        self._statuses: list[bytes] = []

    def on_acks(self, acks: list[Send]) -> list[Act] | None:
        """As usual; they are kept."""
        self._statuses = [ack.frame[1:-1] for ack in acks]
        return None

    def on_events(self, events: list[bytes]) -> list[Act]:
        """A status before, and all of them after the first trade."""
        self._struck()
        return [bundle([*self._statuses[:1], events[0], *self._statuses, *events[1:]])]


def _turn_of(kinds: Sequence[bytes], turn: int) -> Sequence[bytes]:
    return kinds if not turn or not kinds else (kinds[turn % len(kinds)],)


KINDS: tuple[StreamKind, ...] = (
    StreamKind("garbage", "sends frames that are no JSON, and bad events among the trades", Number.TIMES,
               lambda _, times: Garbage(times)),
    StreamKind("wrong_types", "sends trade events with fields of wrong types among the trades", Number.TIMES,
               lambda _, times: StrayEvents(times, WRONG_TYPES)),
    StreamKind("missing_fields", "sends trade events that lack a field among the trades", Number.TIMES,
               lambda _, times: StrayEvents(times, MISSING_FIELDS)),
    StreamKind("unknown_ev", "sends quotes, aggregates and invented events among the trades", Number.TIMES,
               lambda _, times: StrayEvents(times, UNKNOWN_EV)),
    StreamKind("bundled_statuses", "sends the acknowledgements again in the frames of the trades", Number.TIMES,
               lambda _, times: BundledStatuses(times)),
)  # fmt: skip

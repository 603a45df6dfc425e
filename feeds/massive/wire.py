"""Bytes of the Massive stream -> columns of trades: vector code where much comes at once and reads as it always does,
one prepared decoder for all else that is right, a slow one for what is not.

Facts: massive.md section 1. msgspec refuses `5.0` for an integer and `null` for a list, and lets huge and negative
numbers through: a frame that the typed decoder refuses is read event by event, and every column is checked.
"""

import json
import re
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from feeds.massive.canonical import CanonicalReader
from models.batch import TradeBatch
from models.conditions import ConditionSets
from models.contract_index import ContractIndex

MAX_VENUE = 65_535
MAX_SIZE = 2**31 - 1
MAX_PRICE = 1e9
"""Far above every strike: a larger number is no price, and would make premiums infinite."""
MAX_TIME_MS = 4_102_444_800_000
"""The year 2100: a larger number counts no milliseconds, and no calendar holds it."""
MOST_CHARS = 10_000
"""So much of a bad event is looked at for a sample: a key that it holds is taken out before it is cut short."""
MANY_BYTES = 100_000
"""Of so many bytes at once, about a thousand trades, the canonical reader is the quicker one."""
INT64 = range(-(2**63), 2**63)


class TradeEvent(msgspec.Struct, gc=False):
    """One trade as it stands on the wire: the eight documented fields."""

    ev: Literal["T"]  # no tag: msgspec takes an event that lacks its tag
    sym: str
    x: int
    p: float
    s: int
    t: int
    q: int
    c: tuple[int, ...] | None = None


class StatusEvent(msgspec.Struct):
    """A status: `connected`, `auth_success`, `success` ..., and its prose."""

    status: str
    message: str = ""


_TRADES = msgspec.json.Decoder(list[TradeEvent])
_CODES = msgspec.json.Decoder(tuple[int, ...])
FoundColumns = tuple[dict[str, NDArray[Any]], NDArray[np.int64]]
"""Columns, and for each row the number of the frame that it came in."""
_DAMAGED = "\ufffd"
"""Stands for bytes that are no UTF-8."""
_BEYOND_64_BITS = 10**30
_DIGITS = 25
_EVENT = re.compile(r'(?=\{\s*"ev"\s*:)')
_TORN = re.compile(r'"ev"\s*:\s*"T"')
_BETWEEN = "[], \t\r\n"
"""What stands between events."""


class Malformed:
    """Bad events: how many, and the first few as they arrived."""

    MAX_SAMPLES = 20
    SAMPLE_CHARS = 300

    def __init__(self, redact: Callable[[str], str] = str) -> None:
        """`redact` takes keys out of the samples."""
        self.count = 0
        self._redact = redact
        self.samples: list[str] = []

    def add(self, event: object) -> None:
        """Count one bad event, or one frame that cannot be read at all."""
        self.count += 1
        if len(self.samples) < self.MAX_SAMPLES:
            self.samples.append(self._redact(_sample_text(event)[:MOST_CHARS])[: self.SAMPLE_CHARS])


class TradeDecoder:
    """Decodes frames into a `TradeBatch`, adding contracts and sets of conditions as they appear."""

    def __init__(
        self,
        contracts: ContractIndex,
        sets: ConditionSets,
        redact: Callable[[str], str] = str,
        many_bytes: int = MANY_BYTES,
    ) -> None:
        """`many_bytes`: from so many at once on, the canonical reader is tried first."""
        self.malformed = Malformed(redact)
        self.torn = 0
        """Pieces of frames that broke off in a trade: there was at least one that nobody can read."""
        self._told = 0
        self._many_bytes = many_bytes
        self._contracts = contracts
        self._sets = sets
        self._canonical = CanonicalReader(contracts, self._set_of, sets[None])

    def batch(self, frames: Sequence[bytes], arrivals_ms: Sequence[int], position: object) -> TradeBatch:
        """The sound trades of frames, as columns. `arrivals_ms`: Unix milliseconds, one a frame.

        Never raises: what cannot be read is counted, and is the batch's `malformed`.
        """
        columns, frame = self._canonical_columns(frames) or self._typed_columns(frames)
        malformed, self._told = self.malformed.count - self._told, self.malformed.count
        return TradeBatch(
            time_ms=columns["t"],
            sequence=columns["q"],
            price=columns["p"],
            size=columns["s"],
            contract=columns["contract"],
            arrival_ms=np.array(arrivals_ms, np.int64)[frame],
            venue=columns["x"],
            conditions=columns["conditions"],
            malformed=malformed,
            position=position,
        )

    def _canonical_columns(self, frames: Sequence[bytes]) -> FoundColumns | None:
        """Columns of many frames at once; None where they are few, or one holds what needs a closer look."""
        if sum(map(len, frames)) < self._many_bytes:
            return None
        found = self._canonical.read(frames)
        if found is None or not _sound(found[0]).all():
            return None
        columns, counts = found
        return columns, np.repeat(np.arange(len(frames)), counts)

    def _typed_columns(self, frames: Sequence[bytes]) -> FoundColumns:
        """Columns of the sound events, and the number of the frame of each; the others are counted."""
        read = [self._events(frame) for frame in frames]
        events = [event for found in read for event in found]
        frame = np.repeat(np.arange(len(read)), [len(found) for found in read])
        try:
            columns = self._columns(events)
        except struct.error:  # a number somewhere does not fit its column: find whose
            keep = [i for i, event in enumerate(events) if self._fits(event)]
            self._count_dropped(events, set(range(len(events))) - set(keep))
            events, frame = [events[i] for i in keep], frame[keep]
            columns = self._columns(events)
        sound = _sound(columns)
        if not sound.all():
            self._count_dropped(events, set(np.flatnonzero(~sound).tolist()))
            columns, frame = {name: c[sound] for name, c in columns.items()}, frame[sound]
        return columns, frame

    def _events(self, frame: bytes) -> list[TradeEvent]:
        """The trades of a frame. Never raises: what cannot be read is counted."""
        try:
            return _TRADES.decode(frame)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return self._read_tolerantly(frame)

    def _columns(self, events: Sequence[TradeEvent]) -> dict[str, NDArray[Any]]:
        """Columns in the types of the tape. Raises `struct.error` for a number that does not fit.

        A `Struct` makes a column of a list in half the time that numpy takes, and checks its range on the way;
        `struct.pack` would copy the list once more. "n" are the same 64 bits as "q", in a third of its time.
        """
        ids, sets = self._contracts.add, self._sets.__getitem__
        return {
            "t": _column("n", [e.t for e in events]),
            "q": _column("n", [e.q for e in events]),
            "p": _column("d", [e.p for e in events]),
            "s": _column("i", [e.s for e in events]),
            "x": _column("H", [e.x for e in events]),
            "contract": _column("i", list(map(ids, [e.sym for e in events]))),
            "conditions": _column("H", list(map(sets, [e.c for e in events]))),
        }

    def _set_of(self, codes: bytes) -> int:
        try:
            return self._sets[_CODES.decode(b"[" + codes + b"]")]
        except msgspec.DecodeError:
            return -1

    def _fits(self, event: TradeEvent) -> bool:
        whole = event.t in INT64 and event.q in INT64 and -MAX_SIZE <= event.s <= MAX_SIZE
        return whole and 0 <= event.x <= MAX_VENUE and self._sets[event.c] >= 0

    def _read_tolerantly(self, frame: bytes) -> list[TradeEvent]:
        found = []
        for event in _objects(frame):
            if not isinstance(event, dict):
                self.malformed.add(event)
                self.torn += isinstance(event, str) and _TORN.search(event) is not None
            elif event.get("ev") == "T":
                trade = _tolerant_trade(event)
                if trade is None:
                    self.malformed.add(event)
                else:
                    found.append(trade)
            elif not isinstance(event.get("ev"), str) or _DAMAGED in event["ev"]:
                self.malformed.add(event)
        return found

    def _count_dropped(self, events: Sequence[TradeEvent], dropped: set[int]) -> None:
        for i in sorted(dropped):
            self.malformed.add(events[i])


def statuses(frame: bytes, redact: Callable[[str], str] = str) -> tuple[list[StatusEvent], bool]:
    """The statuses of a frame, redacted, and whether it holds anything else; ([], True) for what cannot be read."""
    events = _objects(frame)
    found = [e for e in events if isinstance(e, dict) and e.get("ev") == "status"]
    texts = [(redact(_text(e.get("status"))), redact(_text(e.get("message")))) for e in found]
    return [StatusEvent(*pair) for pair in texts], len(found) < len(events)


def _objects(frame: bytes) -> list[Any]:
    """The events of a frame, of whatever type; a part that is no JSON stands among them as a text."""
    try:
        # takes NaN and Infinity, which msgspec does not: the rest of the frame is good
        value = json.loads(frame, parse_int=_integer)
    except (ValueError, RecursionError):
        text = frame.decode("utf-8", "replace")
        return list(_salvage(text)) or [text]
    return value if isinstance(value, list) else [value]


def _integer(digits: str) -> int:
    """A whole number; Python refuses one of thousands of digits, and with it the frame: it is out of range anyhow."""
    if len(digits) <= _DIGITS:
        return int(digits)
    return -_BEYOND_64_BITS if digits.startswith("-") else _BEYOND_64_BITS


_JSON = json.JSONDecoder(parse_int=_integer)


def _salvage(text: str) -> Iterator[Any]:
    """The events of a frame that is no JSON as a whole, each read from its `{"ev":` on."""
    for piece in _EVENT.split(text):
        rest = piece.strip(_BETWEEN)
        if rest.startswith("{"):
            try:
                event, end = _JSON.raw_decode(rest)
            except (ValueError, RecursionError):
                yield rest
                continue
            yield event
            rest = rest[end:].strip(_BETWEEN)
        if rest:
            yield rest


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _sample_text(event: object) -> str:
    try:
        text = str(event)
    except (RecursionError, ValueError):  # nested too deep, or a number of thousands of digits
        text = f"a {type(event).__name__} that cannot be written"
    return " ".join(text.split()).encode("utf-8", "backslashreplace").decode()


def _column(kind: str, values: list[Any]) -> NDArray[Any]:
    return np.frombuffer(struct.Struct(f"{len(values)}{kind}").pack(*values), kind)


def _sound(columns: dict[str, NDArray[Any]]) -> NDArray[np.bool_]:
    price, time_ms = columns["p"], columns["t"]
    sound: NDArray[np.bool_] = (price >= 0) & (price <= MAX_PRICE) & (columns["s"] >= 1)
    sound &= (time_ms > 0) & (time_ms <= MAX_TIME_MS) & (columns["contract"] >= 0)
    return sound


def _tolerant_trade(event: dict[str, Any]) -> TradeEvent | None:
    """A trade whose whole numbers may be written as floats and whose conditions may be null; None if it is bad."""
    price, ticker = event.get("p"), event.get("sym")
    whole = [_whole(event.get(name)) for name in ("x", "s", "t", "q")]
    codes = event.get("c")
    conditions = [_whole(c) for c in codes] if isinstance(codes, list) else []
    if (
        not isinstance(ticker, str)
        or isinstance(price, bool)
        or not isinstance(price, int | float)
        or any(n is None for n in whole + conditions)
        or not (codes is None or isinstance(codes, list))
    ):
        return None
    venue, size, time_ms, sequence = whole
    try:
        price = float(price)
    except OverflowError:
        return None
    found = tuple(conditions) if codes is not None else None
    return msgspec.convert(
        {"ev": "T", "sym": ticker, "x": venue, "p": price, "s": size, "t": time_ms, "q": sequence, "c": found},
        TradeEvent,
    )


def whole(value: Any) -> Any:
    """A whole number that is written as a float as an integer; anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _whole(value: object) -> int | None:
    value = whole(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value in INT64 else None

"""Bodies of the Massive REST service -> what stands around the rows, and trades. Pure; facts: massive.md section 2.

Trades are read by a typed decoder, and row by row where that refuses. A body that is no answer at all raises
`WireError`; a bad row is counted and left out.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import msgspec

from feeds.massive.wire import INT64, MAX_PRICE, MAX_SIZE, MAX_TIME_MS, MAX_VENUE, Malformed, whole
from models.batch import NO_SEQUENCE

_NS_IN_MS = 1_000_000
_WHOLE = ("sip_timestamp", "size", "exchange", "sequence_number")


class WireError(ValueError):
    """A body that is no answer; the message says in a few words what it is instead."""


class TradeRow(msgspec.Struct, frozen=True, gc=False):
    """One trade of a contract. `time_ns`: SIP time, Unix ns; dollars a share; contracts; Massive's codes.

    `conditions` and `sequence` are None where the service gives none. The participant's time is not taken in place of
    a missing SIP time: the stream has the SIP's, and the two would not match.
    """

    time_ns: int = msgspec.field(name="sip_timestamp")
    price: float
    size: int
    venue: int = msgspec.field(name="exchange")
    conditions: tuple[int, ...] | None = None
    sequence: int | None = msgspec.field(default=None, name="sequence_number")

    @property
    def time_ms(self) -> int:
        """Unix ms, as the stream tells it."""
        return self.time_ns // _NS_IN_MS


@dataclass(frozen=True, slots=True)
class TradesPage:
    """Trades of one contract in the order of the answer, and the rows that were no trades."""

    rows: list[TradeRow]
    malformed: Malformed = field(default_factory=Malformed)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around the rows: the status, the service's own words, the address of the next page."""

    status: str = ""
    text: str = ""
    next_url: str = ""


class _TradesBody(msgspec.Struct):
    results: list[TradeRow]


_TRADES = msgspec.json.Decoder(_TradesBody)
_ENVELOPE = msgspec.json.Decoder(dict[str, msgspec.Raw] | list[msgspec.Raw])
_AROUND = ("status", "error", "message", "next_url")
_DECODE_ERRORS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def envelope(content: bytes) -> Envelope:
    """Read what stands around the rows. Raises `WireError` for a body that is no JSON object or list."""
    try:
        raw = _ENVELOPE.decode(content)
        found = (
            {name: msgspec.json.decode(raw[name]) for name in _AROUND if name in raw} if isinstance(raw, dict) else {}
        )
    except _DECODE_ERRORS:
        body = loaded(content)
        found = {name: body.get(name) for name in _AROUND} if isinstance(body, dict) else {}
    texts = {name: value for name, value in found.items() if isinstance(value, str)}
    words = texts.get("error") or texts.get("message") or ""
    return Envelope(texts.get("status", ""), words, texts.get("next_url", ""))


def is_web_page(content: bytes) -> bool:
    """Whether a body is HTML, whatever its type was said to be."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def trades_page(content: bytes) -> TradesPage:
    """Read a page of `/v3/trades`. Raises `WireError`."""
    try:
        rows = _TRADES.decode(content).results
        page = TradesPage([row for row in rows if _is_sound(row)])
        if len(page.rows) == len(rows):
            return page
    except _DECODE_ERRORS:
        pass
    page = TradesPage([])
    for raw in results(content):
        row = _tolerant_trade(raw)
        if row is None:
            page.malformed.add(raw)
        else:
            page.rows.append(row)
    return page


def loaded(content: bytes) -> dict[str, Any] | list[Any]:
    """The body as a whole, read by a reader that takes NaN, Infinity and broken letters. Raises `WireError`."""
    try:
        body = json.loads(content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise WireError(_kind(content)) from None
    if not isinstance(body, dict | list):
        raise WireError("something that is no list of rows")
    return body


def _kind(content: bytes) -> str:
    if is_web_page(content):
        return "a web page"
    return "broken data" if content.strip() else "nothing"


def results(content: bytes) -> list[Any]:
    """The rows of an answer; none where there are no `results`, which is how nothing is told. Raises `WireError`."""
    body = loaded(content)
    rows = body.get("results") if isinstance(body, dict) else body
    if isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list | None):
        raise WireError("something that is no list of rows")
    return rows or []


def _is_sound(row: TradeRow) -> bool:
    return (
        0 <= row.price <= MAX_PRICE
        and 1 <= row.size <= MAX_SIZE
        and 0 < row.time_ns <= MAX_TIME_MS * _NS_IN_MS
        and 0 <= row.venue <= MAX_VENUE
        and (row.sequence is None or (row.sequence in INT64 and row.sequence != NO_SEQUENCE))
    )


def _tolerant_trade(raw: Any) -> TradeRow | None:
    """A trade whose whole numbers may be written as floats; None if it is bad."""
    if not isinstance(raw, dict):
        return None
    codes = raw.get("conditions")
    numbers = {name: whole(raw[name]) for name in _WHOLE if name in raw}
    changed = numbers | {"conditions": [whole(c) for c in codes] if isinstance(codes, list) else codes}
    try:
        row = msgspec.convert(raw | changed, TradeRow)
        return row if _is_sound(row) else None
    except (msgspec.ValidationError, OverflowError):
        return None

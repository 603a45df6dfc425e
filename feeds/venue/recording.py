"""A recording as a source: `.jsonl` or `.jsonl.gz`, one event a line, played back byte for byte.

Events that are not trades, and trades whose fields are of another type, are kept: a recording is what some
connection received. A line that is no JSON object is refused when the file is opened. The whole file is known at once,
so that an at-time query is answered from all of it, however much has been played; what has been streamed is told too.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from sys import intern

import msgspec
import numpy as np

from feeds.venue.numbered_lines import numbered_lines
from feeds.venue.source import STANDARD_SHARES, TRADES_PER_BATCH, Batch, Print, SourceError
from models.clock import eastern
from models.contract import ContractError, parse_ticker


class _Recorded(msgspec.Struct, gc=False):
    ev: str
    sym: str
    x: int
    p: float
    s: int
    t: int
    q: int
    c: list[int] | None = None


_decode_trade = msgspec.json.Decoder(_Recorded).decode
_decode_any = msgspec.json.Decoder().decode
_UNKNOWN_MS = -1
_LAST_MS = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp() * 1000)


class Recording:
    """Events of a recorded file; `shares`: multipliers of contracts that are not of 100.

    Raises `SourceError` for a file that cannot be read, naming the line.
    """

    def __init__(self, path: Path, shares: Mapping[str, int] | None = None) -> None:
        self._shares = shares or {}
        self._released: int | None = None
        self._events: list[bytes] = []
        self._tickers: list[str] = []
        self._times_ms = array("q")
        self._trade_marks = bytearray()
        self._rows: dict[str, array[int]] = {}
        for number, line in numbered_lines(path):
            self._take(path, number, line)
        if not self._events:
            raise SourceError(f"{path}: no events in it")
        first_ms = self._times_ms[next(iter(self._rows.values()))[0]] if self._rows else 0
        _carry_forward(self._times_ms, first_ms)
        self._day = eastern(first_ms).date()

    @property
    def day(self) -> date:
        """Eastern date of the first trade."""
        return self._day

    def batches(self) -> Iterator[Batch]:
        """The recorded lines as they are, in the order of the file."""
        times = np.frombuffer(self._times_ms, np.int64)
        for low in range(0, len(self._events), TRADES_PER_BATCH):
            part = slice(low, low + TRADES_PER_BATCH)
            yield Batch(times[part], self._tickers[part], self._events[part], sum(self._trade_marks[part]))

    def released(self, events: int) -> None:
        """Noted for `streamed`."""
        self._released = events

    def tickers(self) -> Sequence[str]:
        """Contracts with a well-formed trade in the file."""
        return sorted(self._rows)

    def prints(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """Well-formed trades of a contract on those Eastern days."""
        return self._prints(ticker, first, last, len(self._events))

    def streamed(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """Well-formed trades of a contract on those Eastern days, as far as they were streamed."""
        end = len(self._events) if self._released is None else self._released
        return self._prints(ticker, first, last, end)

    def shares(self, ticker: str) -> int:
        """As it was told."""
        return self._shares.get(ticker, STANDARD_SHARES)

    def _prints(self, ticker: str, first: date, last: date, end: int) -> list[Print]:
        rows = [row for row in self._rows.get(ticker, ()) if row < end]
        return [_print(self._events[row]) for row in rows if first <= eastern(self._times_ms[row]).date() <= last]

    def _take(self, path: Path, number: int, line: bytes) -> None:
        trade = self._well_formed(line)
        if trade:
            self._note(line, trade.sym, trade.t, is_trade=True)
            self._rows.setdefault(self._tickers[-1], array("q")).append(len(self._events) - 1)
        else:
            event = _object(path, number, line)
            sym = event.get("sym")
            self._note(line, sym if isinstance(sym, str) else "", _UNKNOWN_MS, is_trade=event.get("ev") == "T")

    def _note(self, line: bytes, ticker: str, time_ms: int, *, is_trade: bool) -> None:
        self._events.append(line)
        self._tickers.append(intern(ticker))
        self._times_ms.append(time_ms)
        self._trade_marks.append(is_trade)

    def _well_formed(self, line: bytes) -> _Recorded | None:
        """The line as a trade that history can hold, or None."""
        try:
            trade = _decode_trade(line)
            if trade.sym not in self._rows:
                parse_ticker(trade.sym)
        except (msgspec.DecodeError, ContractError, UnicodeDecodeError):
            return None
        fits = trade.ev == "T" and trade.s >= 1 and trade.p >= 0 and 0 < trade.t < _LAST_MS and abs(trade.q) < 2**63
        return trade if fits else None


def _object(path: Path, number: int, line: bytes) -> dict[str, object]:
    try:
        event = _decode_any(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: line {number} is not JSON: {error}") from None
    if not isinstance(event, dict):
        raise SourceError(f"{path}: line {number} is not an event: one JSON object a line is expected")
    return event


def _carry_forward(times_ms: "array[int]", before_ms: int) -> None:
    """Give events without a usable time that of the trade before them: they are due together."""
    for row, time_ms in enumerate(times_ms):
        if time_ms == _UNKNOWN_MS:
            times_ms[row] = before_ms
        before_ms = times_ms[row]


def _print(line: bytes) -> Print:
    trade = _decode_trade(line)
    return Print(trade.t * 1_000_000, trade.p, trade.s, trade.x, tuple(trade.c or ()), trade.q)

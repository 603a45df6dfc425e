"""A Massive flat file as a source: `trades_v1` rows of a day, `.csv` or `.csv.gz`, read as a stream.

Played in the order of the file. The file has no sequence numbers: `q` is the number of the row, so that it rises, is
unique for each ticker, and is the same each time. Questions about a contract read the file again and keep the answer;
ten million rows take some seconds.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path

import msgspec
import numpy as np

from feeds.venue.numbered_lines import numbered_lines
from feeds.venue.source import STANDARD_SHARES, TRADES_PER_BATCH, Batch, Print, SourceError, TradeEvent, encode_event
from models.clock import eastern

NEEDED = ("ticker", "conditions", "exchange", "price", "sip_timestamp", "size")
_NS_IN_MS = 1_000_000


class _Row(msgspec.Struct, gc=False):
    ticker: str
    trade: Print


class FlatFile:
    """Rows of a flat file. Raises `SourceError` for a header that lacks a column or a first row that cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._released: int | None = None
        first = next(self._rows(), None)
        if first is None:
            raise SourceError(f"{path}: no trades in it")
        self._day = eastern(first.trade.time_ms).date()
        self._trades_of = lru_cache(maxsize=64)(self._read_trades)

    @property
    def day(self) -> date:
        """Eastern date of the first trade."""
        return self._day

    def batches(self) -> Iterator[Batch]:
        """The rows as trade events. Raises `SourceError` at a row that cannot be read."""
        rows = self._rows()
        while part := list(islice(rows, TRADES_PER_BATCH)):
            times = np.array([row.trade.time_ms for row in part], np.int64)
            yield Batch(times, [row.ticker for row in part], [_event(row) for row in part], len(part))

    def released(self, events: int) -> None:
        """Noted for `streamed`."""
        self._released = events

    def tickers(self) -> Sequence[str]:
        """All contracts in the file; the first time, the whole file is read for it."""
        return self._tickers

    def prints(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """Trades of a contract on those Eastern days."""
        return [trade for trade in self._trades_of(ticker) if first <= eastern(trade.time_ms).date() <= last]

    def streamed(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """Trades of a contract on those Eastern days, up to the row that was streamed last."""
        found = self.prints(ticker, first, last)
        return found if self._released is None else [trade for trade in found if trade.sequence <= self._released]

    def shares(self, ticker: str) -> int:
        """Of no concern: a flat file does not tell."""
        return STANDARD_SHARES

    @cached_property
    def _tickers(self) -> Sequence[str]:
        column = self._columns()["ticker"]
        lines = islice(numbered_lines(self._path), 1, None)
        return sorted({line.decode().split(",", column + 1)[column] for _, line in lines})

    def _read_trades(self, ticker: str) -> Sequence[Print]:
        return [row.trade for row in self._rows(only=ticker)]

    def _rows(self, only: str = "") -> Iterator[_Row]:
        """All rows, or those of one ticker."""
        columns = self._columns()
        wanted = only.encode()
        for number, line in islice(numbered_lines(self._path), 1, None):
            if wanted in line:
                row = self._row(columns, number, line)
                if not only or row.ticker == only:
                    yield row

    def _row(self, columns: Mapping[str, int], number: int, line: bytes) -> _Row:
        try:
            fields = next(csv.reader([line.decode()]))
            ticker, codes, exchange, price, time_ns, size = (fields[columns[name]] for name in NEEDED)
            conditions = tuple(int(code) for code in codes.replace(",", " ").split())
            trade = Print(int(time_ns), float(price), int(float(size)), int(exchange), conditions, number - 1)
        except (ValueError, IndexError, csv.Error) as error:
            raise SourceError(f"{self._path}: line {number} is not a trade: {error}") from None
        return _Row(ticker, trade)

    def _columns(self) -> dict[str, int]:
        header = next(numbered_lines(self._path), (1, b""))[1].decode(errors="replace")
        columns = {name.strip(): place for place, name in enumerate(header.split(","))}
        missing = [name for name in NEEDED if name not in columns]
        if missing:
            raise SourceError(f"{self._path}: line 1 is not a flat file's header: no column {', '.join(missing)}")
        return columns


def _event(row: _Row) -> bytes:
    trade = row.trade
    codes = list(trade.conditions) if trade.conditions else msgspec.UNSET
    return encode_event(
        TradeEvent("T", row.ticker, trade.exchange, trade.price, trade.size, codes, trade.time_ms, trade.sequence)
    )

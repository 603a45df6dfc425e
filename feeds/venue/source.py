"""What a venue plays: events in the order of arrival, and what is asked about them afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

TRADES_PER_BATCH = 5_000
STANDARD_SHARES = 100


class SourceError(ValueError):
    """A source that cannot be played; the message names the file and the line."""


class TradeEvent(msgspec.Struct, gc=False):
    """The trade event of the Massive WebSocket, fields in its order; `c` may be absent, `t` is in Unix ms."""

    ev: str
    sym: str
    x: int
    p: float
    s: int
    c: list[int] | msgspec.UnsetType
    t: int
    q: int


class Print(msgspec.Struct, frozen=True, gc=False):
    """One trade as history tells it: Unix ns, dollars a share, contracts, Massive's codes."""

    time_ns: int
    price: float
    size: int
    exchange: int
    conditions: tuple[int, ...]
    sequence: int

    @property
    def time_ms(self) -> int:
        """Unix ms."""
        return self.time_ns // 1_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive events: Unix ms for the pace, tickers ("" for none) for subscriptions, encoded events to send."""

    times_ms: NDArray[np.int64]
    tickers: Sequence[str]
    events: Sequence[bytes]
    trades: int


class Source(Protocol):
    """A market to play. All methods but `released` may take long, and are called outside the event loop."""

    @property
    def day(self) -> date:
        """The trade date that is played; contracts that expired before it are expired."""

    def batches(self) -> Iterator[Batch]:
        """Play from the start; called once. Raises `SourceError`."""

    def released(self, events: int) -> None:
        """Take note that so many events have been streamed altogether; 0 when the playing begins."""

    def tickers(self) -> Sequence[str]:
        """All contracts that are served, sorted."""

    def prints(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """Trades of a contract on those days (Eastern calendar), in order of arrival."""

    def streamed(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """Those of them that have been streamed, to whomever; all of them as long as the playing has not begun."""

    def shares(self, ticker: str) -> int:
        """What a contract delivers: the multiplier, `STANDARD_SHARES` but for adjusted contracts."""


encode_event = msgspec.json.Encoder().encode

"""What the window and the core ask of the outside world. Feeds implement these; nothing here names a vendor."""

from collections.abc import Callable, Set
from typing import Protocol

from models.batch import TradeBatch
from models.queries import AtTimeAnswer, AtTimeQuery
from models.status import FeedCounters, FeedStatus, Source


class TradeFeed(Protocol):
    """A stream of trades.

    `on_data` is called when there is something to take after there was nothing; `on_status` when the status changed.
    Both are set by whoever listens and are called on the loop's thread.
    """

    status: FeedStatus
    counters: FeedCounters
    on_data: Callable[[], None]
    on_status: Callable[[FeedStatus], None]

    def start(self) -> None:
        """Connect and keep connected, until closed or refused."""

    def subscribe(self, tickers: Set[str], *, everything: bool = False) -> None:
        """Say which contracts are wanted from now on, or that all are; takes the place of what was said before."""

    def take(self, budget_s: float) -> TradeBatch | None:
        """Decode waiting trades for about `budget_s` seconds; None when nothing waits."""

    def retry_now(self) -> None:
        """Connect at once: ends a wait, takes the connection over from another program, leaves a refusal behind."""

    def backlog_bytes(self) -> int:
        """How much was read from the network and not taken yet."""

    async def close(self) -> None:
        """Close politely; nothing is read after this."""


class HistorySource(Protocol):
    """Somebody who knows what traded at a given time of past days."""

    @property
    def name(self) -> str:
        """What the source is called on screen and in exported files."""

    @property
    def source(self) -> Source:
        """Whether it knows the real market, a simulated one or a recording."""

    async def at_time(self, query: AtTimeQuery, progress: Callable[[str], None]) -> AtTimeAnswer:
        """Answer a query; `progress` is told in words of waiting and retries. Raises `HistoryError`."""

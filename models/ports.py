"""What the window and the core ask of the outside world. Feeds implement these; nothing here names a vendor."""

from collections.abc import Callable, Iterable, Set
from datetime import date
from typing import Protocol

from models.batch import TradeBatch
from models.history.queries import AtTimeAnswer, AtTimeQuery, PastTrades, TradesQuery
from models.history.terminal import TerminalChoice, TerminalStatus
from models.reference import MarketState
from models.status import FeedCounters, FeedStatus, Source


class TradeFeed(Protocol):
    """A stream of trades.

    `on_data` is called when there is something to take after there was nothing; `on_status` when the status changed.
    Both are set by whoever listens and are called on the loop's thread.
    """

    on_data: Callable[[], None]
    on_status: Callable[[FeedStatus], None]

    @property
    def status(self) -> FeedStatus:
        """How the feed is."""

    @property
    def counters(self) -> FeedCounters:
        """What was counted since the start."""

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
    """Somebody who knows what traded at a given time of past days. Whatever asks may raise `HistoryError`."""

    @property
    def name(self) -> str:
        """What the source is called on screen and in exported files."""

    @property
    def source(self) -> Source:
        """Whether it knows the real market, a simulated one or a recording."""

    async def at_time(self, query: AtTimeQuery, progress: Callable[[str], None]) -> AtTimeAnswer:
        """Answer a query; `progress` is told in words of waiting and retries."""

    async def trades(self, query: TradesQuery, progress: Callable[[str], None]) -> PastTrades:
        """Tell every trade of a stretch of a day; `progress` as above."""

    async def roots(self) -> tuple[str, ...]:
        """List the roots of all options that there are or were, in order."""

    async def expirations(self, root: str) -> tuple[date, ...]:
        """List the expiries of a root, oldest first; none where there is no such root."""

    async def strikes(self, root: str, expiry: date) -> tuple[int, ...]:
        """List the strikes of an expiry in thousandths of a dollar, lowest first."""


class Terminal(HistorySource, Protocol):
    """A history source that may be there or not, and that people choose."""

    @property
    def choice(self) -> TerminalChoice:
        """Which terminal is asked now, and how."""

    def use(self, choice: TerminalChoice) -> None:
        """Ask another one, or in another way, from now on. Raises `ValueError` for what is no address."""

    async def look(self) -> TerminalStatus:
        """Find out who is there, choose, and say who is asked and how that one is."""


class ReferenceSource(Protocol):
    """Somebody who knows the code tables, contracts and market of today. Nothing here raises: `problem` says why."""

    @property
    def problem(self) -> str:
        """Why the last question was not answered, in words for the user; empty if it was."""

    async def conditions(self) -> list[dict[str, str]] | None:
        """Fetch the rows of `massive_conditions.csv` as they are now; None where the bundled table must do."""

    async def exchanges(self) -> list[dict[str, str]] | None:
        """Fetch the rows of `massive_exchanges.csv` as they are now; None where the bundled table must do."""

    async def multipliers(self, tickers: Iterable[str]) -> dict[str, float]:
        """Find the shares a contract of those tickers for which they are known."""

    async def market_state(self) -> MarketState | None:
        """Ask whether the market trades now; None where nobody says."""

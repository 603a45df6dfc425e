"""The Massive trade stream: connects again and again, and hands out what arrived."""

import asyncio
from collections.abc import Callable, Set
from contextlib import suppress
from dataclasses import replace

import numpy as np

from feeds.massive.connection import Connection
from feeds.massive.endings import FAULT, Ending, Next
from feeds.massive.gaps import Gaps
from feeds.massive.inbox import Back, Cut, Inbox, Wanted, now_ms
from feeds.massive.lifecycle import Lifecycle
from feeds.massive.market_time import MarketTime
from feeds.massive.quiet import Quiet
from feeds.massive.subscriptions import ALL, Subscriptions
from feeds.massive.timing import COOLDOWN_SPREAD, RETRY_SPREAD, Backoff, Timing
from feeds.massive.wire import TradeDecoder
from models.batch import TradeBatch, gap_news
from models.clock import eastern
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.gaps import Gap
from models.status import UP, FeedCounters, FeedState, FeedStatus, Reason, Source
from models.waiting import end

BYTES_A_SECOND = 80_000_000
"""So many can surely be decoded and counted in: about half a million trades, on a slow machine."""


class MassiveStream:
    """A `TradeFeed` over one WebSocket at a time. Everything runs on the loop's thread.

    The key is handed in, goes to this address alone, and appears in no status, sample or exception.
    `on_gap_over` is asked what to do about a gap when everything is subscribed again.
    """

    def __init__(
        self,
        url: str,
        key: str,
        contracts: ContractIndex,
        sets: ConditionSets,
        source: Source,
        timing: Timing | None = None,
        delay_ms: int = 0,
        redact: Callable[[str], str] = str,
    ) -> None:
        self.counters = FeedCounters()
        self.on_status: Callable[[FeedStatus], None] = _nothing
        self.on_gap_over: Callable[[Gap, Wanted], Gap] = _stays_open
        self.market_time = MarketTime(delay_ms)
        self._url, self._key, self._contracts = url, key, contracts
        self._timing = timing or Timing()
        self._decoder = TradeDecoder(contracts, sets, redact)
        self._lifecycle = Lifecycle(source, lambda status: self.on_status(status))
        self._subscriptions = Subscriptions()
        self._inbox = Inbox()
        self._connection: Connection | None = None
        self._quiet = Quiet()
        self._gaps = Gaps(self.market_time)
        self._frames_read = 0
        self._arrived_ms = (0, 0)
        self._at_once = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._retry = Backoff(self._timing.first_retry_s, self._timing.longest_retry_s, RETRY_SPREAD)
        self._cooldown = Backoff(self._timing.first_cooldown_s, self._timing.longest_cooldown_s, COOLDOWN_SPREAD)

    # What the core asks for

    @property
    def status(self) -> FeedStatus:
        """How the feed is."""
        return self._lifecycle.status

    @property
    def on_data(self) -> Callable[[], None]:
        """Called when there is something to take after there was nothing."""
        return self._inbox.on_data

    @on_data.setter
    def on_data(self, call: Callable[[], None]) -> None:
        self._inbox.on_data = call

    def start(self) -> None:
        """Connect and keep connected, until closed or refused."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="massive stream")
        self._task.add_done_callback(self._note_fault)

    def subscribe(self, tickers: Set[str], *, everything: bool = False) -> None:
        """Say which contracts are wanted from now on, or that all are; takes the place of what was said before."""
        self._subscriptions.want(tickers, everything=everything)
        self._lifecycle.tell_wanted(len(self._subscriptions.wanted), everything=everything)
        if self._connection:
            self._connection.subscribe()

    def retry_now(self) -> None:
        """Connect at once: ends a wait, and leaves a refusal behind."""
        self._at_once.set()
        if self._lifecycle.status.state is Next.STOP.value and (self._task is None or self._task.done()):
            self.start()

    @property
    def is_subscribed(self) -> bool:
        """Whether the stream is live and everything that is wanted was answered."""
        return self.status.state is FeedState.LIVE and self._subscriptions.settled

    @property
    def streamed(self) -> Wanted | None:
        """What the server confirmed on a connection that is up; None where that is not settled."""
        return self._subscriptions.streamed if self.status.state in UP else None

    def tell_filling(self, words: str) -> None:
        """Let the status say what is being fetched in the background."""
        self._lifecycle.tell_filling(words)

    def tell_today(self, words: str) -> None:
        """Let the status say what of the day since the open is missing."""
        self._lifecycle.tell_today(words)

    def backlog_bytes(self) -> int:
        """Bytes that were read and are not decoded yet."""
        return self._inbox.bytes

    def take(self, budget_s: float) -> TradeBatch | None:
        """Decode waiting frames, up to the next gap, as many as the budget surely suffices for; one at least.

        None when nothing waits.
        """
        mark = self._inbox.next_mark()
        if mark:
            gaps = self._gaps.at_mark(mark)
            return gap_news(*self._over(gaps, self._gaps.missed))
        if not self._inbox:
            return None
        batch = self._decode(int(BYTES_A_SECOND * budget_s))
        self.market_time.observe(batch)
        if len(batch):
            self._quiet.note(int(batch.arrival_ms[-1]), len(batch))
            self._note_trades(batch)
        self.counters.received += len(batch)
        self.counters.malformed += batch.malformed
        self.counters.samples = self._decoder.malformed.samples
        if self._connection:
            self._connection.go_on()
        torn = self._gaps.at_trades(self._decoder.torn, *self._arrived_ms)
        return replace(batch, gaps=self._over(torn, self._wanted)) if torn else batch

    def end(self) -> None:
        """Take note that the source has nothing more: the connection is closed and not made again."""
        if self._lifecycle.finish() and self._task:
            self._task.cancel()

    async def close(self) -> None:
        """Close politely, which frees the account's connection within seconds; nothing is read after this."""
        if self._task:
            await end([self._task])
            self._task = None
        self._lifecycle.close()

    def _note_trades(self, batch: TradeBatch) -> None:
        """Trades end a silence, and answer what Massive did not."""
        self._lifecycle.no_longer_stale(self._subscriptions)
        if self._subscriptions.unheard:
            self._subscriptions.note_trades(map(self._contracts.ticker, np.unique(batch.contract).tolist()))
            self._lifecycle.settle(self._subscriptions)

    def _decode(self, max_bytes: int) -> TradeBatch:
        waiting = self._inbox.next_frames(max_bytes)
        arrivals, frames = [arrival for arrival, _ in waiting], [frame for _, frame in waiting]
        self._frames_read += len(frames)
        self._arrived_ms = arrivals[0], arrivals[-1]
        return self._decoder.batch(frames, arrivals, self._frames_read)

    # Connecting again and again

    async def _run(self) -> None:
        while True:
            self._lifecycle.connect()
            ending = await self._live()
            if ending.next is Next.STOP:
                self._lifecycle.end(ending, None)
                return
            delay_s = (self._cooldown if ending.next is Next.COOL_DOWN else self._retry).delay_s()
            self._at_once.clear()  # who asked before there was a wait did not mean this one
            self._lifecycle.end(ending, delay_s)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._at_once.wait(), delay_s)
            self._lifecycle.again()

    async def _live(self) -> Ending:
        """Live through one connection; the backoff starts anew if it proved healthy."""
        connection = Connection(self._url, self._key, self._timing, self._lifecycle, self._subscriptions, self._inbox)
        connection.on_live, connection.on_look = self._note_live, self._look_for_silence
        self._connection = connection
        try:
            ending = await connection.live()
        except Exception:
            self._mark_cut(connection, Reason.FAULT)
            raise
        finally:
            self._connection = None
        if connection.live_s > self._timing.healthy_after_s:
            self._retry.reset()
            self._cooldown.reset()
        self._mark_cut(connection, ending.reason)
        return ending

    def _mark_cut(self, connection: Connection, reason: Reason) -> None:
        if connection.has_streamed or self._subscriptions.confirmed or self._lifecycle.status.state in UP:
            self._inbox.mark(Cut(connection.last_sign_ms, reason, self._wanted))

    @property
    def _wanted(self) -> Wanted:
        """What is streamed while the connection lives."""
        return Wanted(self._subscriptions.tickers, ALL in self._subscriptions.wanted)

    def _note_live(self) -> None:
        self._inbox.mark(Back(now_ms()))
        self._quiet.start(now_ms())

    def _look_for_silence(self) -> None:
        """Say so when no trades come although the market is open; what waits to be decoded is no silence."""
        now = now_ms()
        if self._inbox or not self._subscriptions.confirmed:
            return
        everything = ALL in self._subscriptions.confirmed
        silent_s = self._quiet.too_long_s(now, self.market_time.at(now), everything=everything)
        if silent_s is None:  # the market may have closed meanwhile
            self._lifecycle.no_longer_stale(self._subscriptions)
        else:
            since = f"{eastern(self.market_time.at(now - round(1000 * silent_s))):%H:%M:%S}"
            self._lifecycle.stale(f"No trade has arrived since {since} ET although the market is open.")

    def _note_fault(self, task: asyncio.Task[None]) -> None:
        """A fault of ours must not look like a quiet market."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            task.get_loop().call_exception_handler({"message": "the stream failed", "exception": error})
            self._lifecycle.end(FAULT, None)

    def _over(self, gaps: tuple[Gap, ...], missed: Wanted) -> tuple[Gap, ...]:
        """The gaps, with what will be done about those that are over, of what was missed."""
        return tuple(gap if gap.end_ms is None else self.on_gap_over(gap, missed) for gap in gaps)


def _nothing(*_: object) -> None:
    """Nobody listens yet."""


def _stays_open(gap: Gap, _missed: Wanted) -> Gap:
    return gap

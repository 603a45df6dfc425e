"""Massive as one feed: the stream, and what is fetched to fill its gaps."""

import asyncio
from collections import deque
from collections.abc import Callable, Set

from feeds.massive.filler import Filler, FillTiming
from feeds.massive.inbox import now_ms
from feeds.massive.known import Known
from feeds.massive.rest import MassiveRest
from feeds.massive.stream import MassiveStream
from models.batch import TradeBatch
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.launch import OF_VENUE
from models.status import FeedCounters, FeedStatus

MOST_WAITING = 20
"""With so many fetched batches waiting to be taken, no more are fetched."""
ROW_BYTES = 50
"""About what a fetched trade takes in columns."""


class MassiveFeed:
    """A `TradeFeed`: what is fetched passes through `take` like what is streamed, in batches of its own."""

    def __init__(
        self,
        stream: MassiveStream,
        rest: MassiveRest | None,
        contracts: ContractIndex,
        sets: ConditionSets,
        *,
        why_not: str = "",
        today: bool = True,
        gaps: bool = True,
        timing: FillTiming | None = None,
    ) -> None:
        """`why_not`: why `rest` must not be asked, in words; `today`, `gaps`: what is to be filled."""
        self.on_data: Callable[[], None] = _nothing
        self.on_status: Callable[[FeedStatus], None] = _nothing
        self._stream = stream
        self._fetched: deque[TradeBatch] = deque()
        self._stream_is_next = False
        self._room = asyncio.Event()
        self._room.set()
        begins_with_the_run = stream.status.source in OF_VENUE  # and so all of its day is known
        self._known = None if begins_with_the_run else Known(stream.market_time, self._deliver)
        self._filler = Filler(
            rest,
            contracts,
            sets,
            stream.market_time,
            self._deliver,
            stream.tell_filling,
            stream.tell_today,
            self._room,
            self._known,
            why_not=why_not,
            today=today,
            gaps=gaps,
            timing=timing,
        )
        stream.on_gap_over = self._filler.gap_over
        stream.on_data = lambda: self.on_data()
        stream.on_status = self._take_status

    @property
    def status(self) -> FeedStatus:
        """How the feed is."""
        return self._stream.status

    @property
    def counters(self) -> FeedCounters:
        """What was counted since the start."""
        return self._stream.counters

    def start(self) -> None:
        """Connect and keep connected, until closed or refused."""
        self._filler.start()
        self._stream.start()

    def subscribe(self, tickers: Set[str], *, everything: bool = False) -> None:
        """Say which contracts are wanted from now on, or that all are; takes the place of what was said before."""
        self._filler.want(tickers)
        self._stream.subscribe(tickers, everything=everything)
        self._load_today()  # of the whole market, nothing more is subscribed

    def fill(self, *, gaps: bool, today: bool) -> None:
        """Choose what is to be filled from now on."""
        self._filler.choose(gaps=gaps, today=today)
        self._load_today()

    def retry_now(self) -> None:
        """Connect at once: ends a wait, and leaves a refusal behind."""
        self._stream.retry_now()

    def take(self, budget_s: float) -> TradeBatch | None:
        """What was fetched, a page at a time, and what was streamed, by turns; None when nothing waits."""
        self._stream_is_next = self._stream.backlog_bytes() > 0 and not self._stream_is_next
        if not self._fetched or self._stream_is_next:
            return self._take_streamed(budget_s)
        batch = self._fetched.popleft()
        if len(self._fetched) < MOST_WAITING:
            self._room.set()
        self.counters.received += len(batch)
        self.counters.malformed += batch.malformed
        return batch

    def backlog_bytes(self) -> int:
        """Bytes that were read from the stream and are not decoded yet, and of batches that wait to be taken."""
        return self._stream.backlog_bytes() + sum(ROW_BYTES * (1 + len(batch)) for batch in self._fetched)

    def end(self) -> None:
        """Take note that the source has nothing more."""
        self._stream.end()

    async def close(self) -> None:
        """Close politely; nothing is read after this."""
        await self._filler.close()
        await self._stream.close()

    def _take_streamed(self, budget_s: float) -> TradeBatch | None:
        batch = self._stream.take(budget_s)
        if self._known:
            self._known.release()
        return batch

    def _deliver(self, batch: TradeBatch) -> None:
        self._fetched.append(batch)
        if len(self._fetched) >= MOST_WAITING:
            self._room.clear()
        self.on_data()

    def _take_status(self, status: FeedStatus) -> None:
        self._note_streamed()
        self._load_today()
        self.on_status(status)

    def _note_streamed(self) -> None:
        streamed = self._stream.streamed
        if self._known and streamed is not None and self._known.note_streamed(streamed, now_ms()):
            self._filler.note_streamed(streamed)

    def _load_today(self) -> None:
        """What trades before it is subscribed would be missed between the two."""
        if self._stream.is_subscribed:
            self._filler.load_today()


def _nothing(*_: object) -> None:
    """Nobody listens yet."""

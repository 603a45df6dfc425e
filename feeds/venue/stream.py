"""The market's wire: plays a source at a pace, to every connection that wants it, and keeps one connection a key."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from aiohttp import web

from feeds.venue.acts import Cut
from feeds.venue.faults.fault import StreamFault
from feeds.venue.faults.turns import Turns
from feeds.venue.pace import PaceChoice
from feeds.venue.session import Limits, Session
from feeds.venue.source import Batch, Source
from models.clock import utc_ms

_OPEN_MS = 34_200_000
TICK_S = 0.002
"""Shortest wait between two frames: a wake-up for each of a thousand trades a second would be a tenth of a core."""


class Stream:
    """Starts with the first acknowledged subscription, plays the source once, in its order.

    With a pace the market goes on whether anybody listens or not. Without one (`--speed max`) there is no clock: it
    waits for its readers, and while there is no subscriber, so that nothing of a file is lost.
    """

    def __init__(self, source: Source, pace: PaceChoice, faults: Turns[StreamFault], limits: Limits) -> None:
        self._source = source
        self._pace = pace
        self._faults = faults
        self._limits = limits
        self._sessions: set[Session] = set()
        self._holders: dict[str, Session] = {}
        self._wanted = asyncio.Event()
        self._released = 0
        self.time_ms = utc_ms(source.day, _OPEN_MS)
        """The market's time, Unix ms: that of the latest event, at first 09:30."""

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, until its end."""
        refused = self._faults.current.on_upgrade()
        if refused is not None:
            return refused
        session = Session(request, self._faults, self._limits, self._changed)
        self._sessions.add(session)
        try:
            return await session.run()
        finally:
            self._sessions.discard(session)
            self._holders = {key: holder for key, holder in self._holders.items() if holder is not session}
            self._note_wanted()

    async def play(self, worker: ThreadPoolExecutor) -> int:
        """Play the whole source; the number of trades in it. Raises `SourceError`.

        The next batch is made in the worker thread while one is sent.
        """
        loop = asyncio.get_running_loop()
        batches = self._source.batches()
        coming = loop.run_in_executor(worker, next, batches, None)
        await self._wanted.wait()
        play = self._play_at_once if self._pace.unlimited else self._paced(loop.time())
        trades = 0
        while (batch := await coming) is not None:
            coming = loop.run_in_executor(worker, next, batches, None)
            await play(batch)
            trades += batch.trades
        for session in list(self._sessions):
            await session.sent()
        return trades

    def close(self) -> None:
        """Close every connection orderly, as a server that goes away."""
        for session in list(self._sessions):
            session.go_away()

    def cut(self) -> int:
        """End every connection that holds a subscription, with no close frame; how many there were."""
        streaming = [session for session in self._sessions if session.dialogue.tickers]
        for session in streaming:
            session.act([Cut()])
        return len(streaming)

    def _paced(self, start_s: float) -> Callable[[Batch], Awaitable[None]]:
        loop = asyncio.get_running_loop()
        pace = self._pace.start()

        async def play(batch: Batch) -> None:
            due_s = pace.due_s(batch.times_ms) + start_s
            done = 0
            while done < len(due_s):
                ready = int(np.searchsorted(due_s, loop.time(), side="right"))
                for low in range(done, ready, self._limits.frame_events):
                    self._release(batch, low, min(low + self._limits.frame_events, ready))
                    if low > done:
                        await asyncio.sleep(0)
                done = max(done, ready)
                if done < len(due_s):
                    await asyncio.sleep(max(due_s[done] - loop.time(), TICK_S))

        return play

    async def _play_at_once(self, batch: Batch) -> None:
        for low in range(0, len(batch.events), self._limits.frame_events):
            while not (self._wanted.is_set() and all(session.has_room for session in self._sessions)):
                await self._wanted.wait()
                for session in list(self._sessions):
                    await session.room()
            self._release(batch, low, min(low + self._limits.frame_events, len(batch.events)))

    def _release(self, batch: Batch, low: int, high: int) -> None:
        tickers, events = batch.tickers[low:high], batch.events[low:high]
        self._released += high - low
        self.time_ms = int(batch.times_ms[high - 1])
        self._source.released(self._released)
        for session in self._sessions:
            session.offer(tickers, events)

    def _changed(self, session: Session) -> None:
        key = session.dialogue.key
        if key is not None and not session.leaving and self._holders.get(key) is not session:
            self._hold(key, session)
        self._note_wanted()

    def _hold(self, key: str, newcomer: Session) -> None:
        """One connection a key: the older has to go."""
        older = self._holders.get(key)
        if older is not None and self._faults.current.on_newcomer():
            newcomer.evict()
            return
        self._holders[key] = newcomer
        if older is not None:
            older.evict()

    def _note_wanted(self) -> None:
        """The stream is wanted while somebody holds a subscription; with the first, history is what was streamed."""
        if any(session.dialogue.tickers and not session.leaving for session in self._sessions):
            self._source.released(self._released)
            self._wanted.set()
        else:
            self._wanted.clear()

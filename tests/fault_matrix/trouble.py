"""A venue in trouble: it plays a paced source, whoever listens, and its faults can be mended while it runs."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from feeds.venue.faults import fault_from_text
from feeds.venue.faults.bodies import NextUrlElsewhere
from feeds.venue.pace import PaceChoice
from feeds.venue.recording import Recording
from feeds.venue.session import Limits
from feeds.venue.urls import VenueUrls
from feeds.venue.venue import Venue
from tests.fault_matrix.desk import KEY, LIMIT_S
from tests.feeds.venue.made import CALL, OPEN_MS, PUT, recording, trade
from tests.feeds.venue.massive_client import connected

PER_S = 2_000.0
COUNT = 1_200
"""Trades of the source, as many a second as they are apart in time."""


class Trouble:
    """A running venue with faults. `rivals`: other programs that hold the key, until the fault is mended."""

    def __init__(self, venue: Venue, rivals: AsyncExitStack) -> None:
        self.urls: VenueUrls = venue.urls
        self._venue, self._faults, self._rivals = venue, venue._faults, rivals

    async def played(self) -> None:
        """Wait until the source is exhausted."""
        await asyncio.wait_for(self._venue.played(), LIMIT_S)

    async def mend(self) -> None:
        """Let everything be normal from now on."""
        await self._rivals.aclose()
        if self._faults.stream.current.starts_shut:
            await self._faults.stream._hands.open()
        for turns in (self._faults.stream, self._faults.rest, self._faults.terminal):
            turns.current._times_left = 0
            turns._advance()

    def cut(self) -> None:
        """Cut every connection that streams."""
        self._venue._stream.cut()

    @property
    def is_over(self) -> bool:
        """Whether every fault of the stream has acted."""
        return all(fault.spent for fault in self._faults.stream.faults)

    @property
    def strikes(self) -> int:
        """How often faults of the stream acted."""
        return sum(fault.strikes for fault in self._faults.stream.faults)

    @property
    def strangers(self) -> Sequence[tuple[int, int]]:
        """Requests that came to another host, and how many of them had a key."""
        found = [fault.elsewhere for fault in self._faults.rest.faults if isinstance(fault, NextUrlElsewhere)]
        return [(elsewhere.requests, elsewhere.with_key) for elsewhere in found]


def time_of(number: int) -> int:
    """When a trade of the source happened, Unix ms."""
    return OPEN_MS + round(number * 1000 / PER_S)


@asynccontextmanager
async def trouble(folder: Path, faults: str, *, count: int = COUNT) -> AsyncIterator[Trouble]:
    """A venue whose trades, numbered from 1 up, go on while nobody is connected."""
    events = [trade(n, (CALL, PUT)[n % 2], t=time_of(n)) for n in range(1, count + 1)]
    source = Recording(recording(folder, events))
    async with (
        Venue(source, pace=PaceChoice(per_s=PER_S), fault=fault_from_text(faults), limits=Limits(close_s=0.2)) as venue,
        AsyncExitStack() as rivals,
    ):
        if "newcomer_refused" in faults:
            rival = await rivals.enter_async_context(connected(venue.urls.massive_ws))
            await rival.frame()
            await rival.answer("auth", KEY)
        yield Trouble(venue, rivals)

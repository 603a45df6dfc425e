"""A venue that misbehaves, with a small recording to play."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from feeds.venue.faults import fault_from_text
from feeds.venue.pace import AS_FAST_AS_TAKEN, PaceChoice
from feeds.venue.recording import Recording
from feeds.venue.session import Limits
from feeds.venue.venue import Venue
from tests.feeds.venue.made import recording, trades
from tests.feeds.venue.massive_client import Client

COUNT = 250
TRADES = trades(COUNT)


@asynccontextmanager
async def faulty(folder: Path, *faults: str, pace: PaceChoice = AS_FAST_AS_TAKEN) -> AsyncIterator[Venue]:
    """The trades in frames of a hundred, with some faults; it waits for its readers."""
    source = Recording(recording(folder, TRADES))
    async with Venue(source, pace=pace, fault=fault_from_text(*faults), limits=Limits(close_s=0.5)) as venue:
        yield venue


async def let_in(client: Client, key: str = "key") -> None:
    """Greeted and let in."""
    assert (await client.frame())[0]["status"] == "connected"
    assert (await client.answer("auth", key))[0][0] == "auth_success"

"""A terminal of both generations over a small recording."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from tests.feeds.venue.made import OPEN_MS, PUT, recording, trade


@pytest.fixture
async def terminal(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Asks it."""
    events = [
        trade(1),
        trade(2, p=2.05, x=312, c=[227]),
        trade(3, PUT),
        trade(4, "O:SPX251219C06800000"),
        trade(5, t=OPEN_MS + 86_400_000),
    ]
    async with (
        Venue(Recording(recording(tmp_path, events))) as venue,
        httpx.AsyncClient(base_url=venue.urls.theta) as client,
    ):
        yield client

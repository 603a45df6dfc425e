"""A whole feed on the local venue, and the market that it fills."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import resources
from feeds.massive.feed import MassiveFeed
from feeds.massive.filler import FillTiming
from feeds.massive.rest import MassiveRest, RestTiming
from feeds.massive.stream import MassiveStream
from feeds.venue.faults import fault_from_text
from feeds.venue.opening import open_file
from feeds.venue.pace import PaceChoice
from feeds.venue.venue import Venue
from models.clock import MarketClock
from models.gaps import Gap
from models.market import Market
from models.status import FeedStatus, Source
from tests.feeds.massive.stream_desk import QUICK
from tests.feeds.venue.made import recording

LIMIT_S = 20.0
AT_ONCE = FillTiming(settle_s=0.05, margin_ms=300, page_rows=100, tell_s=0.01, again_s=0.02)
RATE = 1000.0
"""Trades a second: as many as the made trades are apart in time."""


@dataclass
class Desk:
    """A feed, the market that it fills, and all that it said."""

    feed: MassiveFeed
    market: Market
    said: list[FeedStatus] = field(default_factory=list)
    outcomes: list[Gap] = field(default_factory=list)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Take trades, as a window would, until the condition holds."""
        async with asyncio.timeout(LIMIT_S):
            while not condition():
                batch = self.feed.take(0.01)
                if batch is not None:
                    self.market.take(batch)
                    self.outcomes += batch.gaps
                await asyncio.sleep(0.002)

    def sequences(self, ticker: str) -> list[int]:
        """Sequence numbers on the tape of a contract, sorted."""
        tape = self.market.tape
        rows = np.flatnonzero(tape.column("contract", 0, tape.end) == self.market.contracts.find(ticker))
        return sorted(tape.take("sequence", rows).tolist())

    @property
    def gaps(self) -> list[Gap]:
        """The gaps as the market knows them."""
        return [placed.gap for placed in self.market.gaps]

    @property
    def is_settled(self) -> bool:
        """Whether there were gaps and nothing more will be done about any."""
        return bool(self.gaps) and all(gap.settled for gap in self.gaps)


@asynccontextmanager
async def desk_of(
    folder: Path,
    events: Sequence[object],
    fault: str = "",
    *,
    rest: bool = True,
    source: Source = Source.LIVE,
    rest_timing: RestTiming | None = None,
    **options: object,
) -> AsyncIterator[Desk]:
    """A desk on a venue that plays events evenly, as its clock goes; `options` are those of the feed."""
    market = Market(
        resources.table("massive_conditions"),
        resources.table("massive_exchanges"),
        MarketClock(lambda: 0, follows_prints=True),
    )
    played = open_file(recording(folder, events))
    async with Venue(played, pace=PaceChoice(per_s=RATE), fault=fault_from_text(fault) if fault else None) as venue:
        stream = MassiveStream(venue.urls.massive_ws, "any", market.contracts, market.sets, source, QUICK)
        service = MassiveRest(venue.urls.massive_rest, "any", rest_timing) if rest else None
        timing = options.pop("timing", AT_ONCE)
        feed = MassiveFeed(stream, service, market.contracts, market.sets, timing=timing, **options)  # type: ignore[arg-type]
        desk = Desk(feed, market)
        feed.on_status = desk.said.append
        try:
            yield desk
        finally:
            await feed.close()
            if service:
                await service.close()

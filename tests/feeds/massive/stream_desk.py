"""A Massive stream at the local venue or at a server of a test, and the market that it fills."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import resources
from feeds.massive.stream import MassiveStream
from feeds.massive.timing import Timing
from feeds.venue.faults import fault_from_text
from feeds.venue.opening import open_file
from feeds.venue.pace import PaceChoice, speed_from_text
from feeds.venue.venue import Venue
from models.clock import MarketClock
from models.market import Market
from models.status import FeedState, FeedStatus, Source
from tests.feeds.venue.made import recording

QUICK = Timing(
    open_s=2, answer_s=0.3, first_retry_s=0.01, longest_retry_s=0.05, first_cooldown_s=0.02, longest_cooldown_s=0.05,
    healthy_after_s=0.05, ping_s=0.1, silence_s=0.5, check_s=0.05, close_s=0.5, rest_s=0.001,
    flow_rest_s=0.002,
)  # fmt: skip
LIMIT_S = 10.0


@dataclass
class StreamDesk:
    """A stream, the market that it fills, and all that it said."""

    stream: MassiveStream
    market: Market
    said: list[FeedStatus] = field(default_factory=list)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Take trades, as a window would, until the condition holds."""
        async with asyncio.timeout(LIMIT_S):
            while not condition():
                batch = self.stream.take(0.01)
                if batch is not None:
                    self.market.take(batch)
                await asyncio.sleep(0.002)

    @property
    def states(self) -> list[FeedState]:
        """The states that the stream went through."""
        states = [status.state for status in self.said]
        return [state for before, state in zip([None, *states], states, strict=False) if state != before]

    @property
    def on_tape(self) -> int:
        """Trades on the tape."""
        return len(self.market.tape)


@asynccontextmanager
async def desk_at(url: str, key: str = "any", timing: Timing = QUICK) -> AsyncIterator[StreamDesk]:
    """A desk whose stream is not started yet."""
    market = Market(
        resources.table("massive_conditions"),
        resources.table("massive_exchanges"),
        MarketClock(lambda: 0, follows_prints=True),
    )
    stream = MassiveStream(url, key, market.contracts, market.sets, Source.REPLAY, timing)
    desk = StreamDesk(stream, market)
    stream.on_status = desk.said.append
    try:
        yield desk
    finally:
        await stream.close()


def venue_of(folder: Path, events: Sequence[object], fault: str = "", speed: str = "max") -> Venue:
    """A venue that plays events."""
    source = open_file(recording(folder, events))
    chosen = fault_from_text(fault) if fault else None
    return Venue(source, pace=PaceChoice(speed=speed_from_text(speed)), fault=chosen)


def is_live(desk: StreamDesk) -> bool:
    """Whether the stream is live."""
    return desk.stream.status.state is FeedState.LIVE


def last_sequence(desk: StreamDesk) -> int:
    """The sequence number of the newest trade."""
    return int(desk.market.tape.value("sequence", desk.market.tape.end - 1))


def status_frame(status: str) -> str:
    """A frame with a status."""
    return json.dumps([{"ev": "status", "status": status, "message": ""}])


def url_of(sockets: Sequence[object]) -> str:
    """The address of a server's first socket."""
    return f"ws://127.0.0.1:{next(iter(sockets)).getsockname()[1]}/options"  # type: ignore[attr-defined]

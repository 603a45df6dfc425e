"""Everything of Massive that one run uses: the feed, and where REST has an address, reference data and past trades."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from feeds.massive.feed import MassiveFeed
from feeds.massive.filler import FillTiming
from feeds.massive.inbox import now_ms
from feeds.massive.reference import MassiveReference
from feeds.massive.rest import MassiveRest, RestTiming
from feeds.massive.stream import MassiveStream
from feeds.massive.timing import Timing
from models.conditions import ConditionSets
from models.connection import ConnectedKey, KeyAbility
from models.contract_index import ContractIndex
from models.measures import DELAY_MS
from models.status import PROVEN, Source

_SHOWS = {Source.LIVE: KeyAbility.REAL_TIME, Source.DELAYED: KeyAbility.DELAYED}
"""What a connection shows its key to be able to."""


@dataclass(frozen=True, slots=True)
class MassiveAccess:
    """Where Massive is, and the key, which goes to these addresses alone. `rest_url` is None where REST is off."""

    stream_url: str
    rest_url: str | None
    key: str

    def __repr__(self) -> str:
        return f"MassiveAccess({self.stream_url!r}, {self.rest_url!r})"


@dataclass(frozen=True, slots=True)
class Delays:
    """Every delay of a service in one place, so that tests run in milliseconds."""

    stream: Timing = field(default_factory=Timing)
    fill: FillTiming = field(default_factory=FillTiming)
    rest: RestTiming = field(default_factory=RestTiming)


class MassiveService:
    """Made once a run; `close` leaves nothing behind. `reference` is None where REST is off; `host` is the stream's."""

    def __init__(
        self,
        access: MassiveAccess,
        contracts: ContractIndex,
        sets: ConditionSets,
        source: Source,
        cache_folder: Path,
        *,
        why_not: str = "",
        fill_gaps: bool = True,
        load_today: bool = True,
        redact: Callable[[str], str] = str,
        delays: Delays | None = None,
    ) -> None:
        """`why_not`: why nothing is fetched, in words, where REST is off. `redact` takes keys out of kept samples."""
        delays = delays or Delays()
        delay_ms = DELAY_MS if source is Source.DELAYED else 0
        self._key, self._source = access.key, source
        self.host = urlsplit(access.stream_url).netloc
        stream = MassiveStream(access.stream_url, access.key, contracts, sets, source, delays.stream, delay_ms, redact)
        self._rest = MassiveRest(access.rest_url, access.key, delays.rest) if access.rest_url else None
        self.reference = MassiveReference(self._rest, cache_folder, now_ms) if self._rest else None
        self.feed = MassiveFeed(
            stream,
            self._rest,
            contracts,
            sets,
            why_not=why_not,
            today=load_today,
            gaps=fill_gaps,
            timing=delays.fill,
        )

    @property
    def clock_offset_ms(self) -> float | None:
        """The server's clock minus our own; None where nothing tells."""
        return self._rest.clock_offset_ms if self._rest else None

    @property
    def connected(self) -> ConnectedKey | None:
        """The key that the stream has a connection with, which another would end; None where there is none."""
        ability = _SHOWS.get(self._source)
        return ConnectedKey(self._key, ability) if ability and self.feed.status.state in PROVEN else None

    async def close(self) -> None:
        """Close the stream politely, and let go of the network."""
        await self.feed.close()
        if self._rest:
            await self._rest.close()

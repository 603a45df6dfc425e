"""Everything of Massive that one run uses: the feed, and where REST has an address, reference data and past trades."""

from dataclasses import dataclass
from pathlib import Path

from feeds.massive.feed import MassiveFeed
from feeds.massive.inbox import now_ms
from feeds.massive.reference import MassiveReference
from feeds.massive.rest import MassiveRest
from feeds.massive.stream import MassiveStream
from models.conditions import ConditionSets
from models.contract_index import ContractIndex
from models.measures import DELAY_MS
from models.status import Source

NO_REST = "no REST address is set"


@dataclass(frozen=True, slots=True)
class MassiveAccess:
    """Where Massive is, and the key, which goes to these addresses alone. `rest_url` is None where REST is off."""

    stream_url: str
    rest_url: str | None
    key: str

    def __repr__(self) -> str:
        return f"MassiveAccess({self.stream_url!r}, {self.rest_url!r})"


class MassiveService:
    """Made once a run; `close` leaves nothing behind. `reference` is None where REST is off."""

    def __init__(
        self,
        access: MassiveAccess,
        contracts: ContractIndex,
        sets: ConditionSets,
        source: Source,
        cache_folder: Path,
        *,
        fill_gaps: bool = True,
        load_today: bool = True,
    ) -> None:
        delay_ms = DELAY_MS if source is Source.DELAYED else 0
        stream = MassiveStream(access.stream_url, access.key, contracts, sets, source, delay_ms=delay_ms)
        self._rest = MassiveRest(access.rest_url, access.key) if access.rest_url else None
        self.reference = MassiveReference(self._rest, cache_folder, now_ms) if self._rest else None
        self.feed = MassiveFeed(
            stream,
            self._rest,
            contracts,
            sets,
            why_not="" if self._rest else NO_REST,
            today=load_today,
            gaps=fill_gaps,
        )

    @property
    def clock_offset_ms(self) -> float | None:
        """The server's clock minus our own; None where nothing tells."""
        return self._rest.clock_offset_ms if self._rest else None

    async def close(self) -> None:
        """Close the stream politely, and let go of the network."""
        await self.feed.close()
        if self._rest:
            await self._rest.close()

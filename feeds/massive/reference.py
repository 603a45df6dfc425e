"""Massive's reference data: code lists kept for the day, multipliers, the state of the market."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from feeds.massive import reference_wire
from feeds.massive.code_cache import CachedList, keep_list, read_list
from feeds.massive.code_lists import completed, differences, is_plausible
from feeds.massive.contracts import find_multipliers
from feeds.massive.rest import MassiveRest
from feeds.massive.rest_errors import RestError
from feeds.massive.rest_wire import WireError
from models.clock import eastern
from models.reference import MarketState
from resources import table

Row = dict[str, str]
_log = logging.getLogger("optape.reference")


@dataclass(frozen=True, slots=True)
class _CodeList:
    """One list of codes: its bundled table, which names its cache too, where it is asked for, and how it is read."""

    name: str
    path: str
    params: dict[str, str]
    read: Callable[[bytes], list[Row]]


_CONDITIONS = _CodeList(
    "massive_conditions",
    "/v3/reference/conditions",
    {"asset_class": "options", "data_type": "trade", "limit": "1000"},
    reference_wire.conditions_rows,
)
_EXCHANGES = _CodeList(
    "massive_exchanges", "/v3/reference/exchanges", {"asset_class": "options"}, reference_wire.exchanges_rows
)


class MassiveReference:
    """A `ReferenceSource` over Massive's REST service."""

    def __init__(self, rest: MassiveRest, cache_folder: Path, clock: Callable[[], int]) -> None:
        """`clock`: Unix ms; the lists of its Eastern day are kept in `cache_folder` and not asked for again."""
        self.problem = ""
        self._rest = rest
        self._folder = cache_folder
        self._clock = clock

    async def conditions(self) -> list[Row] | None:
        """Fetch the conditions: kept today, else asked for, else kept earlier; None where the bundled table must do."""
        return await self._list(_CONDITIONS)

    async def exchanges(self) -> list[Row] | None:
        """Fetch the exchanges, as `conditions` does."""
        return await self._list(_EXCHANGES)

    async def multipliers(self, tickers: Iterable[str]) -> dict[str, float]:
        """Find the shares a contract of those tickers that Massive knows, as far as it answers."""
        self.problem = ""
        found: dict[str, float] = {}
        try:
            await find_multipliers(self._rest, tickers, self._today(), found)
        except RestError as error:
            self._note("multipliers", error)
        return found

    async def market_state(self) -> MarketState | None:
        """Ask whether the market trades now; None where Massive does not say."""
        self.problem = ""
        try:
            return reference_wire.market_state(await self._rest.get("/v1/marketstatus/now"))
        except (RestError, WireError) as error:
            self._note("market status", error)
            return None

    async def _list(self, codes: _CodeList) -> list[Row] | None:
        self.problem = ""
        bundled = table(codes.name)
        kept, today = await self._kept(codes, bundled), self._today().isoformat()
        if kept is None or kept.date != today:
            live = await self._live(codes, bundled)
            if live is not None:
                kept = CachedList(today, self._rest.url, live)
                await asyncio.to_thread(keep_list, self._path(codes), kept)
        return completed(kept.rows, bundled) if kept else None

    async def _kept(self, codes: _CodeList, bundled: list[Row]) -> CachedList | None:
        columns = frozenset(bundled[0]) - {"group"}
        kept = await asyncio.to_thread(read_list, self._path(codes), self._rest.url, columns)
        return kept if kept and is_plausible(kept.rows, bundled) else None

    async def _live(self, codes: _CodeList, bundled: list[Row]) -> list[Row] | None:
        """The list as Massive answers it; None where it does not, or answers with what cannot be."""
        try:
            rows = codes.read(await self._rest.get(codes.path, codes.params))
        except (RestError, WireError) as error:
            self._note(codes.name, error)
            return None
        if not is_plausible(rows, bundled):
            self.problem = f"Massive’s list has {len(rows)} usable rows where {len(bundled)} are known. It is not used."
            _log.warning("%s: %s", codes.name, self.problem)
            return None
        for line in differences(rows, bundled):
            _log.info("%s differs from the bundled table: %s", codes.name, line)
        return rows

    def _path(self, codes: _CodeList) -> Path:
        return self._folder / f"{codes.name}.json"

    def _today(self) -> date:
        return eastern(self._clock()).date()

    def _note(self, what: str, error: Exception) -> None:
        self.problem = str(error) if isinstance(error, RestError) else f"Massive sent {error}."
        _log.warning("%s: %s", what, self.problem)

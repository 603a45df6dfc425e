"""What one run shows comes from here: the feed and the terminal, of the real services or of a local venue."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import resources
from feeds.massive.service import MassiveAccess, MassiveService
from feeds.theta.chosen import ChosenTerminal, choose_terminal
from feeds.theta.codes import ThetaCodes
from feeds.venue.child import VenueChild
from feeds.venue.urls import VenueUrls
from models.command_line import Arguments
from models.launch import NO_REST, OF_VENUE, rest_url, stream_url
from models.market import Market
from models.settings import Settings
from models.status import Source


class Sources:
    """Opened once, after which `massive` and `terminal` are there, and closed once. A venue is a child process."""

    def __init__(self, arguments: Arguments, settings: Settings, source: Source, market: Market) -> None:
        self._arguments, self._settings, self._source, self._market = arguments, settings, source, market
        self._venue: VenueChild | None = None
        self.massive: MassiveService
        self.terminal: ChosenTerminal

    async def open(
        self,
        key: str,
        cache_folder: Path,
        redact: Callable[[str], str],
        *,
        venue_program: list[str] | None,
        on_end: Callable[[int], None],
        on_exit: Callable[[str], None],
    ) -> None:
        """Start the venue if its market is shown, and make the feed and the terminal. Raises `VenueError`.

        `venue_program`, `on_end`, `on_exit`: as `VenueChild` takes them. The key is sent to no venue.
        """
        urls = await self._start_venue(venue_program, on_end, on_exit) if self._source in OF_VENUE else None
        self.massive = self._make_massive(self._access(urls, key), cache_folder / ("venue" if urls else ""), redact)
        self.terminal = self._make_terminal(urls.theta if urls else None, cache_folder)

    @property
    def why_no_rest(self) -> str:
        """Why nothing is fetched over REST, in words; empty where it is."""
        asked = self._source not in OF_VENUE and rest_url(self._arguments, self._settings)
        return "" if asked else NO_REST[self._source]

    @property
    def what_lacks(self) -> str:
        """What the user does without where nothing is fetched over REST, in a sentence; nothing of a venue's market."""
        lacks = self.why_no_rest and self._source not in OF_VENUE
        return f"Gaps are not filled, and the code tables are bundled: {self.why_no_rest}." if lacks else ""

    async def close_venue(self) -> None:
        """End the child process. Safe to call at any time, and more than once."""
        if self._venue:
            await self._venue.close()

    async def _start_venue(
        self, program: list[str] | None, on_end: Callable[[int], None], on_exit: Callable[[str], None]
    ) -> VenueUrls:
        self._venue = VenueChild(self._arguments.venue_arguments, program=program, on_end=on_end, on_exit=on_exit)
        return await self._venue.start()

    def _access(self, venue: VenueUrls | None, key: str) -> MassiveAccess:
        if venue:
            # A recording does not hold the shares a contract, so its venue is not asked for them.
            knows_shares = self._source is Source.SIMULATED
            return MassiveAccess(venue.massive_ws, venue.massive_rest if knows_shares else None, "demo")
        address = stream_url(self._arguments, self._settings, self._source)
        return MassiveAccess(address, rest_url(self._arguments, self._settings), key)

    def _make_massive(self, access: MassiveAccess, cache_folder: Path, redact: Callable[[str], str]) -> MassiveService:
        return MassiveService(
            access,
            self._market.contracts,
            self._market.sets,
            self._source,
            cache_folder,
            why_not=self.why_no_rest,
            fill_gaps=self._settings.fill_gaps,
            load_today=self._settings.load_today,
            redact=redact,
        )

    def _make_terminal(self, venue_url: str | None, cache_folder: Path) -> ChosenTerminal:
        codes = ThetaCodes(
            resources.table("theta_conditions"),
            resources.table("theta_exchanges"),
            self._market.sets.known.values(),
            self._market.venues,
        )
        arguments, choice = self._arguments, self._settings.terminal
        if arguments.theta_url:
            choice, venue_url = replace(choice, address=arguments.theta_url), None
        return choose_terminal(
            choice,
            venue_url,
            codes,
            self._source,
            asks_own=bool(arguments.theta_url) or not arguments.replay,
            lists_path=cache_folder / "theta_lists.json",
        )

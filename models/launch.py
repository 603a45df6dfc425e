"""What a start decides before anything runs: the source, the stream's address, the first watchlist."""

import logging
from dataclasses import replace
from pathlib import Path

import msgspec

from models.command_line import Arguments
from models.connection import Addresses, ConnectionChoice
from models.history.terminal import TerminalChoice
from models.home import Home
from models.measures import DELAY_MS, LagMeter
from models.notices import Level, Notices
from models.settings import Settings
from models.status import Source
from models.watchlist import Watchlist
from models.watchlist_files import WatchlistFileError, read_watchlist

_log = logging.getLogger("optape")
OF_VENUE = (Source.SIMULATED, Source.REPLAY)
"""Sources that the local venue plays."""
NO_REST = {
    Source.LIVE: "the stream's address was given without one for REST (--massive-rest-url)",
    Source.DELAYED: "the stream's address was given without one for REST (--massive-rest-url)",
    Source.SIMULATED: "the simulated market is not asked again",
    Source.REPLAY: "a recording is not asked again",
}
"""Why nothing is fetched over REST, where no address for it is known."""


def choose_source(arguments: Arguments, settings: Settings, *, has_key: bool) -> Source:
    """A replay is a replay; without a key the market is simulated; else the plan decides."""
    if arguments.replay:
        return Source.REPLAY
    if not has_key or arguments.demo:
        return Source.SIMULATED
    return Source.DELAYED if arguments.delayed or settings.delayed else Source.LIVE


def stream_url(arguments: Arguments, settings: Settings, source: Source) -> str:
    """The address of Massive's stream."""
    chosen = settings.massive_delayed_url if source is Source.DELAYED else settings.massive_url
    return arguments.massive_url or chosen


def rest_url(arguments: Arguments, settings: Settings) -> str | None:
    """The address of Massive's REST service; None where a key must not go there.

    A stream elsewhere has a key of its own: Massive's REST service does not get it, unless it is named too.
    """
    if arguments.massive_rest_url:
        return arguments.massive_rest_url
    standard = Settings()
    elsewhere = (settings.massive_url, settings.massive_delayed_url) != (
        standard.massive_url,
        standard.massive_delayed_url,
    )
    if arguments.massive_url or (elsewhere and settings.massive_rest_url == standard.massive_rest_url):
        return None
    return settings.massive_rest_url


def key_addresses(arguments: Arguments, settings: Settings) -> Addresses:
    """Where a key of this run may be sent. A stream that was given by its address is the only one."""
    delayed = None if arguments.massive_url else stream_url(arguments, settings, Source.DELAYED)
    return Addresses(stream_url(arguments, settings, Source.LIVE), delayed, rest_url(arguments, settings))


def with_choice(arguments: Arguments, settings: Settings, choice: ConnectionChoice) -> tuple[Arguments, Settings]:
    """What to start with, and which settings to keep, after the user chose a connection."""
    kept = msgspec.structs.replace(
        settings, delayed=choice.delayed, load_today=choice.load_today, fill_gaps=choice.fill_gaps
    )
    return replace(arguments, demo=False, replay=None, delayed=choice.delayed, watchlists=()), kept


def with_terminal(settings: Settings, before: TerminalChoice, choice: TerminalChoice) -> Settings:
    """The settings to keep after the user chose a terminal. An address that was there before may be the command line's
    alone, and is not kept. Raises `ValueError` for another address that may not be used."""
    address = settings.theta_url if choice.address == before.address else choice.address
    return settings.with_terminal(replace(choice, address=address))


def lag_meter(source: Source, *, market_pace: bool) -> LagMeter:
    """What measures the lag; `market_pace`: a replay or simulation that keeps the market's own."""
    of_venue = source in OF_VENUE
    delay_ms = DELAY_MS if source is Source.DELAYED else 0
    return LagMeter(delay_ms=delay_ms, relative=of_venue, measurable=market_pace or not of_venue)


def first_watchlist(arguments: Arguments, home: Home, source: Source, notices: Notices) -> Watchlist:
    """The lists of the command line in one; else the last one shown, which a replay does not take. Raises `HomeError`.

    A list that cannot be read is a notice, and the start goes on without it.
    """
    if arguments.watchlists:
        lists = [found for path in arguments.watchlists if (found := _read(path, notices))]
        name = " + ".join(found.name for found in lists)
        return Watchlist(name or Watchlist().name, (item for found in lists for item in found))
    kept = home.last_watchlist_path
    if source is Source.REPLAY or not kept.exists():
        return Watchlist()
    return _read(kept, notices) or Watchlist()


def _read(path: Path, notices: Notices) -> Watchlist | None:
    try:
        return read_watchlist(path).watchlist
    except WatchlistFileError as error:
        _log.warning("%s", error)
        notices.show("watchlist", Level.ERROR, str(error))
        return None

"""Which terminal is asked: the user's own where one answers, else the local venue's."""

from collections.abc import Callable

from feeds.theta.codes import ThetaCodes
from feeds.theta.terminal import TerminalState, ThetaTerminal
from models.queries import AtTimeAnswer, AtTimeQuery
from models.status import Source


class ChosenTerminal:
    """A `HistorySource` in front of one or two terminals. The answer names the one that was asked."""

    def __init__(self, own: ThetaTerminal | None, venue: ThetaTerminal | None) -> None:
        """At least one must be given. With both, the user's own is taken once `look` found it."""
        self._own, self._venue = own, venue
        chosen = venue or own
        assert chosen is not None
        self._chosen = chosen

    @property
    def name(self) -> str:
        """What the terminal that will be asked is called."""
        return self._chosen.name

    @property
    def source(self) -> Source:
        """Whether its market is real."""
        return self._chosen.source

    async def look(self) -> str:
        """Find out whether the user's own terminal is there, choose, and say in words who is asked and how it is."""
        passed_over = ""
        if self._own:
            state = await self._own.status()
            if self._venue is None or state is TerminalState.CONNECTED:
                self._chosen = self._own
                return f"{self._own.name} {state}"
            passed_over = "" if state is TerminalState.NOT_RUNNING else f" ({self._own.name} {state}, not asked)"
        assert self._venue is not None
        self._chosen = self._venue
        return f"{self._venue.name} {await self._venue.status()}{passed_over}"

    async def at_time(self, query: AtTimeQuery, progress: Callable[[str], None]) -> AtTimeAnswer:
        """Answer a query. Raises `HistoryError`."""
        return await self._chosen.at_time(query, progress)

    async def close(self) -> None:
        """Let go of the network."""
        for terminal in (self._own, self._venue):
            if terminal:
                await terminal.close()


def choose_terminal(own_url: str | None, venue_url: str | None, codes: ThetaCodes, source: Source) -> ChosenTerminal:
    """The terminals at one or two addresses: the user's own, and the local venue's, whose market is of `source`."""
    own = ThetaTerminal(own_url, codes) if own_url else None
    venue = ThetaTerminal(venue_url, codes, name="Local venue", source=source) if venue_url else None
    return ChosenTerminal(own, venue)

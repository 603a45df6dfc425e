"""The first terminal that runs, of several: a real one before the venue's, even while the tape is simulated."""

from collections.abc import Sequence

from feeds.theta.terminal import Progress, TerminalState, ThetaTerminal
from models.queries import AtTimeAnswer, AtTimeQuery
from models.status import Source

_ABSENT = frozenset({TerminalState.NOT_RUNNING, TerminalState.UNKNOWN})
"""Nobody there, or another program on the port."""


class FirstRunning:
    """A `HistorySource` that looks anew before each question. Until it has looked it bears the last one's name."""

    def __init__(self, terminals: Sequence[ThetaTerminal]) -> None:
        """Take the terminals in order of preference; the last one is asked in any case."""
        self._terminals = list(terminals)
        self._chosen = self._terminals[-1]

    @property
    def name(self) -> str:
        """Name of the terminal that was found last."""
        return self._chosen.name

    @property
    def source(self) -> Source:
        """Source of the terminal that was found last."""
        return self._chosen.source

    async def look(self) -> TerminalState:
        """Find the first terminal that runs, and say how it is."""
        for terminal in self._terminals:
            state = await terminal.status()
            if state not in _ABSENT:
                break
        self._chosen = terminal
        return state

    async def at_time(self, query: AtTimeQuery, progress: Progress) -> AtTimeAnswer:
        """Ask the first terminal that runs. Raises `HistoryError`."""
        progress("Looking for a Theta Terminal")
        if len(self._terminals) > 1:
            await self.look()
        return await self._chosen.at_time(query, progress)

    async def close(self) -> None:
        """Let go of the network."""
        for terminal in self._terminals:
            await terminal.close()

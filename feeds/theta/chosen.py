"""Which terminal is asked: the user's own, found at one address or the usual ones, else the local venue's."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from feeds.theta import refusals
from feeds.theta.codes import ThetaCodes
from feeds.theta.conversation import Progress
from feeds.theta.list_store import ListStore
from feeds.theta.look import advice
from feeds.theta.terminal import TERMINAL, ThetaTerminal
from feeds.theta.turns import Turns
from models.history.queries import AtTimeAnswer, AtTimeQuery, HistoryError, HistoryFailure, PastTrades, TradesQuery
from models.history.terminal import TerminalChoice, TerminalState, TerminalStatus
from models.status import Source

USUAL = ("http://127.0.0.1:25510", "http://127.0.0.1:25503")
"""Where terminals of v2 and of v3 listen. Always the literal address: a terminal that is asked both as localhost and as
127.0.0.1 refuses one of them."""
_S, _F = TerminalState, HistoryFailure
_BEST_FIRST = (
    _S.CONNECTED, _S.FIGHTING, _S.STARTING, _S.DISCONNECTED, _S.UNVERIFIED, _S.ERROR, _S.SILENT, _S.UNKNOWN,
    _S.NOT_RUNNING,
)  # fmt: skip
_ABSENT = (_S.NOT_RUNNING, _S.UNKNOWN)
_UNCLEAR = (_S.UNKNOWN, _S.SILENT, _S.STARTING, _S.NOT_RUNNING)
"""States that an answer proves wrong: a terminal without the path of its status may answer all else."""
_MEANS = {
    _F.NOT_RUNNING: _S.NOT_RUNNING,
    _F.STARTING: _S.STARTING,
    _F.DISCONNECTED: _S.DISCONNECTED,
    _F.TIMEOUT: _S.SILENT,
}
"""What a failed question says of the terminal."""
A = TypeVar("A")


class ChosenTerminal:
    """A `HistorySource` in front of the user's terminals and the venue's. Answers name the one that was asked."""

    def __init__(
        self,
        make: Callable[[str], ThetaTerminal],
        choice: TerminalChoice,
        turns: Turns,
        *,
        venue: ThetaTerminal | None = None,
        asks_own: bool = True,
    ) -> None:
        """`make`: the user's terminal at an address; `venue`: who is asked where none of these is connected."""
        assert venue or asks_own
        self._make, self._turns, self._venue, self._asks_own = make, turns, venue, asks_own
        self._made: dict[str, ThetaTerminal] = {}
        self._own: tuple[ThetaTerminal, ...] = ()
        self.use(choice)

    @property
    def name(self) -> str:
        """What the terminal that will be asked is called."""
        return self._chosen.name

    @property
    def source(self) -> Source:
        """Whether its market is real."""
        return self._chosen.source

    @property
    def status(self) -> TerminalStatus:
        """How it was when it was last looked at or asked."""
        return self._status

    @property
    def choice(self) -> TerminalChoice:
        """What is used now."""
        return self._choice

    def use(self, choice: TerminalChoice) -> None:
        """Ask another terminal, or in another way, from now on. What is on its way ends where it began.

        Raises `ValueError` for what is no address.
        """
        addresses = [choice.address] if choice.address else USUAL
        own = tuple(self._at(address) for address in addresses) if self._asks_own else ()
        self._choice = choice
        self._turns.at_once = choice.at_once
        for terminal in (*self._made.values(), *([self._venue] if self._venue else [])):
            terminal.speak(choice.transport)
        if own != self._own or not own:
            self._own = own
            self._chosen = self._venue or own[0]
            self._status = TerminalStatus(self._chosen.title, self._chosen.address, source=self._chosen.source)

    async def look(self) -> TerminalStatus:
        """Find out which terminals are there, choose, and say who is asked and how it is."""
        own = self._own
        seen = list(zip(own, await asyncio.gather(*(terminal.look() for terminal in own)), strict=True))
        if own is not self._own:
            return await self.look()  # another choice was made meanwhile
        best = min(seen, key=self._rank) if seen else None
        if best and (self._venue is None or self._is_kept(*best)):
            self._chosen, self._status = best[0], self._named(best[1])
        else:
            assert self._venue
            status = await self._venue.look()
            if own is self._own:
                wanted = bool(self._choice.address)
                status = status.passing_over(best[1], is_wanted=wanted) if best else status
                self._chosen, self._status = self._venue, status
        return self._status

    async def at_time(self, query: AtTimeQuery, progress: Progress) -> AtTimeAnswer:
        """Answer a query. Raises `HistoryError`."""
        return await self._asked(lambda terminal: terminal.at_time(query, progress), proves=True)

    async def trades(self, query: TradesQuery, progress: Progress) -> PastTrades:
        """Tell every trade of a stretch of a day. Raises `HistoryError`."""
        return await self._asked(lambda terminal: terminal.trades(query, progress), proves=True)

    async def roots(self) -> tuple[str, ...]:
        """All option roots. Raises `HistoryError`."""
        return await self._asked(lambda terminal: terminal.roots())

    async def expirations(self, root: str) -> tuple[date, ...]:
        """Expiries of a root. Raises `HistoryError`."""
        return await self._asked(lambda terminal: terminal.expirations(root))

    async def strikes(self, root: str, expiry: date) -> tuple[int, ...]:
        """Strikes of an expiry in thousandths of a dollar. Raises `HistoryError`."""
        return await self._asked(lambda terminal: terminal.strikes(root, expiry))

    async def close(self) -> None:
        """Let go of the network."""
        for terminal in (*self._made.values(), *([self._venue] if self._venue else [])):
            await terminal.close()

    def _at(self, address: str) -> ThetaTerminal:
        if address not in self._made:
            self._made[address] = self._make(address)
        return self._made[address]

    async def _asked(self, ask: Callable[[ThetaTerminal], Awaitable[A]], *, proves: bool = False) -> A:
        """Ask who is chosen; where that one was not well, look first who is there now.

        `proves`: an answer comes from the terminal itself, not from what was kept of it.
        """
        if not self._status.is_well:
            await self.look()
        terminal = self._chosen
        try:
            answer = await ask(terminal)
        except HistoryError as error:
            if state := _MEANS.get(error.kind):
                self._learn(terminal, state)
            if error.kind is _F.NOT_RUNNING and terminal in self._own:
                raise refusals.not_running([own.address for own in self._own]) from None
            raise
        if proves and self._status.state in _UNCLEAR:
            self._learn(terminal, _S.CONNECTED)
        return answer

    def _learn(self, terminal: ThetaTerminal, state: TerminalState) -> None:
        """Take note of what a question showed, until the next look."""
        if terminal is self._chosen:
            self._status = self._named(replace(terminal.described(state), beside=self._status.beside))

    def _rank(self, seen: tuple[ThetaTerminal, TerminalStatus]) -> tuple[int, bool]:
        terminal, status = seen
        return _BEST_FIRST.index(status.state), terminal is not self._chosen

    def _is_kept(self, terminal: ThetaTerminal, status: TerminalStatus) -> bool:
        """Whether the user's own terminal is asked: once it was, a lost connection does not make the venue answer."""
        return status.is_well or (terminal is self._chosen and status.state not in _ABSENT)

    def _named(self, status: TerminalStatus) -> TerminalStatus:
        """A terminal that is found by itself has no address while it does not run."""
        if status.state is not _S.NOT_RUNNING or len(self._own) < 2:
            return status
        nowhere = " or ".join(own.address for own in self._own)
        return replace(status, name=TERMINAL, address="", generation=None, advice=advice(_S.NOT_RUNNING, nowhere))


def choose_terminal(
    choice: TerminalChoice,
    venue_url: str | None,
    codes: ThetaCodes,
    source: Source,
    *,
    asks_own: bool = True,
    lists_path: Path | None = None,
) -> ChosenTerminal:
    """The user's terminal by choice, and the local venue's, whose market is of `source`.

    `lists_path`: where the lists of the user's terminal are kept for the day.
    """
    turns, kept = Turns(choice.at_once), ListStore(lists_path)

    def own(address: str) -> ThetaTerminal:
        return ThetaTerminal(address, codes, turns=turns, kept=kept)

    venue = ThetaTerminal(venue_url, codes, name="Local venue", source=source, turns=turns) if venue_url else None
    return ChosenTerminal(own, choice, turns, venue=venue, asks_own=asks_own)

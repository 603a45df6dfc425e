"""Faults one after another: each acts until it is spent, then the next takes over; after the last all is normal."""

from collections import deque
from collections.abc import Sequence
from typing import Generic, TypeVar

from feeds.venue.faults.fault import Fault, Hands, HttpFault, StreamFault

F = TypeVar("F", bound=Fault)


class Turns(Generic[F]):
    """The sequence of one service. `current` changes in the midst of a hook when that spends the fault."""

    def __init__(self, faults: Sequence[F], normal: F) -> None:
        self.faults = tuple(faults)
        self._waiting = deque(faults)
        self._normal = normal
        self.current = normal

    def begin(self, hands: Hands) -> None:
        """Let the first take over."""
        self._hands = hands
        self._advance()

    async def close(self) -> None:
        """Stop what any of them still does."""
        for fault in self.faults:
            await fault.close()

    def _advance(self) -> None:
        while self._waiting and self._waiting[0].spent:
            self._waiting.popleft()
        self.current = self._waiting.popleft() if self._waiting else self._normal
        self.current.begin(self._hands, self._advance)


class VenueFaults:
    """All that goes wrong at one venue: a sequence for each of its services, side by side."""

    def __init__(
        self,
        stream: Sequence[StreamFault] = (),
        rest: Sequence[HttpFault] = (),
        terminal: Sequence[HttpFault] = (),
    ) -> None:
        self.stream = Turns(stream, StreamFault())
        self.rest = Turns(rest, HttpFault())
        self.terminal = Turns(terminal, HttpFault())

    def begin(self, hands: Hands) -> None:
        """Let the first of each service take over."""
        for turns in (self.stream, self.rest, self.terminal):
            turns.begin(hands)

    async def close(self) -> None:
        """Stop what any of them still does."""
        for turns in (self.stream, self.rest, self.terminal):
            await turns.close()

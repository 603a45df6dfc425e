"""Looks at the terminal again and again, so that what is shown of it is true without anybody asking."""

import asyncio
from collections.abc import Awaitable, Callable

from models.history.terminal import TerminalStatus

SELDOM_S, OFTEN_S = 15.0, 5.0
"""How long a look is good for: while nobody asks of past trades, and while somebody may."""


class TerminalLook:
    """`run` looks until it is cancelled; `hurry` makes the next look come at once."""

    def __init__(
        self,
        look: Callable[[], Awaitable[TerminalStatus]],
        tell: Callable[[TerminalStatus], object],
        is_watched: Callable[[], bool],
        *,
        seldom_s: float = SELDOM_S,
        often_s: float = OFTEN_S,
    ) -> None:
        """`tell` is called after each look; `is_watched`: whether somebody may ask at any moment."""
        self._look, self._tell, self._is_watched = look, tell, is_watched
        self._seldom_s, self._often_s = seldom_s, often_s
        self._wanted = asyncio.Event()

    def hurry(self) -> None:
        """Look at once; during a look, once more after it."""
        self._wanted.set()

    async def run(self) -> None:
        """Look, tell, wait, and again."""
        while True:
            self._wanted.clear()
            self._tell(await self._look())
            pause_s = self._often_s if self._is_watched() else self._seldom_s
            try:
                await asyncio.wait_for(self._wanted.wait(), pause_s)
            except TimeoutError:
                continue

"""Whose turn it is: how many requests are in flight at once, whoever sends them."""

import asyncio
from collections import deque


class Turns:
    """`async with turns:` waits until fewer than `at_once` are inside, first come, first served.

    The limit may change at any time.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._at_once = at_once
        self._inside = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def at_once(self) -> int:
        """How many may be inside."""
        return self._at_once

    @at_once.setter
    def at_once(self, at_once: int) -> None:
        self._at_once = at_once
        self._admit()

    async def __aenter__(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        self._admit()
        try:
            await waiter
        except asyncio.CancelledError:
            if not waiter.cancelled():  # it was admitted in the moment in which it was given up
                self._leave()
            raise

    async def __aexit__(self, *error: object) -> None:
        self._leave()

    def _leave(self) -> None:
        self._inside -= 1
        self._admit()

    def _admit(self) -> None:
        while self._waiting and self._inside < self._at_once:
            waiter = self._waiting.popleft()
            if not waiter.done():  # one that was given up is done
                self._inside += 1
                waiter.set_result(None)

"""How many requests are in flight at once, over all who ask."""

import asyncio

from feeds.theta.turns import Turns


class Guest:
    """Waits for its turn, then stays until it is sent out."""

    def __init__(self, turns: Turns) -> None:
        self.is_inside = False
        self._leave = asyncio.Event()
        self.task = asyncio.create_task(self._visit(turns))

    async def _visit(self, turns: Turns) -> None:
        async with turns:
            self.is_inside = True
            await self._leave.wait()
        self.is_inside = False

    async def leave(self) -> None:
        self._leave.set()
        await self.task


async def inside(guests: list[Guest]) -> list[int]:
    """Which guests are inside once all have done what they can."""
    for _ in range(5):
        await asyncio.sleep(0)
    return [at for at, guest in enumerate(guests) if guest.is_inside]


async def test_turns_are_taken_in_order_and_the_limit_may_change_at_any_time() -> None:
    turns = Turns(2)
    guests = [Guest(turns) for _ in range(6)]
    assert await inside(guests) == [0, 1]
    await guests[1].leave()
    assert await inside(guests) == [0, 2]
    turns.at_once = 4
    assert await inside(guests) == [0, 2, 3, 4]
    turns.at_once = 1
    await asyncio.gather(*(guests[at].leave() for at in (0, 2, 3)))
    assert await inside(guests) == [4]
    await guests[4].leave()
    assert await inside(guests) == [5]
    await guests[5].leave()


async def test_who_gives_up_waiting_takes_nobodys_turn() -> None:
    turns = Turns()
    guests = [Guest(turns) for _ in range(3)]
    await inside(guests)
    guests[1].task.cancel()
    guests[0].task.cancel()
    await asyncio.gather(guests[0].task, guests[1].task, return_exceptions=True)
    assert await inside(guests) == [0, 2]  # the first left by force, and its turn is the last one's
    await guests[2].leave()


async def test_a_turn_that_is_lost_in_its_moment_passes_on() -> None:
    turns = Turns()
    guests = [Guest(turns) for _ in range(3)]
    await inside(guests)
    leaving = asyncio.create_task(guests[0].leave())
    await asyncio.sleep(0)
    guests[1].task.cancel()
    await asyncio.gather(leaving, guests[1].task, return_exceptions=True)
    assert await inside(guests) == [2]
    await guests[2].leave()

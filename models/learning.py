"""What the market learns from reference data: code tables before the first trade, multipliers, its own state."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator

from models.conditions import read_conditions
from models.market import Market
from models.ports import ReferenceSource
from models.reference import MarketStatus

TABLES_S = 3.0
"""How long the first trade may wait for the code tables of today; then the bundled ones must do."""
LOOK_S = 5.0
"""How often new contracts are looked for."""
LONGEST_S = 600.0
"""How long to wait at most, doubling, before what was refused is asked again."""
STATUS_S = 300.0
"""How often the state of the market is asked for."""
_log = logging.getLogger("optape.reference")


class Learner:
    """Asks a reference source, in the background, and never fails: what is not learned stays as it was.

    Multipliers are asked for watched contracts, and for adjusted ones wherever they trade: those have a digit at the
    end of their root, and all others have 100 shares.
    """

    def __init__(self, market: Market, reference: ReferenceSource, watched: Callable[[], Iterable[str]]) -> None:
        self.market_state = ""
        """Whether the market trades, in words; empty where nobody told."""
        self._market, self._reference, self._watched = market, reference, watched
        self._asked: set[str] = set()
        self._looked_to = 0

    async def learn_tables(self, within_s: float = TABLES_S) -> str:
        """Take the code tables of today, before any trade is counted by others; why not, in words, or nothing."""
        try:
            async with asyncio.timeout(within_s):
                conditions = await self._reference.conditions()
                problem = self._reference.problem
                exchanges = await self._reference.exchanges()
        except TimeoutError:
            return "Massive did not send its code tables in time: the bundled ones are used."
        if conditions:
            self._market.sets.learn(read_conditions(conditions))
        if exchanges:
            self._market.venues.learn(exchanges)
        problem = problem or self._reference.problem
        return f"The code tables are not those of today. {problem}" if problem else ""

    async def run(self) -> None:
        """Learn multipliers of new contracts and the state of the market, until cancelled."""
        loop = asyncio.get_running_loop()
        status_s = loop.time()
        wait_s = LOOK_S
        while True:
            if loop.time() >= status_s:
                self.market_state = _words(await self._reference.market_status())
                status_s = loop.time() + STATUS_S
            wait_s = LOOK_S if await self.learn_multipliers() else min(2 * wait_s, LONGEST_S)
            await asyncio.sleep(wait_s)

    async def learn_multipliers(self) -> bool:
        """Ask for the multipliers of contracts that were not asked for yet; say whether all was answered."""
        new = {*self._watched(), *self._newly_adjusted()} - self._asked
        if not new:
            return True
        self._asked |= new
        found = await self._reference.multipliers(new)
        for ticker, shares in found.items():
            if self._market.contracts.learn_multiplier(ticker, shares) and shares != 100:
                _log.info("%s has %g shares a contract", ticker, shares)
        if self._reference.problem:  # asked again when it may be answered
            self._asked -= new - found.keys()
        return not self._reference.problem

    def _newly_adjusted(self) -> Iterator[str]:
        contracts = self._market.contracts
        for number in range(self._looked_to, len(contracts)):
            if contracts.roots[contracts.root[number]][-1:].isdigit():
                yield contracts.ticker(number)
        self._looked_to = len(contracts)


def _words(status: MarketStatus | None) -> str:
    return status.market.value.replace("-", " ") if status else ""

"""What the market learns from reference data: code tables before the first trade, multipliers, its own state."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass

from models.conditions import read_conditions
from models.market import Market
from models.ports import ReferenceSource
from models.reference import MarketState

_log = logging.getLogger("optape.reference")


@dataclass(frozen=True, slots=True)
class LearnTiming:
    """Every delay of a learner, in seconds."""

    tables_s: float = 3.0
    """How long the first trade may wait for the code tables of today; then the bundled ones must do."""
    look_s: float = 5.0
    """How often new contracts are looked for."""
    status_s: float = 300.0
    """How often the state of the market is asked for."""
    tables_again_s: float = 3600.0
    """How often the tables are looked at: at midnight another day begins."""
    first_retry_s: float = 5.0
    longest_retry_s: float = 600.0
    """What was refused is asked again after a wait that doubles."""


class Learner:
    """Asks a reference source, in the background, and never fails: what is not learned stays as it was.

    Multipliers are asked for watched contracts, and for adjusted ones wherever they trade: those have a digit at the
    end of their root, and all others have 100 shares. `on_tables` is told why the code tables are not those of today,
    in words, and nothing once they are, when `run` finds that this has changed; `on_news` is called when `run` learned
    anything that changes what is shown.
    """

    def __init__(
        self,
        market: Market,
        reference: ReferenceSource,
        watched: Callable[[], Iterable[str]],
        on_tables: Callable[[str], None] = lambda _: None,
        timing: LearnTiming | None = None,
        on_news: Callable[[], None] = lambda: None,
    ) -> None:
        self.market_state = ""
        """Whether the market trades, in words; empty where nobody told."""
        self._market, self._reference, self._watched = market, reference, watched
        self._on_tables, self._on_news = on_tables, on_news
        self._timing = timing or LearnTiming()
        self._tables_problem = ""
        self._asked: set[str] = set()
        self._looked_to = 0

    async def learn_tables(self) -> str:
        """Take the code tables of today, before any trade is counted by others; why not, in words, or nothing."""
        try:
            async with asyncio.timeout(self._timing.tables_s):
                self._tables_problem = await self._take_tables()
        except TimeoutError:
            self._tables_problem = "Massive did not send its code tables in time: the bundled ones are used."
        return self._tables_problem

    async def run_from(self, start: Callable[[], None]) -> None:
        """Take the code tables of today, let trades come by `start`, and go on to learn while they do."""
        self._on_tables(await self.learn_tables())
        start()
        await self.run()

    async def run(self) -> None:
        """Learn multipliers of new contracts, tables and the state of the market, one at a time, until cancelled."""
        loop, timing = asyncio.get_running_loop(), self._timing
        chores = [
            _Chore(self._learn_state, timing.status_s, timing),
            _Chore(self.learn_multipliers, timing.look_s, timing),
            _Chore(self._learn_tables_again, timing.tables_again_s, timing),
        ]
        chores[-1].due_s = loop.time() + (timing.first_retry_s if self._tables_problem else timing.tables_again_s)
        while True:
            for chore in chores:
                if loop.time() >= chore.due_s:
                    await self._do(chore)
            await asyncio.sleep(max(0.0, min(chore.due_s for chore in chores) - loop.time()))

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

    async def _do(self, chore: "_Chore") -> None:
        before = self._market.learned
        await chore.do()
        if self._market.learned != before:
            self._on_news()

    async def _learn_state(self) -> bool:
        self.market_state = _words(await self._reference.market_state())
        return True

    async def _learn_tables_again(self) -> bool:
        problem = await self._take_tables()
        if problem != self._tables_problem:
            self._tables_problem = problem
            self._on_tables(problem)
        return not problem

    async def _take_tables(self) -> str:
        """Learn both tables where they are not what is known; why one is not of today, in words."""
        conditions = await self._reference.conditions()
        problem = self._reference.problem
        exchanges = await self._reference.exchanges()
        problem = problem or self._reference.problem
        if conditions:
            self._learn_conditions(conditions)
        if exchanges:
            self._market.venues.learn(exchanges)
        return f"The code tables are not those of today. {problem}" if problem else ""

    def _learn_conditions(self, rows: Iterable[dict[str, str]]) -> None:
        """All figures are counted anew by another table, so one that is the same is left alone."""
        learned = read_conditions(rows)
        if {condition.id: condition for condition in learned} != self._market.sets.known:
            self._market.learn_conditions(learned)

    def _newly_adjusted(self) -> Iterator[str]:
        contracts = self._market.contracts
        for number in range(self._looked_to, len(contracts)):
            if contracts.roots[contracts.root[number]][-1:].isdigit():
                yield contracts.ticker(number)
        self._looked_to = len(contracts)


class _Chore:
    """Something to ask for every so many seconds, and sooner after a refusal. `ask` says whether it was answered."""

    def __init__(self, ask: Callable[[], Awaitable[bool]], every_s: float, timing: LearnTiming) -> None:
        self.due_s = 0.0
        self._ask, self._every_s, self._timing = ask, every_s, timing
        self._retry_s = timing.first_retry_s

    async def do(self) -> None:
        """Ask now, and settle when to ask again."""
        answered = await self._ask()
        wait_s = self._every_s if answered else self._retry_s
        self._retry_s = self._timing.first_retry_s if answered else min(2 * self._retry_s, self._timing.longest_retry_s)
        self.due_s = asyncio.get_running_loop().time() + wait_s


def _words(state: MarketState | None) -> str:
    return state.value.replace("-", " ") if state else ""

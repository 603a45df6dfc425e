"""A source of made-up history: it knows a trade on some days, counts what it is asked, and fails as it is told."""

import asyncio
from collections.abc import Callable
from datetime import date

from models.contract import Contract
from models.history.missing_days import missing_days
from models.history.queries import AtTimeAnswer, AtTimeQuery, AtTimeRow, HistoryError, PastTrades, TradesQuery
from models.history.weekdays import weekdays
from models.status import Source


def made_row(contract: Contract, day: date, at_ms: int) -> AtTimeRow | None:
    """What traded: the same for the same question, and nothing on every third day."""
    number = day.toordinal() + contract.strike_milli + at_ms
    if number % 3 == 0:
        return None
    return AtTimeRow(day, at_ms, max(at_ms - number % 5000, 0), number % 997 / 100, 1 + number % 50, "ISE", "Regular")


class MadeHistory:
    """A `HistorySource`. `fails` is asked before each answer, with the query and how many came before it.

    Questions wait while `gate` is not set; each takes a few turns of the loop.
    """

    name = "made history"
    source: Source = Source.LIVE

    def __init__(self, fails: Callable[[AtTimeQuery, int], HistoryError | None] = lambda query, asked: None) -> None:
        self.asked: list[AtTimeQuery] = []
        self.in_flight = self.most_in_flight = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self._fails = fails

    async def at_time(self, query: AtTimeQuery, progress: Callable[[str], None]) -> AtTimeAnswer:
        """Answer by `made_row`."""
        self.asked.append(query)
        number = len(self.asked) - 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        progress(f"Asking {self.name}")
        try:
            await self.gate.wait()
            for _ in range(1 + number % 3):
                await asyncio.sleep(0)
            if error := self._fails(query, number):
                raise error
        finally:
            self.in_flight -= 1
        days = [day for day, holiday in weekdays(query.start, query.end) if not holiday]
        rows = tuple(row for day in days if (row := made_row(query.contract, day, query.at_ms)))
        return AtTimeAnswer(query, self.name, self.source, rows, missing_days(query, {row.day for row in rows}))

    async def trades(self, query: TradesQuery, progress: Callable[[str], None]) -> PastTrades:
        """Know of none."""
        return PastTrades(query, self.name, self.source, ())

    async def roots(self) -> tuple[str, ...]:
        """List one."""
        return ("SPY",)

    async def expirations(self, root: str) -> tuple[date, ...]:
        """List one."""
        return (date(2024, 6, 21),)

    async def strikes(self, root: str, expiry: date) -> tuple[int, ...]:
        """List one."""
        return (500_000,)

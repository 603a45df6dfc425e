"""What a source knows, asked without holding up the event loop: one worker thread, one question after another."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TypeVar

from feeds.venue.source import Print, Source
from models.contract import Contract, ContractError, parse_ticker

T = TypeVar("T")


class Archive:
    """The trades and contracts of a source."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._worker = ThreadPoolExecutor(1, "venue-archive")
        self._contracts: dict[str, list[Contract]] | None = None

    @property
    def day(self) -> date:
        """The trade date that is played."""
        return self._source.day

    async def ask(self, question: Callable[[Source], T]) -> T:
        """The answer of a function of the source, made in the worker. Raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, question, self._source)

    async def prints(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """Trades of a contract on those Eastern days, in order of arrival."""
        return await self.ask(lambda source: source.prints(ticker, first, last))

    async def streamed(self, ticker: str, first: date, last: date) -> Sequence[Print]:
        """Those of them that have been streamed."""
        return await self.ask(lambda source: source.streamed(ticker, first, last))

    async def shares(self, tickers: Sequence[str]) -> list[int]:
        """Multipliers of contracts."""
        return await self.ask(lambda source: [source.shares(ticker) for ticker in tickers])

    async def contracts(self) -> dict[str, list[Contract]]:
        """All contracts, by root, sorted. Tickers that are no contracts are left out."""
        if self._contracts is None:
            self._contracts = await self.ask(_by_root)
        return self._contracts

    def close(self) -> None:
        """End the worker, after the question that it works on."""
        self._worker.shutdown(cancel_futures=True)


def _by_root(source: Source) -> dict[str, list[Contract]]:
    found: dict[str, list[Contract]] = {}
    for ticker in source.tickers():
        try:
            contract = parse_ticker(ticker)
        except ContractError:
            continue
        found.setdefault(contract.root, []).append(contract)
    return found

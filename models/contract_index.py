"""Every contract that was seen: ticker <-> a small integer id, and what filters and figures need, in columns."""

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from models.clock import day_number
from models.columns import GrowingColumns
from models.contract import Contract, ContractError, parse_ticker
from models.hours import Hours, hours_of, is_index
from models.ticker_table import Texts, TickerTable

DEFAULT_MULTIPLIER = 100.0
_AT_HAND = 16_384
"""Tickers that are found without a look into the table: those that trade all the time."""


class ContractIndex(GrowingColumns):
    """Contracts by id, from 0 up, without an object for each.

    Columns by id: `root` (an id of `roots`), `expiry` (days since 1970), `strike_milli`, `is_call`, `is_index`,
    `hours` (class of its trading hours), `multiplier` (shares a contract; 100 until reference data says otherwise),
    `multiplier_known` (whether it has). `multipliers_learned` grows with each that was learned or changed.
    """

    def __init__(self) -> None:
        super().__init__(
            {
                "root": ("i4", 0),
                "expiry": ("i4", 0),
                "strike_milli": ("i4", 0),
                "is_call": ("?", False),
                "is_index": ("?", False),
                "hours": ("u1", Hours.EQUITY),
                "multiplier": ("f8", DEFAULT_MULTIPLIER),
                "multiplier_known": ("?", False),
            }
        )
        self.multipliers_learned = 0
        self.roots: list[str] = []
        self._root_ids: dict[str, int] = {}
        self._tickers = TickerTable()
        self.contract = lru_cache(maxsize=4096)(self._contract)
        self.add = lru_cache(maxsize=_AT_HAND)(self._add)
        """Id of a ticker, given now if it is new; -1 if it is not an option ticker."""

    def __iter__(self) -> Iterator[str]:
        return map(self.ticker, range(len(self)))

    def find(self, ticker: str) -> int:
        """Id of a ticker, -1 if it is not known; asking leaves no trace."""
        return self._tickers.find(ticker.encode()) if ticker.isascii() else -1

    def find_all(self, texts: Texts) -> NDArray[np.int32]:
        """Ids of a column of tickers, -1 of those that are not known."""
        return self._tickers.find_all(texts)

    def ticker(self, contract_id: int) -> str:
        """Massive's ticker of an id. Raises `IndexError`."""
        return self._tickers.ticker(contract_id)

    def learn_multiplier(self, contract: int | str, shares: float) -> bool:
        """Take the shares a contract from reference data; say whether that is news.

        `contract`: an id, or a ticker, which is added if it is new. No ticker, or no number of shares, is ignored.
        """
        number = self.add(contract) if isinstance(contract, str) else contract
        if number < 0 or not 0 < shares < math.inf:
            return False
        if self.multiplier_known[number] and self.multiplier[number] == shares:
            return False
        self.multiplier[number], self.multiplier_known[number] = shares, True
        self.multipliers_learned += 1
        return True

    def _add(self, ticker: str) -> int:
        known = self.find(ticker)
        if known >= 0:
            return known
        try:
            return self._put(parse_ticker(ticker))
        except ContractError:
            return -1

    def _put(self, contract: Contract) -> int:
        number = self._tickers.add(contract.ticker.encode())
        self.append(
            root=self._root_id(contract.root),
            expiry=day_number(contract.expiry),
            strike_milli=contract.strike_milli,
            is_call=contract.right == "C",
            is_index=is_index(contract.root),
            hours=hours_of(contract.root),
        )
        return number

    def _root_id(self, root: str) -> int:
        known = self._root_ids.setdefault(root, len(self.roots))
        if known == len(self.roots):
            self.roots.append(root)
        return known

    def _contract(self, contract_id: int) -> Contract:
        return parse_ticker(self.ticker(contract_id))

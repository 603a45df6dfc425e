"""Several contracts in one text, in any spelling: read one by one, each that cannot be read with its place and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from models.contract import Contract, ContractError
from models.history.queries import market_today
from models.symbology import parse_symbol
from models.watchlist_text import symbols_in

_NAMED = 3
_LONG = 200
"""From here on nobody reads every line, and to try each would take longer than a frame."""


@dataclass(frozen=True, slots=True)
class BadPart:
    """A part of the text that is no contract: where it stands, and why not, in words."""

    start: int
    length: int
    message: str


@dataclass(frozen=True, slots=True)
class ContractList:
    """What a text holds. A contract that is written twice counts once."""

    contracts: tuple[Contract, ...] = ()
    bad: tuple[BadPart, ...] = ()

    @property
    def problem(self) -> str:
        """What is wrong with the text, in words; empty where nothing is."""
        more = len(self.bad) - _NAMED
        told = [part.message for part in self.bad[:_NAMED]] + ([f"{more} more cannot be read"] if more > 0 else [])
        return "\n".join(told)


def read_contracts(text: str, today: date | None = None) -> ContractList:
    """Read contracts that are set apart by lines, `;`, or `,` where that is no part of one; `#` begins a note."""
    today = today or market_today()
    contracts: dict[Contract, None] = {}
    bad = []
    place = 0
    for line in text.splitlines(keepends=True):
        content, at = line.partition("#")[0], 0
        for symbol in symbols_in(content.rstrip()):
            at = content.find(symbol, at)
            try:
                contracts[_parsed(symbol, today)] = None
            except ContractError as error:
                bad.append(_bad_part(symbol, place + at, str(error)))
            at += len(symbol)
        place += len(line)
    return ContractList(tuple(contracts), tuple(bad))


def contracts_text(contracts: Sequence[Contract]) -> str:
    """Contracts as people read them, one a line; by tickers where these alone read as the same, and in long lists."""
    if len(contracts) > _LONG:
        return "\n".join(one.ticker for one in contracts)
    today = market_today()
    return "\n".join(one.label if _reads_as(one.label, today) == one else one.ticker for one in contracts)


def contracts_title(contracts: Sequence[Contract]) -> str:
    """`SPY 19 Dec 25 650 C`, with `and 2 more` where there are others."""
    more = len(contracts) - 1
    return contracts[0].label + (f" and {more:,} more" if more > 0 else "") if contracts else "no contract"


def _bad_part(symbol: str, start: int, message: str) -> BadPart:
    bare = symbol.strip()
    return BadPart(start + symbol.find(bare), len(bare), message)


@lru_cache(maxsize=16_384)
def _parsed(symbol: str, today: date) -> Contract:
    """Kept, for a long list is read again at each key that is pressed in it."""
    return parse_symbol(symbol, today)


def _reads_as(text: str, today: date) -> Contract | None:
    try:
        return _parsed(text, today)
    except ContractError:
        return None

"""A market with chosen prints, for tests of item models, panels and the window."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

import resources
from models.batch import TradeBatch, gap_news
from models.clock import MarketClock, utc_ms
from models.gaps import Gap
from models.market import Market

OPEN = utc_ms(date(2025, 12, 1), 34_200_000)
SPY_C, SPY_P = "O:SPY251219C00650000", "O:SPY251219P00640000"
SPXW, NVDA = "O:SPXW251201C06850000", "O:NVDA260116C00172500"
TICKERS = (SPY_C, SPY_P, SPXW, NVDA)


@dataclass(frozen=True)
class Print:
    """One print; time in Unix ms."""

    ticker: str = SPY_C
    price: float = 1.0
    size: int = 1
    codes: tuple[int, ...] = (209,)
    time_ms: int = OPEN
    venue: int = 302
    sequence: int = 1


class MadeMarket(Market):
    """A market whose clock follows its prints. `TICKERS` have the ids 0 to 3."""

    def __init__(self, max_rows: int = 1_000_000) -> None:
        clock = MarketClock(lambda: 0, follows_prints=True)
        super().__init__(resources.table("massive_conditions"), resources.table("massive_exchanges"), clock, max_rows)
        for ticker in TICKERS:
            self.contracts.add(ticker)

    def print(self, *prints: Print) -> None:
        """Let prints arrive in one batch."""
        self.take(self.batch(prints))

    def flood(self, count: int, ticker: str = NVDA) -> None:
        """Let many equal prints arrive."""
        self.take(self.batch([Print(ticker)], count))

    def interrupt(self, start_ms: int = OPEN, **facts: Any) -> Gap:
        """Cut the stream: a new gap, Unix ms, that begins behind the prints so far."""
        gap = Gap(len(self.gaps), start_ms, **facts)
        self.take(gap_news(gap))
        return gap

    def fill(self, *prints: Print, gap: int = -1) -> None:
        """Put prints on the tape that the stream missed."""
        self.take(replace(self.batch(prints), filled=True, fills=gap))

    def batch(self, prints: Sequence[Print], times: int = 1) -> TradeBatch:
        """Prints as a feed would hand them over, all of them so many times."""
        time_ms = np.tile(np.array([p.time_ms for p in prints], np.int64), times)
        return TradeBatch(
            time_ms=time_ms,
            sequence=np.tile(np.array([p.sequence for p in prints], np.int64), times),
            price=np.tile(np.array([p.price for p in prints], np.float64), times),
            size=np.tile(np.array([p.size for p in prints], np.int32), times),
            contract=np.tile(np.array([self.contracts.add(p.ticker) for p in prints], np.int32), times),
            arrival_ms=time_ms,
            venue=np.tile(np.array([p.venue for p in prints], np.uint16), times),
            conditions=np.tile(np.array([self.sets[p.codes] for p in prints], np.uint16), times),
        )

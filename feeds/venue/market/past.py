"""Earlier days of the simulated market, one contract at a time: what it traded there, made when it is asked for.

The underlyings' past is one walk for a seed, so that days fit together; the prints of a contract depend on seed,
day and contract alone. Only single-leg prints: nobody asks for the other legs.
"""

from datetime import date, timedelta
from functools import lru_cache
from zlib import crc32

import numpy as np

from feeds.venue.market.arrivals import Arrivals
from feeds.venue.market.chain import Rows
from feeds.venue.market.day import MarketDay
from feeds.venue.market.figures import ADJUSTED, CLASSES
from feeds.venue.market.listing import expiries
from feeds.venue.market.pricing import Column
from feeds.venue.market.shape import CLOSE_MS, HALF_DAY_EARLIER_MS, OPEN_MS, intensity
from feeds.venue.market.simulation import Interval
from feeds.venue.market.singles import MEAN_PRINTS, Singles
from feeds.venue.market.venue_mix import VenueMix
from feeds.venue.trading_days import is_half_day
from models.clock import day_number
from models.contract import Contract
from models.trading_days import is_trading_day

REACH = timedelta(days=400)
"""How far back there is a past."""
_MOST_ORDERS = 4_000
_TRIALS = 4_000
_STEP_MS = 1000


class Past:
    """The days before the market day, for a market of `per_s` prints a second."""

    def __init__(self, seed: int, market_day: date, per_s: float) -> None:
        self._seed = seed
        self._market_day = market_day
        self._per_s = per_s
        self._day = lru_cache(maxsize=16)(self._make_day)

    def prints(self, contract: Contract, day: date) -> Interval | None:
        """What a contract traded on a day; None where it was not listed, or on a day without trading."""
        if not is_trading_day(day) or not self._market_day - REACH <= day < self._market_day:
            return None
        market = self._day(contract.root, contract.expiry, day)
        number = market.chain.number(contract.ticker) if market else None
        if market is None or number is None:
            return None
        random = np.random.default_rng((self._seed, day_number(day), crc32(contract.osi.encode())))
        early_ms = HALF_DAY_EARLIER_MS if is_half_day(day) else 0
        arrivals = Arrivals(market, 0.0, random, early_ms)
        time_ms = self._times(random, market, arrivals, number)
        singles = Singles(market, VenueMix(market.chain.classes), random)
        made = singles.prints(time_ms, np.full(len(time_ms), number, np.int64))
        made = made.rows(np.argsort(made.sent_ms, kind="stable"))
        return Interval(made, 1_000_000 + np.cumsum(random.integers(1, 5_000, len(made))))

    def _make_day(self, root: str, expiry: date, day: date) -> MarketDay | None:
        classes = [c for c in (*CLASSES, *ADJUSTED) if c.root == root]
        if not any(listed.day == expiry for c in classes for listed in expiries(c, day)):
            return None
        return MarketDay(classes, self._seed, day, self._market_day, expiry)

    def _times(self, random: np.random.Generator, day: MarketDay, arrivals: Arrivals, number: int) -> Rows:
        """As many orders as the class's traders would give this contract, by trial, spread like the day's activity."""
        group = int(day.chain.group[number // 2])
        trials = arrivals.choose(np.full(_TRIALS, group), np.full(_TRIALS, (OPEN_MS + CLOSE_MS) // 2))
        part = (np.count_nonzero(trials == number) + 0.1) / _TRIALS * float(day.chain.groups.weight[group])
        prints = self._per_s * (CLOSE_MS - OPEN_MS) / 1000 * day.chain.classes[0].share * part
        count = min(int(random.poisson(prints / MEAN_PRINTS)), _MOST_ORDERS)
        starts, ends = _activity(int(arrivals.close_ms[group]))
        chosen = starts[np.searchsorted(ends, random.random(count), side="right")]
        return np.sort(chosen + random.integers(0, _STEP_MS, count))


@lru_cache(maxsize=8)
def _activity(close_ms: int) -> tuple[Rows, Column]:
    """When each step of a day begins, and the part of the day's activity up to its end."""
    starts = np.arange(OPEN_MS, close_ms, _STEP_MS)
    passed = np.cumsum(intensity(starts))
    return starts, np.asarray(passed / passed[-1], np.float64)

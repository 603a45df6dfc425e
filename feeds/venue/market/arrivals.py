"""When orders come and for what: bursts that excite themselves, near the money, in the expiries that people trade.

Clusters are made as they are defined: first orders at random, each with a Poisson number of followers after random
delays, each of those with followers of its own (a Hawkes process). Followers beyond the interval wait for the next.
"""

from dataclasses import dataclass

import numpy as np

from feeds.venue.market.chain import Rows
from feeds.venue.market.day import MarketDay
from feeds.venue.market.pricing import Column
from feeds.venue.market.shape import CLOSE_MS, LATE_CLOSE_MS, intensity

FOLLOWERS = 0.65
"""Mean number of direct followers of an order."""
_QUICK_PART, _QUICK_MS, _SLOW_MS = 0.7, 250.0, 8_000.0
_SAME_CONTRACT, _SAME_CLASS = 0.35, 0.45
_OUT_OF_MONEY, _NEAREST, _ROUND_STRIKES = 0.75, 0.25, 0.3


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders by Eastern ms of the day, and the contract that each is for."""

    time_ms: Rows
    contract: Rows


class Arrivals:
    """Orders of a day, interval by interval. `per_s`: orders a second on average over the session."""

    def __init__(self, day: MarketDay, per_s: float, random: np.random.Generator, early_ms: int = 0) -> None:
        self._day = day
        self._per_ms = per_s / 1000
        self._random = random
        self._waiting = Orders(np.empty(0, np.int64), np.empty(0, np.int64))
        groups = day.chain.groups
        self._share = day.chain.class_column("share") * groups.weight
        late = day.chain.class_column("late_close").astype(np.bool_) & ~groups.stops_early
        self.close_ms: Rows = np.where(late, LATE_CLOSE_MS, CLOSE_MS) - early_ms

    def take(self, start_ms: int, end_ms: int) -> Orders:
        """Orders of `[start, end)`, by time; intervals are asked for in their order."""
        generation = self._merge(self._firsts(start_ms, end_ms), self._waiting_until(end_ms))
        taken = [generation]
        while len(generation.time_ms):
            generation = self._keep_early(self._followers(generation), end_ms)
            taken.append(generation)
        orders = self._open(self._merge(*taken))
        order = np.argsort(orders.time_ms, kind="stable")
        return Orders(orders.time_ms[order], orders.contract[order])

    def choose(self, group: Rows, time_ms: Rows) -> Rows:
        """A contract of each group: mostly out of the money, within a standard deviation or two, at round strikes."""
        count, chain = len(group), self._day.chain
        put = self._random.random(count) < chain.class_column("puts")[group]
        distance = self._random.exponential(0.7, count) - _NEAREST
        distance = np.where(self._random.random(count) < _OUT_OF_MONEY, distance, -distance / 2)
        deviation = self._day.at_the_money(group, time_ms)[1]
        strike = self._day.forwards(group, time_ms) * np.exp(np.where(put, -distance, distance) * deviation)
        step = np.where(strike > 1000, 50.0, np.where(strike > 100, 5.0, 1.0))
        rounded = np.where(self._random.random(count) < _ROUND_STRIKES, np.round(strike / step) * step, strike)
        return 2 * chain.nearest_rows(group, rounded) + put

    def _firsts(self, start_ms: int, end_ms: int) -> Orders:
        share = self._open_share(start_ms)
        busy = float(intensity(np.array([start_ms]))[0]) * share.sum()
        mean = self._per_ms * (1 - FOLLOWERS) * busy * (end_ms - start_ms)
        count = int(self._random.poisson(mean))
        time_ms = self._random.integers(start_ms, end_ms, count)
        return Orders(time_ms, self.choose(self._pick(share, count), time_ms))

    def _followers(self, orders: Orders) -> Orders:
        counts = self._random.poisson(FOLLOWERS, len(orders.time_ms))
        time_ms, leader = np.repeat(orders.time_ms, counts), np.repeat(orders.contract, counts)
        total = len(time_ms)
        mean = np.where(self._random.random(total) < _QUICK_PART, _QUICK_MS, _SLOW_MS)
        time_ms = time_ms + self._random.exponential(mean).astype(np.int64)
        alike = self._random.random(total)
        groups = self._day.chain.group[leader // 2]
        other = alike > _SAME_CONTRACT + _SAME_CLASS
        if other.any():
            groups[other] = self._pick(self._share, int(other.sum()))
        return Orders(time_ms, np.where(alike < _SAME_CONTRACT, leader, self.choose(groups, time_ms)))

    def _keep_early(self, orders: Orders, end_ms: int) -> Orders:
        self._waiting = self._merge(self._waiting, orders)
        return self._waiting_until(end_ms)

    def _waiting_until(self, end_ms: int) -> Orders:
        early = self._waiting.time_ms < end_ms
        taken = Orders(self._waiting.time_ms[early], self._waiting.contract[early])
        self._waiting = Orders(self._waiting.time_ms[~early], self._waiting.contract[~early])
        return taken

    def _open_share(self, time_ms: int) -> Column:
        return np.where(time_ms < self.close_ms, self._share, 0.0)

    def _open(self, orders: Orders) -> Orders:
        is_open = orders.time_ms < self.close_ms[self._day.chain.group[orders.contract // 2]]
        return Orders(orders.time_ms[is_open], orders.contract[is_open])

    def _pick(self, share: Column, count: int) -> Rows:
        if not count:
            return np.empty(0, np.int64)
        ends = np.cumsum(share)
        return np.asarray(np.searchsorted(ends, self._random.random(count) * ends[-1], side="right"), np.int64)

    def _merge(self, *orders: Orders) -> Orders:
        return Orders(
            np.concatenate([part.time_ms for part in orders]), np.concatenate([part.contract for part in orders])
        )

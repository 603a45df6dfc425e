"""A market's day: what is listed, where the underlyings are, and what every contract is bid and offered at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from feeds.venue.market.chain import SESSIONS_A_YEAR, Chain, Rows, build_chain
from feeds.venue.market.figures import RATE, SESSION_VARIANCE, OptionClass
from feeds.venue.market.pricing import Column, at_the_money, black, smile
from feeds.venue.market.shape import CLOSE_MS, OPEN_MS
from feeds.venue.market.spot import LAST_MS, STEP_MS, spot_path

CENTS_AT_3 = 300
_LEAST_VARIANCE_YEARS = 2 / 390 / SESSIONS_A_YEAR
"""Two minutes: an option does not lose its last value before the bell."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """Cents: bid and ask on the class's ticks, the tick at the bid, the value, and what it is worth exercised."""

    bid: Rows
    ask: Rows
    tick: Rows
    value: Column


class MarketDay:
    """Chain and prices of some classes on one trading day up to `market_day`; nothing in it changes.

    `expiry`: only contracts of that one, which must be listed.
    """

    def __init__(
        self, classes: Sequence[OptionClass], seed: int, day: date, market_day: date, expiry: date | None = None
    ) -> None:
        paths = {c.underlying: spot_path(c.underlying, seed, day, market_day) for c in classes}
        self.day = day
        self.chain = build_chain(classes, day, [float(paths[c.underlying][0]) for c in classes], expiry)
        self._paths = np.stack([paths[c.underlying] for c in classes])
        self._figures = _Figures.of(self.chain)

    def forwards(self, group: Rows, time_ms: Rows) -> Column:
        """Forward prices in dollars at Eastern milliseconds of the day."""
        step = (np.clip(time_ms, OPEN_MS, LAST_MS) - OPEN_MS) // STEP_MS
        spots = self._paths[self.chain.groups.option_class[group], step]
        return np.asarray(self.chain.groups.offset[group] + self.chain.groups.slope[group] * spots, np.float64)

    def at_the_money(self, group: Rows, time_ms: Rows) -> tuple[Column, Column]:
        """Volatility a year at the money, and standard deviation of the log price to expiry."""
        passed = np.clip((time_ms - OPEN_MS) / (CLOSE_MS - OPEN_MS), 0, 1) * (SESSION_VARIANCE / SESSIONS_A_YEAR)
        left = np.maximum(self.chain.groups.variance_years[group] - passed, _LEAST_VARIANCE_YEARS)
        atm = at_the_money(self._figures.atm_near[group], self._figures.atm_far[group], left)
        return atm, np.asarray(atm * np.sqrt(left), np.float64)

    def quotes(self, contract: Rows, time_ms: Rows) -> Quotes:
        """What contracts are bid and offered at."""
        figures, row = self._figures, contract // 2
        group, strike = self.chain.group[row], self.chain.strike[row]
        sign = np.where(contract % 2 == 0, 1.0, -1.0)
        forward, years = self.forwards(group, time_ms), self.chain.groups.years[group]
        atm, deviation = self.at_the_money(group, time_ms)
        vol = smile(atm, deviation, np.log(strike / forward), figures.skew[group], figures.curve[group])
        value = black(forward, strike, vol * (deviation / atm), years, sign)
        floor = np.maximum(sign * self._exercise(group, forward, strike, years), 0.0)
        value = np.maximum(value, floor) * 100
        half = (figures.spread_fixed[group] * 100 + figures.spread_part[group] * value) / 2
        return _on_ticks(value, half, floor * 100, figures.low_tick[group], figures.high_tick[group])

    def ticks(self, contract: Rows) -> tuple[Rows, Rows]:
        """Ticks in cents below and from $3."""
        group = self.chain.group[contract // 2]
        return self._figures.low_tick[group], self._figures.high_tick[group]

    def _exercise(self, group: Rows, forward: Column, strike: Column, years: Column) -> Column:
        """What a call is worth exercised: at once if American, at expiry if European."""
        groups = self.chain.groups
        spot = (forward - groups.offset[group]) / groups.slope[group]
        return np.where(self._figures.european[group], np.exp(-RATE * years) * (forward - strike), spot - strike)


@dataclass(frozen=True, slots=True)
class _Figures:
    """Columns of the classes' figures, for each group."""

    atm_near: Column
    atm_far: Column
    skew: Column
    curve: Column
    european: NDArray[np.bool_]
    spread_fixed: Column
    spread_part: Column
    low_tick: Rows
    high_tick: Rows

    @classmethod
    def of(cls, chain: Chain) -> Self:
        spread = np.array([c.spread for c in chain.classes])[chain.groups.option_class]
        ticks = np.array([c.ticks for c in chain.classes], np.int64)[chain.groups.option_class]
        return cls(
            chain.class_column("atm_near"),
            chain.class_column("atm_far"),
            chain.class_column("skew"),
            chain.class_column("curve"),
            chain.class_column("european").astype(np.bool_),
            spread[:, 0],
            spread[:, 1],
            ticks[:, 0],
            ticks[:, 1],
        )


def tick_at(cents: Rows, low: Rows, high: Rows) -> Rows:
    """The tick in cents at a price in cents."""
    return np.where(cents >= CENTS_AT_3, high, low)


def _on_ticks(value: Column, half: Column, floor: Column, low: Rows, high: Rows) -> Quotes:
    """Bid and ask around a value, outwards to ticks; nobody bids below what can be had by exercise."""
    lowest = np.maximum(value - half, floor)
    tick = tick_at(lowest.astype(np.int64), low, high)
    bid = np.floor(lowest / tick + 1e-9).astype(np.int64) * tick
    above = np.maximum(value + half, bid + 0.5)
    ask_tick = tick_at(np.ceil(above).astype(np.int64), low, high)
    ask = np.maximum(np.ceil(above / ask_tick - 1e-9).astype(np.int64) * ask_tick, bid + tick)
    return Quotes(bid, ask, tick, value)

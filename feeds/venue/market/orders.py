"""From orders to prints: which are packages and which are single, and what each prints."""

from collections.abc import Sequence

import numpy as np

from feeds.venue.market.arrivals import Orders
from feeds.venue.market.chain import Rows
from feeds.venue.market.columns import Prints
from feeds.venue.market.day import MarketDay
from feeds.venue.market.figures import C1_ONLY, OptionClass
from feeds.venue.market.packages import MEAN_LEGS, spread_out
from feeds.venue.market.singles import MEAN_PRINTS, Singles, trade_cents
from feeds.venue.market.sizes import draw_sizes, scaled
from feeds.venue.market.venue_mix import COMPLEX, FLOOR, VenueMix

_PACKAGES = (
    # condition, part of packages (judgement: electronic two thirds, auctions a quarter), venue needs, size factor
    (232, 0.65, COMPLEX, 0.9),
    (233, 0.24, COMPLEX, 0.9),
    (236, 0.04, COMPLEX, 1.0),
    (238, 0.02, COMPLEX, 1.0),
    (234, 0.02, COMPLEX, 8.0),
    (235, 0.02, FLOOR, 15.0),
    (239, 0.01, FLOOR, 12.0),
)
_CONDITION, _PART, _NEED, _FACTOR = (np.array(column) for column in zip(*_PACKAGES, strict=True))
_ENDS = np.cumsum(_PART) / _PART.sum()
_FLOOR_235, _PROPRIETARY_FLOOR = 235, 246


class OrderDesk:
    """Makes the prints of orders of a day."""

    def __init__(self, day: MarketDay, random: np.random.Generator) -> None:
        self._day = day
        self._random = random
        self._venues = VenueMix(day.chain.classes)
        self._singles = Singles(day, self._venues, random)
        self._package_part = np.array([package_part(c) for c in day.chain.classes])
        self._alone = np.array([c.venues == C1_ONLY for c in day.chain.classes])

    def prints(self, orders: Orders) -> Prints:
        """Prints of orders, sorted by when they are sent; some up to 3 ms after the last order."""
        option_class = self._class_of(orders.contract)
        package = self._random.random(len(option_class)) < self._package_part[option_class]
        singles = self._singles.prints(orders.time_ms[~package], orders.contract[~package])
        packages = self._packages(orders.time_ms[package], orders.contract[package])
        joined = Prints.joined([singles, packages])
        return joined.rows(np.argsort(joined.sent_ms, kind="stable"))

    def _packages(self, time_ms: Rows, contract: Rows) -> Prints:
        """All legs of a package: same time, venue, condition; sizes in its ratio; each priced inside its quote."""
        random, count = self._random, len(contract)
        option_class = self._class_of(contract)
        kind = np.searchsorted(_ENDS, random.random(count), side="right")
        condition = _CONDITION[kind]
        condition = np.where((condition == _FLOOR_235) & self._alone[option_class], _PROPRIETARY_FLOOR, condition)
        venue = self._venues.draw(random, option_class, np.asarray(_NEED[kind], np.int64))
        size = scaled(draw_sizes(random, count), np.asarray(_FACTOR[kind], np.float64))
        legs = spread_out(random, self._day.chain, contract)
        order = legs.order
        quotes = self._day.quotes(legs.contract, time_ms[order])
        aggression = random.random(count)[order] * 0.4
        cent = np.ones(len(order), np.int64)
        cents = trade_cents(quotes, 0.5 + legs.side * aggression, cent, cent)
        sent = time_ms[order]
        return Prints(sent, sent, legs.contract, cents, size[order] * legs.ratio, venue[order], condition[order])

    def _class_of(self, contract: Rows) -> Rows:
        return self._day.chain.groups.option_class[self._day.chain.group[contract // 2]]


def package_part(option_class: OptionClass) -> float:
    """Part of a class's orders that are packages, so that `multi_leg` of its prints are legs."""
    legs, singles = option_class.multi_leg / MEAN_LEGS, (1 - option_class.multi_leg) / MEAN_PRINTS
    return legs / (legs + singles)


def prints_an_order(classes: Sequence[OptionClass]) -> float:
    """Mean number of prints that an order makes."""
    parts = [(c.share, package_part(c)) for c in classes]
    mean = sum(share / (part * MEAN_LEGS + (1 - part) * MEAN_PRINTS) for share, part in parts)
    return sum(share for share, _ in parts) / mean

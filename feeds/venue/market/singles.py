"""Single-leg orders: one or several prints of one contract, at the venues and prices that their kind allows."""

import numpy as np

from feeds.venue.market.chain import Rows
from feeds.venue.market.columns import Prints
from feeds.venue.market.day import MarketDay, Quotes, tick_at
from feeds.venue.market.figures import C1_ONLY
from feeds.venue.market.pricing import Column
from feeds.venue.market.sizes import draw_sizes, scaled
from feeds.venue.market.venue_mix import ANY, AUCTION, COMPLEX, FLOOR, VenueMix

AUTO, ISO = 209, 219
_KINDS = (
    # condition, part of orders, venue needs, chance of one more print, many venues, size factor, chance inside quote
    (AUTO, 0.500, ANY, 0.15, False, 1.0, 0.16),
    (AUTO, 0.030, ANY, 0.65, True, 1.5, 0.0),
    (ISO, 0.060, ANY, 0.65, True, 1.5, 0.0),
    (ISO, 0.050, ANY, 0.10, False, 1.0, 0.0),
    (227, 0.324, AUCTION, 0.20, False, 0.9, 0.75),
    (228, 0.012, AUCTION, 0.20, False, 1.0, 0.6),
    (229, 0.010, AUCTION, 0.0, False, 8.0, 0.7),
    (230, 0.002, AUCTION, 0.0, False, 8.0, 0.5),
    (231, 0.005, FLOOR, 0.1, False, 25.0, 0.8),
    (240, 0.003, COMPLEX, 0.0, False, 3.0, 0.6),
    (241, 0.001, COMPLEX, 0.0, False, 10.0, 0.6),
    (243, 0.002, COMPLEX, 0.0, False, 3.0, 0.5),
    (242, 0.001, FLOOR, 0.0, False, 25.0, 0.6),
)
_CONDITION, _PART, _NEED, _MORE, _SPREAD, _FACTOR, _INSIDE = (np.array(column) for column in zip(*_KINDS, strict=True))
_ENDS = np.cumsum(_PART) / _PART.sum()
MEAN_PRINTS = float((_PART / (1 - _MORE)).sum() / _PART.sum())
_IN_CENTS = (_CONDITION >= 227) & (_CONDITION <= 230)
"""Auctions and crosses improve on the quote in cents, whatever the tick."""
_ISO_KINDS = _CONDITION == ISO
_STOCK_TIED = (_CONDITION >= 240) & (_CONDITION <= 245)


class Singles:
    """Makes the prints of single-leg orders of a day."""

    def __init__(self, day: MarketDay, venues: VenueMix, random: np.random.Generator) -> None:
        self._day = day
        self._venues = venues
        self._random = random
        self._alone = np.array([c.venues == C1_ONLY for c in day.chain.classes])
        self._index = np.array([c.european for c in day.chain.classes])

    def prints(self, time_ms: Rows, contract: Rows) -> Prints:
        """Prints of orders at Eastern ms of the day; a sweep reaches a few milliseconds further."""
        random = self._random
        option_class = self._day.chain.groups.option_class[self._day.chain.group[contract // 2]]
        kind = self._kinds(option_class)
        counts = np.minimum(random.geometric(1 - _MORE[kind]), 9)
        order = np.repeat(np.arange(len(contract)), counts)
        kind_of, total = kind[order], len(order)
        after_ms = np.where(_SPREAD[kind_of], random.integers(0, 4, total), 0)
        sent_ms = time_ms[order] + after_ms
        venue = self._venues.draw(random, option_class[order], np.asarray(_NEED[kind_of], np.int64))
        leader = (np.cumsum(counts) - counts)[order]
        venue = np.where(_SPREAD[kind_of], venue, venue[leader])
        size = scaled(draw_sizes(random, total), np.asarray(_FACTOR[kind_of], np.float64))
        quotes = self._day.quotes(contract, time_ms)
        cents = self._prices(quotes, kind, contract)[order]
        return Prints(sent_ms, sent_ms, contract[order], cents, size, venue, np.asarray(_CONDITION[kind_of], np.int64))

    def _kinds(self, option_class: Rows) -> Rows:
        """Kinds of orders; where one venue has a class alone there is nothing to sweep, and an index has no stock."""
        kind = np.searchsorted(_ENDS, self._random.random(len(option_class)), side="right")
        impossible = self._alone[option_class] & (_ISO_KINDS | _SPREAD)[kind]
        impossible |= self._index[option_class] & _STOCK_TIED[kind]
        return np.where(impossible, 0, kind)

    def _prices(self, quotes: Quotes, kind: Rows, contract: Rows) -> Rows:
        random, count = self._random, len(kind)
        inside = random.random(count) < _INSIDE[kind]
        place: Column = np.where(inside, random.random(count), random.random(count) < 0.52)
        figures = self._day.ticks(contract)
        step = np.where(_IN_CENTS[kind], 1, quotes.tick)
        return trade_cents(quotes, place, step, np.where(_IN_CENTS[kind], 1, figures[1]))


def trade_cents(quotes: Quotes, place: Column, step: Rows, high_step: Rows) -> Rows:
    """Prices between bid (0) and ask (1), on steps, on high steps from $3; at the ask where nobody bids."""
    cents = quotes.bid + np.round(place * (quotes.ask - quotes.bid) / step).astype(np.int64) * step
    coarse = tick_at(cents, step, high_step)
    cents = np.clip(np.round(cents / coarse).astype(np.int64) * coarse, quotes.bid, quotes.ask)
    return np.where(cents > 0, cents, quotes.ask)

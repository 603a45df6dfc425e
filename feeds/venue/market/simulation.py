"""A day of the simulated market, print by print: the same for the same seed, day and rate, at any speed."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from feeds.venue.market.arrivals import Arrivals
from feeds.venue.market.chain import Rows
from feeds.venue.market.columns import Prints
from feeds.venue.market.day import MarketDay
from feeds.venue.market.orders import OrderDesk, prints_an_order
from feeds.venue.market.shape import HALF_DAY_EARLIER_MS, OPEN_MS
from feeds.venue.market.twins import Twins
from feeds.venue.trading_days import is_half_day
from models.clock import day_number

_LEAST_PRINTS, _MOST_PRINTS, _LONGEST_MS = 1_000, 20_000, 60_000
_LARGEST_STEP = 9
_FIRST_SEQUENCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """The prints of an interval in order of arrival, and their sequence numbers: rising, with gaps."""

    prints: Prints
    sequence: Rows


def simulate(day: MarketDay, seed: int, per_s: float, *, part: int = 0) -> Iterator[Interval]:
    """Play a day from 09:30 to its last close, `per_s` prints a second on average over the session.

    `part` tells parts of one market apart, which are played each by itself.
    """
    random = np.random.default_rng((seed, day_number(day.day), *([part] if part else [])))
    early_ms = HALF_DAY_EARLIER_MS if is_half_day(day.day) else 0
    arrivals = Arrivals(day, per_s / prints_an_order(day.chain.classes), random, early_ms)
    desk, twins = OrderDesk(day, random), Twins(random)
    step_ms = interval_ms(per_s)
    waiting, sequence = Prints.none(), _FIRST_SEQUENCE
    for start_ms in range(OPEN_MS, int(arrivals.close_ms.max()), step_ms):
        made = Prints.joined([waiting, twins.add(desk.prints(arrivals.take(start_ms, start_ms + step_ms)))])
        made = made.rows(np.argsort(made.sent_ms, kind="stable"))
        due = made.sent_ms < start_ms + step_ms
        prints, waiting = made.rows(due), made.rows(~due)
        steps = sequence + np.cumsum(random.integers(1, _LARGEST_STEP + 1, len(prints)))
        if len(prints):
            sequence = int(steps[-1])
            yield Interval(prints, steps)


def interval_ms(per_s: float) -> int:
    """How much of the market is made at a time: a second, but neither very few prints nor very many."""
    shortest = min(_LEAST_PRINTS / per_s * 1000, _LONGEST_MS)
    return max(int(max(min(1000.0, _MOST_PRINTS / per_s * 1000), shortest)), 10)

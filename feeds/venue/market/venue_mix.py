"""Where a class trades, by what the venue can do. Shares: see `figures`."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from feeds.venue.market.chain import Rows
from feeds.venue.market.figures import C1_ONLY, NASDAQ_ONLY, OptionClass
from feeds.venue.market.pricing import Column

CBOE_C1 = 302
SHARES = {
    300: 0.068, 301: 0.066, 302: 0.105, 303: 0.042, 304: 0.062, 307: 0.036, 308: 0.066, 309: 0.034, 312: 0.066,
    313: 0.110, 315: 0.040, 316: 0.058, 318: 0.028, 319: 0.022, 320: 0.045, 322: 0.034, 323: 0.088, 325: 0.030,
}  # fmt: skip
ANY, AUCTION, COMPLEX, FLOOR = range(4)
"""What an order needs: nothing special, a price-improvement auction, a complex order book, a trading floor."""
_ABLE = {
    AUCTION: {300, 301, 302, 303, 304, 307, 308, 309, 312, 319, 323},
    COMPLEX: {300, 301, 302, 303, 304, 308, 309, 312, 313, 322, 323},
    FLOOR: {300, 301, 302, 313, 323},
}
_NASDAQ = {307: 0.25, 308: 0.30, 323: 0.45}
_IDS = np.array(list(SHARES), np.int64)


class VenueMix:
    """Draws venues for the classes of a chain."""

    def __init__(self, classes: Sequence[OptionClass]) -> None:
        self._ends = np.stack([[_ends(option_class, need) for need in range(4)] for option_class in classes])

    def draw(self, random: np.random.Generator, option_class: Rows, need: Rows) -> Rows:
        """A venue id for each print, from the number of its class and what it needs."""
        place = random.random(len(option_class))[:, None]
        below: NDArray[np.bool_] = self._ends[option_class, need] <= place
        return np.asarray(_IDS[np.minimum(below.sum(axis=1), len(_IDS) - 1)], np.int64)


def _ends(option_class: OptionClass, need: int) -> Column:
    """Cumulative shares over all venues; a venue that is not able has none."""
    shares = {C1_ONLY: {CBOE_C1: 1.0}, NASDAQ_ONLY: _NASDAQ}.get(option_class.venues, SHARES)
    able = {venue: share for venue, share in shares.items() if venue in _ABLE.get(need, shares)} or shares
    ends = np.cumsum([able.get(int(venue), 0.0) for venue in _IDS])
    return np.asarray(ends / ends[-1], np.float64)

"""Prints about earlier prints: late reports, which keep the older time, and cancels."""

import numpy as np

from feeds.venue.market.chain import Rows
from feeds.venue.market.columns import Prints
from feeds.venue.market.sizes import draw_sizes

LATE_PART, CANCEL_PART = 1 / 2_000, 1 / 20_000
_LATE = np.array([202, 204, 204], np.int64)
_CANCEL = np.array([201, 201, 201, 203], np.int64)
_REMEMBERED = 20_000
_PACKAGE_CODES = 232
"""From here on codes belong to packages and stock-tied orders: those are not reported late or cancelled alone."""


class Twins:
    """Adds late reports and cancels of prints that were sent before."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._recent = Prints.none()

    def add(self, prints: Prints) -> Prints:
        """The prints and what is reported with them, by when they are sent. Prints come in their order."""
        late = self._late(self._moments(prints, LATE_PART))
        cancels = self._cancels(self._moments(prints, CANCEL_PART))
        plain = prints.rows((prints.condition < _PACKAGE_CODES) & (prints.condition > 208))
        kept = Prints.joined([self._recent, plain])
        self._recent = kept.rows(slice(max(len(kept) - _REMEMBERED, 0), None))
        joined = Prints.joined([prints, late, cancels])
        return joined.rows(np.argsort(joined.sent_ms, kind="stable"))

    def _moments(self, prints: Prints, part: float) -> Rows:
        """When something is reported about an earlier print."""
        if not len(self._recent):
            return np.empty(0, np.int64)
        return prints.sent_ms[self._random.random(len(prints)) < part]

    def _late(self, sent_ms: Rows) -> Prints:
        """Another print at the price, venue and time of an earlier one, which comes only now."""
        earlier = self._pick(len(sent_ms))
        sent_ms = sent_ms[: len(earlier)]
        size = draw_sizes(self._random, len(sent_ms))
        condition = self._random.choice(_LATE, len(sent_ms))
        return Prints(sent_ms, earlier.time_ms, earlier.contract, earlier.cents, size, earlier.venue, condition)

    def _cancels(self, sent_ms: Rows) -> Prints:
        """An earlier print as it was, now cancelled; none twice."""
        earlier = self._pick(len(sent_ms), forget=True)
        sent_ms = sent_ms[: len(earlier)]
        condition = self._random.choice(_CANCEL, len(sent_ms))
        return Prints(sent_ms, sent_ms, earlier.contract, earlier.cents, earlier.size, earlier.venue, condition)

    def _pick(self, count: int, *, forget: bool = False) -> Prints:
        chosen = self._random.permutation(len(self._recent))[:count] if count else np.empty(0, np.int64)
        picked = self._recent.rows(chosen)
        if forget:
            left = np.ones(len(self._recent), np.bool_)
            left[chosen] = False
            self._recent = self._recent.rows(left)
        return picked

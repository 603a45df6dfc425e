"""The axis of prices: dollars, or percent of a first price."""

import math
from collections.abc import Sequence
from itertools import compress

from ui.chart.time_axis import FigureAxis, Label, round_step
from ui.theme import scaled

PERCENT_DECIMALS = 4
CLEAR_PX = 14
"""A figure nearer than this to a tag would be cut through."""


class PriceAxis(FigureAxis):
    """Dollars are never below zero; percent have a sign, and no more decimals than tell them apart."""

    def __init__(self, gap: float) -> None:
        super().__init__(gap)
        self._percent = False
        self._taken: list[int] = []

    def show_prices(self, decimals: int, *, percent: bool) -> None:
        """Label dollars with so many decimals, or percent."""
        if (self.decimals, self._percent) != (decimals, percent):
            self.decimals, self._percent = decimals, percent
            self.picture = None

    def make_room(self, places: Sequence[float]) -> None:
        """Leave out the figures that tags at these places, pixels from the top, would cut through."""
        self._taken = sorted(map(round, places))

    def labels(self) -> list[Label]:
        """The labels that no tag cuts through."""
        (low, high), tall, clear = self.range, self.place.height(), scaled(CLEAR_PX)
        span, every = max(high - low, 1e-12), super().labels()
        places = [(high - value) / span * tall for value, _, _ in every]
        free = (all(abs(place - taken) >= clear for taken in self._taken) for place in places)
        return list(compress(every, free))

    def values_between(self, low: float, high: float, length_px: float) -> tuple[float, list[float]]:
        """Round figures that the decimals can show."""
        if not self._percent:
            return super().values_between(low, high, length_px)
        step = round_step((high - low) * scaled(self._gap) / max(length_px, 1.0), PERCENT_DECIMALS)
        return step, [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]

    def texts_of(self, values: list[float], step: float) -> list[str]:
        """Figures, padded to one length."""
        return self._percent_texts(values, step) if self._percent else super().texts_of(values, step)

    def _percent_texts(self, values: list[float], step: float) -> list[str]:
        decimals = min(max(-math.floor(math.log10(step) + 1e-9), 0), PERCENT_DECIMALS)
        texts = [f"{value:+.{decimals}f} %" if round(value, decimals) else "0 %" for value in values]
        longest = max(map(len, texts), default=0)
        return [text.rjust(longest) for text in texts]

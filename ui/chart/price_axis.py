"""The axis of prices: dollars, or percent of a first price."""

import math
from collections.abc import Sequence

from ui.chart.time_axis import FigureAxis, round_step
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
        taken = sorted(map(round, places))
        if taken != self._taken:
            self._taken = taken
            self.picture = None

    def values_between(self, low: float, high: float, length_px: float) -> tuple[float, list[float]]:
        """Round figures that the decimals can show."""
        if not self._percent:
            return super().values_between(low, high, length_px)
        step = round_step((high - low) * scaled(self._gap) / max(length_px, 1.0), PERCENT_DECIMALS)
        return step, [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]

    def texts_of(self, values: list[float], step: float) -> list[str]:
        """Figures, padded to one length."""
        texts = self._percent_texts(values, step) if self._percent else super().texts_of(values, step)
        return ["" if self._is_taken(value) else text for value, text in zip(values, texts, strict=True)]

    def _percent_texts(self, values: list[float], step: float) -> list[str]:
        decimals = min(max(-math.floor(math.log10(step) + 1e-9), 0), PERCENT_DECIMALS)
        texts = [f"{value:+.{decimals}f} %" if round(value, decimals) else "0 %" for value in values]
        longest = max(map(len, texts), default=0)
        return [text.rjust(longest) for text in texts]

    def _is_taken(self, value: float) -> bool:
        low, high = self.range
        place = (high - value) / max(high - low, 1e-12) * self.place.height()
        return any(abs(place - taken) < scaled(CLEAR_PX) for taken in self._taken)

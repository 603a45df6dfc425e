"""The day's open, high and low, and the VWAP, as levels across a chart. No widget here."""

import math
from collections.abc import Callable, Iterator

from models.chart.series import TickSeries
from models.market import Market
from models.qt.figure_marks import MARK
from ui.chart.drawing import Drawing
from ui.chart.marks import Level, Tag

_FIGURES = (("O", "open"), ("H", "high"), ("L", "low"))
VWAP_INK = "vwap"


class DayLevels:
    """Reads the figures of a market; of a day that is not known whole they are not called the day's."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def levels(
        self, series: TickSeries, drawing: Drawing, y_of: Callable[[float], float], mark: str
    ) -> tuple[Level, ...]:
        """Open, high and low of the trade date that the figures belong to, with a mark; equal ones have one level."""
        letters: dict[float, str] = {}
        for letter, price in self._figures(series.contract):
            if drawing.dollars.low <= price <= drawing.dollars.high:
                letters[price] = letters.get(price, "") + letter
        return tuple(
            Level(Tag(y_of(price), f"{word}{mark} {drawing.text(price, series.decimals)}"), "text")
            for price, word in letters.items()
        )

    def vwap(self, series: TickSeries, drawing: Drawing, y_of: Callable[[float], float]) -> tuple[Level, ...]:
        """The VWAP where the chart ends."""
        if drawing.vwap is None or not drawing.dollars.low <= drawing.vwap <= drawing.dollars.high:
            return ()
        return (
            Level(Tag(y_of(drawing.vwap), f"V {drawing.text(drawing.vwap, series.decimals)}"), VWAP_INK, line=False),
        )

    def _figures(self, contract: int) -> Iterator[tuple[str, float]]:
        stats = self._market.stats
        if contract < len(stats):
            figures = ((letter, float(getattr(stats, name)[contract])) for letter, name in _FIGURES)
            yield from (figure for figure in figures if math.isfinite(figure[1]))

    def remark(self, contract: int) -> str:
        """What the figures are of where they are not the day's: `* since 11:02, with gaps`; else nothing."""
        coverage = self._market.coverage
        if coverage.is_whole(contract):
            return ""
        since_ms = coverage.since_ms(contract)
        since = [] if since_ms is None else [f"since {self._market.times.clock_text(since_ms)[:5]}"]
        missing = ["with gaps"] if coverage.missing(contract) else []
        return f"{MARK} {', '.join(since + missing)}"

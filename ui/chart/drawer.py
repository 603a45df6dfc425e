"""Draws the contracts of a chart into its plot, and keeps what was drawn."""

import numpy as np

from models.chart.compared import ChartSeries
from models.chart.nearest import Found
from models.chart.options import ChartOptions, Style
from models.chart.prints_csv import ShownTicks, shown_ticks
from models.chart.series import TickSeries
from models.market import Market
from ui.chart.drawing import Beside, Frame, draw
from ui.chart.gap_bands import bands
from ui.chart.ground import NO_SESSION, Grounds
from ui.chart.marks import Marks
from ui.chart.plot import TickPlot
from ui.chart.reader import ChartReader, Shown
from ui.chart.session_bands import session_columns
from ui.chart.time_window import TimeWindow


class ChartDrawer:
    """`shown` is None while nothing is drawn."""

    def __init__(self, market: Market, plot: TickPlot, data: ChartSeries, window: TimeWindow) -> None:
        self._market, self._plot, self._data, self._window = market, plot, data, window
        self._reader = ChartReader(plot, market)
        self.shown: Shown | None = None

    @property
    def news(self) -> tuple[int, ...]:
        """Grows with all news of what is drawn beside the ticks."""
        market = self._market
        return market.gaps.changes, market.coverage.changes, market.times.changes

    def draw(self, options: ChartOptions) -> bool:
        """Draw what is in the window now; return whether there was anything to draw, and room for it."""
        series = self._data.main
        day = series.day_ms() if series is not None else None
        if series is None or day is None:
            return False
        self._window.keep_up(*day)
        beside = tuple(Beside(line, f"beside_{n}", n) for n, line in enumerate(self._data.beside, 1))
        self._plot.make_room(len(beside) + 1 if beside else 0, told=2 if options.style is Style.CANDLES else 1)
        before, shown = self.shown, self._drawn(series, beside, options)
        another = before is None or before.series is not series or before.options != options
        if shown and self._plot.widen_axis(self._reader.axis_texts(shown), anew=another):
            shown = self._drawn(series, beside, options)
        if shown is None:
            return False  # drawn when it is given a size
        self.shown = shown
        self._plot.show_drawing(shown.drawing, self._window.low_ms, self._window.high_ms, series.decimals)
        return True

    def show_marks(self, chosen: Found | None) -> None:
        """Show what lies over the pictures, with the chosen print."""
        self._plot.show_marks(self._reader.marks(self.shown, chosen) if self.shown else Marks())

    def under_pointer(self) -> Found | None:
        """The print nearest to the pointer."""
        return self._reader.nearest(self.shown) if self.shown else None

    def prints_in_sight(self) -> list[ShownTicks]:
        """Copies of the prints that are shown, of every contract in the window."""
        shown = self.shown
        if shown is None:
            return []
        low, high = self._window.low_ms, self._window.high_ms
        series = (shown.series, *(line.series for line in shown.beside))
        return [shown_ticks(self._market, ticks, low, high, shown.kinds) for ticks in series]

    def _drawn(self, series: TickSeries, beside: tuple[Beside, ...], options: ChartOptions) -> Shown | None:
        """The window drawn into the room that there is; None where there is none."""
        frame = self._frame(options)
        if min(frame.width, frame.price_height, frame.size_height) < 1:
            return None
        drawing = draw(series, frame, self._grounds(series.contract, frame), beside)
        return Shown(series, beside, drawing, self._window, options)

    def _frame(self, options: ChartOptions) -> Frame:
        places, ratio = self._plot.places, self._plot.devicePixelRatioF()
        sizes = (places.prices.width(), places.prices.height(), places.sizes.height())
        width, price_height, size_height = (round(size * ratio) for size in sizes)
        return Frame(self._window.low_ms, self._window.high_ms, width, price_height, size_height, ratio, options)

    def _grounds(self, contract: int, frame: Frame) -> Grounds:
        low, high, width = frame.low_ms, frame.high_ms, frame.width
        if frame.options.sessions:
            sessions = session_columns(self._market.contracts, contract, low, high, width)
        else:
            sessions = np.full(width, NO_SESSION, np.int8)
        return Grounds(bands(self._market.gaps, low, high, width, frame.ratio), sessions)

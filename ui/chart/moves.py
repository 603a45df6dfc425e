"""How a chart moves through time, by key, mouse and command."""

from PySide6.QtCore import QObject, Signal

from models.chart.series import TickSeries
from models.chart.tick_days import day_beside
from models.market import Market
from ui.chart.time_window import TimeWindow

GO_TO_SPAN_MS = 300_000.0
"""A time that was gone to is shown with no more than this around it."""


class ChartMoves(QObject):
    """Moves a window over the ticks of `series`, and says so."""

    moved = Signal()

    def __init__(self, window: TimeWindow, market: Market, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._market = window, market
        self.series: TickSeries | None = None

    @property
    def following(self) -> bool:
        """Whether the chart keeps up with the newest print."""
        return self._window.following

    def fit_day(self) -> None:
        """Show the newest trade date, and follow."""
        self._window.fit()
        self._confine()

    def follow(self) -> None:
        """Keep up with the newest print at the width that is shown."""
        self._window.follow()
        self._confine()

    def toggle_follow(self) -> None:
        """Stop following, or show the day and follow again."""
        if self._window.following:
            self._window.hold()
            self._confine()
        else:
            self.fit_day()

    def pan(self, share: float) -> None:
        """Move by a share of the visible time, later if positive; stops following."""
        self._window.pan(share)
        self._confine()

    def zoom(self, factor: float, share: float | None = None) -> None:
        """Show `factor` times as much time; what stands at a share of the width stays there, by default the middle."""
        if share is None:
            share = 1.0 if self._window.following else 0.5
        self._window.zoom(factor, self._window.low_ms + share * self._window.span_ms)
        newest = self.series.last_ms if self.series else None
        if newest is not None and not self._window.holds(newest):
            self._window.hold()
        self._confine()

    def go_to(self, ms_of_day: int) -> None:
        """Show a time of day in the zone that is shown, of the date in the middle of the view; stops following."""
        time_ms = self._market.times.unix_ms_near(int(self._window.middle_ms), ms_of_day)
        self._window.show(time_ms, min(self._window.span_ms, GO_TO_SPAN_MS))
        self._confine()

    def show(self, time_ms: int) -> None:
        """Bring a time into the middle, at the width that is shown; stops following."""
        self._window.show(time_ms, self._window.span_ms)
        self._confine()

    def step_day(self, *, later: bool) -> None:
        """Show the trade date after or before the one in the middle of the view; the newest is followed."""
        if self.series is None or self.series.last_ms is None:
            return
        found = day_beside(self.series, int(self._window.middle_ms), later=later)
        if found is None:
            return
        if found[1] == self.series.last_ms:
            self._window.fit()
        else:
            self._window.show_day(*found)
        self._confine()

    def _confine(self) -> None:
        series = self.series
        if series is not None and series.first_ms is not None and series.last_ms is not None:
            self._window.confine(series.first_ms, series.last_ms)
        self.moved.emit()

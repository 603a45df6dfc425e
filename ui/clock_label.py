"""The clock in the corner: what time it is in the market that is shown, in the zone that was chosen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QMenuBar

from models.clock import MarketClock
from models.times import Times
from ui import theme

_WIDEST = "00:00:00 local   Wed 30 Sep 2026"


class ClockLabel(QLabel):
    """Time, zone and date; empty while a replay has shown nothing."""

    def __init__(self, clock: MarketClock, times: Times) -> None:
        super().__init__()
        self._market_clock, self._times = clock, times
        self._shown: tuple[int, int] | None = None
        self.setProperty("role", "clock")
        self.setContentsMargins(0, 3, 12, 0)  # else it stands above the line of the menus
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        theme.follow(self._take_sizes)

    def advance(self) -> None:
        """Show the time as it is now."""
        now_ms = self._market_clock.now_ms()
        shown = None if now_ms is None else (now_ms // 1000, self._times.changes)
        if now_ms is not None and shown != self._shown:
            self._shown = shown
            clock, times = self._times.clock_text(now_ms)[:8], self._times
            self.setText(f"{clock} {times.name}   {times.date_text(now_ms)}")

    def _take_sizes(self) -> None:
        self.setMinimumWidth(QFontMetrics(theme.figure_font()).horizontalAdvance(_WIDEST) + 24)
        self.adjustSize()
        bar = self.parent()
        if isinstance(bar, QMenuBar):
            bar.setCornerWidget(self)  # only then it lays itself out anew

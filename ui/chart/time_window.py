"""Which stretch of time a chart shows, and how it moves: follow, fit, pan, zoom. No Qt here, and no ticks either."""

from dataclasses import dataclass

MIN_SPAN_MS = 20.0
MAX_SPAN_MS = 400 * 86_400_000.0
FIRST_SPAN_MS = 20_000.0
"""A day is shown at least this wide, when it has a single print too."""
BEFORE = 0.03
AFTER = 0.03
"""Shares of the width that stay free before the first and after the newest print."""


@dataclass(slots=True)
class TimeWindow:
    """A range of time in Unix ms. `following`: it keeps up with the newest print; `fitted`: from the day's first on."""

    low_ms: float = 0.0
    high_ms: float = FIRST_SPAN_MS
    following: bool = True
    fitted: bool = True

    @property
    def span_ms(self) -> float:
        """Width in milliseconds."""
        return self.high_ms - self.low_ms

    @property
    def middle_ms(self) -> float:
        """The time in the middle."""
        return (self.low_ms + self.high_ms) / 2

    def fit(self) -> None:
        """Show the whole day, and keep up with it."""
        self.following = self.fitted = True

    def follow(self) -> None:
        """Keep up with the newest print at the width that is shown."""
        self.following, self.fitted = True, False

    def hold(self) -> None:
        """Stay where it is."""
        self.following = self.fitted = False

    def keep_up(self, first_ms: float, newest_ms: float) -> None:
        """Move to the day's prints, if that is wanted."""
        if self.fitted:
            self._fit(first_ms, newest_ms)
        elif self.following:
            self._show(newest_ms - (1 - AFTER) * self.span_ms, self.span_ms)

    def pan(self, share: float) -> None:
        """Move by a share of the width, later if positive; stops following."""
        self.hold()
        shift = share * self.span_ms
        self.low_ms += shift
        self.high_ms += shift

    def zoom(self, factor: float, around_ms: float) -> None:
        """Make the range `factor` times as wide, around a time that stays at its place."""
        self.fitted = False
        span = min(max(self.span_ms * factor, MIN_SPAN_MS), MAX_SPAN_MS)
        share = (around_ms - self.low_ms) / self.span_ms
        self._show(around_ms - share * span, span)

    def show(self, middle_ms: float, span_ms: float) -> None:
        """Show a time in the middle, and stay there."""
        self.hold()
        span = min(max(span_ms, MIN_SPAN_MS), MAX_SPAN_MS)
        self._show(middle_ms - span / 2, span)

    def show_day(self, first_ms: float, newest_ms: float) -> None:
        """Show the prints from first to newest, and stay there."""
        self.hold()
        self._fit(first_ms, newest_ms)

    def confine(self, first_ms: float, newest_ms: float) -> None:
        """Go back as far as needed, so that the view never loses every print."""
        shift = max(first_ms - self.high_ms + AFTER * self.span_ms, 0.0) or min(
            newest_ms - self.low_ms - AFTER * self.span_ms, 0.0
        )
        self.low_ms += shift
        self.high_ms += shift

    def holds(self, time_ms: float) -> bool:
        """Whether a time lies in the range."""
        return self.low_ms <= time_ms <= self.high_ms

    def _fit(self, first_ms: float, newest_ms: float) -> None:
        span = max(newest_ms - first_ms, FIRST_SPAN_MS)
        self._show(first_ms - BEFORE * span, span * (1 + BEFORE + AFTER))

    def _show(self, low_ms: float, span_ms: float) -> None:
        self.low_ms, self.high_ms = low_ms, low_ms + span_ms

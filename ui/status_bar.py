"""The bar at the bottom: where the trades come from, how the feed is, and what it counted."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from models.countdown import Countdown
from models.feed_figures import FeedFigures
from models.feed_text import (
    TROUBLE,
    bytes_text,
    delay_text,
    detail_text,
    gaps_text,
    lag_now_text,
    source_text,
    state_text,
    subscriptions_text,
)
from models.figures import count_text, rate_text
from models.status import UP, FeedState, FeedStatus
from ui import theme
from ui.figure_line import FigureLine, Part

_OPEN_HINT = "Click, or press Ctrl+D, for the details of the feed"
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_BAD = -10
"""What is wrong gives way after all that is not, and the state never."""


class StatusBar(QWidget):
    """Told what to show; asks nobody. A click, or Enter, asks for the details."""

    details_asked = Signal()

    def __init__(self, clock_s: Callable[[], float] = time.monotonic, parent: QWidget | None = None) -> None:
        """`clock_s`: monotonic seconds; a wait is counted down by it."""
        super().__init__(parent)
        self._countdown = Countdown(clock_s)
        self._status, self._figures, self._past = FeedStatus(), FeedFigures(), ""
        self.setProperty("role", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._badge, self.line = QLabel(), FigureLine()
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 10, 2)
        row.setSpacing(12)
        row.addWidget(self._badge)
        row.addWidget(self.line, 1)
        theme.follow(self._take_sizes)

    @property
    def text(self) -> str:
        """All that there is to tell, also what there is no room for."""
        return " · ".join([self._badge.text(), *(part.text for part in self.line.parts)])

    def show_status(self, status: FeedStatus) -> None:
        """Show source and state. Colour, word and the state's own sentence say the same; no colour, no trades."""
        at_work = status.state in (*UP, FeedState.ENDED)
        self._badge.setProperty("role", f"badge-{status.source}" if at_work else "badge-off")
        self._badge.style().polish(self._badge)
        self._badge.setText(status.source.upper())
        self._countdown.take(status)
        self.show_figures(status, self._figures)

    def show_figures(self, status: FeedStatus, figures: FeedFigures) -> None:
        """Show what arrives and what went wrong, in figures; a wait as far as it has come."""
        self._status, self._figures = status, figures
        self._show()

    def show_history(self, text: str) -> None:
        """Say how the source of past trades is."""
        self._past = text
        self._show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the details."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.details_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the details."""
        if event.key() in _KEYS:
            self.details_asked.emit()
        else:
            super().keyPressEvent(event)

    def _take_sizes(self) -> None:
        self.setFixedHeight(theme.scaled(24))
        self._badge.setFixedWidth(QFontMetrics(theme.text_font(strong=True)).horizontalAdvance("SIMULATED") + 20)

    def _show(self) -> None:
        self.line.show_parts(self._parts())
        sentence = detail_text(self._status) or source_text(self._status.source)
        self.setToolTip("\n".join([sentence, *(part.text for part in self.line.parts), "", _OPEN_HINT]))
        self.setAccessibleName(f"Feed: {self.text}")

    def _parts(self) -> list[Part]:
        status, figures = self._status, self._figures
        trouble = status.state in TROUBLE
        return [
            Part(state_text(status, self._countdown.left_s), 2 * _BAD, "warn" if trouble else "text"),
            Part(delay_text(status.source), 0, "delayed"),
            Part(f"{rate_text(figures.rate)} trades/s", 2),
            Part(f"lag {lag_now_text(status, figures.lag_ms)}", 1),
            Part(f"backlog {bytes_text(figures.backlog)}", 3),
            _alarm(gaps_text(figures.gaps, figures.unfilled), 4, bad=bool(figures.unfilled)),
            _alarm(subscriptions_text(status), 5, bad=bool(status.rejected)),
            Part("! today not loaded" if status.today_problem else "", 5 + _BAD, "warn"),
            Part(status.filling, 6),
            Part(f"malformed {count_text(figures.malformed)}", 6),
            Part(f"duplicates {count_text(figures.duplicates)}", 7),
            Part(f"reconnects {status.reconnects}", 8),
            Part(f"{count_text(figures.on_tape)} on tape", 10),
            Part(self._past, 9),
        ]


def _alarm(text: str, rank: int, *, bad: bool) -> Part:
    """A figure that is marked, and stays to the last, where something is missing."""
    return Part(f"! {text}", rank + _BAD, "warn") if bad else Part(text, rank)

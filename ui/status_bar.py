"""The bar at the bottom: where the trades come from, how the feed is, and what it counted."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from models.feed_figures import FeedFigures
from models.figures import count_text, lag_text, rate_text
from models.status import FeedState, FeedStatus, Source
from ui import theme
from ui.panel import ElidedLabel

_WORDS = {
    FeedState.IDLE: "not connected",
    FeedState.CONNECTING: "connecting",
    FeedState.AUTHENTICATING: "signing in",
    FeedState.SUBSCRIBING: "subscribing",
    FeedState.LIVE: "connected",
    FeedState.STALE: "silent",
    FeedState.BACKOFF: "connection lost, trying again",
    FeedState.COOLDOWN: "key in use elsewhere, waiting",
    FeedState.REFUSED: "refused",
    FeedState.ENDED: "ended",
    FeedState.CLOSED: "closed",
}
_TROUBLE = (FeedState.STALE, FeedState.BACKOFF, FeedState.COOLDOWN, FeedState.REFUSED)


class StatusBar(QWidget):
    """Told what to show; asks nobody."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(24)
        self._badge, self._state, self._figures, self._history = QLabel(), QLabel(), ElidedLabel(), QLabel()
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._badge.setFixedWidth(QFontMetrics(theme.text_font(strong=True)).horizontalAdvance("SIMULATED") + 20)
        self._history.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 10, 2)
        row.setSpacing(12)
        for widget, stretch in ((self._badge, 0), (self._state, 0), (self._figures, 1), (self._history, 0)):
            row.addWidget(widget, stretch)

    @property
    def text(self) -> str:
        """All that is shown, for readers without eyes."""
        return " · ".join(label.text() for label in (self._badge, self._state, self._figures, self._history))

    def show_status(self, status: FeedStatus) -> None:
        """Show source and state. Colour, word and the state's own sentence say the same."""
        self._badge.setProperty("role", f"badge-{status.source}")
        self._badge.style().polish(self._badge)
        self._badge.setText(status.source.upper())
        wait = f" in {status.retry_in_s:.0f} s" if status.retry_in_s else ""
        self._state.setText(_WORDS[status.state] + wait)
        self._state.setToolTip(status.detail or _what(status.source))
        self._state.setProperty("role", "warn" if status.state in _TROUBLE else "muted")
        self._state.style().polish(self._state)

    def show_figures(self, status: FeedStatus, figures: FeedFigures) -> None:
        """Show what arrives and what went wrong, in figures."""
        subscribed = "all contracts" if status.everything else f"{status.confirmed} of {status.wanted} subscribed"
        parts = [
            f"{rate_text(figures.rate)} trades/s",
            f"lag {lag_text(figures.lag_ms)}",
            f"backlog {_bytes_text(figures.backlog)}",
            f"{count_text(figures.on_tape)} on tape",
            f"gaps {figures.gaps}",
            f"duplicates {count_text(figures.duplicates)}",
            f"malformed {count_text(figures.malformed)}",
            f"reconnects {status.reconnects}",
            subscribed,
        ]
        self._figures.setText(" · ".join(parts))

    def show_history(self, text: str) -> None:
        """Say how the source of past trades is."""
        self._history.setText(text)


def _bytes_text(count: int) -> str:
    return "0" if not count else f"{count / 1024:,.0f} kB" if count < 10 * 1024 * 1024 else f"{count / 1024**2:,.0f} MB"


def _what(source: Source) -> str:
    return {
        Source.LIVE: "Real-time trades from Massive",
        Source.DELAYED: "Trades from Massive, 15 minutes late",
        Source.SIMULATED: "An invented market: no real trade is shown",
        Source.REPLAY: "A recording is played",
    }[source]

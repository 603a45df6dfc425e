"""Totals in one line at the foot of a panel: calm, dense, and giving way where there is little room."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from models.figures import count_text, several
from models.session_text import SHORT
from models.sessions import Session
from models.totals import Totals
from models.totals_text import not_counted_text, totals_text, traded_premium_text
from ui.figure_line import FigureLine, Part
from ui.solid_bar import SolidBar
from ui.split_bar import SplitBar

_LEAST_TEXT_PX = 260
"""The split is shown where so much is left for the figures."""


class TotalsLine(SolidBar):
    """`1,204 trades · 98,765 contracts · $12.3M · largest 2,500`, and the split of the premium on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("foot", parent)
        self.figures, self.split = FigureLine(), SplitBar()
        self.setAccessibleName("Totals")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(12)
        row.addWidget(self.figures, 1)
        row.addWidget(self.split)

    def show_totals(
        self,
        totals: Totals,
        *,
        largest: int = 0,
        not_counted: int = 0,
        by_session: bool = False,
        progress: float = 1.0,
        known: str = "",
    ) -> None:
        """Show totals.

        `largest`: contracts of the largest print; `not_counted`: prints that are shown and count for nothing;
        `progress`: how much is counted, 0 to 1; `known`: what the totals are of, where it is not the whole.
        """
        whole = totals.whole
        parts = [
            Part(f"counting, {progress:.0%}".replace("%", " %") if progress < 1 else "", 0, "warn"),
            Part(several(whole.trades, "trade"), 1, "text"),
            Part(several(whole.volume, "contract"), 4, "text"),
            Part(traded_premium_text(whole), 2, "bright"),
            Part(known, 3, "warn"),
            Part(f"largest {count_text(largest)}" if largest else "", 6),
        ]
        parts += _session_parts(totals) if by_session else []
        parts += [Part(not_counted_text(not_counted), 5)] if not_counted else []
        self.figures.show_parts(parts)
        self.split.show_share(totals.call_share)
        text = totals_text(totals, known, not_counted)
        self.setToolTip(text)
        self.setAccessibleDescription(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the split go where it would leave no room for the figures."""
        super().resizeEvent(event)
        self.split.setVisible(self.width() >= self.split.sizeHint().width() + _LEAST_TEXT_PX)


def _session_parts(totals: Totals) -> list[Part]:
    """Contracts by session; sessions in which nothing traded are left out."""
    sessions = zip(Session, totals.sessions, strict=False)  # without what traded in none
    return [Part(f"{SHORT[of].lower()} {count_text(traded.volume)}", 5) for of, traded in sessions if traded.volume]

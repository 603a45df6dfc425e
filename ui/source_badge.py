"""A badge that says where figures come from when that is not the market itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from models.status import Source
from ui import theme


class SourceBadge(QLabel):
    """`SIMULATED`, `REPLAY`, `DELAYED` on their colour; hidden for the live market."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def show_source(self, source: Source) -> None:
        """Take the text and colour of a source."""
        self.setText(source.upper())
        self.setStyleSheet(
            f"background: {theme.ink(source.value).name()}; color: {theme.DARK.badge_text};"
            "border-radius: 3px; padding: 0 6px; font-size: 10px; font-weight: 600;"
        )
        self.setHidden(source is Source.LIVE)

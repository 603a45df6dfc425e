"""A badge that says where figures come from when that is not the market itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from models.status import Source
from ui import theme


class SourceBadge(QLabel):
    """`SIMULATED`, `REPLAY`, `DELAYED` on their colour; hidden for the live market."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = Source.LIVE
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.follow(self._show)

    def show_source(self, source: Source) -> None:
        """Take the text and colour of a source."""
        if source is not self._source:  # a style sheet is read anew each time
            self._source = source
            self._show()

    def _show(self) -> None:
        source = self._source
        self.setText(source.upper())
        self.setStyleSheet(
            f"background: {theme.ink(source.value).name()}; color: {theme.tokens().badge_text};"
            f"border-radius: 3px; padding: 0 6px; font-size: {theme.scaled(10)}px; font-weight: 600;"
        )
        self.setHidden(source is Source.LIVE)

"""The details of the feed: everything that is known of it, brought up to date while the dialog is open.

It is handed plain values by whoever can make them, and knows no feed.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from models.feed_details import FeedDetails, details_text, facts
from models.feed_history import KEEP
from models.feed_text import detail_text
from ui import theme
from ui.details_window import DetailsWindow
from ui.facts_pane import FactsPane
from ui.feed_lists import MARGIN_PX, TroublePages, change_row, changes_table, indented
from ui.panel import PanelHeader


class FeedDetailsDialog(DetailsWindow):
    """Asks for the details once a second while it is visible, and for nothing when it is not."""

    def __init__(self, ask: Callable[[], FeedDetails], parent: QWidget | None = None) -> None:
        """`ask` makes the details of this moment."""
        super().__init__("Ctrl+C copies the selected rows", parent)
        self._ask = ask
        self.facts, self.detail, self.pages, self.changes = FactsPane(), QLabel(), TroublePages(), changes_table()
        self.setWindowTitle("Feed details")
        theme.open_at(self, theme.scaled(1040), theme.scaled(640))
        self._build()

    def refresh(self) -> None:
        """Show everything as it is now."""
        details = self._ask()
        self.facts.show_facts(facts(details))
        sentence = detail_text(details.status)
        self.detail.setText(sentence)
        self.detail.setVisible(bool(sentence))
        self.pages.show_details(details)
        self.changes.show_rows(map(change_row, details.changes))

    def text(self) -> str:
        """The details of this moment as text."""
        return details_text(self._ask())

    def _build(self) -> None:
        self.detail.setWordWrap(True)
        self.detail.setProperty("role", "warn")
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.detail.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 10)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(self.pages)
        parts.addWidget(self._history())
        parts.setSizes([2, 3])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.facts)
        layout.addWidget(self.detail)
        layout.addWidget(parts, 1)
        layout.addLayout(self.footer())

    def _history(self) -> QWidget:
        header = PanelHeader("State changes")
        header.note.setText(f"the last {KEEP}, newest first")
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(indented(self.changes))
        return part

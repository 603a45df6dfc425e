"""The details of the feed: everything that is known of it, brought up to date while the dialog is open.

It is handed plain values by whoever can make them, and knows no feed.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from models.feed_details import FeedDetails, details_text, facts
from models.feed_history import KEEP
from models.feed_text import detail_text
from ui import theme
from ui.facts_pane import FactsPane
from ui.feed_lists import MARGIN_PX, TroublePages, change_row, changes_table, indented
from ui.panel import PanelHeader

REFRESH_MS = 1000
_HINT = "Ctrl+C copies the selected rows"


class FeedDetailsDialog(QDialog):
    """Not modal. Asks for the details once a second while it is visible, and for nothing when it is not."""

    def __init__(self, ask: Callable[[], FeedDetails], parent: QWidget | None = None) -> None:
        """`ask` makes the details of this moment."""
        super().__init__(parent)
        self._ask = ask
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self.facts, self.detail, self.pages, self.changes = FactsPane(), QLabel(), TroublePages(), changes_table()
        self.setWindowTitle("Feed details")
        theme.open_at(self, theme.scaled(1040), theme.scaled(640))
        self._build()

    def bring_up(self) -> None:
        """Show the dialog before all other windows."""
        self.show()
        self.raise_()
        self.activateWindow()

    def refresh(self) -> None:
        """Show everything as it is now."""
        details = self._ask()
        self.facts.show_facts(facts(details))
        sentence = detail_text(details.status)
        self.detail.setText(sentence)
        self.detail.setVisible(bool(sentence))
        self.pages.show_details(details)
        self.changes.show_rows(map(change_row, details.changes))

    def copy_all(self) -> None:
        """Put everything on the clipboard as text."""
        QGuiApplication.clipboard().setText(details_text(self._ask()))
        self.foot.setText("Everything was copied as text")

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to follow the feed."""
        super().showEvent(event)
        self.foot.setText(_HINT)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow it no longer."""
        super().hideEvent(event)
        self._timer.stop()

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
        layout.addLayout(self._footer())

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

    def _footer(self) -> QHBoxLayout:
        self.foot, self.copy_button = QLabel(_HINT), QPushButton("Copy &all")
        self.foot.setProperty("role", "muted")
        self.foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.copy_button.setToolTip("Copy everything as text (Alt+A)")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self.copy_all)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN_PX, 6, MARGIN_PX, 8)
        row.addWidget(self.foot, 1)
        row.addWidget(self.copy_button)
        return row

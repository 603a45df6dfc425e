"""What windows of details share: they stay open, keep up while they are seen, and give everything away as text."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.bring_up import bring_up
from ui.feed_lists import MARGIN_PX

REFRESH_MS = 1000
"""What is learned later is shown no later than this."""


class DetailsWindow(QDialog):
    """Not modal. `refresh` is called once a second while it is visible, and never when it is not."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        """`hint`: what stands at the foot."""
        super().__init__(parent)
        self.hint = hint
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self.foot, self.copy_button = QLabel(hint), QPushButton("Copy &all")
        self.foot.setProperty("role", "muted")
        self.foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.copy_button.setToolTip("Copy everything as text (Alt+A)")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self.copy_all)

    def refresh(self) -> None:
        """Show everything as it is now."""
        raise NotImplementedError

    def text(self) -> str:
        """Everything as text, to be pasted."""
        raise NotImplementedError

    def bring_up(self) -> None:
        """Show it before the other windows."""
        bring_up(self)

    def copy_all(self) -> None:
        """Put everything on the clipboard as text."""
        QGuiApplication.clipboard().setText(self.text())
        self.foot.setText("Everything was copied as text")

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to keep up."""
        super().showEvent(event)
        self.foot.setText(self.hint)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep up no longer."""
        super().hideEvent(event)
        self._timer.stop()

    def footer(self) -> QHBoxLayout:
        """The foot, with the button that copies."""
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN_PX, 6, MARGIN_PX, 8)
        row.setSpacing(8)
        row.addWidget(self.foot, 1)
        row.addWidget(self.copy_button)
        return row

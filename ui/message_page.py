"""Words in the middle of a pane: what to do while it is empty, what it waits for, or why nothing came."""

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.form_fields import show_role

_TEXT_PX = 560
_TICK_MS = 1000


class MessagePage(QWidget):
    """A title and a text; while something runs, a bar, the seconds that it has taken, and a button to give it up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waited = QElapsedTimer()
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show_progress)
        self._progress = ""
        self.title, self.text, self.bar, self.cancel = QLabel(), QLabel(), QProgressBar(), QPushButton("Cancel")
        self.cancel.setToolTip("Cancel (Esc)")
        self.cancel.setAutoDefault(False)
        self.cancel.setShortcut(QKeySequence())
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        self._lay_out()
        theme.follow(self._take_sizes)
        self.show_message("", "")

    def show_message(self, title: str, text: str, *, role: str = "title") -> None:
        """Show words; `role` is `title` or `error`."""
        self.end()
        show_role(self.title, role)
        self.title.setText(title)
        self._set_text(text)

    def show_running(self, title: str) -> None:
        """Show that something is on its way."""
        self.show_message(title, "")
        self._progress = ""
        self.bar.setRange(0, 0)
        for widget in (self.bar, self.cancel):
            widget.show()
        self._waited.start()
        self._tick.start()

    def show_progress(self, text: str) -> None:
        """Say how it goes."""
        self._progress = text
        self._show_progress()

    def end(self) -> None:
        """Nothing runs any more; the words stay."""
        self._tick.stop()
        self.bar.hide()
        self.bar.setRange(0, 1)  # an indeterminate bar goes on moving, and waking the processor, though hidden
        self.cancel.hide()

    def _show_progress(self) -> None:
        seconds = self._waited.elapsed() // 1000
        self._set_text(f"{self._progress} · {seconds} s" if seconds else self._progress)

    def _set_text(self, text: str) -> None:
        self.text.setText(text)
        # A layout that centres a wrapped label gives it the height of fewer lines than it has.
        self.text.setFixedHeight(max(self.text.heightForWidth(theme.scaled(_TEXT_PX)), 0))

    def _take_sizes(self) -> None:
        self.title.setFont(theme.text_font(strong=True))
        self.text.setFixedWidth(theme.scaled(_TEXT_PX))
        self._set_text(self.text.text())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setWordWrap(True)
        for widget in (self.title, self.text, self.bar, self.cancel):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

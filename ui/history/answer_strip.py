"""A strip above a table of answers: how far the question is, or how it ended and what can be done. Else not there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from models.history.answer_words import Ending
from models.history.inquiring import Progress
from ui import theme
from ui.form_fields import show_role

AGAIN_KEY = "F5"


class AnswerStrip(QWidget):
    """`cancel` while something runs; `again` where something is left that can be asked for."""

    cancel_asked = Signal()
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.text, self.bar = QLabel(), QLabel(), QProgressBar(textVisible=False)
        self.cancel, self.again = QPushButton("Cancel"), QPushButton()
        self.cancel.setToolTip("Give the rest up and keep what came (Esc)")
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        show_role(self.text, "muted")
        for label in (self.title, self.text):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for button, asked in ((self.cancel, self.cancel_asked), (self.again, self.again_asked)):
            button.setAutoDefault(False)
            button.setShortcut(QKeySequence())
            button.clicked.connect(lambda _=False, asked=asked: asked.emit())
        self._lay_out()
        theme.follow(self._take_sizes)
        self.hide()

    def show_running(self, progress: Progress, text: str) -> None:
        """Tell how far a question is."""
        show_role(self.title, "title")
        self.title.setText("Asking")
        self.text.setText(text)
        self.bar.setRange(0, max(progress.parts, 1))
        self.bar.setValue(progress.done)
        self.bar.setAccessibleName(text)
        self.again.hide()
        for widget in (self.bar, self.cancel, self):
            widget.show()

    def show_ending(self, ending: Ending) -> None:
        """Tell how it ended; nothing is told where all is there and there is nothing to say."""
        self.bar.hide()
        self.cancel.hide()
        show_role(self.title, ending.role)
        self.title.setText(ending.title)
        self.title.setVisible(bool(ending.title))
        self.text.setText(ending.text)
        self.text.setToolTip(ending.detail)
        self.again.setText(f"{ending.again} ({AGAIN_KEY})")
        self.again.setVisible(bool(ending.again))
        self.setVisible(bool(ending.title or ending.text))

    def _take_sizes(self) -> None:
        self.title.setFont(theme.text_font(strong=True))
        self.bar.setFixedWidth(theme.scaled(180))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(10)
        row.addWidget(self.title)
        row.addWidget(self.text, 1)
        for widget in (self.bar, self.cancel, self.again):
            row.addWidget(widget)

"""The line in which a time to go to is typed; there only while it is used."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from models.time_scale import ms_of_day
from models.times import Times
from ui import theme
from ui.form_fields import mark_field
from ui.panel import ElidedLabel

TIME_FORMS = "9:35, 09:35:10 or 09:35:10.250"


class TimeBar(QWidget):
    """Enter asks for the time and stays; Esc goes back."""

    asked = Signal(int)
    """Milliseconds after midnight, in the zone that is shown."""
    left = Signal()
    """The keys go back to the panel."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.edit, self.words = QLineEdit(clearButtonEnabled=True), ElidedLabel()
        label = QLabel("Go to &time")
        label.setBuddy(self.edit)
        self.edit.setPlaceholderText("09:35")
        self.edit.setAccessibleName("Go to a time")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.edit)
        row.addWidget(self.words, 1)
        self.edit.returnPressed.connect(self._ask)
        self.edit.textEdited.connect(lambda: self.say(""))
        theme.follow(self._take_sizes)
        self.hide()

    def open(self) -> None:
        """Be there, with the keys."""
        self.say("")
        self.show()
        self.edit.selectAll()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def say(self, problem: str) -> None:
        """Say what is wrong with the time, and mark it; empty: nothing is, say how a time is typed."""
        text = problem or f"{TIME_FORMS}, {self._times.words} · Enter goes there, Esc closes"
        self.words.setText(text)
        self.words.show_role("error" if problem else "muted")
        mark_field(self.edit, problem)
        self.edit.setAccessibleDescription(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the line."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _take_sizes(self) -> None:
        self.edit.setFont(theme.figure_font())
        self.edit.setFixedWidth(theme.scaled(130))

    def _ask(self) -> None:
        time = ms_of_day(self.edit.text())
        self.say(f"Type a time of day: {TIME_FORMS}" if time is None else "")
        if time is not None:
            self.asked.emit(time)

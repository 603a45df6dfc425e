"""A line at the foot of a panel that tells of a task: how far it is, and how it ended. There only while it tells."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from ui import theme
from ui.panel import ElidedLabel

_STEPS = 1000
BRIEF_MS = 6000
"""So long stands what nobody need answer."""


class TaskStrip(QWidget):
    """Esc, while it has the keys, presses its last button: stops the task, or takes the message away."""

    stopped = Signal()
    """The user wants the task no more."""
    left = Signal()
    """It goes away with the keys, which go back to the panel."""

    def __init__(self, parent: QWidget | None = None, brief_ms: int = BRIEF_MS) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text, self._bar = ElidedLabel(), QProgressBar(maximum=_STEPS, textVisible=False)
        self._percent = QLabel()
        self._percent.setProperty("role", "muted")
        self._act: Callable[[], object] = self.clear
        self._do = _button("", self._press_do, role="remedy")
        self._stop = _button("Stop", self.stopped.emit, "Stop (Esc while it has the keys)", role="remedy")
        self._close = _button("×", self.clear, "Take this message away (Esc while it has the keys)")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 4, 2)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        for widget in (self._bar, self._percent, self._do, self._stop, self._close):
            row.addWidget(widget)
        self._brief = QTimer(self, singleShot=True, interval=brief_ms)
        self._brief.timeout.connect(self.clear)
        theme.follow(self._take_sizes)
        self.hide()

    @property
    def text(self) -> str:
        """What is told; empty if nothing is."""
        return "" if self.isHidden() else self._text.text()

    @property
    def is_running(self) -> bool:
        """Whether it shows a task that can be stopped."""
        return not self._bar.isHidden() and not self.isHidden()

    def show_progress(self, text: str, share: float) -> None:
        """Tell of a task of which a share from 0 to 1 is done."""
        self._bar.setValue(round(share * _STEPS))
        self._bar.setAccessibleName(text)
        self._percent.setText(f"{share * 100:.0f} %")
        self._tell(text, running=True)

    def say(self, text: str, *, problem: bool = False, brief: bool = False) -> None:
        """Tell how something ended; `brief`: the words go away by themselves."""
        self._tell(text, problem=problem)
        if brief:
            self._brief.start()

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """With what was just said, offer something to be done."""
        self._act = act
        self._do.setText(words)
        self._do.setAccessibleName(words)
        self._do.show()

    def take_keys(self) -> None:
        """Let the keys come to what stops the task."""
        self._stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Tell nothing."""
        had_keys = self.isAncestorOf(self.window().focusWidget() or self)
        self.hide()
        if had_keys:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops, or takes away."""
        if event.key() == Qt.Key.Key_Escape:
            (self._stop if self.is_running else self._close).click()
        else:
            super().keyPressEvent(event)

    def _tell(self, text: str, *, problem: bool = False, running: bool = False) -> None:
        self._brief.stop()
        self._text.setText(text)
        self._text.show_role("error" if problem else "")
        self._text.setAccessibleName(text)
        self._bar.setVisible(running)
        self._percent.setVisible(running)
        self._do.hide()
        had_keys = self._stop.hasFocus() or self._close.hasFocus()
        self._stop.setVisible(running)
        self._close.setVisible(not running)
        self.show()
        if had_keys:
            (self._stop if running else self._close).setFocus()

    def _press_do(self) -> None:
        self._act()

    def _take_sizes(self) -> None:
        self.setFixedHeight(theme.scaled(28))
        self._bar.setFixedWidth(theme.scaled(140))
        self._percent.setFixedWidth(theme.scaled(36))


def _button(text: str, clicked: Callable[[], object], tip: str = "", *, role: str = "") -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip or text)
    button.setProperty("role", role)
    button.clicked.connect(lambda: clicked())
    return button

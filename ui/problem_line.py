"""Says what is wrong with a filter, over the head of the table, where the panel's header has no room for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.form_fields import show_role


class ProblemLine(QLabel):
    """Lies over the panel from a height on, as wide as it is; nothing moves when it comes and goes."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        show_role(self, "problem")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, problem: str, top: int, width: int) -> None:
        """Say it from a height of the panel on; empty: nothing is wrong."""
        if not problem and self.isHidden():
            return
        self.setText(problem)
        self.setVisible(bool(problem))
        if problem:
            self.setGeometry(0, top, width, self.heightForWidth(width))
            self.raise_()

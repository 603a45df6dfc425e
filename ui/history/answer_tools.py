"""The line above an answer: table or chart, the filter, and how much there is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from models.history.answer_filter import HELP, HINT
from ui import theme
from ui.form_fields import mark_field
from ui.panel import ElidedLabel, YieldingEdit

TABLE_KEY, CHART_KEY, FILTER_KEY = "Ctrl+1", "Ctrl+2", "Ctrl+F"


class AnswerTools(QWidget):
    """`filter` is the line of input; Esc in it takes back what was typed, then leaves it."""

    chart_asked = Signal(bool)
    """True: the chart is wanted; False: the table."""
    left = Signal()
    """The line of input is done with: the keys go to the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table_button = _view_button("Table", TABLE_KEY)
        self.chart_button = _view_button("Chart", CHART_KEY)
        self.filter = YieldingEdit(f"filter: {HINT}", self)
        self.filter.setAccessibleName("Filter of the answer")
        self.problem, self.count = ElidedLabel("", "error"), ElidedLabel()
        self.table_button.clicked.connect(lambda: self.chart_asked.emit(False))
        self.chart_button.clicked.connect(lambda: self.chart_asked.emit(True))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 12, 4)
        row.setSpacing(6)
        for button in (self.table_button, self.chart_button):
            row.addWidget(button)
        row.addWidget(self.filter)
        row.addWidget(self.problem, 3)
        row.addWidget(self.count, 4)
        self.count.elide_mode = Qt.TextElideMode.ElideLeft
        self.show_view(chart=False)
        self.mark("")
        theme.follow(self._take_sizes)

    def show_view(self, *, chart: bool) -> None:
        """Say which of the two is shown."""
        self.table_button.setChecked(not chart)
        self.chart_button.setChecked(chart)

    def mark(self, problem: str) -> None:
        """Mark what was typed as wrong, and say why; empty: it is right."""
        mark_field(self.filter, problem)
        self.filter.setToolTip(problem or f"{HELP}\n{FILTER_KEY} comes here")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.count.setVisible(not problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the answer, and asks nothing. Escape takes back what was typed, or goes there too."""
        keys = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() not in keys or not self.filter.hasFocus():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
        else:
            self.left.emit()

    def _take_sizes(self) -> None:
        self.filter.setFixedWidth(theme.scaled(340))


def _view_button(text: str, key: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setToolTip(f"{text} ({key})")
    button.setAccessibleName(text)
    return button

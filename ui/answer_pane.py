"""The lower part of the at-time dialog: a heading, then a message, a running question, or the table of the answer."""

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.qt.at_time_model import SOURCE_COLUMN, AtTimeModel
from models.queries import AtTimeAnswer
from models.query_text import range_text
from models.status import Source
from ui import theme
from ui.cell_table import CellTable
from ui.source_badge import SourceBadge
from ui.texts import PAD_PX

_TEXT_PX = 560
_TICK_MS = 1000
_INDENT_PX = 12 - PAD_PX
"""Lets the table's text stand under the heading's."""


class AnswerPane(QWidget):
    """Shows one thing at a time; knows nothing of questions on their way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = AtTimeModel(self)
        self.table = CellTable()
        self.table.setModel(self.model)
        self.table.fit_columns()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setAccessibleName("Trades")
        self._waited = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_progress)
        self._progress = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._heading())
        self._pages = QStackedWidget()
        self._pages.addWidget(self._message_page())
        self._pages.addWidget(self.table)
        self._pages.setContentsMargins(_INDENT_PX, 0, _INDENT_PX, 0)
        layout.addWidget(self._pages, 1)

    def show_source(self, name: str, source: Source) -> None:
        """Say who will be asked."""
        self._show_heading("", f"asks {name}" if name else "", source)

    def show_message(self, title: str, text: str, *, role: str = "title") -> None:
        """Show words in the middle; `role` is `title` or `error`."""
        self._end()
        self.title.setProperty("role", role)
        theme.polish(self.title)
        self.title.setText(title)
        self._set_text(text)
        self._pages.setCurrentIndex(0)

    def show_running(self, title: str) -> None:
        """Show that a question is on its way, with a bar and a cancel button."""
        self.show_message(title, "")
        self._progress = ""
        self.bar.setRange(0, 0)
        for widget in (self.bar, self.cancel):
            widget.show()
        self._waited.start()
        self._tick.start()

    def show_progress(self, text: str) -> None:
        """Say how the question goes."""
        self._progress = text
        self._show_progress()

    def show_answer(self, answer: AtTimeAnswer, multiplier: float) -> None:
        """Fill the table. `multiplier`: shares a contract."""
        self._end()
        self._show_heading(
            answer.query.contract.label, f"{range_text(answer.query)} · {answer.source_name}", answer.source
        )
        self.model.show(answer, multiplier)
        self.table.setColumnHidden(SOURCE_COLUMN, answer.source not in (Source.SIMULATED, Source.REPLAY))
        self._pages.setCurrentIndex(1)

    def clear(self) -> None:
        """Take the answer away."""
        self.model.show(None)

    def chosen_rows(self) -> list[int]:
        """Numbers of the selected rows, or of all where none is selected."""
        selected = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return selected or list(range(self.model.rowCount()))

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

    def _end(self) -> None:
        self._tick.stop()
        self.bar.hide()
        self.bar.setRange(0, 1)  # an indeterminate bar goes on moving, and waking the processor, though hidden
        self.cancel.hide()

    def _show_heading(self, contract: str, text: str, source: Source) -> None:
        self._contract.setText(contract)
        self._contract.setVisible(bool(contract))
        self._range.setText(text)
        self.badge.show_source(source)

    def _heading(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("role", "bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._contract, self._range, self.badge = QLabel(), QLabel(), SourceBadge()
        self._contract.setProperty("role", "title")
        self._range.setProperty("role", "muted")
        self._range.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 5, 12, 5)
        row.setSpacing(10)
        row.addWidget(self._contract)
        row.addWidget(self._range, 1)
        row.addWidget(self.badge)
        return bar

    def _message_page(self) -> QWidget:
        page = QWidget()
        self.title, self.text, self.bar, self.cancel = QLabel(), QLabel(), QProgressBar(), QPushButton("Cancel")
        self.cancel.setToolTip("Cancel (Esc)")
        self.cancel.setAutoDefault(False)
        self.cancel.setShortcut(QKeySequence())
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        column = QVBoxLayout(page)
        column.setSpacing(8)
        column.addStretch(2)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setWordWrap(True)
        theme.follow(self._take_sizes)
        for widget in (self.title, self.text, self.bar, self.cancel):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

"""The lower part of the at-time dialog: a heading, then a message, a running question, or the table of the answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from models.qt.at_time_model import SOURCE_COLUMN, AtTimeModel
from models.queries import AtTimeAnswer
from models.query_text import range_text
from models.status import Source
from ui.cell_table import CellTable
from ui.message_page import MessagePage
from ui.source_badge import SourceBadge
from ui.texts import PAD_PX

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
        self.message = MessagePage()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._heading())
        self._pages = QStackedWidget()
        self._pages.addWidget(self.message)
        self._pages.addWidget(self.table)
        self._pages.setContentsMargins(_INDENT_PX, 0, _INDENT_PX, 0)
        layout.addWidget(self._pages, 1)

    def show_source(self, name: str, source: Source) -> None:
        """Say who will be asked."""
        self._show_heading("", f"asks {name}" if name else "", source)

    def show_message(self, title: str, text: str, *, role: str = "title") -> None:
        """Show words in the middle; `role` is `title` or `error`."""
        self.message.show_message(title, text, role=role)
        self._pages.setCurrentWidget(self.message)

    def show_running(self, title: str) -> None:
        """Show that a question is on its way, with a bar and a cancel button."""
        self.message.show_running(title)
        self._pages.setCurrentWidget(self.message)

    def show_progress(self, text: str) -> None:
        """Say how the question goes."""
        self.message.show_progress(text)

    def show_answer(self, answer: AtTimeAnswer, multiplier: float) -> None:
        """Fill the table. `multiplier`: shares a contract."""
        self.message.end()
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

"""The lower part of the at-time dialog: a heading, then a message, or the answer as a table and as a chart."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.figures import count_text
from models.history.answer_columns import AnswerColumns, Ids
from models.history.answer_filter import AnswerFilterError, parse_answer_filter
from models.history.answer_words import Ending, running_text
from models.history.answers import Answers, Entry
from models.history.inquiring import Progress
from models.history.query_text import contracts_text, counts_text, range_text
from models.qt.answer_model import AnswerModel
from models.status import Source
from models.times import Times
from ui.history.answer_chart import AnswerChart
from ui.history.answer_strip import AnswerStrip
from ui.history.answer_table import AnswerTable
from ui.history.answer_tools import AnswerTools
from ui.message_page import MessagePage
from ui.pace import Pace
from ui.panel import ElidedLabel
from ui.solid_bar import SolidBar
from ui.source_badge import SourceBadge
from ui.texts import PAD_PX

DRAW_MS = 1000
"""While parts come in, the chart is drawn no more often than this."""
_INDENT_PX = 12 - PAD_PX
"""Lets the table's text stand under the heading's."""


class AnswerPane(QWidget):
    """Shows what it is told; knows nothing of questions on their way."""

    details_asked = Signal()
    around_asked = Signal()
    watch_asked = Signal()
    """Asked of the current row, in the table or in the chart."""

    def __init__(self, times: Times, chip: QWidget | None = None, parent: QWidget | None = None) -> None:
        """`times`: of the chart's axis. `chip` stands at the right of the heading."""
        super().__init__(parent)
        self.model = AnswerModel(self)
        self.table, self.chart, self.message = AnswerTable(self.model), AnswerChart(times), MessagePage()
        self.strip, self.tools, self.badge = AnswerStrip(), AnswerTools(), SourceBadge()
        self.title, self.range = ElidedLabel("", "title"), ElidedLabel()
        self.title.setSizePolicy(self.badge.sizePolicy())
        self._answers: Answers | None = None
        self._drawing = Pace(self._draw, DRAW_MS, self)
        self._views, self._pages = QStackedWidget(), QStackedWidget()
        self._lay_out(chip)
        self._connect()
        self.clear()

    def show_source(self, name: str, source: Source) -> None:
        """Say who will be asked."""
        self._say("", f"asks {name}" if name else "", source)

    def show_message(self, title: str, text: str, *, role: str = "title") -> None:
        """Show words in place of an answer; `role` is `title` or `error`."""
        self.message.show_message(title, text, role=role)
        self._pages.setCurrentIndex(0)
        self.tools.hide()

    def begin(self, answers: Answers, columns: AnswerColumns, source: Source) -> None:
        """Show a question that is about to be asked of a source; `columns` are for its answers."""
        question = answers.question
        self._answers = answers
        self.model.show(answers, columns)
        self._say(contracts_text(question.contracts), range_text(question), source)
        self.table.scrollToTop()
        self.tools.filter.clear()
        self.chart.fit()

    def show_progress(self, progress: Progress, seconds: int) -> None:
        """Show how far the question is after so many seconds, and what came since."""
        if self._answers is None or not self._answers.counts.done:
            if not self.message.bar.isVisibleTo(self.message):
                self.message.show_running("Asking")
            self.message.show_progress(running_text(progress))  # it counts the seconds itself
            self._pages.setCurrentIndex(0)
            self.tools.hide()  # they are of the answer before
            return
        self.strip.show_running(progress, running_text(progress, seconds))
        self._show_news()

    def show_ending(self, ending: Ending) -> None:
        """Show all that came, and say how asking ended."""
        self.message.end()
        if self._has_answer():
            self._show_news()
            self._drawing.hurry()
        if self._has_answer():
            self.strip.show_ending(ending)
        else:
            told = [ending.detail, "The same question can be asked again." if ending.again else ""]
            self.strip.show_ending(Ending("", " · ".join(filter(None, told)), again=ending.again))
            self.show_message(ending.title, ending.text, role="error" if ending.role == "error" else "title")

    def clear(self) -> None:
        """Take the answer away."""
        self._answers = None
        self.model.show(None)
        self.strip.hide()
        self.tools.hide()

    def chosen_entries(self) -> list[Entry]:
        """The selected rows in their order, or all that are shown where none is selected."""
        rows = self.table.selected_rows()
        return self._entries(self.model.shown[rows]) if rows else self.shown_entries()

    def shown_entries(self) -> list[Entry]:
        """What is shown, in its order."""
        return self._entries(self.model.shown)

    def state(self) -> dict[str, Any]:
        """What is worth keeping between starts."""
        return {"columns": self.table.columns_state(), "chart": self._views.currentIndex() == 1}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up a kept state."""
        self.table.restore_columns(state.get("columns"))
        self.show_view(chart=state.get("chart") is True)

    def show_view(self, *, chart: bool) -> None:
        """Turn to the chart, or to the table; the keys go along."""
        had_keys = self._views.isAncestorOf(self.window().focusWidget() or self)
        self._views.setCurrentIndex(int(chart))
        self.tools.show_view(chart=chart)
        self._draw()
        if had_keys:
            self.take_keys()

    def go_to(self, *, chart: bool) -> None:
        """Turn to the chart or the table, with the keys."""
        self.show_view(chart=chart)
        self.take_keys()

    def take_keys(self) -> None:
        """Give the keys to what is shown."""
        (self.chart if self._views.currentIndex() else self.table).setFocus()

    def _entries(self, numbers: Ids) -> list[Entry]:
        entries = self.model.columns_of.entries
        return [entries[number] for number in numbers.tolist()]

    def _has_answer(self) -> bool:
        """Whether there is more to show than words."""
        answers = self._answers
        return bool(answers and answers.entries and (answers.counts.done or answers.complete))

    def _show_news(self) -> None:
        self.model.advance()
        self._pages.setCurrentIndex(1)
        self.tools.show()
        self._count()
        self._drawing.ask()
        for entry in self.model.columns_of.entries[-1:]:
            if entry.answer:
                self.badge.show_source(entry.answer.source)

    def _count(self) -> None:
        if self._answers is None:
            return
        every, shown = len(self.model.columns_of), self.model.rowCount()
        rows = f"{count_text(shown)} of {count_text(every)} rows · " if shown < every else ""
        self.tools.count.setText(rows + counts_text(self._answers.counts))

    def _draw(self) -> None:
        if self._views.currentWidget() is self.chart and self._pages.currentIndex() == 1:
            self.chart.show_answers(self.model.columns_of, self.model.shown)

    def _filter(self, text: str) -> None:
        try:
            asked = parse_answer_filter(text)
        except AnswerFilterError as error:
            self.tools.mark(str(error))
            return
        self.tools.mark("")
        self.model.set_filter(asked)
        self._count()
        self._draw()

    def _chosen_in_table(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.chart.choose(self.model.number(index.row()))

    def _say(self, title: str, text: str, source: Source) -> None:
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.range.setText(text)
        self.badge.show_source(source)

    def _connect(self) -> None:
        for view in (self.table, self.chart):
            view.details_asked.connect(self.details_asked)
            view.around_asked.connect(self.around_asked)
            view.watch_asked.connect(self.watch_asked)
        self.chart.chosen.connect(self.table.choose)
        self.table.selectionModel().currentRowChanged.connect(self._chosen_in_table)
        self.tools.filter.textChanged.connect(self._filter)
        self.tools.left.connect(self.take_keys)
        self.tools.chart_asked.connect(lambda chart: self.show_view(chart=chart))

    def _lay_out(self, chip: QWidget | None) -> None:
        heading = SolidBar("bar")
        row = QHBoxLayout(heading)
        row.setContentsMargins(12, 5, 12, 5)
        row.setSpacing(10)
        row.addWidget(self.title)
        row.addWidget(self.range, 1)
        for widget in filter(None, (self.badge, chip)):
            row.addWidget(widget)
        self._views.addWidget(self.table)
        self._views.addWidget(self.chart)
        self._views.setContentsMargins(_INDENT_PX, 0, _INDENT_PX, 0)
        self._pages.addWidget(self.message)
        self._pages.addWidget(self._views)
        self.table.empty_text = "No row passes the filter.\nChange it, or clear it with Esc."
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (heading, self.strip, self.tools):
            column.addWidget(part)
        column.addWidget(self._pages, 1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

"""The at-time dialog: what traded at a given time of past days? It knows no client and no task, only an `Inquirer`."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.asking import Asking
from models.contract import Contract
from models.history.answer_columns import AnswerColumns
from models.history.answer_words import Ending, cancelled, ended
from models.history.answers import Answers, everything_reached
from models.history.flag_words import FlagWords
from models.history.inquiring import Inquirer, Listener, Progress
from models.history.queries import AtTimeQuestion, HistoryError
from models.history.query_text import contracts_text, days_text
from models.status import Source
from models.times import Times
from ui import theme
from ui.history.answer_actions import AnswerActions
from ui.history.answer_pane import AnswerPane
from ui.history.answer_strip import AGAIN_KEY
from ui.history.answer_tools import CHART_KEY, FILTER_KEY, TABLE_KEY
from ui.history.at_time_form import AtTimeForm
from ui.pace import Pace
from ui.panel import ElidedLabel
from ui.task_strip import TaskStrip

_TICK_MS = 1000
SHOW_MS = 250
"""What comes in is shown no more often than this."""
EXPORT_KEY = "Ctrl+Shift+X"
_WELCOME = (
    "Write an option, choose the days and the time of day, and press Enter.\n"
    "Each trading day gets a row: the last trade at or before that time, and how old it was then."
)
_HINT = (
    f"{TABLE_KEY}: table · {CHART_KEY}: chart · {FILTER_KEY}: filter · on a row Enter: details, T: trades around, "
    "W: watchlist, S: sort"
)


def _hundred(_contract: Contract) -> float:
    return 100.0


class AtTimeDialog(QDialog):
    """Not modal. Enter asks; Esc cancels a running question and keeps what came, otherwise closes."""

    around_asked = Signal(object)
    """The trades around this `Entry`, which has a row or not, are wanted."""
    stopped = Signal()
    """An error ended a question: who is asked may be another by now."""

    def __init__(
        self,
        inquirer: Inquirer,
        form: AtTimeForm,
        *,
        multiplier: Callable[[Contract], float] = _hundred,
        reached_ms: Callable[[Source], int | None] = everything_reached,
        watch: Callable[[Contract], bool] | None = None,
        flags: FlagWords | None = None,
        times: Times | None = None,
        chip: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`multiplier`: shares a contract; `reached_ms`: how far the market of a source has come (Unix ms; None: to its
        end); `watch` puts a contract on the watchlist, and says whether it is new there; `flags` decodes what the
        source sends; `times`: of the chart's axis; `chip` tells of the terminal."""
        super().__init__(parent)
        self.form, self.pane = form, AnswerPane(times or Times(), chip)
        self._inquirer, self._multiplier, self._reached_ms = inquirer, multiplier, reached_ms
        self.task = TaskStrip()
        self.row_actions = AnswerActions(
            self.pane, self.task, multiplier, watch, FlagWords(()) if flags is None else flags, self
        )
        self._answers: Answers | None = None
        self._asking: Asking | None = None
        self._turn, self._began_s = 0, 0.0
        self._progress = Progress(0, 0, "")
        self._source, self._advice = ("", Source.LIVE), ""
        self._show = Pace(self._show_progress, SHOW_MS, self)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show.hurry)
        self.setWindowTitle("What traded at a given time")
        self._build()
        self._connect()
        theme.open_at(self, theme.scaled(1280), theme.scaled(680))
        self._welcome()

    def set_source(self, name: str, source: Source) -> None:
        """Say who will be asked; an answer that is shown keeps its own source."""
        self._source = (name, source)
        if self._answers is None:
            self.pane.show_source(name, source)

    def set_advice(self, text: str) -> None:
        """Say what helps where nobody would answer; empty where all is well."""
        self._advice = text
        if self._answers is None:
            self._welcome()

    def state(self) -> dict[str, Any]:
        """The question's fields and the look of the answer, to be restored later."""
        return {"form": self.form.state(), "answer": self.pane.state()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put them back; what makes no sense is left as it is."""
        for name, part in (("form", self.form), ("answer", self.pane)):
            kept = state.get(name)
            if isinstance(kept, Mapping):
                part.restore(kept)

    def ask(self) -> None:
        """Send the question off, or mark what is wrong with it. An older question is given up."""
        question = self.form.question()
        if question is None:
            return
        self._give_up()
        self.row_actions.begin()
        self._answers = Answers(question, self._reached_ms)
        self.pane.begin(self._answers, AnswerColumns(question.contracts, self._multiplier), self._source[1])
        self._start()

    def resume(self) -> None:
        """Ask for what is left."""
        if self._asking is None and self._answers is not None and not self._answers.complete:
            self._start()

    def cancel(self) -> None:
        """Give a running question up, and keep what came."""
        if self._asking is not None and self._answers is not None:
            self._give_up()
            self._end(cancelled(self._answers))

    def finish(self) -> None:
        """Close, and wait until a file that is being written is there."""
        self.close()
        self.row_actions.export.finish()

    def save(self) -> None:
        """Ask for a file, CSV or Parquet, for the rows that are shown."""
        if self._answers is not None:
            self.row_actions.save(_file_name(self._answers.question))

    def reject(self) -> None:
        """Escape: cancel a running question, otherwise close."""
        if self._asking is not None:
            self.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close, and leave no question behind."""
        self._leave()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once, also while a question runs."""
        self._leave()
        super().closeEvent(event)

    def _leave(self) -> None:
        self.cancel()
        self.row_actions.end()

    def _start(self) -> None:
        assert self._answers
        self._turn += 1
        self._began_s = time.monotonic()
        counts = self._answers.counts
        self._progress = Progress(counts.done, counts.parts, "")
        self._show.hurry()
        listener = Listener(partial(self._on_change, self._turn), partial(self._on_end, self._turn))
        self._asking = self._inquirer.ask(self._answers, listener)
        self._tick.start()
        self._offer()

    def _give_up(self) -> None:
        self._turn += 1
        self._rest()
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def _on_change(self, turn: int, progress: Progress) -> None:
        """Keep what is told, and show it soon: parts may come a hundred a second."""
        if turn != self._turn:
            return
        self._progress = progress
        self._show.ask()

    def _on_end(self, turn: int, error: HistoryError | None) -> None:
        if turn != self._turn:
            return
        self._asking = None
        self._rest()
        assert self._answers
        self._end(ended(self._answers, error))
        if error:
            self.stopped.emit()

    def _rest(self) -> None:
        """Nothing is on its way any more."""
        self._show.stop()
        self._tick.stop()

    def _end(self, ending: Ending) -> None:
        self.pane.show_ending(ending)
        self._offer()

    def _show_progress(self) -> None:
        self.pane.show_progress(self._progress, int(time.monotonic() - self._began_s))
        self._offer()

    def _welcome(self) -> None:
        self.pane.show_source(*self._source)
        self.pane.show_message("What traded then?", self._advice or _WELCOME)
        self._offer()

    def _offer(self) -> None:
        """Enable what makes sense now."""
        has_rows = bool(self.pane.model.rowCount())
        for button in (self.copy_button, self.save_button):
            button.setEnabled(has_rows)
        self.foot.setText(_HINT if has_rows else "")

    def _connect(self) -> None:
        pane = self.pane
        self.form.asked.connect(self.ask)
        pane.message.cancel.clicked.connect(self.cancel)
        pane.strip.cancel_asked.connect(self.cancel)
        pane.strip.again_asked.connect(self.resume)
        pane.table.export_asked.connect(self.save)
        pane.model.modelReset.connect(self._offer)
        self.row_actions.around_asked.connect(self.around_asked)
        self.copy_button.clicked.connect(self.row_actions.copy)
        self.save_button.clicked.connect(self.save)
        for key, act in (
            (AGAIN_KEY, self.resume), (EXPORT_KEY, self.save), (FILTER_KEY, self._go_to_filter),
            (TABLE_KEY, partial(pane.go_to, chart=False)), (CHART_KEY, partial(pane.go_to, chart=True)),
        ):  # fmt: skip
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _go_to_filter(self) -> None:
        if self.pane.tools.isVisible():
            self.pane.tools.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.pane.tools.filter.selectAll()

    def _build(self) -> None:
        self.copy_button, self.save_button = QPushButton("Copy"), QPushButton("Export…")
        self.copy_button.setToolTip("Copy the selected rows, or all that are shown (Ctrl+C in the table)")
        self.save_button.setToolTip(f"Export the rows that are shown as CSV or Parquet ({EXPORT_KEY})")
        self.foot = ElidedLabel()
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.foot, 1)
        for button in (self.copy_button, self.save_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.form)
        column.addWidget(self.pane, 1)
        column.addWidget(self.task)
        column.addLayout(row)


def _file_name(question: AtTimeQuestion) -> str:
    return f"{contracts_text(question.contracts)}, {days_text(question.start, question.end)}"

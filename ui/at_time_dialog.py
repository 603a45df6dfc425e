"""The at-time dialog: what traded at a given time of past days? It knows no client and no task, only an `Asker`."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from models.answer_csv import tab_separated, write_csv
from models.asking import Asker, Asking, Listener
from models.clock import time_text
from models.contract import Contract
from models.queries import AtTimeAnswer, HistoryError, without_future
from models.query_text import no_trading_day, range_text, summary
from models.status import Source
from ui.answer_pane import AnswerPane
from ui.at_time_form import AtTimeForm, Parse

_WELCOME = (
    "Write an option, choose the days and the time of day, and press Enter.\n"
    "Each trading day gets a row: the last trade at or before that time, and how old it was then."
)


def _hundred(_contract: Contract) -> float:
    return 100.0


def _everything_reached(_source: Source) -> None:
    return None


class AtTimeDialog(QDialog):
    """Not modal. Enter asks; Esc cancels a running question, otherwise closes; closing leaves no question behind."""

    def __init__(
        self,
        asker: Asker,
        parse: Parse,
        *,
        source_name: str = "",
        source: Source = Source.LIVE,
        multiplier: Callable[[Contract], float] = _hundred,
        reached_ms: Callable[[Source], int | None] = _everything_reached,
        parent: QWidget | None = None,
    ) -> None:
        """Take who is asked, how contracts are read (raises `ValueError` with words), shares a contract, and how far
        the market of a source has come (Unix ms; None: to its end)."""
        super().__init__(parent)
        self._asker = asker
        self._multiplier = multiplier
        self._reached_ms = reached_ms
        self._asking: Asking | None = None
        self._turn = 0
        self._answer: AtTimeAnswer | None = None
        self._source = (source_name, source)
        self.form = AtTimeForm(parse)
        self.pane = AnswerPane()
        self.setWindowTitle("What traded at a given time")
        self.resize(960, 520)
        self._build()
        self._show_source()
        self.pane.show_message("What traded then?", _WELCOME)
        self._offer()

    def set_contract(self, contract: Contract) -> None:
        """Put a contract into the question."""
        self.form.set_contract(contract)

    def set_default_day(self, day: date, at_ms: int | None = None) -> None:
        """Offer a day and a time (ms since 00:00 Eastern) of the market that is shown; the user's input stays."""
        self.form.set_default_day(day, at_ms)

    def set_source(self, name: str, source: Source) -> None:
        """Say who will be asked; an answer that is shown keeps its own source."""
        self._source = (name, source)
        if self._answer is None:
            self._show_source()

    def state(self) -> dict[str, Any]:
        """The question's fields, to be restored later."""
        return self.form.state()

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put the fields back."""
        self.form.restore(state)

    def ask(self) -> None:
        """Send the question off, or mark what is wrong with it. An older question is given up."""
        query = self.form.query()
        if query is None:
            return
        self.cancel()
        self._answer = None
        self._turn += 1
        self._show_source()
        self.pane.clear()
        self.pane.show_running(f"{query.contract.label} · {range_text(query)}")
        turn = self._turn
        listener = Listener(
            partial(self._on_progress, turn), partial(self._on_answer, turn), partial(self._on_failure, turn)
        )
        self._asking = self._asker(query, listener)
        self._offer()

    def cancel(self) -> None:
        """Give a running question up."""
        if self._asking is None:
            return
        self._turn += 1
        self._asking.cancel()
        self._asking = None
        self.pane.show_message("Cancelled", "Change the question, or press Enter to ask it again.")
        self._offer()

    def copy(self) -> None:
        """Put the selected rows, or all, on the clipboard as tab-separated text with headings."""
        if self._answer is not None:
            QGuiApplication.clipboard().setText(tab_separated(self._answer, self.pane.chosen_rows()))

    def save(self) -> None:
        """Ask for a file and save the answer as CSV there."""
        if self._answer is None:
            return
        query = self._answer.query
        chooser = QFileDialog(self, "Save the answer", f"{query.contract.osi} {query.start} {_file_time(query.at_ms)}")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilter("CSV files (*.csv)")
        chooser.setDefaultSuffix("csv")
        chooser.fileSelected.connect(partial(self.write, self._answer))
        chooser.open()

    def write(self, answer: AtTimeAnswer, path: str) -> None:
        """Write an answer to a file, and say in the foot whether that went well."""
        try:
            with Path(path).open("w", encoding="utf-8", newline="") as file:
                write_csv(answer, file)
        except OSError as error:
            self._say(f"{path} could not be written: {error.strerror or error}", "error")
        else:
            self._say(f"Saved {path}", "muted")

    def reject(self) -> None:
        """Escape: cancel a running question, otherwise close."""
        if self._asking is not None:
            self.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close, and leave no question behind."""
        self.cancel()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once, also while a question runs."""
        self.cancel()
        super().closeEvent(event)

    def _build(self) -> None:
        self.copy_button, self.save_button = QPushButton("C&opy"), QPushButton("&Save as CSV…")
        self.copy_button.setToolTip("Copy the selected rows, or all (Ctrl+C)")
        self.foot = QLabel()
        self.foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.foot.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.foot, 1)
        for button in (self.copy_button, self.save_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.form)
        layout.addWidget(self.pane, 1)
        layout.addLayout(row)
        self.form.ask.clicked.connect(self.ask)
        self.pane.message.cancel.clicked.connect(self.cancel)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.save)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.pane.table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)

    def _on_progress(self, turn: int, text: str) -> None:
        if turn == self._turn:
            self.pane.show_progress(text)

    def _on_answer(self, turn: int, answer: AtTimeAnswer) -> None:
        if turn != self._turn:
            return
        self._asking = None
        answer = self._answer = without_future(answer, self._reached_ms(answer.source))
        self.pane.show_answer(answer, self._multiplier(answer.query.contract))
        self._offer()
        if self.pane.model.rowCount():
            self._say(". ".join(filter(None, (summary(answer), answer.note))), "muted")
        else:
            self.pane.show_message("Nothing to show", no_trading_day(answer.query.start, answer.query.end))

    def _on_failure(self, turn: int, error: HistoryError) -> None:
        if turn != self._turn:
            return
        self._asking = None
        self.pane.show_message("No answer", error.message, role="error")
        self._offer()
        self._say(error.detail, "muted")

    def _show_source(self) -> None:
        self.pane.show_source(*self._source)

    def _offer(self) -> None:
        """Enable what makes sense now."""
        has_rows = self._answer is not None and bool(self.pane.model.rowCount())
        for button in (self.copy_button, self.save_button):
            button.setEnabled(has_rows)
        self._say("", "muted")

    def _say(self, text: str, role: str) -> None:
        self.foot.setProperty("role", role)
        self.foot.style().unpolish(self.foot)
        self.foot.style().polish(self.foot)
        self.foot.setText(text)
        self.foot.setToolTip(text)


def _file_time(at_ms: int) -> str:
    return time_text(at_ms).replace(":", "-")

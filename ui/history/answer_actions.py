"""What can be done with the rows of an answer: copied, exported, told of, watched, and looked around."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from models.contract import Contract
from models.figures import several
from models.history.answer_csv import tab_separated
from models.history.answers import Entry
from models.history.flag_words import FlagWords
from ui.history.answer_details import AnswerDetails
from ui.history.answer_export import AnswerExport
from ui.history.answer_pane import AnswerPane
from ui.pool_run import PoolRun
from ui.task_strip import TaskStrip

_NONE = "No row is selected: select one in the table or the chart first."


class AnswerActions(QObject):
    """Acts on the current row, or on all that are selected or shown; `task` tells how it went."""

    around_asked = Signal(object)
    """The trades around this `Entry`, which has a row or not, are wanted."""

    def __init__(
        self,
        pane: AnswerPane,
        task: TaskStrip,
        multiplier: Callable[[Contract], float],
        watch: Callable[[Contract], bool] | None,
        flags: FlagWords,
        parent: QWidget,
    ) -> None:
        """`watch` puts a contract on the watchlist, and says whether it is new there; without it there is none."""
        super().__init__(parent)
        self._pane, self._task, self._window = pane, task, parent
        self._multiplier, self._watch, self._flags = multiplier, watch, flags
        self.export = AnswerExport(task, parent)
        self.details: AnswerDetails | None = None
        self._copying: PoolRun | None = None
        pane.details_asked.connect(self.show_details)
        pane.around_asked.connect(self.show_around)
        pane.watch_asked.connect(self.watch)
        pane.table.copy_asked.connect(self.copy)
        pane.chart.copy_asked.connect(self.copy_chart)
        pane.table.selectionModel().selectionChanged.connect(self._follow)

    def copy(self) -> None:
        """Put the selected rows, or all that are shown, on the clipboard as tab-separated text with headings."""
        entries = self._pane.chosen_entries()
        if entries:
            self._copying = PoolRun(lambda: tab_separated(entries))
            self._copying.done.connect(partial(self._copied, len(entries)))
            self._copying.start()

    def copy_chart(self) -> None:
        """Put the chart on the clipboard as a picture."""
        QGuiApplication.clipboard().setPixmap(self._pane.chart.grab())
        self._task.say("The chart was copied as a picture.", brief=True)

    def save(self, name: str) -> None:
        """Ask for a file, CSV or Parquet, for the rows that are shown; `name` is offered."""
        self.export.ask(self._pane.shown_entries(), name)

    def watch(self) -> None:
        """Put the current row's contract on the watchlist."""
        entry = self._current()
        if entry and self._watch:
            words = "is on the watchlist now." if self._watch(entry.contract) else "was on the watchlist already."
            self._task.say(f"{entry.contract.label} {words}", brief=True)

    def show_around(self) -> None:
        """Ask for the trades around the current row."""
        entry = self._current()
        if entry:
            self.around_asked.emit(entry)

    def show_details(self) -> None:
        """Tell everything that is known of the current row, in a window that follows it."""
        entry = self._current()
        if entry:
            self.details = self.details or AnswerDetails(self._flags, self._window)
            self._tell(self.details, entry)
            self.details.bring_up()

    def begin(self) -> None:
        """Another answer is about to be shown: what was said of the last one goes."""
        if not self.export.busy:
            self._task.clear()

    def end(self) -> None:
        """The dialog is closed: so is the window of details. A file that is being written is written to its end."""
        if self.details:
            self.details.close()

    def _copied(self, rows: int, text: object, problem: object) -> None:
        if isinstance(problem, Exception):
            raise problem
        QGuiApplication.clipboard().setText(str(text))
        self._task.say(f"{several(rows, 'row')} copied, with headings.", brief=True)

    def _current(self) -> Entry | None:
        """The current row, or words that there is none."""
        entry = self._pane.table.current_entry()
        if entry is None:
            self._task.say(_NONE, problem=True, brief=True)
        return entry

    def _tell(self, details: AnswerDetails, entry: Entry) -> None:
        details.show_entry(entry, self._multiplier(entry.contract))

    def _follow(self) -> None:
        """The window of details follows the table."""
        entry = self._pane.table.current_entry()
        if entry and self.details and self.details.isVisible():
            self._tell(self.details, entry)

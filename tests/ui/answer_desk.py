"""What the tests of the at-time dialog share: an inquirer that does what a test says, and a question in the form."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from models.answers import Answers
from models.asking import Asking
from models.contract import Contract
from models.inquiring import Inquirer, Listener, Progress
from models.queries import HistoryError
from models.query_text import times_text
from models.status import Source
from tests.models.made_answers import FIRST, LAST, NOON_MS, SPY_C, answer
from ui.at_time_dialog import AtTimeDialog


class Waiting(Inquirer):
    """Keeps what it is asked; the test answers."""

    def __init__(self) -> None:
        self.asked: list[Answers] = []
        self.listeners: list[Listener] = []
        self.cancelled: list[int] = []

    def ask(self, answers: Answers, listener: Listener) -> Asking:
        self.asked.append(answers)
        self.listeners.append(listener)
        return _Asking(self.cancelled, len(self.asked) - 1)

    def answer(self, parts: int = 1, *, number: int = -1, without: Iterable[int] = (), **changes: object) -> None:
        """Answer so many of the parts that are left."""
        answers = self.asked[number]
        for part in answers.left()[:parts]:
            answers.add(answer(part, without, **changes))  # type: ignore[arg-type]
            self.tell("", number=number)

    def tell(self, text: str, *, number: int = -1) -> None:
        """Tell of progress in words."""
        counts = self.asked[number].counts
        self.listeners[number].changed(Progress(counts.done, counts.parts, text))

    def end(self, error: HistoryError | None = None, *, number: int = -1) -> None:
        """Asking has ended."""
        self.listeners[number].ended(error)

    def answer_all(self, *, source: Source = Source.LIVE, without: Iterable[int] = (), **changes: object) -> None:
        """Answer all that is left, and end."""
        self.answer(len(self.asked[-1].left()), without=without, source=source, **changes)  # type: ignore[arg-type]
        self.end()


class _Asking:
    def __init__(self, cancelled: list[int], number: int) -> None:
        self._cancelled, self._number = cancelled, number

    def cancel(self) -> None:
        self._cancelled.append(self._number)


def ask(
    dialog: AtTimeDialog,
    *contracts: Contract,
    times: Iterable[int] = (NOON_MS,),
    start: date = FIRST,
    end: date = LAST,
) -> None:
    """Put a question into the form, by default of one contract, and ask it."""
    form = dialog.form
    form.set_default_day(LAST, NOON_MS)
    form.set_contracts(contracts or (SPY_C,))
    form.start.set_day(start)
    form.end.set_day(end)
    form.times.setText(times_text(times))
    form.ask.click()


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifiers)


def cell(dialog: AtTimeDialog, row: int, key: str) -> str:
    """The text of a cell."""
    model = dialog.pane.model
    at = [column.key for column in model.columns].index(key)
    return str(model.data(model.index(row, at)))

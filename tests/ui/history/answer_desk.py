"""What the tests of the at-time dialog share: a question in the form, keys, and what cells say."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from models.contract import Contract
from models.history.query_text import times_text
from tests.models.history.made_answers import FIRST, LAST, NOON_MS, SPY_C
from ui.history.at_time_dialog import AtTimeDialog


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

"""The at-time dialog by keyboard, with an asker that does what a test says."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from models.asking import Listener
from models.contract import Contract, ContractError, parse_ticker
from models.queries import AtTimeAnswer, AtTimeQuery, AtTimeRow, HistoryError, HistoryFailure, missing_days
from models.status import Source
from ui.at_time_dialog import AtTimeDialog

DAY = date(2024, 6, 14)
NOON = 43_200_000
TICKER = "O:SPY240621C00500000"


class Asker:
    """Keeps the questions that it is asked."""

    def __init__(self) -> None:
        self.queries: list[AtTimeQuery] = []
        self.listeners: list[Listener] = []
        self.cancelled: list[int] = []

    def __call__(self, query: AtTimeQuery, listener: Listener) -> "Asker.Question":
        self.queries.append(query)
        self.listeners.append(listener)
        return Asker.Question(self.cancelled, len(self.queries) - 1)

    class Question:
        def __init__(self, cancelled: list[int], number: int) -> None:
            self._cancelled, self._number = cancelled, number

        def cancel(self) -> None:
            self._cancelled.append(self._number)

    def answer(self, *days: int, source: Source = Source.LIVE, question: int = -1, price: float = 41.71) -> None:
        query = self.queries[question]
        rows = tuple(
            AtTimeRow(date(2024, 6, day), query.at_ms, query.at_ms - 336, price, 2, "ISE", "Multi-leg", sequence=-5)
            for day in days
        )
        lacking = missing_days(query, {row.day for row in rows})
        self.listeners[question].success(AtTimeAnswer(query, "a terminal", source, rows, lacking))


@pytest.fixture
def asker() -> Asker:
    return Asker()


@pytest.fixture
def dialog(qtbot: QtBot, asker: Asker) -> Iterator[AtTimeDialog]:
    made = AtTimeDialog(asker, parse_ticker, source_name="Theta Terminal v2 (127.0.0.1:25510)")
    qtbot.addWidget(made)
    made.set_default_day(DAY, NOON)
    made.show()
    yield made
    made.close()


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifiers)


def ask(dialog: AtTimeDialog) -> None:
    dialog.form.contract.setText(TICKER)
    press(dialog.form.contract, Qt.Key.Key_Return)


def cell(dialog: AtTimeDialog, row: int, column: int) -> str:
    model = dialog.pane.model
    return str(model.data(model.index(row, column)))


def test_enter_asks_what_the_fields_hold(dialog: AtTimeDialog, asker: Asker) -> None:
    dialog.form.time.setText("15:59:59.999")
    dialog.form.regular.setChecked(False)
    ask(dialog)
    contract = Contract("SPY", date(2024, 6, 21), "C", 500_000)
    assert asker.queries == [AtTimeQuery(contract, DAY, DAY, 57_599_999, regular_hours=False)]


def test_the_answer_fills_the_table_with_trades_and_days_without_one(dialog: AtTimeDialog, asker: Asker) -> None:
    dialog.form.end.setDate(QDate(2024, 6, 18))
    ask(dialog)
    asker.answer(14, 18)
    assert [cell(dialog, row, 0) for row in range(3)] == ["Fri 14 Jun 24", "Mon 17 Jun 24", "Tue 18 Jun 24"]
    assert cell(dialog, 1, 2) == "no trade"
    assert dialog.pane.table.isVisible()
    assert dialog.foot.text() == "2 trades, 1 day without one"
    assert dialog.pane.badge.isHidden()


def test_a_short_time_is_written_out_when_it_is_asked(dialog: AtTimeDialog) -> None:
    dialog.form.time.setText("9:30")
    ask(dialog)
    assert dialog.form.time.text() == "09:30:00.000"


@pytest.mark.parametrize(
    ("contract", "start", "end", "time", "field", "words"),
    [
        ("", DAY, DAY, "12:00", "contract", "write the option"),
        ("SPY", DAY, DAY, "12:00", "contract", "SPY"),
        (TICKER, DAY, DAY, "25:00", "time", "not a time of day"),
        (TICKER, date(2024, 6, 14), date(2024, 6, 13), "12:00", "end", "before the first"),
        (TICKER, date(2024, 6, 24), date(2024, 6, 24), "12:00", "start", "expired"),
    ],
)
def test_wrong_input_is_marked_at_its_field_and_nothing_is_sent(
    dialog: AtTimeDialog, asker: Asker, contract: str, start: date, end: date, time: str, field: str, words: str
) -> None:
    form = dialog.form
    form.contract.setText(contract)
    form.start.set_day(start)
    form.end.set_day(end)
    form.time.setText(time)
    press(form.time, Qt.Key.Key_Return)
    marked = getattr(form, field)
    assert asker.queries == []
    assert marked.property("invalid") is True
    assert words in marked.accessibleDescription()
    assert words in form.errors.text()
    assert form.errors.isVisible()


def test_marks_go_when_the_field_is_corrected(dialog: AtTimeDialog) -> None:
    press(dialog.form.contract, Qt.Key.Key_Return)
    assert dialog.form.contract.property("invalid") is True
    press(dialog.form.contract, Qt.Key.Key_O)
    assert dialog.form.contract.property("invalid") is False
    assert not dialog.form.errors.isVisible()


def test_every_wrong_field_is_said_at_once(dialog: AtTimeDialog) -> None:
    dialog.form.time.setText("x")
    press(dialog.form.contract, Qt.Key.Key_Return)
    assert [line.split(":")[0] for line in dialog.form.errors.text().splitlines()] == ["Contract", "Time"]


def test_days_cannot_be_chosen_outside_history(dialog: AtTimeDialog) -> None:
    dialog.form.start.setDate(QDate(1999, 1, 1))
    assert dialog.form.start.day() == date(2010, 1, 1)
    dialog.form.end.setDate(QDate(2999, 1, 1))
    assert dialog.form.end.day() < date(2999, 1, 1)


def test_a_running_question_shows_progress_and_escape_cancels_it(dialog: AtTimeDialog, asker: Asker) -> None:
    ask(dialog)
    asker.listeners[0].progress("The terminal is still starting: waiting a little")
    assert dialog.pane.message.text.text().startswith("The terminal is still starting")
    assert dialog.pane.message.bar.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert asker.cancelled == [0]
    assert dialog.isVisible()
    assert not dialog.pane.message.bar.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_cancel_button_cancels(dialog: AtTimeDialog, asker: Asker) -> None:
    ask(dialog)
    dialog.pane.message.cancel.click()
    assert asker.cancelled == [0]


def test_closing_the_window_cancels_a_running_question(dialog: AtTimeDialog, asker: Asker) -> None:
    ask(dialog)
    dialog.close()
    assert asker.cancelled == [0]
    assert not dialog.isVisible()


def test_a_late_answer_to_an_older_question_is_ignored(dialog: AtTimeDialog, asker: Asker) -> None:
    ask(dialog)
    ask(dialog)
    assert asker.cancelled == [0]
    asker.listeners[0].progress("old")
    asker.answer(14, question=0, price=1.0)
    asker.listeners[0].failure(HistoryError(HistoryFailure.BUSY, "old"))
    assert dialog.pane.model.rowCount() == 0
    assert dialog.pane.message.bar.isVisible()
    asker.answer(14, question=1)
    assert cell(dialog, 0, 4) == "41.71"


def test_a_failure_is_said_in_the_dialog_and_the_next_question_takes_its_place(
    dialog: AtTimeDialog, asker: Asker
) -> None:
    ask(dialog)
    asker.listeners[0].failure(HistoryError(HistoryFailure.NOT_RUNNING, "Start the Theta Terminal.", "HTTP 0"))
    assert dialog.pane.message.text.text() == "Start the Theta Terminal."
    assert dialog.foot.text() == "HTTP 0"
    assert not dialog.save_button.isEnabled()
    ask(dialog)
    asker.answer(14)
    assert dialog.pane.table.isVisible()
    assert dialog.save_button.isEnabled()


@pytest.mark.parametrize("source", [Source.SIMULATED, Source.REPLAY])
def test_answers_that_are_not_the_market_wear_a_badge(dialog: AtTimeDialog, asker: Asker, source: Source) -> None:
    ask(dialog)
    asker.answer(14, source=source)
    assert dialog.pane.badge.isVisible()
    assert dialog.pane.badge.text() == source.upper()
    assert cell(dialog, 0, 10) == source.upper()


def test_another_source_is_named_at_once_but_an_answer_keeps_its_own(dialog: AtTimeDialog, asker: Asker) -> None:
    dialog.set_source("local venue", Source.SIMULATED)
    assert dialog.pane.badge.isVisible()
    ask(dialog)
    asker.answer(14)
    assert dialog.pane.badge.isHidden()
    dialog.set_source("local venue", Source.REPLAY)
    assert dialog.pane.badge.isHidden()


def test_a_range_without_a_trading_day_says_why(dialog: AtTimeDialog, asker: Asker) -> None:
    for field in (dialog.form.start, dialog.form.end):
        field.setDate(QDate(2024, 6, 19))
    ask(dialog)
    asker.answer()
    assert "Juneteenth" in dialog.pane.message.text.text()


def test_copy_takes_the_selected_rows_or_all_with_headings(dialog: AtTimeDialog, asker: Asker) -> None:
    dialog.form.end.setDate(QDate(2024, 6, 18))
    ask(dialog)
    asker.answer(14, 18)
    dialog.pane.table.setFocus()
    press(dialog.pane.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert [line[1] for line in lines] == ["date", "2024-06-14", "2024-06-17", "2024-06-18"]
    dialog.pane.table.selectRow(2)
    press(dialog.pane.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert [line[1] for line in lines] == ["date", "2024-06-18"]


def test_saving_offers_a_name_and_writes_csv(dialog: AtTimeDialog, asker: Asker, tmp_path: Path) -> None:
    ask(dialog)
    asker.answer(14, source=Source.SIMULATED)
    dialog.save()
    (chooser,) = dialog.findChildren(QFileDialog)
    path = tmp_path / "answer.csv"
    chooser.fileSelected.emit(str(path))
    chooser.close()
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [(row["date"], row["price"], row["source"]) for row in rows] == [
        ("2024-06-14", "41.71", "SIMULATED a terminal")
    ]
    assert dialog.foot.text() == f"Saved {path}"


def test_a_file_that_cannot_be_written_is_said(dialog: AtTimeDialog, asker: Asker, tmp_path: Path) -> None:
    ask(dialog)
    asker.answer(14)
    dialog.save()
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "missing" / "answer.csv"))
    chooser.close()
    assert "could not be written" in dialog.foot.text()


def test_a_contract_can_be_put_in_and_is_shown_in_words(dialog: AtTimeDialog) -> None:
    dialog.set_contract(Contract("SPY", date(2024, 6, 21), "P", 470_500))
    assert dialog.form.query() is not None
    assert dialog.form.contract.text() == "O:SPY240621P00470500"


def test_a_contract_is_put_in_as_words_where_words_are_read(qtbot: QtBot, asker: Asker) -> None:
    contract = Contract("SPY", date(2024, 6, 21), "P", 470_500)

    def parse(text: str) -> Contract:
        if text != contract.label:
            raise ContractError("no")
        return contract

    made = AtTimeDialog(asker, parse)
    qtbot.addWidget(made)
    made.set_contract(contract)
    assert made.form.contract.text() == "SPY 21 Jun 24 470.5 P"


def test_offered_days_give_way_to_the_users(dialog: AtTimeDialog) -> None:
    dialog.form.end.setDate(QDate(2024, 6, 20))
    dialog.form.time.setText("10:00")
    dialog.set_default_day(date(2024, 6, 17), 57_600_000)
    assert dialog.form.start.day() == date(2024, 6, 17)
    assert dialog.form.end.day() == date(2024, 6, 20)
    assert dialog.form.time.text() == "10:00"


def test_a_weekend_offers_the_last_trading_day(dialog: AtTimeDialog) -> None:
    dialog.set_default_day(date(2024, 6, 16))
    assert dialog.form.start.day() == dialog.form.end.day() == DAY


def test_fields_are_restored_and_nonsense_is_left_alone(dialog: AtTimeDialog, qtbot: QtBot, asker: Asker) -> None:
    dialog.form.contract.setText(TICKER)
    dialog.form.start.setDate(QDate(2024, 6, 12))
    dialog.form.regular.setChecked(False)
    other = AtTimeDialog(asker, parse_ticker)
    qtbot.addWidget(other)
    other.restore(dialog.state())
    assert other.state() == dialog.state()
    other.restore({"contract": 5, "start": "x", "end": None, "time": []})
    assert other.state() == dialog.state()

"""The at-time dialog by keyboard: a question that runs, is given up, resumed, fails, and what can be done with rows."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event

import duckdb
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

import resources
from models.contract import Contract
from models.history.answers import Entry
from models.history.flag_words import FlagWords
from models.history.queries import HistoryError, HistoryFailure
from models.status import Source
from tests.models.history.made_answers import NOON_MS, OPEN_MS, QQQ_C, SPY_C, SPY_P
from tests.ui.history.answer_desk import ask, cell, press
from tests.ui.history.made_inquirer import MadeInquirer
from tests.ui.window_desk import CONTROL, dressed
from ui.history.at_time_dialog import AtTimeDialog
from ui.history.at_time_form import AtTimeForm

LOST = HistoryError(HistoryFailure.DISCONNECTED, "The terminal has lost its connection.", "HTTP 474")
REFUSED = HistoryError(HistoryFailure.PERMISSION, "This needs a subscription.", "HTTP 471")


@pytest.fixture
def inquirer() -> MadeInquirer:
    return MadeInquirer()


@pytest.fixture
def watched() -> list[Contract]:
    return []


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication, inquirer: MadeInquirer, watched: list[Contract]) -> Iterator[AtTimeDialog]:
    def watch(contract: Contract) -> bool:
        watched.append(contract)
        return watched.count(contract) == 1

    with dressed(qapp):
        made = AtTimeDialog(inquirer, AtTimeForm(), watch=watch, flags=FlagWords(resources.table("theta_flags")))
        qtbot.addWidget(made)
        made.set_source("Theta Terminal v2 (127.0.0.1:25510)", Source.LIVE)
        made.show()
        yield made
        made.close()


def test_an_empty_dialog_says_what_to_do_or_what_helps(dialog: AtTimeDialog) -> None:
    assert "press Enter" in dialog.pane.message.text.text()
    assert dialog.pane.range.text() == "asks Theta Terminal v2 (127.0.0.1:25510)"
    dialog.set_advice("Start the Theta Terminal.")
    assert dialog.pane.message.text.text() == "Start the Theta Terminal."
    dialog.set_advice("")
    assert "press Enter" in dialog.pane.message.text.text()


def test_what_is_wrong_is_not_asked(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    dialog.form.times.setText("25:00")
    dialog.form.ask.click()
    dialog.ask()
    assert inquirer.asked == []
    assert dialog.form.errors.isVisible()


def test_until_something_comes_the_dialog_says_what_it_waits_for(
    dialog: AtTimeDialog, inquirer: MadeInquirer, qtbot: QtBot
) -> None:
    ask(dialog)
    assert dialog.pane.message.bar.isVisible()
    inquirer.tell("The terminal is starting: trying again (2 of 5)")
    qtbot.waitUntil(lambda: "The terminal is starting" in dialog.pane.message.text.text())
    assert "0 of 1 part" in dialog.pane.message.text.text()


def test_rows_are_shown_as_parts_come(dialog: AtTimeDialog, inquirer: MadeInquirer, qtbot: QtBot) -> None:
    ask(dialog, SPY_C, SPY_P, QQQ_C)
    inquirer.answer()
    qtbot.waitUntil(lambda: dialog.pane.model.rowCount() == 10)
    strip = dialog.pane.strip
    assert (strip.bar.value(), strip.bar.maximum()) == (1, 3)
    assert strip.text.text().startswith("1 of 3 parts")
    assert strip.cancel.isVisible()
    assert dialog.pane.table.isVisible()
    assert "2 of 3 parts left" in dialog.pane.tools.count.text()
    inquirer.answer(2)
    inquirer.end()
    assert dialog.pane.model.rowCount() == 30
    assert not strip.isVisible()
    assert dialog.pane.tools.count.text() == "27 trades, 3 without one"
    assert dialog.pane.title.text() == "SPY 20 Sep 24 500 C and 2 more"


def test_escape_cancels_and_keeps_what_came_and_the_rest_can_be_asked_for(
    dialog: AtTimeDialog, inquirer: MadeInquirer
) -> None:
    ask(dialog, SPY_C, SPY_P)
    inquirer.answer()
    press(dialog, Qt.Key.Key_Escape)
    assert inquirer.cancelled == [0]
    assert dialog.pane.model.rowCount() == 10
    assert dialog.pane.strip.title.text() == "Cancelled after 1 of 2 parts"
    assert dialog.pane.strip.again.text() == "Resume (F5)"
    press(dialog, Qt.Key.Key_F5)
    assert inquirer.asked[1] is inquirer.asked[0]
    inquirer.answer_all()
    assert dialog.pane.model.rowCount() == 20
    assert not dialog.pane.strip.isVisible()
    press(dialog, Qt.Key.Key_F5)
    assert len(inquirer.asked) == 2
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_cancel_before_anything_came_offers_to_resume(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    ask(dialog)
    dialog.pane.message.cancel.click()
    assert dialog.pane.message.title.text() == "Cancelled"
    dialog.pane.strip.again.click()
    inquirer.answer_all()
    assert dialog.pane.model.rowCount() == 10


def test_a_failure_in_the_middle_keeps_what_came_and_says_what_helps(
    dialog: AtTimeDialog, inquirer: MadeInquirer
) -> None:
    ask(dialog, SPY_C, SPY_P)
    inquirer.answer()
    inquirer.end(LOST)
    strip = dialog.pane.strip
    assert (strip.title.text(), strip.text.text()) == ("Stopped after 1 of 2 parts", LOST.message)
    assert strip.text.toolTip() == "HTTP 474"
    assert dialog.pane.model.rowCount() == 10
    strip.again.click()
    inquirer.answer_all()
    assert dialog.pane.model.rowCount() == 20


def test_a_failure_at_once_is_said_in_place_of_an_answer(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    ask(dialog)
    inquirer.end(LOST)
    assert (dialog.pane.message.title.text(), dialog.pane.message.text.text()) == ("No answer", LOST.message)
    assert dialog.pane.strip.again.text() == "Try again (F5)"
    assert dialog.pane.strip.text.text().startswith("HTTP 474 · ")
    assert not dialog.copy_button.isEnabled()
    assert not dialog.save_button.isEnabled()


def test_parts_that_are_not_permitted_are_rows_that_say_so(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    ask(dialog, SPY_C, SPY_P)
    inquirer.answer()
    inquirer.asked[0].fail(inquirer.asked[0].left()[0], REFUSED)
    inquirer.end()
    assert dialog.pane.model.rowCount() == 20
    assert cell(dialog, 10, "traded") == "not permitted"
    assert cell(dialog, 10, "note") == REFUSED.message
    assert dialog.pane.strip.title.text() == "1 of 2 parts without an answer"
    assert not dialog.pane.strip.again.isVisible()


def test_another_question_takes_the_place_of_one_that_runs(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    ask(dialog, SPY_C, SPY_P)
    inquirer.answer()
    ask(dialog, QQQ_C)
    assert inquirer.cancelled == [0]
    inquirer.answer(number=0, price=1.0)
    inquirer.end(LOST, number=0)
    assert dialog.pane.model.rowCount() == 0
    inquirer.answer_all()
    assert {cell(dialog, row, "contract") for row in range(10)} == {QQQ_C.label}


def test_what_is_told_of_an_answer_goes_with_it(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    ask(dialog)
    inquirer.answer_all()
    assert dialog.pane.tools.isVisible()
    ask(dialog, QQQ_C)
    assert not dialog.pane.tools.isVisible()


def test_closing_gives_a_running_question_up(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    ask(dialog)
    dialog.close()
    assert inquirer.cancelled == [0]
    assert not dialog.isVisible()


@pytest.mark.parametrize("source", [Source.SIMULATED, Source.REPLAY])
def test_answers_that_are_not_the_market_wear_a_badge(
    dialog: AtTimeDialog, inquirer: MadeInquirer, source: Source
) -> None:
    ask(dialog)
    inquirer.answer_all(source=source)
    assert dialog.pane.badge.text() == source.upper()
    assert dialog.pane.badge.isVisible()
    assert cell(dialog, 0, "source") == source.upper()
    dialog.set_source("another", Source.LIVE)
    assert dialog.pane.badge.isVisible()


def test_who_is_asked_is_marked_while_a_question_runs(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    dialog.set_source("", Source.SIMULATED)
    ask(dialog)
    assert dialog.pane.badge.isVisible()


def test_a_weekend_is_said_at_its_field_and_not_asked_for(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    ask(dialog, start=date(2024, 6, 15), end=date(2024, 6, 16))
    assert inquirer.asked == []
    assert "weekend" in dialog.form.errors.text()


def test_the_filter_narrows_table_and_count_and_says_what_it_cannot_read(
    dialog: AtTimeDialog, inquirer: MadeInquirer
) -> None:
    ask(dialog, SPY_C, SPY_P)
    inquirer.answer_all(without=(11,))
    press(dialog, Qt.Key.Key_F, CONTROL)
    tools = dialog.pane.tools
    assert tools.filter.hasFocus()
    tools.filter.setText("puts missing")
    assert dialog.pane.model.rowCount() == 2
    assert tools.count.text().startswith("2 of 20 rows")
    tools.filter.setText("puts prize>1")
    assert "limits are on price" in tools.problem.text()
    assert dialog.pane.model.rowCount() == 2
    press(tools.filter, Qt.Key.Key_Escape)
    assert dialog.pane.model.rowCount() == 20
    press(tools.filter, Qt.Key.Key_Return)
    assert dialog.pane.table.hasFocus()
    assert len(inquirer.asked) == 1


def test_a_filter_that_nothing_passes_says_how_to_go_on(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    ask(dialog)
    inquirer.answer_all()
    dialog.pane.tools.filter.setText("nobody")
    assert dialog.pane.table.isVisible()
    assert "clear it" in dialog.pane.table.empty_text
    assert not dialog.save_button.isEnabled()
    dialog.pane.tools.filter.clear()
    assert dialog.save_button.isEnabled()


def test_copy_takes_the_selected_rows_or_all_that_are_shown(
    dialog: AtTimeDialog, inquirer: MadeInquirer, qtbot: QtBot
) -> None:
    ask(dialog)
    inquirer.answer_all(without=(11,))
    dialog.pane.table.sort_by("day")
    dialog.pane.table.sort_by("day")
    press(dialog.pane.table, Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: dialog.task.text == "10 rows copied, with headings.")
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert [line[1] for line in lines][:2] == ["date", "2024-06-21"]
    assert len(lines) == 11
    dialog.pane.table.selectRow(8)
    press(dialog.pane.table, Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: dialog.task.text == "1 row copied, with headings.")
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert [line[1] for line in lines] == ["date", "2024-06-11"]


def test_what_is_shown_is_exported_as_csv_or_parquet(
    dialog: AtTimeDialog, inquirer: MadeInquirer, tmp_path: Path, qtbot: QtBot
) -> None:
    ask(dialog, SPY_C, SPY_P)
    inquirer.answer_all(source=Source.SIMULATED)
    dialog.pane.tools.filter.setText("puts traded")
    for name in ("answer.csv", "answer.parquet"):
        dialog.save()
        (chooser,) = dialog.findChildren(QFileDialog)
        with qtbot.waitSignal(dialog.row_actions.export.finished):
            chooser.fileSelected.emit(str(tmp_path / name))
        chooser.close()
        QApplication.sendPostedEvents(chooser, 52)
        assert dialog.task.text == f"Exported 9 rows to {tmp_path / name}."
    rows = list(csv.DictReader((tmp_path / "answer.csv").read_text(encoding="utf-8").splitlines()))
    assert {(row["contract"], row["price"], row["source"]) for row in rows} == {
        (SPY_P.ticker, "41.71", "SIMULATED a terminal")
    }
    with duckdb.connect() as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM read_parquet(?)", [str(tmp_path / "answer.parquet")]
        ).fetchall()[0]
    assert count == len(rows) == 9


@pytest.mark.parametrize("name", ["answer.csv", "answer.parquet"])
def test_a_file_that_cannot_be_written_is_said(
    dialog: AtTimeDialog, inquirer: MadeInquirer, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    ask(dialog)
    inquirer.answer_all()
    with qtbot.waitSignal(dialog.row_actions.export.finished):
        dialog.row_actions.export.write(dialog.pane.shown_entries(), tmp_path / "missing" / name)
    assert "could not be saved" in dialog.task.text


def test_a_file_of_another_kind_is_refused(dialog: AtTimeDialog, inquirer: MadeInquirer, tmp_path: Path) -> None:
    ask(dialog)
    inquirer.answer_all()
    dialog.row_actions.export.write(dialog.pane.shown_entries(), tmp_path / "answer.txt")
    assert "let its name end in .csv or .parquet" in dialog.task.text


def test_one_key_puts_the_contract_on_the_watchlist(
    dialog: AtTimeDialog, inquirer: MadeInquirer, watched: list[Contract]
) -> None:
    ask(dialog, SPY_C, SPY_P)
    inquirer.answer_all()
    press(dialog.pane.table, Qt.Key.Key_W)
    assert watched == []
    assert "No row is selected" in dialog.task.text
    dialog.pane.table.selectRow(15)
    for said in ("is on the watchlist now", "was on the watchlist already"):
        press(dialog.pane.table, Qt.Key.Key_W)
        assert said in dialog.task.text
    assert watched == [SPY_P, SPY_P]


def test_one_key_asks_for_the_trades_around_a_row(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    found: list[Entry] = []
    dialog.around_asked.connect(found.append)
    ask(dialog)
    inquirer.answer_all()
    press(dialog.pane.table, Qt.Key.Key_T)
    assert "No row is selected" in dialog.task.text
    dialog.pane.table.selectRow(3)
    press(dialog.pane.table, Qt.Key.Key_T)
    assert found == [dialog.pane.model.entry(3)]


def test_enter_shows_the_details_which_follow_the_table(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    ask(dialog)
    inquirer.answer_all(without=(11,))
    press(dialog.pane.table, Qt.Key.Key_Return)
    assert dialog.row_actions.details is None or not dialog.row_actions.details.isVisible()
    dialog.pane.table.selectRow(0)
    press(dialog.pane.table, Qt.Key.Key_Return)
    assert dialog.row_actions.details
    assert dialog.row_actions.details.isVisible()
    assert "SETLOW" in dialog.row_actions.details.text()
    dialog.row_actions.details.request_button.click()
    assert QGuiApplication.clipboard().text().endswith("ivl=43200000")
    press(dialog.pane.table, Qt.Key.Key_Down)
    assert "no trade" in dialog.row_actions.details.text()
    dialog.close()
    assert not dialog.row_actions.details.isVisible()
    assert len(inquirer.asked) == 1


def test_a_file_is_there_when_the_program_ends(dialog: AtTimeDialog, inquirer: MadeInquirer, tmp_path: Path) -> None:
    ask(dialog)
    inquirer.answer_all()
    dialog.row_actions.export.write(dialog.pane.shown_entries(), tmp_path / "answer.csv")
    dialog.finish()
    assert (tmp_path / "answer.csv").is_file()


def test_closing_does_not_wait_for_a_file(
    dialog: AtTimeDialog, inquirer: MadeInquirer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    may_write = Event()
    monkeypatch.setattr("ui.history.answer_export.write_parquet", lambda _entries, _path: may_write.wait(10))
    ask(dialog)
    inquirer.answer_all()
    export = dialog.row_actions.export
    export.write(dialog.pane.shown_entries(), tmp_path / "answer.parquet")
    dialog.close()
    assert export.busy
    may_write.set()
    qtbot.waitUntil(lambda: not export.busy)


def test_the_chart_is_copied_as_a_picture(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    ask(dialog)
    inquirer.answer_all()
    dialog.pane.show_view(chart=True)
    press(dialog.pane.chart, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().image().width() == dialog.pane.chart.width()


def test_the_chart_is_turned_to_by_a_key_with_what_is_selected(dialog: AtTimeDialog, inquirer: MadeInquirer) -> None:
    ask(dialog, SPY_C, times=(OPEN_MS, NOON_MS))
    inquirer.answer_all()
    press(dialog, Qt.Key.Key_1, CONTROL)
    assert dialog.pane.table.hasFocus()
    dialog.pane.table.selectRow(4)
    press(dialog, Qt.Key.Key_2, CONTROL)
    chart = dialog.pane.chart
    assert chart.isVisible()
    assert chart.hasFocus()
    assert "Wed 12 Jun 24" in chart.reading
    press(chart, Qt.Key.Key_Right)
    assert dialog.pane.table.currentIndex().row() == 6
    press(dialog, Qt.Key.Key_1, CONTROL)
    assert dialog.pane.table.hasFocus()


def test_columns_and_view_are_restored(dialog: AtTimeDialog, qtbot: QtBot) -> None:
    dialog.pane.table.setColumnHidden(3, True)
    dialog.pane.show_view(chart=True)
    other = AtTimeDialog(MadeInquirer(), AtTimeForm())
    qtbot.addWidget(other)
    other.restore(dialog.state())
    assert other.pane.table.isColumnHidden(3)
    assert other.state() == dialog.state()
    other.restore({"answer": 5, "form": None})
    assert other.state() == dialog.state()

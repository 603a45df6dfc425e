"""The at-time dialog as the window opens it: with what is looked at, who is asked, and what belongs to it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from models.clock import utc_ms
from models.contract import parse_ticker
from models.history.answers import Entry
from models.history.queries import AtTimeAnswer, AtTimeRow, HistoryError, HistoryFailure
from models.history.question_book import QuestionBook
from models.history.terminal import TerminalChoice, TerminalState, TerminalStatus
from models.status import Source
from tests.models.made_market import OPEN, SPXW, SPY_C, SPY_P, Print
from tests.ui.history.made_inquirer import MadeInquirer
from tests.ui.main_desk import Desk
from tests.ui.window_desk import dressed, press
from ui.history.at_time_dialog import AtTimeDialog
from ui.history.at_time_form import AtTimeForm
from ui.history.desk import HistoryDesk, TerminalAccess
from ui.history.subject import HistorySubject

DAY = date(2025, 12, 1)
CALL, PUT, INDEX = map(parse_ticker, (SPY_C, SPY_P, SPXW))
SHIFT = Qt.KeyboardModifier.ShiftModifier
WELL = TerminalStatus("Theta Terminal v3", "127.0.0.1:25503", 3, TerminalState.CONNECTED)


class Terminal:
    """Remembers what is chosen, and how often it was to be looked at."""

    def __init__(self) -> None:
        self.choice, self.looks = TerminalChoice(), 0

    def access(self) -> TerminalAccess:
        return TerminalAccess(lambda: self.choice, self._use, self._look)

    def _use(self, choice: TerminalChoice) -> None:
        self.choice = choice

    def _look(self) -> None:
        self.looks += 1


class HistoryWindow:
    """A main window with its history desk."""

    def __init__(self, main: Desk, folder: Path) -> None:
        self.main, self.terminal, self.inquirer = main, Terminal(), MadeInquirer()
        self.book = QuestionBook(folder / "questions.json")
        subject = HistorySubject(main.market, main.window.panels)
        self.desk = HistoryDesk(
            self.inquirer, main.market, self.book, self.terminal.access(), subject, lambda: main.window
        )

    @property
    def dialog(self) -> AtTimeDialog:
        assert self.desk.dialog
        return self.desk.dialog

    @property
    def form(self) -> AtTimeForm:
        return self.dialog.form


@pytest.fixture
def history(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[HistoryWindow]:
    with dressed(qapp):
        main = Desk(qtbot, tmp_path)
        main.show(Print(SPY_C), Print(SPXW, time_ms=OPEN + 62_114), Print(SPY_P, time_ms=OPEN + 70_000))
        made = HistoryWindow(main, tmp_path)
        yield made
        made.desk.close()
        main.end()


def entries(form: AtTimeForm) -> dict[str, QAction]:
    menu = next(menu for menu in form.findChildren(QMenu) if menu.isVisible())
    return {action.text().partition("\t")[0].replace("&", ""): action for action in menu.actions() if action.text()}


# What is looked at


def test_from_the_watchlist_it_opens_with_the_selected_contracts(history: HistoryWindow) -> None:
    history.main.window.panels.go_to(history.main.window.panels.watchlist, history.main.watchlist.table)
    history.main.watchlist.table.selectAll()
    history.desk.open()
    assert history.form.known_contracts() == (CALL, PUT)
    assert history.form.start.day() == DAY


def test_from_a_tape_it_opens_with_contract_day_and_time_of_the_selected_trade(
    history: HistoryWindow, qtbot: QtBot
) -> None:
    panels = history.main.window.panels
    panels.tape.content.scope.set_everything(True)
    history.main.window.advance()
    panels.go_to_tape()
    qtbot.waitUntil(lambda: panels.with_keys is panels.tape and history.main.tape.model.rowCount() == 3)
    history.main.tape.table.selectRow(1)
    history.desk.open()
    assert history.form.known_contracts() == (INDEX,)
    assert (history.form.start.day(), history.form.end.day()) == (DAY, DAY)
    assert history.form.times.text() == "09:31:02.114"
    assert history.form.regular.isChecked()


def test_from_a_chart_it_opens_with_its_contract_and_the_chosen_trade(history: HistoryWindow) -> None:
    panels = history.main.window.panels
    panels.go_to_chart()
    history.desk.open()
    assert history.form.known_contracts() == (CALL,)
    panels.charts.first.link.set_contract(1)
    panels.charts.first.link.set_row(2)
    panels.go_to_chart()
    history.desk.open()
    assert history.form.known_contracts() == (PUT,)
    assert history.form.times.text() == "09:31:10"


def test_the_key_and_the_menu_of_a_tape_open_it(history: HistoryWindow) -> None:
    history.main.press(Qt.Key.Key_H)
    history.main.tape.row_menu.history_asked.emit()
    history.main.actions["Theta Terminal…"].trigger()
    assert history.main.asked == ["history", "history", "terminal"]


def test_the_contracts_of_the_watchlist_come_by_one_key(history: HistoryWindow, qtbot: QtBot) -> None:
    history.desk.open()
    qtbot.waitUntil(history.dialog.isActiveWindow)
    history.form.contracts.setText("")
    press(history.form.contracts, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | SHIFT)
    assert history.form.known_contracts() == (CALL, PUT)
    QTest.keyRelease(history.form, Qt.Key.Key_Control)  # Qt would take it for held
    history.main.watchlist.table.selectRow(1)
    press(history.form.contracts, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert history.form.known_contracts() == (PUT,)
    history.main.watchlist.table.clearSelection()
    history.form.watchlist.click()
    entries(history.form)["Selected contracts"].trigger()
    assert "No contract is selected" in history.form.errors.text()
    assert history.form.known_contracts() == (PUT,)


# Who is asked


def test_the_terminal_is_shown_and_looked_at_when_the_dialog_opens(history: HistoryWindow) -> None:
    history.desk.show_terminal(WELL)
    shown = [history.desk.is_shown]
    history.desk.open()
    shown.append(history.desk.is_shown)
    assert shown == [False, True]
    assert history.terminal.looks == 1
    assert history.desk._chip.text() == "✓ Theta Terminal v3 (127.0.0.1:25503) connected"


def test_what_helps_stands_where_the_answer_would(history: HistoryWindow) -> None:
    history.desk.open()
    history.desk.show_terminal(TerminalStatus(state=TerminalState.NOT_RUNNING, advice="Start it."))
    assert "Start it." in history.dialog.pane.message.text.text()
    history.desk.show_terminal(WELL)
    assert "Start it." not in history.dialog.pane.message.text.text()


def test_another_terminal_is_chosen_by_a_click_on_the_chip(history: HistoryWindow) -> None:
    history.desk.open()
    history.desk.show_terminal(WELL)
    history.desk._chip.click()
    dialog = history.desk._terminal_dialog
    assert dialog
    assert dialog.state.text() == "✓ Theta Terminal v3 (127.0.0.1:25503) connected"
    dialog.at_address.setChecked(True)
    dialog.address.setText("25599")
    dialog.use()
    assert history.terminal.choice.address == "http://127.0.0.1:25599"


def test_the_terminal_is_chosen_without_a_question_too(history: HistoryWindow) -> None:
    history.desk.choose_terminal()
    dialog = history.desk._terminal_dialog
    assert dialog
    assert history.desk.is_shown, "it is looked at often while somebody looks"
    history.desk.show_terminal(WELL)
    assert dialog.state.text() == "✓ Theta Terminal v3 (127.0.0.1:25503) connected"
    dialog.transport.setCurrentIndex(1)
    dialog.use()
    assert history.terminal.choice.transport == "json"


def test_contracts_are_chosen_from_lists_for_the_underlying_that_is_meant(history: HistoryWindow) -> None:
    history.desk.open()
    history.form.set_contracts([CALL])
    history.form.choose.click()
    picker = history.desk._picker
    assert picker
    assert history.inquirer.last("expirations").what[1] == "SPY"
    picker.chosen.emit((PUT,), True)
    assert history.form.known_contracts() == (CALL, PUT)
    picker.chosen.emit((PUT,), False)
    assert history.form.known_contracts() == (PUT,)
    history.form.contracts.setText("spxw")
    history.form.choose.click()
    assert history.inquirer.last("expirations").what[1] == "SPXW"


def test_the_dialogs_of_the_question_close_with_it(history: HistoryWindow) -> None:
    history.desk.open()
    history.form.choose.click()
    history.desk._chip.click()
    history.dialog.close()
    assert history.desk._picker
    assert history.desk._terminal_dialog
    assert not history.desk._picker.isVisible()
    assert not history.desk._terminal_dialog.isVisible()
    assert history.inquirer.last("expirations").cancelled


# What is asked and answered


def ask(history: HistoryWindow, source: Source, times: str) -> None:
    """Ask for a day of a contract that never traded here; the answer is a second old."""
    history.desk.open()
    history.form.restore({"contracts": "SPY 19 Dec 25 99999 C", "start": str(DAY), "end": str(DAY), "times": times})
    history.form.ask.click()
    answers = history.inquirer.asked[-1]
    for part in answers.left():
        row = AtTimeRow(part.start, part.at_ms, part.at_ms - 1000, 1.5, 1, "CBOE", "Auto", sequence=1)
        answers.add(AtTimeAnswer(part, "somebody", source, (row,)))
    history.inquirer.end()


def test_a_contract_that_never_traded_here_is_answered_and_leaves_no_trace(history: HistoryWindow) -> None:
    known = len(history.main.market.contracts)
    ask(history, Source.SIMULATED, "09:30")
    assert [entry.row is not None for entry in history.inquirer.asked[-1].entries] == [True]
    assert len(history.main.market.contracts) == known
    assert history.book.recent[0].contracts == ("O:SPY251219C99999000",)


@pytest.mark.parametrize(("source", "is_known"), [(Source.SIMULATED, False), (Source.REPLAY, True)])
def test_a_simulated_market_has_no_answer_for_a_time_to_come(
    history: HistoryWindow, source: Source, is_known: bool
) -> None:
    ask(history, source, "13:00")
    assert [entry.row is not None for entry in history.inquirer.asked[-1].entries] == [is_known]


def test_a_failure_leaves_the_window_alive(history: HistoryWindow) -> None:
    history.desk.open()
    history.form.set_contracts([CALL])
    history.form.ask.click()
    looks = history.terminal.looks
    history.inquirer.end(HistoryError(HistoryFailure.NOT_RUNNING, "It is not running. Start it."))
    assert history.dialog.isVisible()
    assert history.terminal.looks == looks + 1, "what is said of the terminal is soon true again"


def test_an_answers_contract_goes_on_the_watchlist(history: HistoryWindow) -> None:
    history.desk.open()
    assert history.desk._subject.watch(INDEX)
    assert not history.desk._subject.watch(INDEX)
    assert [item.contract for item in history.main.watchlist.watchlist] == [CALL, PUT, INDEX]


def test_the_tape_around_an_answer_opens_in_a_window_of_its_own(history: HistoryWindow) -> None:
    history.desk.open()
    row = AtTimeRow(DAY, 36_000_000, 35_999_000, 1.5, 1, "CBOE", "Auto", sequence=1)
    history.dialog.around_asked.emit(Entry(CALL, DAY, 36_000_000, row, None, None))
    assert history.inquirer.kept[-1].what[0] == "trades"


def test_the_look_of_the_answers_is_kept(history: HistoryWindow) -> None:
    history.desk.restore({"answer": {}})
    assert history.desk.state() == {"answer": {}}
    history.desk.open()
    assert set(history.desk.state()) == {"answer"}


def test_the_first_look_is_at_the_markets_own_day(history: HistoryWindow) -> None:
    history.main.market.clock.observe(utc_ms(date(2025, 12, 2), 50_400_839))
    history.desk.open()
    assert history.form.start.day() == date(2025, 12, 2)
    assert history.form.times.text() == "14:00"

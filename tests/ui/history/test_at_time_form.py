"""The fields of an at-time question, by keyboard."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from models.contract import parse_ticker
from models.history.day_ranges import DayRange
from models.history.queries import AtTimeQuestion
from models.history.question_book import QuestionBook, SavedQuestion
from tests.ui.window_desk import ALT, CONTROL, dressed, press
from ui.history.at_time_form import AtTimeForm

DAY = date(2024, 6, 14)
NOON = 43_200_000
CALL, PUT = parse_ticker("O:SPY240621C00500000"), parse_ticker("O:SPY240621P00490000")
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def book(tmp_path: Path) -> QuestionBook:
    return QuestionBook(tmp_path / "questions.json")


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication, book: QuestionBook) -> Iterator[AtTimeForm]:
    with dressed(qapp):
        made = AtTimeForm(book)
        qtbot.addWidget(made)
        made.set_default_day(DAY, NOON)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        yield made


def asked(form: AtTimeForm) -> list[AtTimeQuestion | None]:
    questions: list[AtTimeQuestion | None] = []
    form.asked.connect(lambda: questions.append(form.question()))
    return questions


def entries(form: QWidget, qtbot: QtBot) -> dict[str, QAction]:
    """What the open menu offers, by the texts without marks and keys; a key opens it a little later."""
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in form.findChildren(QMenu)))
    menu = next(menu for menu in form.findChildren(QMenu) if menu.isVisible())
    return {action.text().partition("\t")[0].replace("&", ""): action for action in menu.actions() if action.text()}


# Contracts


def test_enter_asks_for_all_contracts_and_times(form: AtTimeForm) -> None:
    questions = asked(form)
    form.contracts.setText("SPY 21 Jun 24 500 C; O:SPY240621P00490000")
    form.times.setText("15:59:59.999, 9:30")
    form.regular.setChecked(False)
    press(form.contracts, Qt.Key.Key_Return)
    question = AtTimeQuestion((CALL, PUT), DAY, DAY, (34_200_000, 57_599_999), regular_hours=False)
    assert questions == [question]
    assert form.times.text() == "09:30, 15:59:59.999"
    assert form.times.cursorPosition() == 0, "of many times the first are seen"


def test_shift_enter_begins_another_line_and_the_field_grows_with_it(form: AtTimeForm) -> None:
    height = form.contracts.height()
    assert height == form.times.height()
    QTest.keyClicks(form.contracts, "SPY 21 Jun 24 500 C")
    press(form.contracts, Qt.Key.Key_Return, SHIFT)
    QTest.keyClicks(form.contracts, "SPY 21 Jun 24 490 P")
    assert form.contracts.sizeHint().height() > height
    assert form.known_contracts() == (CALL, PUT)


def test_a_pasted_list_is_read_line_by_line(form: AtTimeForm) -> None:
    QGuiApplication.clipboard().setText("SPY240621C00500000\r\nSPY240621P00490000\r\n")
    form.contracts.paste()
    assert form.known_contracts() == (CALL, PUT)


def test_tab_leaves_the_contracts(form: AtTimeForm) -> None:
    form.contracts.setFocus()
    press(form.contracts, Qt.Key.Key_Tab)
    assert not form.contracts.hasFocus()


def test_contracts_that_are_put_in_keep_a_spelling_that_says_the_same(form: AtTimeForm) -> None:
    form.contracts.setText("SPY240621C00500000")
    form.set_contracts([CALL])
    assert form.contracts.text() == "SPY240621C00500000"
    form.set_contracts([CALL, PUT])
    assert form.contracts.text() == "SPY 21 Jun 24 500 C\nSPY 21 Jun 24 490 P"
    form.contracts.undo()
    assert form.contracts.text() == "SPY240621C00500000", "what was there can be had back"


def test_how_several_contracts_are_understood_stands_below(form: AtTimeForm) -> None:
    form.set_contracts([CALL, PUT, parse_ticker("O:QQQ240607C00450000")])
    assert form._columns["contracts"]._hint.text() == "3 contracts: SPY, QQQ · 1 had expired"
    form.start.set_day(date(2024, 6, 3))
    assert form._columns["contracts"]._hint.text() == "3 contracts: SPY, QQQ"


# Wrong input


@pytest.mark.parametrize(
    ("contracts", "start", "end", "times", "field", "words"),
    [
        ("", DAY, DAY, "12:00", "contracts", "write an option"),
        ("SPY", DAY, DAY, "12:00", "contracts", "“SPY”: this is an underlying"),
        ("SPY240621C00500000; nonsense!", DAY, DAY, "12:00", "contracts", "“nonsense!”"),
        (CALL.ticker, DAY, DAY, "25:00", "times", "not a time of day"),
        (CALL.ticker, DAY, DAY, "12:00, noon", "times", "“noon”"),
        (CALL.ticker, date(2024, 6, 14), date(2024, 6, 13), "12:00", "end", "before the first"),
        (CALL.ticker, date(2024, 6, 24), date(2024, 6, 24), "12:00", "start", "expired"),
        (CALL.ticker, date(2024, 6, 15), date(2024, 6, 16), "12:00", "start", "Sat 15 Jun 24 (weekend)"),
        (CALL.ticker, date(2024, 6, 19), date(2024, 6, 19), "12:00", "start", "Juneteenth"),
    ],
)
def test_wrong_input_is_marked_at_its_field_and_nothing_is_asked(
    form: AtTimeForm, contracts: str, start: date, end: date, times: str, field: str, words: str
) -> None:
    questions = asked(form)
    form.contracts.setText(contracts)
    form.start.set_day(start)
    form.end.set_day(end)
    form.times.setText(times)
    press(form.contracts, Qt.Key.Key_Return)
    marked = getattr(form, field)
    assert questions == []
    assert marked.property("invalid") is True
    assert words in marked.accessibleDescription()
    assert words in form.errors.text()
    assert form.errors.isVisible()
    assert marked.hasFocus()


def test_every_wrong_field_is_said_at_once(form: AtTimeForm) -> None:
    form.times.setText("x")
    form.ask.click()
    assert [line.partition(":")[0] for line in form.errors.text().splitlines()] == ["Times", "Contracts"]


def test_the_part_that_is_wrong_is_underlined_until_it_is_edited(form: AtTimeForm) -> None:
    form.contracts.setText("SPY240621C00500000\n😀 QQQ")
    form.ask.click()
    assert [mark.cursor.selectedText() for mark in form.contracts.extraSelections()] == ["😀 QQQ"]
    press(form.contracts, Qt.Key.Key_End)
    QTest.keyClicks(form.contracts, "x")
    assert form.contracts.extraSelections() == []
    assert form.contracts.property("invalid") is False
    assert not form.errors.isVisible()


# Days


def test_a_named_range_puts_its_days_in_and_says_its_name(form: AtTimeForm, qtbot: QtBot) -> None:
    press(form.contracts, Qt.Key.Key_D, ALT)
    entries(form, qtbot)["Last 5 days"].trigger()
    assert (form.start.day(), form.end.day()) == (date(2024, 6, 10), DAY)
    assert form.days.text() == "last 5 days ▾"
    form.end.set_day(date(2024, 6, 13))
    assert form.days.text() == "&Days ▾"
    assert form.days.range is None


def test_ranges_of_the_expiry_follow_the_contract(form: AtTimeForm, qtbot: QtBot) -> None:
    form.set_default_day(date(2024, 8, 1))
    form.days.click()
    assert not entries(form, qtbot)["Expiry week"].isEnabled()
    assert entries(form, qtbot)["Expiry week"].text().endswith("write a contract first")
    form.contracts.setText(CALL.ticker)
    form.set_range(DayRange.EXPIRY_WEEK)
    assert (form.start.day(), form.end.day()) == (date(2024, 6, 17), CALL.expiry)
    form.contracts.setText("SPY 19 Jul 24 500 C")
    assert (form.start.day(), form.end.day()) == (date(2024, 7, 15), date(2024, 7, 19))


def test_page_keys_step_over_days_without_trading(form: AtTimeForm) -> None:
    form.start.set_day(date(2024, 6, 18))
    press(form.start, Qt.Key.Key_PageDown)
    assert form.start.day() == date(2024, 6, 20), "the 19th is a holiday"
    press(form.start, Qt.Key.Key_PageUp)
    press(form.start, Qt.Key.Key_PageUp)
    press(form.start, Qt.Key.Key_PageUp)
    assert form.start.day() == DAY, "a weekend lies between"


def test_the_calendar_opens_by_keyboard(form: AtTimeForm) -> None:
    press(form.start, Qt.Key.Key_Down, ALT)
    calendar = form.start.calendarWidget()
    assert calendar.isVisible()
    calendar.window().close()


def test_the_offered_day_follows_the_market_until_the_user_chooses(form: AtTimeForm) -> None:
    form.set_default_day(date(2024, 6, 17))
    assert (form.start.day(), form.end.day()) == (date(2024, 6, 17), date(2024, 6, 17))
    form.start.set_day(date(2024, 6, 3))
    form.set_default_day(date(2024, 6, 18))
    assert (form.start.day(), form.end.day()) == (date(2024, 6, 3), date(2024, 6, 18))


def test_a_moment_out_of_regular_hours_is_asked_for_in_all_hours(form: AtTimeForm) -> None:
    form.set_moment(date(2024, 6, 13), 58_500_123)
    assert (form.start.day(), form.end.day(), form.times.text()) == (date(2024, 6, 13),) * 2 + ("16:15:00.123",)
    assert not form.regular.isChecked()


@pytest.mark.parametrize(
    ("text", "hint"),
    [("9:30", ""), ("09:00, 10:00", "2 times · before the open"), ("16:10", "after the close"), ("x", "")],
)
def test_a_time_out_of_regular_hours_is_pointed_out(form: AtTimeForm, text: str, hint: str) -> None:
    form.times.setText(text)
    assert form._columns["times"]._hint.text() == hint


# Questions that are kept


def test_what_was_asked_is_offered_again(form: AtTimeForm, book: QuestionBook, qtbot: QtBot) -> None:
    form.contracts.setText(CALL.ticker)
    form.ask.click()
    form.contracts.setText(PUT.ticker)
    form.times.setText("10:00")
    form.ask.click()
    press(form.contracts, Qt.Key.Key_Q, ALT)
    entries(form, qtbot)["SPY 21 Jun 24 500 C · Fri 14 Jun 24 · 12:00"].trigger()
    assert form.known_contracts() == (CALL,)
    assert form.times.text() == "12:00"
    assert len(book.recent) == 2


def test_a_wrong_question_is_not_kept(form: AtTimeForm, book: QuestionBook) -> None:
    form.ask.click()
    assert book.recent == ()


def test_a_favourite_keeps_its_range_as_a_name_and_has_a_key(
    form: AtTimeForm, book: QuestionBook, qtbot: QtBot
) -> None:
    form.contracts.setText(CALL.ticker)
    form.set_range(DayRange.LAST_5)
    press(form.contracts, Qt.Key.Key_D, CONTROL)
    dialog = form.findChild(QInputDialog)
    assert dialog
    dialog.setTextValue("Week")
    dialog.accept()
    assert form.errors.text() == "The question is kept as “Week”."
    form.set_default_day(date(2024, 6, 18))
    form.contracts.setText("")
    press(form.contracts, Qt.Key.Key_1, ALT)
    assert form.known_contracts() == (CALL,)
    assert (form.start.day(), form.end.day()) == (date(2024, 6, 12), date(2024, 6, 18))
    assert book.favourites[0].question.days is DayRange.LAST_5


def test_favourites_are_renamed_and_removed_from_the_menu(form: AtTimeForm, book: QuestionBook) -> None:
    book.save("A & B", SavedQuestion((CALL.ticker,), DAY, DAY, "12:00"))
    form.questions.open_menu()  # type: ignore[union-attr]
    menus = {menu.title(): menu for menu in form.findChildren(QMenu)}
    menus["&Rename"].actions()[0].trigger()
    dialog = form.findChild(QInputDialog)
    assert dialog
    dialog.setTextValue("C")
    dialog.accept()
    assert [known.name for known in book.favourites] == ["C"]
    form.questions.open_menu()  # type: ignore[union-attr]
    next(menu for menu in form.findChildren(QMenu) if menu.isVisible() and menu.title() == "")
    [menu for menu in form.findChildren(QMenu) if menu.title() == "Remo&ve"][-1].actions()[0].trigger()
    assert book.favourites == ()
    assert form.errors.text() == "“C” was removed."


def test_a_file_that_cannot_be_written_is_said(form: AtTimeForm, tmp_path: Path) -> None:
    (tmp_path / "questions.json").mkdir()
    questions = asked(form)
    form.contracts.setText(CALL.ticker)
    form.ask.click()
    assert len(questions) == 1, "the question is asked all the same"
    assert form.errors.text().startswith("This question is not kept")


def test_the_state_comes_back(form: AtTimeForm, qtbot: QtBot) -> None:
    form.contracts.setText(CALL.ticker)
    form.set_range(DayRange.LAST_5)
    form.times.setText("10:00, 11:00")
    form.regular.setChecked(False)
    other = AtTimeForm()
    qtbot.addWidget(other)
    other.set_default_day(DAY)
    other.restore({**form.state(), "unknown": 1})
    assert other.state() == form.state()
    other.restore({"start": "nonsense", "days": 7, "contracts": None})
    assert other.state() == form.state()


# The watchlist


@pytest.mark.parametrize(("modifiers", "everything"), [(CONTROL, False), (CONTROL | SHIFT, True)])
def test_a_key_asks_for_the_contracts_of_the_watchlist(
    form: AtTimeForm, modifiers: Qt.KeyboardModifier, everything: bool
) -> None:
    wanted: list[bool] = []
    form.watchlist_asked.connect(wanted.append)
    press(form.contracts, Qt.Key.Key_L, modifiers)
    assert wanted == [everything]

"""Choosing contracts from lists, with an inquirer that answers when a test says so."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from models.contract import Contract
from tests.ui.history.made_inquirer import MadeInquirer
from tests.ui.window_desk import CONTROL, dressed, press, write
from ui.history.contract_picker import ContractPicker

TODAY = date(2025, 12, 1)
NEAR, FAR, PAST = date(2025, 12, 19), date(2026, 1, 16), date(2025, 11, 21)


@pytest.fixture
def inquirer() -> MadeInquirer:
    return MadeInquirer()


@pytest.fixture
def picker(qtbot: QtBot, qapp: QApplication, inquirer: MadeInquirer) -> Iterator[ContractPicker]:
    with dressed(qapp):
        made = ContractPicker(inquirer)
        qtbot.addWidget(made)
        yield made
        made.close()


def opened(picker: ContractPicker, inquirer: MadeInquirer) -> ContractPicker:
    """With the expiries of SPY."""
    picker.open_for("SPY", TODAY, TODAY)
    inquirer.last("expirations").done((PAST, NEAR, FAR))
    return picker


def chosen(picker: ContractPicker, inquirer: MadeInquirer) -> ContractPicker:
    """With the next expiry chosen, and its strikes."""
    opened(picker, inquirer)
    press(picker.lists.expiries.search, Qt.Key.Key_Down)
    press(picker.lists.expiries.view, Qt.Key.Key_Space)
    inquirer.last("strikes").done((640_000, 650_000, 660_000))
    return picker


def test_an_underlying_is_written_and_its_expiries_are_asked_for(
    picker: ContractPicker, inquirer: MadeInquirer
) -> None:
    picker.open_for("", TODAY, TODAY)
    inquirer.last("roots").done(("QQQ", "SPX", "SPXW", "SPY"))
    completer = picker.lists.underlying.completer()
    assert completer
    completer.setCompletionPrefix("sp")
    assert completer.completionCount() == 3
    write(picker.lists.underlying, "spxw")
    press(picker.lists.underlying, Qt.Key.Key_Return)
    assert inquirer.kept[-1].what == ("expirations", "SPXW")
    assert picker.lists.expiries._words.text() == "Looking for the expiries of SPXW …"


def test_the_keys_begin_at_the_next_expiry(picker: ContractPicker, inquirer: MadeInquirer) -> None:
    chosen(picker, inquirer)
    assert inquirer.last("strikes").what == ("strikes", "SPY", NEAR)
    assert picker.lists.expiries.chosen() == [NEAR]


def test_contracts_are_chosen_by_keyboard_alone(picker: ContractPicker, inquirer: MadeInquirer) -> None:
    got: list[tuple[tuple[Contract, ...], bool]] = []
    picker.chosen.connect(lambda contracts, add: got.append((contracts, add)))
    lists = chosen(picker, inquirer).lists
    write(lists.strikes.search, "645-660")
    press(lists.strikes.search, Qt.Key.Key_Down)
    press(lists.strikes.view, Qt.Key.Key_A, CONTROL)
    picker.rights["CP"].click()
    assert picker.summary.text().startswith("4 contracts: SPY 19 Dec 25 650 C, SPY 19 Dec 25 650 P")
    press(lists.strikes.view, Qt.Key.Key_Return)
    assert [one.label for one in got[0][0]] == [
        f"SPY 19 Dec 25 {strike} {right}" for strike in (650, 660) for right in "CP"
    ]
    assert got[0][1] is False
    assert not picker.isVisible()


def test_enter_alone_chooses_the_line_it_is_pressed_on(picker: ContractPicker, inquirer: MadeInquirer) -> None:
    got: list[tuple[Contract, ...]] = []
    picker.chosen.connect(lambda contracts, _add: got.append(contracts))
    lists = opened(picker, inquirer).lists
    press(lists.expiries.search, Qt.Key.Key_Return)
    press(lists.expiries.view, Qt.Key.Key_Return)
    inquirer.last("strikes").done((640_000, 650_000))
    press(lists.strikes.search, Qt.Key.Key_Return)
    press(lists.strikes.view, Qt.Key.Key_Return)
    assert [one.label for one in got[0]] == ["SPY 19 Dec 25 640 C"]


def test_what_is_chosen_stays_so_when_it_is_narrowed_out_of_sight(
    picker: ContractPicker, inquirer: MadeInquirer
) -> None:
    lists = chosen(picker, inquirer).lists
    write(lists.strikes.search, "640")
    press(lists.strikes.search, Qt.Key.Key_Return)
    lists.strikes.search.setText("660")
    press(lists.strikes.search, Qt.Key.Key_Return)
    assert lists.chosen_strikes() == [640_000, 660_000]
    lists.strikes.search.clear()
    assert len(lists.strikes.view.selectedIndexes()) == 2
    assert picker.summary.text() == "2 contracts: SPY 19 Dec 25 640 C, SPY 19 Dec 25 660 C"


def test_several_expiries_offer_the_strikes_of_all_and_what_is_listed_becomes_contracts(
    picker: ContractPicker, inquirer: MadeInquirer
) -> None:
    lists = chosen(picker, inquirer).lists
    press(lists.strikes.search, Qt.Key.Key_Down)
    press(lists.strikes.view, Qt.Key.Key_Space)
    press(lists.expiries.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert "Looking for the strikes of 2026-01-16" in lists.strikes._words.text()
    inquirer.last("strikes").done((640_000, 655_000))
    assert lists.chosen_strikes() == [640_000], "what was chosen before"
    assert [one.label for one in picker.contracts()] == ["SPY 19 Dec 25 640 C", "SPY 16 Jan 26 640 C"]


def test_a_failure_is_said_and_can_be_tried_again(picker: ContractPicker, inquirer: MadeInquirer) -> None:
    picker.open_for("", TODAY, TODAY)
    again = next(iter(picker.lists.expiries.findChildren(QPushButton)))
    inquirer.last("roots").fail("The terminal is not running. Start it.")
    assert picker.lists.expiries._words.text() == "The terminal is not running. Start it."
    again.click()
    assert [kept.what for kept in inquirer.kept] == [("roots",), ("roots",)]
    write(picker.lists.underlying, "SPY")
    press(picker.lists.underlying, Qt.Key.Key_Return)
    inquirer.last("expirations").fail("The terminal is not running. Start it.")
    assert picker.lists.expiries._words.text() == "The terminal is not running. Start it."
    assert again.isVisible()
    again.click()
    inquirer.last("expirations").done((NEAR,))
    assert picker.lists.expiries.view.isVisible()


def test_an_underlying_without_options_is_told(picker: ContractPicker, inquirer: MadeInquirer) -> None:
    picker.open_for("XYZ", TODAY, TODAY)
    inquirer.last("expirations").done(())
    assert picker.lists.expiries._words.text().startswith("No options of XYZ are known")
    picker.lists.underlying.setText("TOOLONG")
    press(picker.lists.underlying, Qt.Key.Key_Return)
    assert picker.lists.underlying.property("invalid") is True
    assert "is not an underlying" in picker.lists.expiries._words.text()


def test_nothing_that_fits_is_said(picker: ContractPicker, inquirer: MadeInquirer) -> None:
    lists = opened(picker, inquirer).lists
    lists.expiries.search.setText("1999")
    assert lists.expiries._words.text() == "Nothing here fits “1999”."
    lists.expiries.search.clear()
    assert lists.expiries.view.isVisible()


def test_another_underlying_and_closing_give_up_what_is_waited_for(
    picker: ContractPicker, inquirer: MadeInquirer
) -> None:
    picker.open_for("SPY", TODAY, TODAY)
    first = inquirer.last("expirations")
    picker.open_for("QQQ", TODAY, TODAY)
    assert first.cancelled
    picker.reject()
    assert inquirer.last("expirations").cancelled
    assert inquirer.last("roots").cancelled


def test_nothing_can_be_taken_while_nothing_is_chosen(picker: ContractPicker, inquirer: MadeInquirer) -> None:
    opened(picker, inquirer)
    assert not picker.use.isEnabled()
    assert not picker.add.isEnabled()
    picker.choose()
    assert picker.isVisible()


def test_contracts_can_be_added_to_the_others(picker: ContractPicker, inquirer: MadeInquirer) -> None:
    added: list[bool] = []
    picker.chosen.connect(lambda _contracts, add: added.append(add))
    chosen(picker, inquirer)
    press(picker.lists.strikes.search, Qt.Key.Key_Down)
    press(picker.lists.strikes.view, Qt.Key.Key_Space)
    picker.add.click()
    assert added == [True]

"""The chip that tells of the terminal, and the dialog that chooses one."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.history.terminal import TerminalChoice, TerminalState, TerminalStatus, Transport
from tests.ui.window_desk import dressed, press, write
from ui.history.terminal_chip import TerminalChip
from ui.history.terminal_dialog import TerminalDialog

WELL = TerminalStatus("Theta Terminal v3", "127.0.0.1:25503", 3, TerminalState.CONNECTED)
GONE = TerminalStatus(state=TerminalState.NOT_RUNNING, advice="Nothing answers. Start it.")


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication) -> Iterator[TerminalDialog]:
    with dressed(qapp):
        made = TerminalDialog()
        qtbot.addWidget(made)
        yield made
        made.close()


def used(dialog: TerminalDialog) -> list[TerminalChoice]:
    choices: list[TerminalChoice] = []
    dialog.chosen.connect(choices.append)
    return choices


def test_the_chip_tells_address_generation_and_state_by_sign_and_word(qtbot: QtBot) -> None:
    chip = TerminalChip()
    qtbot.addWidget(chip)
    assert chip.text() == "… Looking for the Theta Terminal"
    chip.show_status(WELL)
    assert chip.text() == "✓ Theta Terminal v3 (127.0.0.1:25503) connected"
    assert chip.accessibleName() == "Terminal: Theta Terminal v3 (127.0.0.1:25503) connected"
    chip.show_status(GONE)
    assert chip.text() == "✕ Theta Terminal not running"
    assert "Nothing answers. Start it." in chip.toolTip()
    assert chip.accessibleDescription() == "Nothing answers. Start it."


@pytest.mark.parametrize("state", list(TerminalState))
def test_every_state_has_a_sign_of_its_own_kind(qtbot: QtBot, state: TerminalState) -> None:
    chip = TerminalChip()
    qtbot.addWidget(chip)
    chip.show_status(TerminalStatus(state=state))
    assert chip.text()[0] in "✓…!✕"
    assert (chip.text()[0] == "✓") is (state is TerminalState.CONNECTED)


def test_a_terminal_that_is_passed_over_is_told(qtbot: QtBot) -> None:
    chip = TerminalChip()
    qtbot.addWidget(chip)
    chip.show_status(WELL.passing_over(TerminalStatus("Theta Terminal v2", state=TerminalState.DISCONNECTED)))
    assert "Theta Terminal v2 disconnected: it is not asked." in chip.toolTip()


def test_the_dialog_begins_with_what_is_chosen(dialog: TerminalDialog) -> None:
    choices = used(dialog)
    choice = TerminalChoice("http://127.0.0.1:25599", Transport.CSV, 4)
    dialog.open_with(choice, GONE)
    assert dialog.address.text() == "127.0.0.1:25599"
    assert dialog.state.text() == "✕ Theta Terminal not running"
    assert dialog.advice.isVisible()
    press(dialog.address, Qt.Key.Key_Return)
    assert choices == [choice]
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("25511", "http://127.0.0.1:25511"),
        (":25511", "http://127.0.0.1:25511"),
        ("localhost:25511", "http://127.0.0.1:25511"),
        ("http://127.0.0.1:25511/", "http://127.0.0.1:25511"),
        (" https://desk.example:443 ", "https://desk.example:443"),
    ],
)
def test_an_address_is_understood_as_people_write_it(dialog: TerminalDialog, text: str, address: str) -> None:
    choices = used(dialog)
    dialog.open_with(TerminalChoice(), WELL)
    assert dialog.by_itself.isChecked()
    write(dialog.address, text)
    assert dialog.at_address.isChecked()
    dialog.use()
    assert choices == [TerminalChoice(address)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write an address"),
        ("http://desk.example:25510", "must be encrypted"),
        ("127.0.0.1:port", "not an address"),
        ("http://127.0.0.1:25510/v2", "must end after the port"),
        ("a b", "no spaces"),
    ],
)
def test_a_wrong_address_is_marked_and_nothing_changes(dialog: TerminalDialog, text: str, words: str) -> None:
    choices = used(dialog)
    dialog.open_with(TerminalChoice(), WELL)
    dialog.at_address.setChecked(True)
    dialog.address.setText(text)
    dialog.use()
    assert choices == []
    assert dialog.isVisible()
    assert dialog.address.property("invalid") is True
    assert words in dialog._error.text()
    dialog.by_itself.click()
    assert dialog.address.property("invalid") is False
    dialog.use()
    assert choices == [TerminalChoice()]


def test_form_and_number_of_requests_are_chosen(dialog: TerminalDialog) -> None:
    choices = used(dialog)
    dialog.open_with(TerminalChoice(), WELL)
    for _ in range(3):
        press(dialog.transport, Qt.Key.Key_Down)
        press(dialog.requests, Qt.Key.Key_Down)
    dialog.use()
    assert choices == [TerminalChoice("", Transport.NDJSON, 4)]

"""The connect dialog by keyboard, with an asker that does what a test says."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.connection import (
    Addresses,
    ConnectionChoice,
    Finding,
    KeyAbility,
    KeyPlace,
    KeyReport,
    KeyStanding,
    Verdict,
)
from tests.ui.window_desk import dressed, press, write
from ui.connect_dialog import ConnectDialog

KEY = "Tpz9WqL4x_secret_7"
LIVE, LATE = KeyAbility.REAL_TIME, KeyAbility.DELAYED
ALL = KeyReport.of_all(Verdict.WORKS, "")
ONLY_LATE = ALL.with_finding(Finding(LIVE, Verdict.REFUSED, "Massive says “no”"))
IN_RING = KeyStanding(KeyPlace.KEYRING, is_kept=True)
NO_RING = KeyStanding(KeyPlace.NONE, "This system has no keyring that Optape can use.")


class Asker:
    """Keeps what it is asked; a test answers."""

    addresses = Addresses("wss://live.example/options", "wss://late.example/options", "https://rest.example")

    known = KeyStanding()

    def __init__(self) -> None:
        self.tested: list[str | None] = []
        self.stored: list[str] = []
        self.forgotten = 0
        self.cancelled = 0
        self.standing: Callable[[KeyStanding], None]
        self.progress: Callable[[KeyReport], None]
        self.report: Callable[[KeyReport], None]
        self.settled: Callable[[str], None]

    def cancel(self) -> None:
        self.cancelled += 1

    def look(self, done: Callable[[KeyStanding], None]) -> "Asker":
        self.standing = done
        return self

    def test(
        self, key: str | None, progress: Callable[[KeyReport], None], done: Callable[[KeyReport], None]
    ) -> "Asker":
        self.tested.append(key)
        self.progress, self.report = progress, done
        return self

    def store(self, key: str, done: Callable[[str], None]) -> "Asker":
        self.stored.append(key)
        self.settled = done
        return self

    def forget(self, done: Callable[[str], None]) -> "Asker":
        self.forgotten += 1
        self.settled = done
        return self


@pytest.fixture
def asker() -> Asker:
    return Asker()


@pytest.fixture
def chosen() -> list[ConnectionChoice]:
    return []


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication, asker: Asker, chosen: list[ConnectionChoice]) -> Iterator[ConnectDialog]:
    with dressed(qapp):
        made = ConnectDialog(asker)
        qtbot.addWidget(made)
        made.chosen.connect(chosen.append)
        made.show_choice(delayed=False, load_today=True, fill_gaps=False)
        made.show()
        asker.standing(KeyStanding())
        yield made
        made.close()


def shown(widget: QWidget) -> str:
    """All words on the screen, field contents and accessible texts among them."""
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    buttons = [button.text() for button in widget.findChildren(QPushButton) if button.isVisible()]
    edits = [edit.displayText() + edit.placeholderText() for edit in widget.findChildren(QLineEdit)]
    told = [f"{w.accessibleName()} {w.accessibleDescription()} {w.toolTip()}" for w in widget.findChildren(QWidget)]
    return "\n".join([widget.windowTitle(), *labels, *buttons, *edits, *told])


def enter(dialog: ConnectDialog) -> None:
    press(dialog.form.key_edit, Qt.Key.Key_Return)


def test_the_empty_dialog_says_how_to_get_a_key_and_which_plans_have_trades(dialog: ConnectDialog) -> None:
    words = shown(dialog)
    for expected in ("massive.com", "Developer", "Advanced", "Basic", "simulated market", "nowhere else"):
        assert expected in words
    assert not dialog.isModal()


def test_enter_tests_a_key_that_was_written_and_enter_again_keeps_it_and_connects(
    dialog: ConnectDialog, asker: Asker, chosen: list[ConnectionChoice]
) -> None:
    write(dialog.form.key_edit, KEY)
    enter(dialog)
    assert asker.tested == [KEY]
    asker.report(ALL)
    assert "This key has real-time trades. Gaps can be filled." in shown(dialog)
    enter(dialog)
    assert asker.stored == [KEY]
    assert chosen == []
    asker.settled("")
    assert chosen == [ConnectionChoice(KEY, delayed=False, keep=True, load_today=True, fill_gaps=False)]
    assert not dialog.isVisible()


def test_a_key_for_this_run_only_is_not_stored(
    dialog: ConnectDialog, asker: Asker, chosen: list[ConnectionChoice]
) -> None:
    write(dialog.form.key_edit, KEY)
    dialog.form.run_only.click()
    dialog.form.delayed.click()
    dialog.form.fill_gaps.click()
    dialog.connect_button.click()
    assert chosen == [ConnectionChoice(KEY, delayed=True, keep=False, load_today=True, fill_gaps=True)]
    assert asker.stored == []


def test_the_key_in_use_is_told_by_its_place_and_stays_where_no_other_is_written(
    dialog: ConnectDialog, asker: Asker, chosen: list[ConnectionChoice]
) -> None:
    asker.standing(KeyStanding(KeyPlace.ENVIRONMENT))
    assert "MASSIVE_API_KEY" in dialog.form.standing.text()
    dialog.test_button.click()
    assert asker.tested == [None]
    asker.report(ONLY_LATE)
    dialog.form.delayed.click()
    enter(dialog)
    assert [(choice.key, choice.delayed) for choice in chosen] == [(None, True)]
    assert asker.stored == []


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (KeyPlace.NONE, "simulated market"),
        (KeyPlace.ENVIRONMENT, "environment"),
        (KeyPlace.KEYRING, "system keyring"),
        (KeyPlace.RUN, "this run only"),
    ],
)
def test_each_place_of_a_key_has_its_words(dialog: ConnectDialog, asker: Asker, place: KeyPlace, words: str) -> None:
    asker.standing(KeyStanding(place))
    assert words in dialog.form.standing.text()


@pytest.mark.parametrize("pasted", [f"  {KEY}\n", f'"{KEY}"', f"“{KEY}”"])
def test_what_pasting_brings_along_is_trimmed(dialog: ConnectDialog, pasted: str) -> None:
    QGuiApplication.clipboard().setText(pasted)
    dialog.form.key_edit.paste()
    assert dialog.form.key == KEY
    QGuiApplication.clipboard().clear()


def test_the_key_is_hidden_until_it_is_asked_for(dialog: ConnectDialog) -> None:
    write(dialog.form.key_edit, KEY)
    assert KEY not in shown(dialog)
    dialog.form.reveal.click()
    assert dialog.form.key_edit.displayText() == KEY
    dialog.form.reveal.click()
    assert KEY not in shown(dialog)


@pytest.mark.parametrize(("text", "words"), [("", "Write a key"), ("two words", "no spaces"), ("abc", "too short")])
@pytest.mark.parametrize("button", ["test_button", "connect_button"])
def test_wrong_input_is_marked_at_its_field_and_nothing_is_asked(
    dialog: ConnectDialog, asker: Asker, chosen: list[ConnectionChoice], text: str, words: str, button: str
) -> None:
    dialog.form.key_edit.setText(text)
    getattr(dialog, button).click()
    assert words in shown(dialog)
    assert dialog.form.key_edit.property("invalid")
    assert dialog.form.key_edit.accessibleDescription()
    assert (asker.tested, asker.stored, chosen) == ([], [], [])
    write(dialog.form.key_edit, "x")
    assert not dialog.form.key_edit.property("invalid")


def test_findings_appear_as_they_come_with_a_sign_and_words(dialog: ConnectDialog, asker: Asker) -> None:
    write(dialog.form.key_edit, KEY)
    enter(dialog)
    asker.progress(KeyReport().with_finding(Finding(KeyAbility.REFERENCE, Verdict.WORKS)))
    assert dialog.pane.line(KeyAbility.REFERENCE) == "✓ works"
    assert dialog.pane.line(LIVE) == "· "
    assert not dialog.connect_button.isEnabled()
    asker.report(ONLY_LATE)
    assert dialog.pane.line(LIVE) == "✕ not in the plan: Massive says “no”"
    assert dialog.connect_button.isEnabled()


def test_every_verdict_has_a_sign(dialog: ConnectDialog) -> None:
    for verdict in Verdict:
        dialog.pane.show_report(KeyReport.of_all(verdict, "why"))
        assert dialog.pane.line(LIVE)[0] != " "


def test_a_plan_that_is_not_the_keys_is_marked_until_it_is_changed(dialog: ConnectDialog, asker: Asker) -> None:
    write(dialog.form.key_edit, KEY)
    enter(dialog)
    asker.report(ONLY_LATE)
    assert "This key has no real-time trades: choose Delayed." in shown(dialog)
    dialog.form.delayed.click()
    assert "no real-time trades" not in shown(dialog)
    assert "wss://late.example/options" in shown(dialog)
    dialog.form.real_time.click()
    assert "no real-time trades" in shown(dialog)


def test_another_key_takes_the_findings_of_the_last_one_away(dialog: ConnectDialog, asker: Asker) -> None:
    write(dialog.form.key_edit, KEY)
    enter(dialog)
    asker.report(ALL)
    write(dialog.form.key_edit, "x")
    assert "real-time trades." not in shown(dialog)
    assert dialog.test_button.isDefault()


def test_escape_gives_a_test_up_and_then_closes(dialog: ConnectDialog, asker: Asker) -> None:
    write(dialog.form.key_edit, KEY)
    enter(dialog)
    press(dialog, Qt.Key.Key_Escape)
    assert asker.cancelled == 1
    assert "Cancelled" in shown(dialog)
    assert dialog.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_while_the_keyring_waits_to_be_unlocked_that_is_said_and_can_be_given_up(
    dialog: ConnectDialog, asker: Asker, chosen: list[ConnectionChoice]
) -> None:
    write(dialog.form.key_edit, KEY)
    dialog.connect_button.click()
    assert "Waiting for the system keyring" in shown(dialog)
    dialog.cancel_button.click()
    assert asker.cancelled == 1
    assert chosen == []
    assert dialog.form.key == KEY


def test_a_key_that_could_not_be_kept_is_offered_for_this_run(
    dialog: ConnectDialog, asker: Asker, chosen: list[ConnectionChoice]
) -> None:
    write(dialog.form.key_edit, KEY)
    dialog.connect_button.click()
    asker.settled("The system keyring is locked. Unlock it, then try again.")
    assert "is locked" in shown(dialog)
    assert "this run only" in shown(dialog)
    enter(dialog)
    assert [choice.keep for choice in chosen] == [False]


def test_where_no_keyring_works_it_says_so_and_offers_the_variable_and_this_run(
    dialog: ConnectDialog, asker: Asker
) -> None:
    asker.standing(NO_RING)
    words = shown(dialog)
    assert "no keyring that Optape can use" in words
    assert "MASSIVE_API_KEY" in words
    assert not dialog.form.in_keyring.isEnabled()
    assert dialog.form.run_only.isChecked()
    assert not dialog.form.forget.isEnabled()


def test_a_kept_key_can_be_forgotten(dialog: ConnectDialog, asker: Asker) -> None:
    asker.standing(IN_RING)
    dialog.form.forget.click()
    assert asker.forgotten == 1
    asker.settled("")
    asker.standing(KeyStanding(KeyPlace.RUN))
    assert "no longer in the system keyring" in shown(dialog)
    assert not dialog.form.forget.isEnabled()


def test_a_key_that_cannot_be_forgotten_is_told(dialog: ConnectDialog, asker: Asker) -> None:
    asker.standing(IN_RING)
    dialog.form.forget.click()
    asker.settled("The system keyring is locked.")
    assert "still in the keyring" in shown(dialog)


def test_closing_leaves_neither_the_key_nor_a_question_behind(dialog: ConnectDialog, asker: Asker) -> None:
    write(dialog.form.key_edit, KEY)
    dialog.form.reveal.click()
    enter(dialog)
    dialog.close()
    assert asker.cancelled == 1
    assert dialog.form.key == ""
    dialog.form.key_edit.undo()
    assert dialog.form.key == ""
    assert dialog.form.key_edit.echoMode() is QLineEdit.EchoMode.Password


def test_where_the_key_comes_from_is_told_before_the_keyring_answers(dialog: ConnectDialog, asker: Asker) -> None:
    dialog.close()
    asker.known = KeyStanding(KeyPlace.RUN)
    dialog.show()
    assert "this run only" in dialog.form.standing.text()
    assert "Asking the system keyring" in shown(dialog)


def test_the_keyring_is_looked_at_again_whenever_the_dialog_is_opened(dialog: ConnectDialog, asker: Asker) -> None:
    dialog.close()
    dialog.show()
    asker.standing(IN_RING)
    assert "system keyring" in dialog.form.standing.text()


def test_without_addresses_that_is_said_and_past_trades_are_not_offered(qtbot: QtBot, asker: Asker) -> None:
    asker.addresses = replace(asker.addresses, delayed=None, rest=None)
    made = ConnectDialog(asker)
    qtbot.addWidget(made)
    made.show()
    made.form.delayed.click()
    assert "No address is set" in shown(made)
    assert "No REST address" in shown(made)
    assert not made.form.fill_gaps.isEnabled()
    made.close()


def test_the_keys_reach_every_field(dialog: ConnectDialog, qtbot: QtBot) -> None:
    dialog.form.key_edit.setFocus()
    seen = set()
    for _ in range(14):
        focused = QApplication.focusWidget()
        seen.add(focused)
        QTest.keyClick(focused or dialog, Qt.Key.Key_Tab)
    form = dialog.form
    expected = {form.key_edit, form.reveal, form.load_today, form.fill_gaps, dialog.test_button, dialog.connect_button}
    assert expected <= seen
    assert seen & {form.real_time, form.delayed}
    assert seen & {form.in_keyring, form.run_only}

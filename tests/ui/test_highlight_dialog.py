"""The dialog of the highlight rules: what it changes is seen at once, and kept or taken back as a whole."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from models.highlights import SHIPPED, HighlightBook, Rule, Tint
from models.qt.tape_columns import KEYS
from models.qt.tape_model import TapeModel
from models.tape import BLOCK
from tests.models.made_market import OPEN, SPXW, SPY_C, MadeMarket, Print
from tests.ui.main_desk import Desk as MainDesk
from tests.ui.window_desk import ALT, dressed, painted, press, texts, write
from ui.highlight_dialog import HighlightDialog

LARGE = Rule("Large", "size>=100", Tint.BLUE)
INDEX = Rule("Index", "SPXW", Tint.RED)
SIZE = KEYS.index("size")


class Desk:
    """A dialog over a market with a few trades, and what it said and showed."""

    def __init__(self, qtbot: QtBot, path: Path, *rules: Rule) -> None:
        self.market = MadeMarket()
        self.market.highlights = HighlightBook(path)
        self.market.highlights.put(rules)
        self.market.highlights.save()
        self.market.print(Print(size=1), Print(size=100), Print(SPXW, size=7, time_ms=OPEN + 5))
        self.shown: list[tuple[Rule, ...]] = []
        self.said: list[str] = []
        self.dialog = HighlightDialog(self.market, lambda: self.shown.append(self.rules))
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(self.dialog)
        self.dialog.said.connect(lambda text, _problem: self.said.append(text))
        self.dialog.show()
        qtbot.waitExposed(self.dialog)
        self.dialog.activateWindow()
        qtbot.waitUntil(self.dialog.isActiveWindow)
        self.table, self.form = self.dialog.table, self.dialog.form
        self.path = path

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that hold."""
        return self.market.highlights.rules

    def names(self) -> list[str]:
        """Of the rules, as they are listed."""
        return texts(self.table, 1)

    def press_ok(self) -> None:
        """Keep what was done."""
        box = self.dialog.findChild(QDialogButtonBox)
        assert box
        QTest.mouseClick(box.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot, tmp_path / "highlights.json", LARGE, INDEX)
        yield made
        made.dialog.done(0)


def test_the_rules_are_listed_with_how_they_look_and_the_first_is_chosen(desk: Desk) -> None:
    assert desk.names() == ["Large", "Index"]
    assert texts(desk.table, 2) == ["blue", "red"]
    assert (desk.form.name.text(), desk.form.edit.text()) == ("Large", "size>=100")
    picture = desk.table.viewport().grab(QRect(QPoint(), desk.table.viewport().size())).toImage()
    assert painted(picture, "tint_6_bar")
    assert desk.table.hasFocus()


def test_the_trades_that_fit_the_chosen_rule_are_shown_by_all_rules(desk: Desk) -> None:
    assert texts(desk.dialog.preview, SIZE) == ["100"]
    press(desk.table, Qt.Key.Key_Down)
    assert texts(desk.dialog.preview, SIZE) == ["7"]
    assert painted(desk.dialog.preview.viewport().grab().toImage(), "tint_6")


def test_while_it_looks_through_the_tape_it_says_so(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.highlight_dialog.TapeModel", partial(TapeModel, slice_ms=0, at_once=1))
    with dressed(qapp):
        desk = Desk(qtbot, tmp_path / "highlights.json", LARGE)
        desk.market.flood(3 * BLOCK)
        _looks_and_finds(desk, qtbot)
        desk.dialog.done(0)


def _looks_and_finds(desk: Desk, qtbot: QtBot) -> None:
    dialog, total = desk.dialog, f"{len(desk.market.tape):,}"
    desk.form.edit.setText("SPXW")
    assert dialog.model.behind
    assert dialog.found == f"0+, still looking, of {total} trades in memory"
    assert dialog.preview.empty_text.startswith("Looking through the tape")
    qtbot.waitUntil(lambda: dialog.found == f"1 of {total} trades in memory")
    assert not dialog.model.behind
    desk.form.edit.setText("IWM")
    qtbot.waitUntil(lambda: dialog.found == f"0 of {total} trades in memory")
    assert dialog.preview.empty_text == "No trade in memory fits this rule yet."


def test_what_comes_while_the_dialog_is_open_is_shown_too(desk: Desk, qtbot: QtBot) -> None:
    desk.market.print(Print(size=555))
    qtbot.waitUntil(lambda: texts(desk.dialog.preview, SIZE) == ["555", "100"])


def test_a_filter_holds_as_it_is_written_and_a_wrong_one_leaves_the_last_right_one(desk: Desk) -> None:
    desk.form.edit.setText("size>=7")
    assert desk.rules[0].text == "size>=7"
    assert desk.shown[-1][0].text == "size>=7"
    assert texts(desk.dialog.preview, SIZE) == ["7", "100"]
    desk.form.edit.setText("size>=7 sized>=8")
    assert desk.rules[0].text == "size>=7"
    assert "sized>=8" in desk.form.problem
    assert desk.form.edit.accessibleDescription() == desk.form.problem
    assert desk.form.edit.text() == "size>=7 sized>=8"
    desk.form.edit.setText("size>=8")
    assert (desk.form.problem, desk.rules[0].text) == ("", "size>=8")


@pytest.mark.parametrize("text", ["", "sized>=8"])
def test_ok_does_not_close_over_what_is_wrong(desk: Desk, text: str) -> None:
    desk.form.edit.setText(text)
    desk.press_ok()
    assert desk.dialog.isVisible()
    assert desk.form.edit.hasFocus()


def test_a_rule_needs_a_name(desk: Desk) -> None:
    desk.form.name.setText(" ")
    assert "name" in desk.form.problem
    desk.press_ok()
    assert desk.dialog.isVisible()
    assert (desk.form.name.hasFocus(), desk.rules[0].name) == (True, "Large")


def test_colour_weight_and_switch_hold_at_once(desk: Desk) -> None:
    desk.form.tint.setCurrentIndex(desk.form.tint.findData(Tint.GREEN))
    desk.form.bold.click()
    desk.form.on.click()
    assert desk.rules == (Rule("Large", "size>=100", Tint.GREEN, bold=True, on=False), INDEX)
    assert texts(desk.table, 0) == ["off", "✓"]


def test_the_keys_of_the_list_turn_off_move_and_remove(desk: Desk) -> None:
    press(desk.table, Qt.Key.Key_Space)
    assert [rule.on for rule in desk.rules] == [False, True]
    press(desk.table, Qt.Key.Key_Down, ALT)
    assert desk.names() == ["Index", "Large"]
    assert desk.table.place == 1
    press(desk.table, Qt.Key.Key_Down, ALT)
    assert (desk.names(), desk.table.place) == (["Index", "Large"], 1)
    press(desk.table, Qt.Key.Key_Up, ALT)
    assert (desk.names(), desk.table.place) == (["Large", "Index"], 0)
    press(desk.table, Qt.Key.Key_Delete)
    assert (desk.rules, desk.form.name.text()) == ((INDEX,), "Index")


def test_without_a_rule_nothing_can_be_edited_and_the_list_says_what_to_do(desk: Desk) -> None:
    press(desk.table, Qt.Key.Key_Delete)
    press(desk.table, Qt.Key.Key_Delete)
    assert desk.rules == ()
    assert not desk.form.isEnabled()
    assert "Ins" in desk.table.empty_text
    press(desk.table, Qt.Key.Key_Insert)
    assert (desk.form.isEnabled(), desk.names()) == (True, ["New rule"])


def test_a_rule_is_added_below_the_chosen_one_and_named_at_once(desk: Desk) -> None:
    press(desk.table, Qt.Key.Key_Insert)
    assert desk.names() == ["Large", "New rule", "Index"]
    assert desk.form.name.hasFocus()
    write(desk.form.name, "Mine")
    assert [rule.name for rule in desk.rules] == ["Large", "Mine", "Index"]


def test_enter_in_the_list_goes_to_the_filter(desk: Desk) -> None:
    press(desk.table, Qt.Key.Key_Return)
    assert desk.form.edit.hasFocus()


def test_the_shipped_rules_come_back_before_those_of_ones_own(desk: Desk) -> None:
    desk.dialog.buttons["restore"].click()
    assert desk.rules == (*SHIPPED, LARGE, INDEX)


def test_ok_keeps_the_rules(desk: Desk) -> None:
    desk.form.edit.setText("size>=50")
    desk.press_ok()
    assert not desk.dialog.isVisible()
    assert HighlightBook(desk.path).rules == desk.rules == (Rule("Large", "size>=50", Tint.BLUE), INDEX)
    assert desk.said == []


def test_escape_takes_everything_back(desk: Desk) -> None:
    press(desk.table, Qt.Key.Key_Delete)
    desk.form.edit.setText("SPY")
    press(desk.table, Qt.Key.Key_Escape)
    assert not desk.dialog.isVisible()
    assert desk.rules == (LARGE, INDEX)
    assert desk.shown[-1] == (LARGE, INDEX)


def test_rules_that_cannot_be_kept_are_said_and_the_dialog_stays(desk: Desk) -> None:
    desk.path.unlink()
    desk.path.mkdir()
    desk.press_ok()
    assert desk.dialog.isVisible()
    assert "could not be kept" in desk.dialog.problem


def test_a_broken_file_is_kept_beside_and_that_is_said(desk: Desk) -> None:
    desk.path.write_text("{")
    desk.press_ok()
    assert desk.path.with_name("highlights.json.broken").read_text() == "{"
    assert "highlights.json.broken" in desk.said[0]


def test_a_rule_of_one_contract_is_understood(desk: Desk) -> None:
    desk.form.edit.setText(SPY_C)
    assert desk.form.problem == ""
    assert texts(desk.dialog.preview, SIZE) == ["100", "1"]


def test_the_tape_behind_is_marked_while_the_rules_are_edited(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    with dressed(qapp):
        behind = MainDesk(qtbot, tmp_path)
        behind.show(Print(size=7))
        behind.actions["Highlight rules…"].trigger()
        dialog = behind.window.findChild(HighlightDialog)
        assert dialog
        press(dialog.table, Qt.Key.Key_Insert)
        dialog.form.edit.setText("size=7")
        assert behind.tape.model.rows(0, 1)[0].tint == Tint.GREEN.token
        press(dialog.table, Qt.Key.Key_Escape)
        assert behind.tape.model.rows(0, 1)[0].tint == ""
        behind.end()

"""The editor of a tape's filter: every field, live, what is wrong, and the way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from models.appearance import Appearance, Palette
from models.filtering.text import parse_filter
from tests.models.made_market import SPY_C, SPY_P, Print
from tests.ui.tape_desk import TapeDesk
from tests.ui.window_desk import dressed, press, write
from ui import theme
from ui.choice_list import Choice, ChoiceList
from ui.filter_editor import FilterEditor
from ui.panel import ElidedLabel

Key = Qt.Key
ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole


class Desk(TapeDesk):
    """With the editor open."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        self.edit.setText("SPY C")
        self.editor = FilterEditor(self.panel, self.market)
        self.form = self.editor.form
        self.editor.show()
        qtbot.waitExposed(self.editor)

    def told(self) -> str:
        """What its labels say."""
        return "\n".join(label.text() for label in self.editor.findChildren(ElidedLabel))

    def button(self, text: str) -> QAbstractButton:
        """A button of the editor by its text without marks."""
        return next(b for b in self.editor.findChildren(QPushButton) if b.text().replace("&", "") == text)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot, tmp_path)
        yield made
        made.close()


def fill(field: QLineEdit, text: str) -> None:
    """Write into a field what nothing else stands in."""
    field.selectAll()
    press(field, Key.Key_Delete)
    write(field, text)


def turn(shown: ChoiceList, text: str, key: Key) -> None:
    """Press a key on a line of a list."""
    lines = shown.findChildren(QListWidget)[0]
    (item,) = lines.findItems(text, Qt.MatchFlag.MatchExactly)
    lines.setCurrentItem(item)
    press(lines, key)


def test_it_begins_with_the_filter_of_the_tape(desk: Desk) -> None:
    assert desk.form.roots.edit.text() == "SPY"
    assert desk.form.right.fields() == {"right": "C"}
    assert desk.editor.text.text() == "SPY C"


def test_every_field_is_in_the_text_and_the_tape_follows_at_once(desk: Desk) -> None:
    form = desk.form
    fill(form.roots.edit, "spy, QQQ !iwm")
    for name, low, high in (
        ("exp", "2025-12-01", "19Dec25"), ("dte", "0", "30"), ("strike", "600", "700.5"), ("size", "10", "2,500"),
        ("prem", "1k", "2.5m"), ("price", "0.05", "9"), ("time", "09:30", "16:00"),
    ):  # fmt: skip
        fill(form.ranges[name].low, low)
        fill(form.ranges[name].high, high)
    turn(form.groups, "Single-leg", Key.Key_Plus)
    turn(form.groups, "Late", Key.Key_Minus)
    turn(form.venues, "CBOE", Key.Key_Space)
    turn(form.conditions, "219  ISO", Key.Key_Minus)
    form.unusual.click()
    wanted = parse_filter(
        "SPY QQQ !IWM C exp=2025-12-01..2025-12-19 dte<=30 dte>=0 strike=600..700.5 size=10..2500 prem=1k..2.5m "
        "price=0.05..9 time=09:30..16:00 single !late venue=CBOE !cond=219 unusual",
        desk.market.venues,
    )
    assert desk.filters.filter == form.filter() == wanted
    assert desk.editor.text.text() == desk.edit.text()


def test_whole_contracts_can_be_written_in_any_spelling(desk: Desk) -> None:
    fill(desk.form.contracts.edit, "SPY 19 Dec 25 650 C, O:SPY251219P00640000")
    fill(desk.form.roots.edit, "")
    desk.form.right.findChildren(QAbstractButton)[0].click()
    desk.show(Print(SPY_C), Print(SPY_P))
    assert desk.filters.filter.tickers == frozenset({SPY_C, SPY_P})
    assert desk.editor._count.text() == "2 of 2 · chosen contracts"


def test_the_count_of_what_passes_goes_along(desk: Desk) -> None:
    desk.show(Print(SPY_C, size=5), Print(SPY_C, size=50), Print(SPY_P))
    assert desk.editor._count.text() == "2 of 3 · all trades"
    fill(desk.form.ranges["size"].low, "50")
    assert desk.editor._count.text() == "1 of 3 · all trades"


@pytest.mark.parametrize(
    ("name", "low", "high", "words"),
    [
        ("size", "abc", "", "“abc” is no number"),
        ("strike", "700", "650", "below the first"),
        ("exp", "", "someday", "“someday” is no date"),
        ("time", "25:00", "", "no 25:00"),
        ("time", "10:00", "10:00", "below the first"),
    ],
)
def test_what_is_wrong_is_marked_at_its_field_with_the_reason_and_asks_for_nothing(
    desk: Desk, name: str, low: str, high: str, words: str
) -> None:
    field = desk.form.ranges[name]
    fill(field.low, low)
    fill(field.high, high)
    assert words in field.error.text()
    assert field.error.isVisible()
    wrong = field.high if high else field.low
    assert wrong.property("invalid") is True
    assert words in wrong.accessibleDescription()
    assert desk.edit.text() == "SPY C"
    fill(field.low, "")
    fill(field.high, "")
    assert not field.error.isVisible()
    assert wrong.property("invalid") is False


def test_roots_and_contracts_that_are_none_are_named(desk: Desk) -> None:
    fill(desk.form.roots.edit, "SPY ABCDEFGH")
    assert "“ABCDEFGH”" in desk.form.roots.error.text()
    fill(desk.form.contracts.edit, "nonsense 5")
    assert desk.form.contracts.error.isVisible()
    assert desk.filters.filter.roots == {"SPY"}


def test_what_excludes_itself_is_said_at_the_foot_and_the_last_filter_goes_on(desk: Desk) -> None:
    turn(desk.form.groups, "Single-leg", Key.Key_Minus)
    turn(desk.form.groups, "Multi-leg", Key.Key_Minus)
    assert "single" in desk.editor._count.text()
    assert desk.editor._count.property("role") == "error"
    assert desk.filters.text == "SPY C !single"


def test_what_is_typed_above_the_tape_stands_in_the_fields(desk: Desk) -> None:
    desk.edit.setText("QQQ P size>=7 !multi venue=ISE")
    form = desk.form
    assert (form.roots.edit.text(), form.ranges["size"].low.text()) == ("QQQ", "7")
    assert form.groups.keys(Choice.LEFT_OUT) == {"multi"}
    assert form.venues.keys(Choice.WANTED) == {308}
    desk.edit.setText("QQQ size>=")
    assert form.roots.edit.text() == "QQQ", "while a word is wrong the fields stay"


def test_what_is_written_stays_as_it_is_written(desk: Desk) -> None:
    fill(desk.form.ranges["prem"].low, "50,000.0")
    assert desk.edit.text() == "SPY C prem>=50k"
    assert desk.form.ranges["prem"].low.text() == "50,000.0"


def test_cancel_brings_the_filter_of_before_back(desk: Desk) -> None:
    fill(desk.form.roots.edit, "QQQ")
    press(desk.editor, Key.Key_Escape)
    assert desk.edit.text() == "SPY C"
    assert not desk.editor.isVisible()


def test_done_keeps_the_filter_and_enter_is_done(desk: Desk) -> None:
    fill(desk.form.roots.edit, "QQQ")
    press(desk.form.roots.edit, Key.Key_Return)
    assert desk.edit.text() == "QQQ C"
    assert not desk.editor.isVisible()


def test_the_text_can_be_copied_and_all_be_cleared(desk: Desk) -> None:
    desk.button("Copy").click()
    assert QGuiApplication.clipboard().text() == "SPY C"
    desk.show(Print(SPY_C))
    assert "clipboard" in desk.told(), "trades that arrive do not take that away"
    desk.button("Clear").click()
    assert "clipboard" not in desk.told()
    assert (desk.edit.text(), desk.form.roots.edit.text()) == ("", "")


def test_a_line_is_turned_by_click_and_by_keys_and_says_how_it_stands(desk: Desk) -> None:
    venues = desk.form.venues
    lines = venues.findChildren(QListWidget)[0]
    (item,) = lines.findItems("CBOE", Qt.MatchFlag.MatchExactly)
    said = []
    for _ in range(3):
        place = lines.visualItemRect(item).center()
        QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        said.append(item.data(Qt.ItemDataRole.AccessibleTextRole))
    assert said == ["CBOE: wanted", "CBOE: left out", "CBOE: either"]
    turn(venues, "CBOE", Key.Key_Plus)
    turn(venues, "CBOE", Key.Key_Delete)
    assert not venues.keys(Choice.WANTED)


def test_conditions_are_found_by_number_and_by_any_word_of_their_names(desk: Desk) -> None:
    conditions = desk.form.conditions
    lines, search = conditions.findChildren(QListWidget)[0], conditions.findChildren(QLineEdit)[0]
    for text, found in (("219", {219}), ("floor", {231}), ("leg cross", {229, 230})):
        search.setText(text)
        shown = {
            item.data(Qt.ItemDataRole.UserRole) for n in range(lines.count()) if not (item := lines.item(n)).isHidden()
        }
        assert shown & {219, 227, 228, 229, 230, 231} == found


def test_numbers_that_no_table_knows_can_be_taken_back(desk: Desk) -> None:
    desk.edit.setText("cond=999 venue=77")
    turn(desk.form.conditions, "999", Key.Key_Delete)
    assert desk.edit.text() == "venue=77"


def test_everything_in_it_is_reached_by_tab_and_has_a_name(desk: Desk) -> None:
    desk.form.roots.edit.setFocus()
    reached = set()
    for _ in range(60):
        focused = QApplication.focusWidget()
        assert focused
        reached.add(focused)
        press(focused, Key.Key_Tab)
    fields = {field for field in desk.editor.findChildren(QLineEdit) if field.isVisible()}
    assert fields | set(desk.editor.findChildren(QListWidget)) <= reached
    assert all(field.accessibleName() for field in fields)


def test_each_key_of_a_field_or_button_stands_for_one_of_them(desk: Desk) -> None:
    labels, buttons = desk.editor.findChildren(QLabel), desk.editor.findChildren(QAbstractButton)
    marked: list[QLabel | QAbstractButton] = [*labels, *buttons]
    keys = sorted(letter for widget in marked if (letter := QKeySequence.mnemonic(widget.text()).toString()))
    assert keys == sorted(set(keys))
    assert len(keys) > 12


def test_what_is_chosen_is_shown_in_the_colours_that_are_worn(desk: Desk) -> None:
    lines = desk.form.venues.findChildren(QListWidget)[0]
    desk.form.venues.show_keys([], [desk.market.venues.numbers[0]])
    (left_out,) = (item for item in map(lines.item, range(lines.count())) if "left out" in item.data(ACCESSIBLE))
    before = left_out.icon().pixmap(14).toImage()
    theme.wear(Appearance(palette=Palette.COLOUR_BLIND))
    assert left_out.icon().pixmap(14).toImage() != before


def test_it_fits_a_small_window_and_keeps_its_buttons_in_sight(desk: Desk) -> None:
    desk.editor.resize(900, 400)
    desk.editor.grab()
    done = desk.button("Done")
    assert desk.editor.rect().contains(done.mapTo(desk.editor, done.rect().bottomRight()))


def test_what_a_line_means_is_read_without_the_mouse(desk: Desk) -> None:
    lines, before = desk.form.groups.findChildren(QListWidget)[0], desk.told()
    lines.setFocus()
    lines.setCurrentRow(1)
    assert f"Multi-leg: {lines.item(1).toolTip()}" in desk.told()
    desk.form.roots.edit.setFocus()
    assert desk.told() == before

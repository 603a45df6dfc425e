"""The menus: every entry has an effect, and every key one meaning."""

from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMenu, QMessageBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from models.appearance import Appearance
from tests.models.made_market import SPXW, SPY_C, Print
from tests.ui.main_desk import Desk, desks
from tests.ui.window_desk import CONTROL, press, texts
from ui import theme
from ui.keys_box import KeysBox
from ui.preset_menu import PresetMenu

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, tmp_path)


def test_no_key_and_no_mnemonic_stands_for_two_things(desk: Desk) -> None:
    keys = Counter(action.shortcut().toString() for action in desk.actions.values() if action.shortcut().toString())
    assert max(keys.values()) == 1
    for texts_of in (
        [action.text() for action in desk.window._menu.actions()],
        *[[action.text() for action in menu.actions()] for menu in desk.window._menu.findChildren(QMenu)],
    ):
        letters = Counter(QKeySequence.mnemonic(text).toString() for text in texts_of)
        letters.pop("", None)
        assert not letters or max(letters.values()) == 1, letters


def test_every_entry_of_the_tape_has_a_letter_and_presets_stand_apart(desk: Desk) -> None:
    (menu,) = (action.menu() for action in desk.window._menu.actions() if action.text() == "&Tape")
    assert isinstance(menu, QMenu)
    *entries, line, presets = menu.actions()
    assert line.isSeparator()
    assert isinstance(presets.menu(), PresetMenu)
    for action in entries:
        assert action.isSeparator() or QKeySequence.mnemonic(action.text()).toString(), action.text()


def test_keys_and_menus_reach_every_panel_also_one_that_was_closed(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    places: dict[str, tuple[Key, QWidget]] = {
        "Add a contract": (Key.Key_N, window.watchlist.header.edit),
        "Go to the watchlist": (Key.Key_1, window.watchlist.table),
        "Filter": (Key.Key_F, window.tape.filters.edit),
        "Go to the tape, or the next": (Key.Key_2, window.tape.table),
        "Go to a time": (Key.Key_G, window.tape.reading.time_bar.edit),  # of the tape: it has the keys
    }
    desk.show(Print(SPY_C))
    for dock in window.docks.values():
        dock.close()
    for name, (_, widget) in places.items():
        desk.actions[name].trigger()
        qtbot.waitUntil(widget.hasFocus)
    for key, widget in places.values():
        QTest.keyClick(window, key, CONTROL)
        qtbot.waitUntil(widget.hasFocus)
    desk.actions["Go to the chart, or the next"].trigger()
    qtbot.waitUntil(lambda: window.chart in (focused(), focused().parent()))


def focused() -> QWidget:
    """What has the keys."""
    found = QApplication.focusWidget()
    assert found
    return found


def test_every_input_and_table_is_reached_by_tab(desk: Desk, qtbot: QtBot) -> None:
    desk.show(Print(SPY_C))
    desk.watchlist.table.setFocus()
    qtbot.waitUntil(desk.watchlist.table.hasFocus)
    reached = set()
    for _ in range(60):
        press(focused(), Key.Key_Tab)
        reached.add(focused())
    wanted = {desk.tape.table, desk.watchlist.table, *desk.window.findChildren(QLineEdit)}
    assert {widget for widget in wanted if widget.isVisible()} <= reached
    assert {button for button in desk.window.findChildren(QToolButton) if button.isVisible()} - reached <= {
        button for button in desk.window.findChildren(QToolButton) if button.parent() in wanted
    }


def test_what_takes_the_keys_has_a_name_for_readers_without_eyes(desk: Desk) -> None:
    for widget in (*desk.window.findChildren(QLineEdit), desk.tape.table, desk.watchlist.table):
        assert widget.accessibleName()
    for button in desk.window.findChildren(QToolButton):
        if button.isVisible():
            assert button.accessibleName() or button.text()


def test_entries_of_the_watchlist(desk: Desk) -> None:
    table = desk.watchlist.table
    table.selectRow(0)
    desk.actions["Move down"].trigger()
    assert texts(table)[1] == "SPY 19 Dec 25 650 C"
    desk.actions["Move up"].trigger()
    assert texts(table)[0] == "SPY 19 Dec 25 650 C"
    desk.actions["Remove selected"].trigger()
    assert texts(table) == ["SPY 19 Dec 25 640 P"]
    QGuiApplication.clipboard().setText(f"{SPXW}\n{SPY_C}")
    QTest.keyClick(desk.window, Key.Key_V, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert len(texts(table)) == 3
    assert desk.bar.text == "2 added"


def test_entries_of_tape_chart_and_history(desk: Desk) -> None:
    desk.show(*[Print(SPY_C)] * 300, Print(SPXW))
    desk.actions["All trades or watched only"].trigger()
    assert desk.tape.scope.everything
    press(desk.tape.table, Key.Key_End)
    desk.actions["Newest trade"].trigger()
    assert desk.tape.table.verticalScrollBar().value() == 0
    desk.window.link.set_narrowed(True)
    desk.actions["Show more than one contract"].trigger()
    assert not desk.window.link.narrowed
    desk.actions["Follow"].trigger()
    assert not desk.window.chart.header.follow.isChecked()
    desk.actions["Whole day"].trigger()
    assert desk.window.chart.header.follow.isChecked()
    QTest.keyClick(desk.window, Key.Key_H, CONTROL)
    assert desk.asked == ["history"]


def test_the_menu_shows_what_is_on_in_the_chart_that_has_the_keys(desk: Desk) -> None:
    desk.show(Print(SPY_C))
    names = ["All prints", "VWAP", "Day’s levels", "Session shading", "Percent of the first price", "Candles", "Follow"]
    first = desk.window.panels.charts.first
    press(first.content, Key.Key_V)
    press(first.content, Key.Key_C)
    assert on(desk, names) == {"All prints", "Day’s levels", "Session shading", "Candles", "Follow"}
    desk.open_chart()
    desk.actions["Percent of the first price"].trigger()
    assert on(desk, names) == {*names} - {"Candles"}
    desk.window.panels.charts.turn_to(first)
    assert "VWAP" not in on(desk, names)


def on(desk: Desk, names: list[str]) -> set[str]:
    """Those of the entries that are checked when their menu opens."""
    for menu in desk.window._menu.findChildren(QMenu):
        menu.aboutToShow.emit()
    return {name for name in names if desk.actions[name].isChecked()}


@pytest.mark.parametrize(
    ("name", "kind", "words"), [("Keys", KeysBox, "Ctrl+Shift+S"), ("About Optape", QMessageBox, "MIT licence")]
)
def test_help_opens_a_box_that_leaves_nothing_behind(
    desk: Desk, qtbot: QtBot, name: str, kind: type[QDialog], words: str
) -> None:
    desk.actions[name].trigger()
    (box,) = desk.window.findChildren(kind)
    assert any(words in label.text() for label in box.findChildren(QLabel))
    press(box, Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.window.findChildren(kind) == [])


def test_every_key_is_told(desk: Desk) -> None:
    desk.actions["Keys"].trigger()
    (box,) = desk.window.findChildren(KeysBox)
    for action in desk.actions.values():
        shown = action.text().partition("\t")[2] or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        assert escape(shown) in box.label.text()


def test_the_list_of_keys_says_each_deed_once_and_fits_a_small_screen(desk: Desk) -> None:
    theme.wear(Appearance(text_px=16))
    desk.actions["Keys"].trigger()
    (box,) = desk.window.findChildren(KeysBox)
    assert box.label.text().count("Ctrl+Shift+F") == 1
    assert box.height() <= desk.window.screen().availableSize().height()
    box.close()
    theme.wear(Appearance())


def test_leaving_goes_through_the_loop(desk: Desk) -> None:
    desk.window.close()
    desk.actions["Quit"].trigger()
    assert desk.asked == ["close", "close"]
    assert desk.window.isVisible()
    desk.window.let_close()
    assert not desk.window.isVisible()

"""The line of a tape's filter: which word is wrong, what is offered, what was used before, and presets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from tests.models.made_market import SPY_C, SPY_P, Print
from tests.ui.tape_desk import TapeDesk
from tests.ui.window_desk import CONTROL, dressed, painted, press, write
from ui.filter_editor import FilterEditor

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[TapeDesk]:
    with dressed(qapp):
        made = TapeDesk(qtbot, tmp_path)
        made.edit.setFocus()
        qtbot.waitUntil(made.edit.hasFocus)
        yield made
        made.close()


def wave(desk: TapeDesk, start: int, end: int) -> int:
    """How many red pixels stand under these characters, the frame of the line apart."""
    edit = desk.edit
    left, right = round(edit._x(start)), round(edit._x(end))
    middle = edit.height() // 2
    return painted(edit.grab().toImage(), "error", QRect(left, middle, right - left, middle - 2))


def test_the_wrong_word_is_underlined_and_no_other(desk: TapeDesk) -> None:
    write(desk.edit, "SPY siz>=5 C")
    assert wave(desk, 4, 10) > 10
    assert wave(desk, 0, 3) == wave(desk, 11, 12) == 0
    assert "“siz>=5”" in desk.note


def test_the_underline_goes_along_when_the_line_scrolls(desk: TapeDesk) -> None:
    desk.window.resize(300, 400)
    desk.edit.setText("QQQ " * 40 + "siz>=5")
    start = desk.edit.text().index("siz")
    desk.edit.grab()  # Qt scrolls when it paints
    assert 0 < desk.edit._x(start) < desk.edit.width()
    assert wave(desk, start, start + 4) > 5


def test_the_underline_goes_when_the_word_is_right(desk: TapeDesk) -> None:
    write(desk.edit, "siz>=5")
    desk.edit.setText("size>=5")
    assert painted(desk.edit.grab().toImage(), "error") == 0
    assert desk.edit.accessibleDescription() == ""


def test_while_a_word_is_wrong_the_last_right_filter_goes_on(desk: TapeDesk) -> None:
    desk.edit.setText("C")
    desk.edit.setText("C dte")
    desk.show(Print(SPY_C), Print(SPY_P))
    assert desk.filters.text == "C"
    assert desk.panel.model.rowCount() == 1


def test_in_a_narrow_panel_what_is_wrong_stands_over_the_head_of_the_table(desk: TapeDesk, qtbot: QtBot) -> None:
    line = desk.panel._problem
    desk.edit.setText("siz>=5")
    assert not line.isVisible(), "the header has the room"
    desk.edit.clear()
    desk.window.resize(330, 400)
    qtbot.waitUntil(lambda: desk.panel.header.width() < 330)
    top = desk.table.y()
    desk.edit.setText("siz>=5 and more")
    assert line.isVisible()
    assert "“siz>=5”" in line.text()
    assert desk.table.y() == top, "nothing moves"
    desk.edit.clear()
    assert not line.isVisible()


LATER = "size>=5 venue=NEWEX"
"""A filter with a venue that is known from the tables of today alone."""


def learn_newex(desk: TapeDesk) -> None:
    """Let the tables of today come."""
    desk.market.venues.learn([{"id": "399", "name": "NEWEX"}])
    desk.panel.advance()


def test_a_kept_filter_that_cannot_be_read_yet_is_shown_as_wrong_and_kept_as_it_is(desk: TapeDesk) -> None:
    desk.panel.restore({"filter": LATER})
    assert (desk.edit.text(), desk.edit.property("invalid")) == (LATER, True)
    assert "NEWEX" in desk.note
    assert desk.panel.state()["filter"] == LATER


def test_it_is_read_again_when_venues_were_learned(desk: TapeDesk) -> None:
    desk.panel.restore({"filter": LATER, "everything": True})
    desk.show(Print(SPY_C, size=9), Print(SPY_C, size=7, venue=399))
    assert desk.panel.model.trades == 2
    learn_newex(desk)
    assert (desk.filters.text, desk.filters.problem, desk.edit.property("invalid")) == (LATER, "", False)
    assert desk.panel.model.trades == 1
    assert desk.panel.state()["filter"] == LATER


def test_by_another_table_that_does_not_help_it_stays_as_it_is(desk: TapeDesk) -> None:
    desk.panel.restore({"filter": LATER})
    desk.market.venues.learn([{"id": "398", "name": "OTHER"}])
    desk.panel.advance()
    assert desk.filters.problem
    assert desk.panel.state()["filter"] == LATER


def test_it_outlives_an_editor_that_was_left_and_what_escape_clears_is_found_again(desk: TapeDesk) -> None:
    desk.panel.restore({"filter": LATER})
    editor = FilterEditor(desk.panel, desk.market)
    editor.clear()
    editor.reject()
    assert desk.panel.state()["filter"] == LATER
    press(desk.edit, Key.Key_Escape)
    assert desk.panel.state()["filter"] == ""
    press(desk.edit, Key.Key_Up)
    assert desk.edit.text() == LATER


def test_what_is_typed_over_it_takes_its_place(desk: TapeDesk) -> None:
    desk.panel.restore({"filter": LATER})
    press(desk.edit, Key.Key_A, CONTROL)
    write(desk.edit, "C")
    assert desk.panel.state()["filter"] == "C"
    desk.edit.insert(" siz>=5")
    assert desk.panel.state()["filter"] == "C", "half a word that was typed is not kept"
    learn_newex(desk)
    assert desk.filters.text == "C"


def test_with_the_venue_the_preset_of_the_filter_is_known_too(desk: TapeDesk) -> None:
    learn_newex(desk)
    desk.presets.save("Newest venue", LATER)
    desk.market.venues.learn([])
    desk.panel.restore({"filter": LATER})
    desk.panel.advance()
    assert desk.filters.presets.text() != "Newest venue ▾"
    learn_newex(desk)
    assert desk.filters.presets.text() == "Newest venue ▾"


def test_what_was_typed_goes_on_with_tab_as_offered(desk: TapeDesk) -> None:
    write(desk.edit, "!mul")
    assert desk.edit.offered == "ti"
    press(desk.edit, Key.Key_Tab)
    write(desk.edit, "NV")
    press(desk.edit, Key.Key_Right)
    write(desk.edit, " venue=ISE,cb")
    press(desk.edit, Key.Key_Tab)
    write(desk.edit, "size>=5")
    assert desk.edit.text() == "!multi NVDA venue=ISE,cbOE size>=5"
    assert desk.filters.filter.venues == {302, 308}
    assert desk.edit.hasFocus()


@pytest.mark.parametrize("text", ["", "S", "SPY", "size>=10", "xyz", "multi ", "!siz", "venue=", "venue=ISE"])
def test_nothing_is_offered_where_there_is_nothing_to_add(desk: TapeDesk, text: str) -> None:
    write(desk.edit, text)
    assert desk.edit.offered == ""


def test_without_an_offer_tab_leaves_the_line(desk: TapeDesk) -> None:
    write(desk.edit, "SPY")
    press(desk.edit, Key.Key_Tab)
    assert not desk.edit.hasFocus()


def test_nothing_is_offered_in_the_middle_of_a_line(desk: TapeDesk) -> None:
    write(desk.edit, "!mul")
    press(desk.edit, Key.Key_Left)
    assert desk.edit.offered == ""


def test_up_and_down_go_through_the_filters_that_were_used(desk: TapeDesk) -> None:
    for text in ("size>=5", "C", "size>=5", "P"):
        desk.edit.setText(text)
        press(desk.edit, Key.Key_Return)
    desk.edit.setFocus()
    press(desk.edit, Key.Key_A, CONTROL)
    write(desk.edit, "QQQ")
    seen = []
    for key in (Key.Key_Up, Key.Key_Up, Key.Key_Up, Key.Key_Up, Key.Key_Down, Key.Key_Down, Key.Key_Down):
        press(desk.edit, key)
        seen.append(desk.edit.text())
    assert seen == ["P", "size>=5", "C", "C", "size>=5", "P", "QQQ"]


def test_what_escape_clears_is_found_again(desk: TapeDesk) -> None:
    write(desk.edit, "size>=5")
    press(desk.edit, Key.Key_Escape)
    assert desk.edit.text() == ""
    press(desk.edit, Key.Key_Up)
    assert desk.edit.text() == "size>=5"


def entries(desk: TapeDesk) -> dict[str, QAction]:
    """What the open menu of the presets offers."""
    (menu,) = (menu for menu in desk.filters.presets.findChildren(QMenu) if menu.isVisible())
    return {action.text().partition("\t")[0].replace("&", ""): action for action in menu.actions() if action.text()}


def answer(desk: TapeDesk, name: str) -> None:
    """Give the name that is asked for."""
    dialog = desk.filters.presets.findChildren(QInputDialog)[-1]
    dialog.setTextValue(name)
    dialog.accept()


def test_a_preset_is_chosen_and_named_as_long_as_its_filter_is_used(desk: TapeDesk) -> None:
    presets = desk.filters.presets
    presets.click()
    entries(desk)["Large"].trigger()
    assert desk.edit.text() == "size>=100 prem>=50k"
    assert desk.table.hasFocus()
    assert presets.text() == "Large ▾"
    desk.edit.setText("prem>=50,000 size>99")
    assert presets.text() == "Large ▾", "it is the same filter"
    desk.edit.setText("size>=7")
    assert presets.text() == "Presets ▾"


def test_a_filter_is_kept_renamed_and_removed(desk: TapeDesk) -> None:
    presets = desk.filters.presets
    desk.edit.setText("size>=7 venue=CBOE")
    presets.click()
    entries(desk)["Save this filter as…"].trigger()
    answer(desk, "Mine & yours")
    assert (presets.current, presets.text()) == (desk.presets.own[0], "Mine && yours ▾")
    presets.click()
    entries(desk)["Rename “Mine  yours”…"].trigger()
    answer(desk, "Sevens")
    assert [preset.name for preset in desk.presets.own] == ["Sevens"]
    presets.click()
    entries(desk)["Remove “Sevens”"].trigger()
    assert desk.presets.own == ()
    assert (presets.text(), desk.edit.text()) == ("Presets ▾", "size>=7 venue=CBOE")
    assert not any(problem for _, problem in desk.said)


@pytest.mark.parametrize("name", ["", "large"])
def test_a_name_that_cannot_be_is_refused_in_words(desk: TapeDesk, name: str) -> None:
    desk.filters.presets.ask_save()
    answer(desk, name)
    assert desk.presets.own == ()
    assert desk.said[-1][1]


def test_presets_that_cannot_be_written_are_said(desk: TapeDesk, tmp_path: Path) -> None:
    (tmp_path / "presets.json").mkdir()
    desk.filters.presets.ask_save()
    answer(desk, "Mine")
    assert desk.said[-1][1]


def test_a_preset_that_was_kept_elsewhere_is_taken_up(desk: TapeDesk) -> None:
    desk.edit.setText("size>=7")
    desk.presets.save("Sevens", "size>=7")
    desk.panel.advance()
    assert desk.filters.presets.text() == "Sevens ▾"

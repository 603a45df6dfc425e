"""Several tapes in one window: opened, named, filtered apart, used, closed, and as they come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog
from pytestqt.qtbot import QtBot

from models.qt.tape_columns import COLUMNS
from tests.models.made_market import NVDA, SPXW, SPY_C, SPY_P, TICKERS, Print
from tests.ui.main_desk import Desk, desks
from tests.ui.window_desk import CONTROL, click, press, texts, write
from ui.tapes import Tape

SHIFT = Qt.KeyboardModifier.ShiftModifier
SIZE = [column.key for column in COLUMNS].index("size")


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, tmp_path)


def opened(desk: Desk, text: str = "") -> Tape:
    """One tape more, with a filter."""
    desk.actions["New tape"].trigger()
    tape = desk.window.panels.tapes.current
    tape.content.filters.set_text(text)
    return tape


def test_a_new_tape_stands_beside_the_first_and_the_keys_are_in_its_filter(desk: Desk, qtbot: QtBot) -> None:
    desk.tape.filters.set_text("P")
    desk.press(Qt.Key.Key_A, CONTROL | SHIFT)
    first, second = desk.window.panels.tapes
    qtbot.waitUntil(second.content.filters.edit.hasFocus)
    assert (first.name, second.name, second.link.letter) == ("tape", "tape-2", "A")
    assert first.dock.geometry().right() < second.dock.geometry().left()
    assert second.content.filters.text == ""


def test_each_tape_shows_what_its_own_filter_and_scope_keep(desk: Desk) -> None:
    calls, all_large = opened(desk, "C"), opened(desk, "size>=100")
    all_large.content.scope.set_everything(everything=True)
    desk.show(Print(SPY_C, size=5), Print(SPY_P, size=7), Print(NVDA, size=400))
    assert texts(desk.tape.table, SIZE) == ["7", "5"]
    assert texts(calls.content.table, SIZE) == ["5"]
    assert texts(all_large.content.table, SIZE) == ["400"]
    assert desk.window.panels.tapes.everything


def test_what_the_watchlist_gains_is_on_every_tape(desk: Desk) -> None:
    second = opened(desk)
    desk.show(Print(SPXW))
    desk.watchlist.add_text(SPXW)
    assert [tape.content.model.rowCount() for tape in desk.window.panels.tapes] == [1, 1]
    assert second.content.model.rowCount() == 1


def test_a_tape_is_called_by_its_name_else_its_preset_else_its_filter(desk: Desk) -> None:
    tape = opened(desk)
    titles = [(tape.content.header.title.text(), tape.dock.windowTitle())]
    for text in ("size>=7", "unusual"):
        tape.content.filters.set_text(text)
        titles.append((tape.content.header.title.text(), tape.dock.windowTitle()))
    assert titles == [("Tape 2", "Tape 2"), ("Tape 2", "size>=7 – tape 2"), ("Unusual", "Unusual – tape 2")]
    desk.actions["Rename the tape…"].trigger()
    (dialog,) = tape.dock.findChildren(QInputDialog)
    dialog.setTextValue(" Blocks ")
    dialog.accept()
    assert (tape.content.header.title.text(), tape.dock.windowTitle()) == ("Blocks", "Blocks – tape 2")
    assert "Blocks – tape 2" in desk.actions
    tape.content.rename("")
    assert tape.content.header.title.text() == "Unusual"


def test_ctrl_2_goes_from_tape_to_tape(desk: Desk, qtbot: QtBot) -> None:
    second = opened(desk)
    for table in (second.content.table, desk.tape.table, second.content.table):
        desk.press(Qt.Key.Key_2)
        qtbot.waitUntil(table.hasFocus)


def test_commands_mean_the_tape_that_had_the_keys_last(desk: Desk) -> None:
    second = opened(desk)
    desk.actions["All trades or watched only"].trigger()
    assert (desk.tape.scope.everything, second.content.scope.everything) == (False, True)
    desk.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert (desk.tape.filters.text, second.content.filters.text) == ("", "size>=100 prem>=50k")


def test_tapes_are_closed_but_the_last_is_hidden_only(desk: Desk, qtbot: QtBot) -> None:
    second = opened(desk)
    desk.actions["Close the tape"].trigger()
    assert list(desk.window.docks) == ["watchlist", "underlyings", "tape", "chart"]
    desk.actions["Close the tape"].trigger()
    assert not desk.tape.isVisible()
    desk.actions["Go to the tape, or the next"].trigger()
    qtbot.waitUntil(desk.tape.table.hasFocus)
    assert second.name not in desk.window.docks


def dialogs() -> list[str]:
    """The dialogs on the screen."""
    return sorted(type(w).__name__ for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())


def test_what_was_opened_from_a_tape_closes_with_it_also_where_it_is_hidden_only(desk: Desk, qtbot: QtBot) -> None:
    desk.show(Print(SPY_C))
    desk.actions["Trade details"].trigger()
    desk.actions["Edit the filter…"].trigger()
    assert dialogs() == ["FilterEditor", "TradeDetails"]
    desk.actions["Close the tape"].trigger()
    assert dialogs() == []


def test_what_was_opened_from_a_tape_does_not_outlive_the_window(desk: Desk) -> None:
    desk.show(Print(SPY_C))
    desk.actions["Trade details"].trigger()
    desk.window.let_close()
    assert dialogs() == []


def test_the_keys_of_a_tape_that_is_closed_go_to_another_tape_else_to_another_panel(desk: Desk, qtbot: QtBot) -> None:
    second = opened(desk)
    qtbot.waitUntil(second.content.filters.edit.hasFocus)
    desk.actions["Close the tape"].trigger()
    qtbot.waitUntil(desk.tape.table.hasFocus)
    desk.actions["Close the tape"].trigger()
    qtbot.waitUntil(desk.watchlist.table.hasFocus)


def test_the_keys_of_a_tape_that_goes_with_the_layout_go_to_the_watchlist(desk: Desk, qtbot: QtBot) -> None:
    second = opened(desk)
    qtbot.waitUntil(second.content.filters.edit.hasFocus)
    desk.actions["Reset the layout"].trigger()
    qtbot.waitUntil(desk.watchlist.table.hasFocus)


def test_the_keys_stay_where_they_are_when_another_tape_is_closed(desk: Desk, qtbot: QtBot) -> None:
    second = opened(desk)
    desk.watchlist.header.edit.setFocus()
    qtbot.waitUntil(desk.watchlist.header.edit.hasFocus)
    second.dock.close()
    assert desk.watchlist.header.edit.hasFocus()


@pytest.mark.parametrize("entry", ["Choose a preset…", "Edit the filter…", "Trade details", "Columns…"])
def test_what_is_asked_of_a_tape_that_was_closed_brings_it_back(desk: Desk, entry: str) -> None:
    desk.show(Print(SPY_C))
    desk.window.docks["tape"].close()
    desk.actions[entry].trigger()
    assert desk.tape.isVisible()
    for widget in [QApplication.activePopupWidget(), *desk.window.findChildren(QDialog)]:
        if widget is not None:
            widget.close()


def test_closing_the_tape_of_all_trades_is_told(desk: Desk) -> None:
    told: list[bool] = []
    tapes = desk.window.panels.tapes
    tapes.everything_changed.connect(lambda: told.append(tapes.everything))
    second = opened(desk)
    second.content.scope.set_everything(everything=True)
    second.dock.close()
    assert told == [True, False]


def test_a_hidden_tape_does_nothing_and_catches_up_when_it_is_shown(desk: Desk, qtbot: QtBot) -> None:
    second = opened(desk)
    desk.window.tabifyDockWidget(desk.window.docks["tape"], second.dock)
    second.dock.raise_()
    qtbot.waitUntil(lambda: not desk.tape.isVisible())
    desk.show(Print(SPY_C, size=3), Print(SPY_C, size=4))
    assert (desk.tape.model.rowCount(), second.content.model.rowCount()) == (0, 2)
    desk.window.docks["tape"].raise_()
    qtbot.waitUntil(lambda: desk.tape.model.rowCount() == 2)
    assert texts(desk.tape.table, SIZE) == ["4", "3"]


def test_tapes_come_back_with_filter_name_scope_columns_and_link(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    second, third = opened(desk, "C size>=100"), opened(desk, "unusual")
    second.content.rename("Calls")
    second.link.turn("B")
    second.content.scope.set_everything(everything=True)
    third.content.table.setColumnWidth(0, 177)
    desk.tape.filters.set_text("siz>5")
    other = Desk(qtbot, tmp_path, desk.kept_layout(tmp_path / "layout.json"))
    first_back, second_back, third_back = other.window.panels.tapes
    assert first_back.content.filters.edit.text() == "", "a filter that is wrong is not kept"
    assert (second_back.content.name, second_back.content.filters.text) == ("Calls", "C size>=100")
    assert (second_back.link.letter, second_back.content.scope.everything) == ("B", True)
    assert (third_back.content.name, third_back.content.table.columnWidth(0)) == ("Unusual", 177)
    assert second_back.dock.geometry() == second.dock.geometry()
    other.end()


@pytest.mark.parametrize("state", [{"filter": 5, "name": ["x"]}, {"filter": "what?!", "name": None}])
def test_a_kept_state_that_cannot_be_read_leaves_a_tape_of_everything_watched(
    desk: Desk, state: dict[str, object]
) -> None:
    desk.tape.restore(state)
    desk.show(Print(SPY_C), Print(SPY_P))
    assert desk.tape.model.rowCount() == 2
    assert desk.tape.header.title.text() == "Tape"


def test_resetting_the_layout_leaves_one_tape(desk: Desk) -> None:
    opened(desk)
    desk.actions["Reset the layout"].trigger()
    assert list(desk.window.docks) == ["watchlist", "underlyings", "tape", "chart"]


def test_a_click_on_one_tape_selects_the_trade_on_the_others_and_moves_none(desk: Desk, qtbot: QtBot) -> None:
    second = opened(desk)
    desk.show(*[Print(SPY_C, sequence=n) for n in range(300)])
    desk.tape.table.verticalScrollBar().setValue(100)
    desk.tape.table.setFocus()
    qtbot.waitUntil(desk.tape.table.hasFocus)
    click(desk.tape.table, 105)
    assert desk.window.link.contract == TICKERS.index(SPY_C)
    assert [index.row() for index in second.content.table.selectionModel().selectedRows()] == [105]
    assert second.content.table.verticalScrollBar().value() == 0


def test_filters_of_one_tape_are_found_again_on_another(desk: Desk, qtbot: QtBot) -> None:
    desk.tape.filters.edit.setFocus()
    qtbot.waitUntil(desk.tape.filters.edit.hasFocus)
    write(desk.tape.filters.edit, "size>=5")
    second = opened(desk)
    edit = second.content.filters.edit
    qtbot.waitUntil(edit.hasFocus)
    press(edit, Qt.Key.Key_Up)
    assert edit.text() == "size>=5"

"""What a tape shows: by watchlist, link and filter, and what it says where that is nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.filtering.presets import PresetBook
from models.qt.link import NONE, Link
from models.qt.tape_columns import COLUMNS
from tests.models.made_market import SPXW, SPY_C, SPY_P, TICKERS, Print
from tests.ui.tape_desk import TapeDesk, watching
from tests.ui.window_desk import CONTROL, click, inked, painted, press, texts, write
from ui.tape_panel import TapePanel

SIZE = [column.key for column in COLUMNS].index("size")


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[TapeDesk]:
    yield from watching(qtbot, qapp, tmp_path)


def test_watched_contracts_or_all_trades(desk: TapeDesk) -> None:
    desk.show(Print(SPY_C), Print(SPXW), Print(SPY_P))
    assert desk.panel.model.rowCount() == 2
    assert desk.note == "2 of 3 · watched contracts"
    desk.panel._scope_button.click()
    assert desk.note == "3 of 3 · all trades"
    assert desk.panel._scope_button.text() == "All trades"
    desk.panel._scope_button.click()
    assert desk.panel.model.rowCount() == 2


def test_a_longer_watchlist_shows_more(desk: TapeDesk) -> None:
    desk.show(Print(SPY_C), Print(SPXW))
    desk.watch(SPY_C, SPXW)
    assert desk.panel.model.rowCount() == 2


def test_the_link_narrows_and_escape_widens(desk: TapeDesk) -> None:
    desk.show(Print(SPY_C), Print(SPXW), Print(SPY_P))
    desk.link.set_contract(TICKERS.index(SPXW))
    assert desk.panel.model.rowCount() == 2
    desk.link.set_narrowed(True)
    assert texts(desk.table, 1) == ["SPXW 01 Dec 25 6850 C"]
    assert desk.note == "1 of 3 · SPXW 01 Dec 25 6850 C only, Esc widens"
    desk.link.set_contract(TICKERS.index(SPY_P))
    assert texts(desk.table, 1) == ["SPY 19 Dec 25 640 P"]
    press(desk.table, Qt.Key.Key_Escape)
    assert desk.panel.model.rowCount() == 2


def test_narrowing_while_held_starts_anew_at_the_top(desk: TapeDesk) -> None:
    desk.numbered(300)
    desk.scroll(50)
    desk.numbered(5)
    desk.link.set_contract(0)
    desk.link.set_narrowed(True)
    assert (desk.pill, desk.table.verticalScrollBar().value()) == ("", 0)


def test_a_typed_filter_is_taken_while_it_is_typed(desk: TapeDesk) -> None:
    desk.show(Print(SPY_C, size=5), Print(SPY_P, size=500))
    write(desk.edit, "P size>=100")
    assert texts(desk.table, SIZE) == ["500"]
    desk.show(Print(SPY_P, size=700), Print(SPY_P, size=7))
    assert texts(desk.table, SIZE) == ["700", "500"]


def test_a_word_that_is_not_understood_is_named_and_the_field_is_marked(desk: TapeDesk) -> None:
    desk.show(Print(SPY_C))
    write(desk.edit, "size>=2")
    assert desk.panel.model.rowCount() == 0
    write(desk.edit, " bogus!")
    assert desk.edit.property("invalid") is True
    assert "“bogus!”" in desk.note
    assert "“bogus!”" in desk.edit.accessibleDescription()
    assert painted(desk.panel.filters.grab().toImage(), "error") > 100
    assert desk.panel.model.rowCount() == 0, "what was understood before still holds"
    press(desk.edit, Qt.Key.Key_A, CONTROL)
    write(desk.edit, "SPY")
    assert desk.edit.property("invalid") is False
    assert desk.note == "1 of 1 · watched contracts"


def test_escape_in_the_filter_clears_it_and_then_goes_back_to_the_tape(desk: TapeDesk, qtbot: QtBot) -> None:
    desk.show(Print(SPY_C))
    desk.edit.setFocus()
    qtbot.waitUntil(desk.edit.hasFocus)
    write(desk.edit, "SPXW")
    press(desk.edit, Qt.Key.Key_Escape)
    assert (desk.edit.text(), desk.panel.model.rowCount()) == ("", 1)
    press(desk.edit, Qt.Key.Key_Escape)
    assert desk.table.hasFocus()


def test_enter_in_the_filter_goes_to_the_tape(desk: TapeDesk, qtbot: QtBot) -> None:
    desk.edit.setFocus()
    qtbot.waitUntil(desk.edit.hasFocus)
    press(desk.edit, Qt.Key.Key_Return)
    assert desk.table.hasFocus()


def test_a_typed_contract_is_shown_though_it_is_not_watched_and_is_said(desk: TapeDesk) -> None:
    desk.show(Print(SPXW), Print(SPY_C))
    desk.edit.setText("SPXW 1 Dec 25 6850 C")
    assert texts(desk.table, 1) == ["SPXW 01 Dec 25 6850 C"]
    assert desk.note == "1 of 2 · one contract"
    desk.link.set_contract(0)
    desk.link.set_narrowed(True)
    assert desk.panel.model.rowCount() == 0, "both conditions hold"


def test_roots_that_are_not_known_are_said_for_a_mistyped_word_may_read_as_one(desk: TapeDesk) -> None:
    desk.panel.scope.set_everything(everything=True)
    desk.show(Print(SPY_C), Print(SPXW))
    desk.edit.setText("!mutli SPY")
    assert desk.note == "1 of 2 · all trades · no option on MUTLI yet"
    desk.edit.setText("a1 a2 a3 a4")
    assert desk.note == "0 of 2 · all trades · no option on A1, A2, A3, … yet"
    desk.edit.setText("SPY !SPXW")
    assert desk.note == "1 of 2 · all trades"


def test_a_filter_that_is_typed_while_the_view_is_held_starts_at_the_top(desk: TapeDesk, qtbot: QtBot) -> None:
    desk.numbered(300)
    desk.scroll(50)
    write(desk.edit, "size>=5")
    assert desk.panel.model.rowCount() == 0
    desk.edit.clear()
    qtbot.waitUntil(lambda: desk.sequences()[:1] == ["299"])


@pytest.mark.parametrize(
    ("prints", "tickers", "typed", "narrowed", "words"),
    [
        ((), (SPY_C,), "", False, "No trade has arrived yet"),
        ((Print(SPXW),), (), "", False, "Nothing is watched"),
        ((Print(SPXW),), (SPY_C,), "", False, "No watched contract has traded"),
        ((Print(SPY_C),), (SPY_C,), "size>=2", False, "No trade passes the filter"),
        ((Print(SPXW),), (SPY_C,), "", True, "No trade of this contract"),
    ],
)
def test_an_empty_tape_says_why_and_what_to_do(
    desk: TapeDesk, prints: tuple[Print, ...], tickers: tuple[str, ...], typed: str, narrowed: bool, words: str
) -> None:
    desk.watch(*tickers)
    desk.show(*prints)
    desk.edit.setText(typed)
    desk.link.set_contract(0)
    desk.link.set_narrowed(narrowed)
    assert words in desk.table.empty_text
    assert inked(desk.table.viewport().grab().toImage()) > 100


def test_a_click_on_a_trade_turns_the_link_to_it(desk: TapeDesk) -> None:
    desk.show(Print(SPY_C), Print(SPY_P))
    click(desk.table, 1)
    assert (desk.link.contract, desk.link.row, desk.link.narrowed) == (TICKERS.index(SPY_C), 0, False)
    press(desk.table, Qt.Key.Key_Up)
    assert (desk.link.contract, desk.link.row) == (TICKERS.index(SPY_P), 1)


def test_a_second_click_on_the_same_trade_turns_the_link_back_to_it(desk: TapeDesk) -> None:
    desk.show(Print(SPY_C), Print(SPY_P))
    click(desk.table, 0)
    desk.link.set_contract(TICKERS.index(SPXW))
    assert desk.link.row == NONE
    click(desk.table, 0)
    assert (desk.link.contract, desk.link.row) == (TICKERS.index(SPY_P), 1)


def test_giving_the_tape_the_keys_chooses_no_trade(desk: TapeDesk, qtbot: QtBot) -> None:
    desk.show(Print(SPY_C), Print(SPY_P))
    desk.table.setFocus()
    qtbot.waitUntil(desk.table.hasFocus)
    assert (desk.link.contract, desk.link.row) == (NONE, NONE)


def test_a_trade_that_another_panel_points_at_is_selected_and_brought_into_sight(desk: TapeDesk) -> None:
    desk.numbered(300)
    desk.link.set_contract(0)
    desk.link.set_row(20)
    assert [index.row() for index in desk.table.selectionModel().selectedRows()] == [279]
    assert "20" in desk.sequences()
    desk.link.set_row(10_000)
    desk.link.set_row(NONE)
    assert desk.link.contract == 0


def test_letters_do_not_search_millions_of_rows(desk: TapeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.numbered(50)
    asked: list[object] = []
    monkeypatch.setattr(type(desk.panel.model), "match", lambda *given: asked.append(given))
    desk.table.setFocus()
    QTest.keyClicks(desk.table, "SPY")
    assert asked == []


def test_the_state_comes_back(desk: TapeDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.panel._scope_button.click()
    desk.table.setColumnWidth(0, 150)
    other = TapePanel(desk.market, Link(), PresetBook(tmp_path / "presets.json"))
    qtbot.addWidget(other)
    qtbot.addWidget(other.header)
    other.restore(desk.panel.state())
    assert other.scope.everything
    assert other.table.columnWidth(0) == 150
    other.restore({"everything": "yes", "columns": 5})
    assert not other.scope.everything

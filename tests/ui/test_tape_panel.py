"""The tape panel: what it shows, and that nothing moves under the reader's eye."""

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.contract import parse_ticker
from models.filtering.presets import PresetBook
from models.qt.link import NONE, Link
from models.qt.tape_columns import COLUMNS
from models.tape import BLOCK
from models.watchlist import WatchItem, Watchlist
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, SPY_P, TICKERS, MadeMarket, Print
from tests.ui.window_desk import CONTROL, click, dressed, inked, painted, press, texts, write
from ui.tape_panel import TapePanel

SEQUENCE, SIZE = ([column.key for column in COLUMNS].index(key) for key in ("sequence", "size"))


class Desk:
    """A tape in a window, of a market that a test fills. Contracts 0 and 1 are watched."""

    def __init__(self, qtbot: QtBot, folder: Path, max_rows: int = 1_000_000) -> None:
        self._qtbot = qtbot
        self.market, self.link = MadeMarket(max_rows), Link()
        self.panel = TapePanel(self.market, self.link, PresetBook(folder / "presets.json"))
        self.table, self.edit = self.panel.table, self.panel.filters.edit
        self.watch(SPY_C, SPY_P)
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        column.addWidget(self.panel.header)
        column.addWidget(self.panel)
        self.window.resize(900, 400)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self._number = 0

    def watch(self, *tickers: str) -> None:
        """Watch these and no others."""
        self.panel.scope.set_watchlist(Watchlist("Test", [WatchItem(parse_ticker(ticker)) for ticker in tickers]))

    def show(self, *prints: Print) -> None:
        """Let prints arrive, and the panel see them."""
        self.market.print(*prints)
        self.panel.advance()

    def numbered(self, count: int, ticker: str = SPY_C, size: int = 1) -> None:
        """Let prints arrive that are told apart by their sequence."""
        self.show(*[Print(ticker, size=size, sequence=self._number + n) for n in range(count)])
        self._number += count

    def sequences(self) -> list[str]:
        """The sequence numbers of the rows in sight."""
        return texts(self.table, SEQUENCE)

    def scroll(self, row: int) -> None:
        """Bring a row to the top."""
        bar = self.table.verticalScrollBar()
        self._qtbot.waitUntil(lambda: bar.maximum() >= min(row, self.panel.model.rowCount() - 20) > 0 or not row)
        bar.setValue(row)

    def selected(self) -> list[int]:
        """The ids of the selected rows."""
        return [self.panel.model.tape_row(index.row()) for index in self.table.selectionModel().selectedRows()]

    def let(self, step: tuple[Any, ...], numbers: Iterator[int]) -> None:
        """Let prints arrive or be filled in at these times after the open, or a gap begin, and the panel see it."""
        if step[0] == "cut":
            self.market.interrupt(OPEN + step[1])
        else:
            prints = [Print(time_ms=OPEN + at, sequence=next(numbers)) for at in step[1]]
            if step[0] == "print":
                self.market.print(*prints)
            else:
                self.market.fill(*prints, gap=min(step[2], len(self.market.gaps) - 1))
        self.panel.advance()

    def close(self) -> None:
        """Close for good."""
        self.window.close()
        self.window.deleteLater()

    @property
    def note(self) -> str:
        """What the header says is shown."""
        return self.panel.header.note.text()

    @property
    def pill(self) -> str:
        """What the header says of unseen trades."""
        return "" if self.panel.reading.pill.isHidden() else self.panel.reading.pill.text()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot, tmp_path)
        yield made
        made.close()


@pytest.fixture
def small(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """A desk whose tape forgets all but the newest blocks."""
    made = Desk(qtbot, tmp_path, max_rows=BLOCK)
    made.panel.scope.set_everything(everything=True)
    yield made
    made.close()


def test_at_the_top_it_follows(desk: Desk) -> None:
    for total in (60, 120, 180):
        desk.numbered(60)
        assert desk.sequences()[0] == str(total - 1)
    assert desk.table.verticalScrollBar().value() == 0
    assert desk.pill == ""


def test_kept_up_with_trades_are_shown_at_once_and_counted_beside_them_at_a_calm_pace(desk: Desk, qtbot: QtBot) -> None:
    said = set()
    for number in range(1, 100):
        desk.market.print(Print(SPY_C, 2.0, sequence=number))
        desk.panel.keep_up()
        assert desk.panel.model.rowCount() == number
        said.add(desk.panel.header.note.text())
    assert len(said) < 50
    qtbot.waitUntil(lambda: desk.panel.header.note.text().startswith("99 of 99"))


def test_scrolled_away_the_rows_under_the_eye_do_not_move(desk: Desk) -> None:
    dice = random.Random(5)
    desk.numbered(300)
    desk.scroll(100)
    held = desk.sequences()
    picture = desk.table.viewport().grab().toImage()
    unseen = 0
    for _ in range(40):
        count = dice.choice((0, 1, 2, 50, 400))
        desk.numbered(count)
        unseen += count
        assert desk.sequences() == held
    assert desk.table.viewport().grab().toImage() == picture
    assert desk.pill == f"▲ {unseen:,} new, largest 1"


@pytest.mark.parametrize("row", [1, 150, 299])
def test_it_holds_anywhere_also_one_row_from_the_top_and_at_the_very_end(desk: Desk, row: int) -> None:
    desk.numbered(300)
    desk.scroll(row)
    held = desk.sequences()
    desk.numbered(7)
    assert desk.sequences() == held


def test_all_trades_can_be_selected_without_making_the_window_wait(small: Desk) -> None:
    small.market.flood(3 * BLOCK)
    small.numbered(2, SPY_P)
    small.numbered(2, SPY_C)
    began_s = perf_counter()
    small.table.selectAll()
    small.table.grab()
    assert small.panel.selected_contracts() == [TICKERS.index(ticker) for ticker in (SPY_C, SPY_P, NVDA)]
    assert perf_counter() - began_s < 0.5, "asked of each row by itself it takes seconds"


def test_it_holds_while_the_oldest_rows_are_trimmed(small: Desk) -> None:
    small.numbered(300)
    small.market.flood(BLOCK)
    small.panel.advance()
    small.numbered(300, NVDA)
    small.scroll(100)
    held = small.sequences()
    first = small.market.tape.first
    while small.market.tape.first == first:
        small.market.flood(BLOCK // 2)
        small.panel.advance()
        assert small.sequences() == held


def test_rows_in_sight_that_leave_memory_give_way_to_those_that_are_there(small: Desk) -> None:
    small.numbered(300)
    small.scroll(280)
    click(small.table, 285)
    small.market.flood(3 * BLOCK)
    small.table.viewport().grab()
    click(small.table, small.table.rowAt(30))
    small.panel.advance()
    assert set(small.sequences()) == {"1"}
    assert small.link.contract == TICKERS.index(SPY_C), "a row that goes turns no panel to its neighbour"
    assert small.table.model().rowCount() == len(small.market.tape)


def test_the_pill_counts_what_is_unseen_names_the_largest_and_goes_back(desk: Desk) -> None:
    desk.numbered(300)
    desk.scroll(50)
    desk.numbered(2, size=1250)
    desk.numbered(3)
    assert desk.pill == "▲ 5 new, largest 1,250"
    desk.panel.reading.pill.click()
    assert (desk.pill, desk.table.verticalScrollBar().value()) == ("", 0)
    desk.numbered(1)
    assert desk.sequences()[0] == "305"


def test_scrolling_back_by_hand_is_following_again(desk: Desk) -> None:
    desk.numbered(300)
    desk.scroll(50)
    desk.numbered(5)
    desk.scroll(0)
    assert desk.pill == ""


def test_home_and_end_move_through_the_tape(desk: Desk) -> None:
    desk.numbered(300)
    press(desk.table, Qt.Key.Key_End)
    assert desk.sequences()[-1] == "0"
    desk.numbered(5)
    assert desk.sequences()[-1] == "0"
    press(desk.table, Qt.Key.Key_Home)
    assert desk.sequences()[0] == "304"
    assert desk.pill == ""


def test_the_selected_trade_stays_selected_when_others_come(desk: Desk) -> None:
    desk.numbered(300)
    click(desk.table, 4)
    desk.numbered(9)
    assert [index.row() for index in desk.table.selectionModel().selectedRows()] == [13]
    assert desk.link.row == 295


def test_watched_contracts_or_all_trades(desk: Desk) -> None:
    desk.show(Print(SPY_C), Print(SPXW), Print(SPY_P))
    assert desk.panel.model.rowCount() == 2
    assert desk.note == "2 of 3 · watched contracts"
    desk.panel._scope_button.click()
    assert desk.note == "3 of 3 · all trades"
    assert desk.panel._scope_button.text() == "All trades"
    desk.panel._scope_button.click()
    assert desk.panel.model.rowCount() == 2


def test_a_longer_watchlist_shows_more(desk: Desk) -> None:
    desk.show(Print(SPY_C), Print(SPXW))
    desk.watch(SPY_C, SPXW)
    assert desk.panel.model.rowCount() == 2


def test_the_link_narrows_and_escape_widens(desk: Desk) -> None:
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


def test_narrowing_while_held_starts_anew_at_the_top(desk: Desk) -> None:
    desk.numbered(300)
    desk.scroll(50)
    desk.numbered(5)
    desk.link.set_contract(0)
    desk.link.set_narrowed(True)
    assert (desk.pill, desk.table.verticalScrollBar().value()) == ("", 0)


def test_a_typed_filter_is_taken_while_it_is_typed(desk: Desk) -> None:
    desk.show(Print(SPY_C, size=5), Print(SPY_P, size=500))
    write(desk.edit, "P size>=100")
    assert texts(desk.table, SIZE) == ["500"]
    desk.show(Print(SPY_P, size=700), Print(SPY_P, size=7))
    assert texts(desk.table, SIZE) == ["700", "500"]


def test_a_word_that_is_not_understood_is_named_and_the_field_is_marked(desk: Desk) -> None:
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


def test_escape_in_the_filter_clears_it_and_then_goes_back_to_the_tape(desk: Desk, qtbot: QtBot) -> None:
    desk.show(Print(SPY_C))
    desk.edit.setFocus()
    qtbot.waitUntil(desk.edit.hasFocus)
    write(desk.edit, "SPXW")
    press(desk.edit, Qt.Key.Key_Escape)
    assert (desk.edit.text(), desk.panel.model.rowCount()) == ("", 1)
    press(desk.edit, Qt.Key.Key_Escape)
    assert desk.table.hasFocus()


def test_enter_in_the_filter_goes_to_the_tape(desk: Desk, qtbot: QtBot) -> None:
    desk.edit.setFocus()
    qtbot.waitUntil(desk.edit.hasFocus)
    press(desk.edit, Qt.Key.Key_Return)
    assert desk.table.hasFocus()


def test_a_typed_contract_is_shown_though_it_is_not_watched_and_is_said(desk: Desk) -> None:
    desk.show(Print(SPXW), Print(SPY_C))
    desk.edit.setText("SPXW 1 Dec 25 6850 C")
    assert texts(desk.table, 1) == ["SPXW 01 Dec 25 6850 C"]
    assert desk.note == "1 of 2 · one contract"
    desk.link.set_contract(0)
    desk.link.set_narrowed(True)
    assert desk.panel.model.rowCount() == 0, "both conditions hold"


def test_roots_that_are_not_known_are_said_for_a_mistyped_word_may_read_as_one(desk: Desk) -> None:
    desk.panel.scope.set_everything(everything=True)
    desk.show(Print(SPY_C), Print(SPXW))
    desk.edit.setText("!mutli SPY")
    assert desk.note == "1 of 2 · all trades · no option on MUTLI yet"
    desk.edit.setText("a1 a2 a3 a4")
    assert desk.note == "0 of 2 · all trades · no option on A1, A2, A3, … yet"
    desk.edit.setText("SPY !SPXW")
    assert desk.note == "1 of 2 · all trades"


def test_a_filter_that_is_typed_while_the_view_is_held_starts_at_the_top(desk: Desk, qtbot: QtBot) -> None:
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
    desk: Desk, prints: tuple[Print, ...], tickers: tuple[str, ...], typed: str, narrowed: bool, words: str
) -> None:
    desk.watch(*tickers)
    desk.show(*prints)
    desk.edit.setText(typed)
    desk.link.set_contract(0)
    desk.link.set_narrowed(narrowed)
    assert words in desk.table.empty_text
    assert inked(desk.table.viewport().grab().toImage()) > 100


def test_a_click_on_a_trade_turns_the_link_to_it(desk: Desk) -> None:
    desk.show(Print(SPY_C), Print(SPY_P))
    click(desk.table, 1)
    assert (desk.link.contract, desk.link.row, desk.link.narrowed) == (TICKERS.index(SPY_C), 0, False)
    press(desk.table, Qt.Key.Key_Up)
    assert (desk.link.contract, desk.link.row) == (TICKERS.index(SPY_P), 1)


def test_a_second_click_on_the_same_trade_turns_the_link_back_to_it(desk: Desk) -> None:
    desk.show(Print(SPY_C), Print(SPY_P))
    click(desk.table, 0)
    desk.link.set_contract(TICKERS.index(SPXW))
    assert desk.link.row == NONE
    click(desk.table, 0)
    assert (desk.link.contract, desk.link.row) == (TICKERS.index(SPY_P), 1)


def test_giving_the_tape_the_keys_chooses_no_trade(desk: Desk, qtbot: QtBot) -> None:
    desk.show(Print(SPY_C), Print(SPY_P))
    desk.table.setFocus()
    qtbot.waitUntil(desk.table.hasFocus)
    assert (desk.link.contract, desk.link.row) == (NONE, NONE)


def test_a_trade_that_another_panel_points_at_is_selected_and_brought_into_sight(desk: Desk) -> None:
    desk.numbered(300)
    desk.link.set_contract(0)
    desk.link.set_row(20)
    assert [index.row() for index in desk.table.selectionModel().selectedRows()] == [279]
    assert "20" in desk.sequences()
    desk.link.set_row(10_000)
    desk.link.set_row(NONE)
    assert desk.link.contract == 0


def test_letters_do_not_search_millions_of_rows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.numbered(50)
    asked: list[object] = []
    monkeypatch.setattr(type(desk.panel.model), "match", lambda *given: asked.append(given))
    desk.table.setFocus()
    QTest.keyClicks(desk.table, "SPY")
    assert asked == []


def test_the_state_comes_back(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
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


STEPS = (
    st.tuples(st.just("print"), st.lists(st.integers(0, 400), min_size=1, max_size=40))
    | st.tuples(st.just("fill"), st.lists(st.integers(0, 400), min_size=1, max_size=90), st.integers(-1, 3))
    | st.tuples(st.just("cut"), st.integers(0, 400))
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # the fixtures are those of Qt: the window is each example's own
@given(st.lists(STEPS, max_size=8), st.integers(1, 250))
def test_scrolled_away_nothing_moves_whatever_arrives_is_filled_in_or_interrupted(
    qtbot: QtBot, tmp_path: Path, steps: list[tuple[Any, ...]], row: int
) -> None:
    desk = Desk(qtbot, tmp_path)
    desk.show(*[Print(time_ms=OPEN + n, sequence=n) for n in range(300)])
    desk.scroll(row)
    click(desk.table, desk.table.rowAt(50))
    top = desk.panel.model.tape_row(row)
    chosen = desk.panel.model.tape_row(desk.table.currentIndex().row())
    numbers = count(1000)
    for step in steps:
        desk.let(step, numbers)
        assert desk.panel.model.tape_row(desk.table.rowAt(0)) == top
        assert desk.panel.model.tape_row(desk.table.currentIndex().row()) == chosen
        assert desk.selected() == [chosen]
    above = desk.panel.model.tape_rows(0, desk.table.rowAt(0))
    unseen = int((above >= 300).sum())
    assert desk.pill == (f"▲ {unseen:,} new, largest 1" if unseen else "")
    desk.close()


def test_rows_that_change_in_many_places_turn_no_panel_back_to_the_selected_trade(desk: Desk) -> None:
    desk.show(*[Print(SPY_C, time_ms=OPEN + 2 * n, sequence=n) for n in range(200)])
    click(desk.table, 3)
    desk.link.set_contract(TICKERS.index(SPXW))
    desk.market.fill(*[Print(SPY_P, time_ms=OPEN + 2 * n, sequence=n) for n in range(150)])
    desk.panel.advance()
    assert (desk.link.contract, desk.link.row) == (TICKERS.index(SPXW), NONE)
    assert desk.selected() == [196]
    assert desk.panel.model.rowCount() == 350
    assert desk.table.verticalScrollBar().value() == 0


def test_filled_trades_above_the_held_view_are_counted_as_new_and_gaps_are_not(desk: Desk) -> None:
    desk.show(*[Print(time_ms=OPEN + n, sequence=n) for n in range(300)])
    desk.scroll(100)
    held = desk.sequences()
    desk.market.interrupt(OPEN + 300)
    desk.market.fill(Print(time_ms=OPEN + 250, size=70, sequence=900), Print(time_ms=OPEN + 20, size=90, sequence=901))
    desk.show(Print(time_ms=OPEN + 301, sequence=902))
    assert desk.sequences() == held
    assert desk.pill == "▲ 2 new, largest 70"
    assert desk.note == "303 of 303 · watched contracts"


def test_a_gap_selects_no_trade_and_no_filter_hides_it(desk: Desk) -> None:
    desk.show(Print(SPY_C))
    desk.market.interrupt()
    desk.show(Print(SPXW))
    click(desk.table, 0)
    assert desk.selected() == [-1]
    assert (desk.link.contract, desk.link.row) == (NONE, NONE)
    desk.edit.setText("size>=1000")
    assert desk.panel.model.rowCount() == 1
    assert desk.note == "0 of 2 · watched contracts"


def test_the_place_is_held_when_trades_leave_memory_from_behind_a_filled_one(small: Desk) -> None:
    small.numbered(300)
    small.market.flood(BLOCK)
    small.market.fill(Print(SPY_C, time_ms=OPEN - 5))
    small.numbered(300, NVDA)
    small.scroll(100)
    held = small.sequences()
    for _ in range(3):
        small.market.flood(BLOCK // 2)
        small.panel.advance()
        assert small.sequences() == held
    assert small.panel.model.rowCount() == len(small.market.tape)

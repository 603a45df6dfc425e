"""The tape panel under the reader's eye: it follows, and away from the top nothing moves."""

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.qt.link import NONE
from models.tape import BLOCK
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, SPY_P, TICKERS, Print
from tests.ui.tape_desk import TapeDesk, watching
from tests.ui.window_desk import click, press


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[TapeDesk]:
    yield from watching(qtbot, qapp, tmp_path)


@pytest.fixture
def small(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[TapeDesk]:
    """A desk whose tape forgets all but the newest blocks."""
    made = TapeDesk(qtbot, tmp_path, max_rows=BLOCK)
    yield made
    made.close()


def test_at_the_top_it_follows(desk: TapeDesk) -> None:
    for total in (60, 120, 180):
        desk.numbered(60)
        assert desk.sequences()[0] == str(total - 1)
    assert desk.table.verticalScrollBar().value() == 0
    assert desk.pill == ""


def test_kept_up_with_trades_are_shown_at_once_and_counted_beside_them_at_a_calm_pace(
    desk: TapeDesk, qtbot: QtBot
) -> None:
    said = set()
    for number in range(1, 100):
        desk.market.print(Print(SPY_C, 2.0, sequence=number))
        desk.panel.keep_up()
        assert desk.panel.model.rowCount() == number
        said.add(desk.panel.header.note.text())
    assert len(said) < 50
    qtbot.waitUntil(lambda: desk.panel.header.note.text().startswith("99 of 99"))


def test_scrolled_away_the_rows_under_the_eye_do_not_move(desk: TapeDesk) -> None:
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
def test_it_holds_anywhere_also_one_row_from_the_top_and_at_the_very_end(desk: TapeDesk, row: int) -> None:
    desk.numbered(300)
    desk.scroll(row)
    held = desk.sequences()
    desk.numbered(7)
    assert desk.sequences() == held


def test_all_trades_can_be_selected_without_making_the_window_wait(small: TapeDesk) -> None:
    small.market.flood(3 * BLOCK)
    small.numbered(2, SPY_P)
    small.numbered(2, SPY_C)
    began_s = perf_counter()
    small.table.selectAll()
    small.table.grab()
    assert small.panel.selected_contracts() == [TICKERS.index(ticker) for ticker in (SPY_C, SPY_P, NVDA)]
    assert perf_counter() - began_s < 0.5, "asked of each row by itself it takes seconds"


def test_it_holds_while_the_oldest_rows_are_trimmed(small: TapeDesk) -> None:
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


def test_rows_in_sight_that_leave_memory_give_way_to_those_that_are_there(small: TapeDesk) -> None:
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


def test_the_pill_counts_what_is_unseen_names_the_largest_and_goes_back(desk: TapeDesk) -> None:
    desk.numbered(300)
    desk.scroll(50)
    desk.numbered(2, size=1250)
    desk.numbered(3)
    assert desk.pill == "▲ 5 new, largest 1,250"
    desk.panel.reading.pill.click()
    assert (desk.pill, desk.table.verticalScrollBar().value()) == ("", 0)
    desk.numbered(1)
    assert desk.sequences()[0] == "305"


def test_scrolling_back_by_hand_is_following_again(desk: TapeDesk) -> None:
    desk.numbered(300)
    desk.scroll(50)
    desk.numbered(5)
    desk.scroll(0)
    assert desk.pill == ""


def test_home_and_end_move_through_the_tape(desk: TapeDesk) -> None:
    desk.numbered(300)
    press(desk.table, Qt.Key.Key_End)
    assert desk.sequences()[-1] == "0"
    desk.numbered(5)
    assert desk.sequences()[-1] == "0"
    press(desk.table, Qt.Key.Key_Home)
    assert desk.sequences()[0] == "304"
    assert desk.pill == ""


def test_the_selected_trade_stays_selected_when_others_come(desk: TapeDesk) -> None:
    desk.numbered(300)
    click(desk.table, 4)
    desk.numbered(9)
    assert [index.row() for index in desk.table.selectionModel().selectedRows()] == [13]
    assert desk.link.row == 295


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
    desk = TapeDesk(qtbot, tmp_path)
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


def test_rows_that_change_in_many_places_turn_no_panel_back_to_the_selected_trade(desk: TapeDesk) -> None:
    desk.show(*[Print(SPY_C, time_ms=OPEN + 2 * n, sequence=n) for n in range(200)])
    click(desk.table, 3)
    desk.link.set_contract(TICKERS.index(SPXW))
    desk.market.fill(*[Print(SPY_P, time_ms=OPEN + 2 * n, sequence=n) for n in range(150)])
    desk.panel.advance()
    assert (desk.link.contract, desk.link.row) == (TICKERS.index(SPXW), NONE)
    assert desk.selected() == [196]
    assert desk.panel.model.rowCount() == 350
    assert desk.table.verticalScrollBar().value() == 0


def test_filled_trades_above_the_held_view_are_counted_as_new_and_gaps_are_not(desk: TapeDesk) -> None:
    desk.show(*[Print(time_ms=OPEN + n, sequence=n) for n in range(300)])
    desk.scroll(100)
    held = desk.sequences()
    desk.market.interrupt(OPEN + 300)
    desk.market.fill(Print(time_ms=OPEN + 250, size=70, sequence=900), Print(time_ms=OPEN + 20, size=90, sequence=901))
    desk.show(Print(time_ms=OPEN + 301, sequence=902))
    assert desk.sequences() == held
    assert desk.pill == "▲ 2 new, largest 70"
    assert desk.note == "303 of 303 · watched contracts"


def test_a_gap_selects_no_trade_and_no_filter_hides_it(desk: TapeDesk) -> None:
    desk.show(Print(SPY_C))
    desk.market.interrupt()
    desk.show(Print(SPXW))
    click(desk.table, 0)
    assert desk.selected() == [-1]
    assert (desk.link.contract, desk.link.row) == (NONE, NONE)
    desk.edit.setText("size>=1000")
    assert desk.panel.model.rowCount() == 1
    assert desk.note == "0 of 2 · watched contracts"


def test_the_place_is_held_when_trades_leave_memory_from_behind_a_filled_one(small: TapeDesk) -> None:
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


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count, and let it be painted."""
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_new_rows_have_nothing_painted_that_lies_under_the_table(qtbot: QtBot, desk: TapeDesk) -> None:
    desk.numbered(100)
    ground, bar = Paints(desk.window), Paints(desk.table.verticalScrollBar())
    qtbot.waitUntil(lambda: not desk.window.isHidden() and desk.table.verticalScrollBar().isVisible())
    QApplication.processEvents()
    before, of_bar = ground.count, bar.count
    desk.market.print(*[Print(SPY_C, sequence=n) for n in range(500, 520)])
    desk.panel.model.advance()
    qtbot.waitUntil(lambda: bar.count > of_bar)
    assert ground.count == before

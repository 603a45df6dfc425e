"""The painted tape: where it stands, what it holds, and where it goes when asked."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.filtering.tape_filter import TapeFilter
from models.qt.tape_model import TapeModel
from models.tape import BLOCK
from tests.models.made_market import OPEN, MadeMarket, Print
from tests.ui.window_desk import press
from ui.tape_table import TapeTable


class Desk:
    """A tape on the screen, of prints a second apart that a test lets arrive."""

    def __init__(self, *, newest_first: bool = True) -> None:
        self.market = MadeMarket()
        self.model = TapeModel(self.market, slice_ms=0, at_once=1)
        self.model.set_newest_first(newest_first)
        self.table = TapeTable(self.model)
        self.table.resize(700, 330)
        self.table.show()
        self.news = (0, 0)
        self.table.held_changed.connect(self._note_news)
        self._count = 0

    def print(self, count: int, size: int = 1) -> None:
        """Let prints arrive."""
        numbers = range(self._count, self._count + count)
        self.market.print(*[Print(size=size, sequence=n, time_ms=OPEN + 1000 * n) for n in numbers])
        self._count += count
        self.model.advance()

    @property
    def eye(self) -> list[int]:
        """The ids of the rows in sight, wholly or not, from the top."""
        rows = range(self.table.rowAt(0), self.table.rowAt(self.table.viewport().height() - 1) % self.model.rowCount())
        return [self.model.tape_row(row) for row in range(rows.start, rows.stop + 1)]

    @property
    def selected(self) -> list[int]:
        """The ids of the selected rows."""
        return [self.model.tape_row(index.row()) for index in self.table.selectionModel().selectedRows()]

    def _note_news(self, count: int, largest: int) -> None:
        self.news = count, largest


@pytest.fixture(params=[True, False], ids=["newest on top", "newest at the bottom"])
def desk(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Desk]:
    made = Desk(newest_first=request.param)
    yield made
    made.table.close()
    made.table.deleteLater()


def test_it_follows_at_its_newest_row_whichever_end_that_is(desk: Desk) -> None:
    for count in (3, 100, 1):
        desk.print(count)
        assert desk.eye[0 if desk.model.newest_first else -1] == len(desk.market.tape) - 1
    assert desk.news == (0, 0)


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Up])
def test_the_first_key_selects_the_newest_row_in_sight_and_nothing_moves(desk: Desk, key: Qt.Key) -> None:
    desk.print(200)
    desk.table.verticalScrollBar().setValue(60)
    eye = desk.eye
    press(desk.table, key)
    whole = eye[: desk.table.viewport().height() // desk.table.rowHeight(0)]
    assert desk.selected == [max(whole)]
    assert desk.eye == eye


@pytest.mark.parametrize("key", [Qt.Key.Key_PageDown, Qt.Key.Key_PageUp])
def test_the_first_key_of_a_page_goes_a_page_on_from_what_is_in_sight(desk: Desk, key: Qt.Key) -> None:
    desk.print(200)
    bar = desk.table.verticalScrollBar()
    bar.setValue(60)
    page = desk.table.viewport().height() // desk.table.rowHeight(0)
    press(desk.table, key)
    assert bar.value() == 60 + (page - 1) * (1 if key == Qt.Key.Key_PageDown else -1)
    assert desk.table.currentIndex().row() == (bar.value() if key == Qt.Key.Key_PageUp else bar.value() + page - 1)


def test_a_pause_holds_the_newest_rows_counts_what_came_and_catches_up(desk: Desk) -> None:
    desk.print(100)
    held, told = desk.eye, list[bool]()
    desk.table.paused_changed.connect(told.append)
    desk.table.set_paused(True)
    desk.print(130)
    desk.print(2, size=2500)
    assert desk.eye[: len(held)] == held
    assert desk.news == (132, 2500) if desk.model.newest_first else desk.news[1] == 2500
    desk.table.catch_up()
    assert (desk.table.paused, told, desk.news) == (False, [True, False], (0, 0))
    assert 231 in desk.eye
    desk.print(1)
    assert 232 in desk.eye


def test_a_pause_holds_a_few_rows_that_leave_room_for_more(desk: Desk) -> None:
    desk.print(4)
    held = desk.eye
    desk.table.set_paused(True)
    desk.print(3)
    desk.table.updateGeometries()
    assert desk.eye[:4] == held
    desk.table.catch_up()
    assert sorted(desk.eye) == list(range(7))


def test_going_to_the_newest_ends_no_pause(desk: Desk) -> None:
    desk.print(100)
    desk.table.set_paused(True)
    desk.print(50)
    desk.table.go_to_newest()
    assert 149 in desk.eye
    assert desk.news == (0, 0)
    desk.print(50)
    assert 149 in desk.eye
    assert desk.table.paused


def test_an_empty_tape_that_is_paused_shows_the_first_trades(desk: Desk) -> None:
    desk.table.set_paused(True)
    desk.print(4)
    assert len(desk.eye) == 4


def test_turning_the_tape_keeps_what_is_in_sight_and_what_is_selected(desk: Desk) -> None:
    desk.print(300)
    desk.table.verticalScrollBar().setValue(120)
    desk.table.selectRow(123)
    held, chosen = desk.eye, desk.selected
    desk.model.set_newest_first(not desk.model.newest_first)
    assert desk.eye == held[::-1]
    assert desk.selected == chosen
    order = "newest trade first" if desk.model.newest_first else "newest trade last"
    assert desk.table.accessibleName() == f"Tape, {order}"


def test_turning_a_tape_that_follows_follows_at_the_other_end(desk: Desk) -> None:
    desk.print(300)
    desk.model.set_newest_first(not desk.model.newest_first)
    assert 299 in desk.eye
    desk.print(1)
    assert 300 in desk.eye


def test_going_to_a_time_selects_the_trade_and_stands_with_it_in_the_middle(desk: Desk) -> None:
    desk.print(300)
    assert desk.table.go_to_time(OPEN + 149_500)
    assert desk.selected == [150]
    assert abs(desk.eye.index(150) - len(desk.eye) // 2) <= 1
    held = desk.eye
    desk.print(5)
    assert desk.eye == held
    assert not desk.table.go_to_time(OPEN + 999_000)


def test_going_to_a_time_that_was_not_looked_at_yet_goes_there_when_it_is_found(desk: Desk, qtbot: QtBot) -> None:
    desk.print(300, size=5)
    desk.market.flood(3 * BLOCK)
    desk.print(300, size=5)
    desk.model.set_filter(TapeFilter(min_size=5))
    desk.table.start_anew()
    assert not desk.table.go_to_time(OPEN + 150_000)
    qtbot.waitUntil(lambda: desk.selected == [150])
    assert 150 in desk.eye


def test_a_taller_window_at_the_newest_row_still_shows_it(desk: Desk, qtbot: QtBot) -> None:
    desk.print(100)
    for height in (600, 200):
        desk.table.resize(700, height)
        qtbot.waitUntil(lambda: 99 in desk.eye)
        assert desk.table.follows

"""The tick chart panel: mouse, keys, and the link to other panels."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.clock import EASTERN_CLOCK, utc_ms
from models.qt.link import NONE
from models.tape import Flag
from models.time_scale import clock_text
from tests.models.tick_tapes import Print
from tests.ui.chart.chart_desk import MINUTE, OPEN, Desk, desks, minutes, move, wheel


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, monkeypatch)


def test_a_pan_stops_following_and_f_follows_again(desk: Desk) -> None:
    desk.world.print(*minutes(60))
    chart = desk.open()
    assert "following" in [part.text for part in chart.header.shown.parts]
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.header.held.isVisible()
    assert chart.header.held.text() == "following off – press F"
    before = desk.range_ms()
    desk.frame(Print(OPEN + 90 * MINUTE))
    assert desk.range_ms() == before
    QTest.keyClick(chart, Qt.Key.Key_F)
    assert not chart.header.held.isVisible()
    assert desk.range_ms()[1] > OPEN + 90 * MINUTE
    assert chart.painted_ticks == 61


def test_dragging_moves_the_ticks_with_the_mouse(desk: Desk) -> None:
    desk.world.print(*minutes(60))
    chart = desk.open()
    view = chart._plot
    before = desk.pixel(OPEN + 30 * MINUTE, 10.3).x()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 100))
    for x in (320, 350, 400):
        move(chart, QPointF(x, 100), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(400, 100))
    assert desk.pixel(OPEN + 30 * MINUTE, 10.3).x() == pytest.approx(before + 100, abs=1)
    assert desk.link.row == NONE, "a drag is no click"


def test_the_wheel_zooms_around_the_pointer_and_the_scale_fits_what_is_visible(desk: Desk) -> None:
    desk.world.print(*minutes(60))
    chart = desk.open()
    place = desk.pixel(OPEN + 20 * MINUTE, 10.2)
    wheel(chart, place, 6)
    assert desk.pixel(OPEN + 20 * MINUTE, 10.2).x() == pytest.approx(place.x(), abs=1)
    assert desk.drawing.scale.high < 10.5
    assert not chart._window.following
    chart._plot.fit_asked.emit()
    assert chart.painted_ticks == 60
    assert chart._window.following


@pytest.mark.parametrize("steps", range(0, 60, 4))
def test_axis_labels_make_sense_at_every_zoom(desk: Desk, steps: int) -> None:
    desk.world.print(*minutes(390))
    chart = desk.open()
    chart.moves.go_to(36_000_000)
    for _ in range(steps):
        chart.moves.zoom(0.8)
    axis = chart._plot.time_axis
    low, high = desk.range_ms()
    step, values = axis.values_between(low, high, 800)
    texts = axis.texts_of(values, step)
    assert len(set(texts)) == len(texts)
    assert 1 <= len(texts) <= 10
    assert all(
        clock_text(EASTERN_CLOCK, int(value)).startswith(text) for value, text in zip(values, texts, strict=True)
    )


def test_a_time_is_gone_to(desk: Desk) -> None:
    desk.world.print(*minutes(390))
    chart = desk.open()
    QTest.keyClick(chart, Qt.Key.Key_G)
    QTest.keyClicks(chart.header.edit, "12:00")
    QTest.keyClick(chart.header.edit, Qt.Key.Key_Return)
    low, high = desk.range_ms()
    assert (low + high) / 2 == pytest.approx(utc_ms(date(2025, 12, 1), 43_200_000))
    assert not chart._window.following


def test_nonsense_for_a_time_is_marked_and_moves_nothing(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    before = desk.range_ms()
    QTest.keyClicks(chart.header.edit, "25:99")
    QTest.keyClick(chart.header.edit, Qt.Key.Key_Return)
    assert chart.header.edit.property("invalid") is True
    assert desk.range_ms() == before
    QTest.keyClick(chart.header.edit, Qt.Key.Key_Escape)
    assert chart.header.edit.property("invalid") is False


def test_a_click_on_a_print_points_the_link_at_its_row(desk: Desk) -> None:
    desk.world.print(Print(OPEN, contract=1), *minutes(30))
    chart = desk.open()
    place = desk.pixel(OPEN + 12 * MINUTE, 10.12).toPoint()
    QTest.mouseClick(chart._plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert desk.link.row == 13
    assert chart._plot.overlay.marks.chosen_x == pytest.approx(place.x(), abs=1)


def test_a_row_of_the_link_is_marked_and_brought_into_sight_if_it_is_the_contracts(desk: Desk) -> None:
    desk.world.print(Print(OPEN, contract=1), *minutes(390))
    chart = desk.open()
    chart.moves.go_to(36_000_000)
    before = desk.range_ms()
    desk.link.set_row(0)
    assert chart._plot.overlay.marks.chosen is None
    assert desk.range_ms() == before
    desk.link.set_row(300)
    low, high = desk.range_ms()
    assert low < OPEN + 299 * MINUTE < high
    assert chart._plot.overlay.marks.chosen is not None


def test_prints_are_stepped_through_by_key_and_let_go(desk: Desk) -> None:
    desk.world.print(*minutes(5), Print(OPEN + 30, 10, codes=(202,)))
    chart = desk.open()
    rows = []
    for key in (Qt.Key.Key_Comma, Qt.Key.Key_Comma, Qt.Key.Key_Period, Qt.Key.Key_Period):
        QTest.keyClick(chart, key)
        rows.append(desk.link.row)
    assert rows == [4, 3, 4, 4]
    assert desk.reading().startswith("09:34:00.000")
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert desk.link.row == NONE


@pytest.mark.parametrize(
    ("key", "check"),
    [
        (Qt.Key.Key_Right, lambda low, high: low > 0),
        (Qt.Key.Key_Left, lambda low, high: low < 0),
        (Qt.Key.Key_Plus, lambda low, high: high - low < 0),
        (Qt.Key.Key_Minus, lambda low, high: high - low > 0),
    ],
)
def test_keys_pan_and_zoom(desk: Desk, key: Qt.Key, check: Callable[[float, float], bool]) -> None:
    desk.world.print(*minutes(60))
    chart = desk.open()
    before = desk.range_ms()
    QTest.keyClick(chart, key)
    after = desk.range_ms()
    assert check(after[0] - before[0], after[1] - before[1])
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert desk.range_ms() == pytest.approx(before)


def test_end_keeps_up_at_the_width_that_is_shown(desk: Desk) -> None:
    desk.world.print(*minutes(60))
    chart = desk.open()
    chart.moves.go_to(36_000_000)
    low, high = desk.range_ms()
    QTest.keyClick(chart, Qt.Key.Key_End)
    desk.frame(Print(OPEN + 70 * MINUTE))
    newest = desk.range_ms()
    assert newest[1] - newest[0] == pytest.approx(high - low)
    assert newest[0] < OPEN + 70 * MINUTE < newest[1]


def test_the_chosen_print_stays_chosen_when_it_is_cancelled_before_the_next_drawing(desk: Desk) -> None:
    desk.world.print(*minutes(5))
    chart = desk.open()
    desk.link.set_row(4)
    desk.world.tape.amend(4, Flag.CANCELLED)
    chart.advance()
    chart._plot.pointer_moved.emit()
    assert chart._plot.overlay.marks.chosen is not None
    desk.frame()
    assert chart._plot.overlay.marks.chosen is not None
    assert desk.reading().endswith("cancelled")

"""The line above a chart: in a narrow one too it names the contract, and takes a time."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.times import Zone
from tests.ui.chart.chart_desk import MINUTE, OPEN, Desk, desks, minutes
from tests.ui.window_desk import press, write
from ui.chart.header import ChartHeader

LABEL = "SPY 19 Dec 25 650 C"


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for desk in desks(qtbot, qapp, monkeypatch):
        desk.world.print(*minutes(60))
        desk.open()
        desk.window.activateWindow()
        qtbot.waitUntil(desk.window.isActiveWindow)
        desk.chart.setFocus()
        yield desk


def narrow(desk: Desk, width: int) -> ChartHeader:
    """The header of a chart that is so wide."""
    header = desk.chart.header
    desk.window.resize(width, 400)
    desk.qtbot.waitUntil(lambda: header.width() <= width)
    desk.window.grab()
    return header


def names_contract(header: ChartHeader) -> bool:
    """Whether the contract can be read whole."""
    return header.title.width() >= header.title.fontMetrics().horizontalAdvance(LABEL)


@pytest.mark.parametrize("width", [330, 416, 520, 700, 1000])
@pytest.mark.parametrize("following", [True, False])
def test_however_narrow_a_chart_is_its_header_names_the_contract(desk: Desk, width: int, following: bool) -> None:
    if not following:
        desk.press(Qt.Key.Key_Left)
    header = narrow(desk, width)
    assert header.title.text() == LABEL
    desk.qtbot.waitUntil(lambda: names_contract(header))
    assert header.held.isVisible() is not following


def test_what_has_no_room_comes_back_with_it(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Left)
    header = narrow(desk, 330)
    assert not header.edit.isVisible()
    assert header.held.text() == "held"
    short = [header.options.text(), header.follow.text()]
    narrow(desk, 1000)
    assert header.edit.isVisible()
    assert header.held.text() == "following off – press F"
    assert [header.options.text(), header.follow.text()] == ["Options ▾", "Follow"] != short


@pytest.mark.parametrize("width", [260, 330, 416, 900])
def test_a_time_is_gone_to_in_a_narrow_chart_that_does_not_follow(desk: Desk, width: int) -> None:
    desk.press(Qt.Key.Key_Left)
    header = narrow(desk, width)
    desk.press(Qt.Key.Key_G)
    desk.qtbot.waitUntil(header.edit.hasFocus)
    desk.qtbot.waitUntil(lambda: header.edit.x() > 0)
    assert header.edit.isVisible()
    assert header.rect().contains(header.edit.geometry())
    write(header.edit, "09:50")
    press(header.edit, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(desk.chart.hasFocus)
    low, high = desk.range_ms()
    assert (low + high) / 2 == pytest.approx(OPEN + 20 * MINUTE)
    desk.qtbot.waitUntil(lambda: names_contract(header) is (width > 260))


def test_the_next_time_takes_the_place_of_the_last_one(desk: Desk) -> None:
    edit = desk.chart.header.edit
    for typed in ("09:31", "09:50"):
        desk.press(Qt.Key.Key_G)
        write(edit, typed)
        assert edit.text() == typed
        press(edit, Qt.Key.Key_Return)


@pytest.mark.parametrize("width", [416, 900])
def test_what_is_no_time_is_said_in_words_until_it_is_changed(desk: Desk, width: int) -> None:
    header = narrow(desk, width)
    desk.press(Qt.Key.Key_G)
    write(header.edit, "25:00")
    press(header.edit, Qt.Key.Key_Return)
    assert header.edit.hasFocus()
    assert [part.text for part in header.shown.parts] == ["type 9:35 or 09:35:10.250"]
    desk.qtbot.waitUntil(lambda: header.shown.width() >= header.shown.sizeHint().width())
    write(header.edit, "9")
    assert "ticks" in [part.text for part in header.shown.parts]
    press(header.edit, Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: names_contract(header))


def test_the_zone_is_named_where_it_is_not_that_of_the_market(desk: Desk) -> None:
    header = narrow(desk, 416)
    assert "UTC" not in [part.text for part in header.shown.parts]
    desk.market.times.choose(Zone.UTC)
    desk.frame()
    assert header.shown.shown()[0].text == "UTC"

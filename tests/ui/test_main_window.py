"""The main window: its panels, and how they float, close and come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from tests.models.made_market import SPXW, SPY_C, SPY_P, TICKERS, Print
from tests.ui.main_desk import Desk, desks
from tests.ui.window_desk import ALT, click, painted, press, texts
from ui.layout_store import FIRST_SIZE

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, tmp_path)


def test_the_first_window_shows_list_and_chart_beside_the_tape(desk: Desk) -> None:
    assert desk.window.size() == FIRST_SIZE
    places = {name: dock.geometry() for name, dock in desk.window.docks.items()}
    assert places["watchlist"].bottom() < places["chart"].top()
    assert places["tape"].left() > places["watchlist"].right()
    assert 0.44 < places["tape"].width() / desk.window.width() < 0.5
    assert desk.watchlist.table.horizontalScrollBar().maximum() == 0, "every column is in sight"
    assert desk.tape.table.horizontalScrollBar().maximum() == 0


def test_at_first_both_lists_show_all_their_columns_beside_their_scroll_bars(desk: Desk) -> None:
    desk.window.resize(FIRST_SIZE)
    desk.window.arrange()
    QApplication.processEvents()
    for table in (desk.watchlist.table, desk.tape.table):
        bar = table.verticalScrollBar()
        room = table.viewport().width() - (0 if bar.isVisible() else bar.sizeHint().width())
        assert table.horizontalHeader().length() <= room


def test_headers_and_feet_have_a_ground_of_their_own_also_after_they_moved(desk: Desk) -> None:
    for width in (1300, FIRST_SIZE.width()):
        desk.window.resize(width, FIRST_SIZE.height())
        QApplication.processEvents()
        for bar, token in (
            (desk.tape.header, "raised"),
            (desk.tape.totals, "surface"),
            (desk.watchlist.header, "raised"),
        ):
            assert painted(bar.grab().toImage(), token) > bar.width() * bar.height() / 2


def test_the_first_contract_is_shown_at_once_and_the_tape_is_not_narrowed(desk: Desk) -> None:
    assert desk.window.link.contract == TICKERS.index(SPY_C)
    assert not desk.window.link.narrowed
    assert desk.window.chart.header.title.text() == "SPY 19 Dec 25 650 C"


def test_a_trade_reaches_every_panel(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.5, 40))
    assert texts(desk.tape.table, 3) == ["40"]
    assert texts(desk.watchlist.table, 1) == ["2.50", "–"]
    assert desk.window.chart.painted_ticks == 1
    assert desk.window._clock.text() == "09:30:00 ET   Mon 1 Dec 2025"


def test_told_to_show_what_is_new_now_the_chart_does_not_wait_for_its_turn(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.5))
    desk.show(Print(SPY_C, 2.6))
    assert desk.window.chart.painted_ticks == 2


def test_what_is_added_to_the_list_is_shown_on_the_tape(desk: Desk) -> None:
    desk.show(Print(SPXW), Print(SPY_C))
    desk.watchlist.add_text(SPXW)
    assert desk.tape.model.rowCount() == 2
    desk.watchlist.watchlist.remove([2])
    assert desk.tape.model.rowCount() == 1


def test_a_click_in_the_list_narrows_the_tape_and_escape_widens_it_from_there(desk: Desk) -> None:
    desk.show(Print(SPY_C), Print(SPY_P))
    click(desk.watchlist.table, 1)
    assert texts(desk.tape.table, 1) == ["SPY 19 Dec 25 640 P"]
    press(desk.watchlist.table, Key.Key_Escape)
    assert desk.tape.model.rowCount() == 2


def test_the_picture_is_what_the_window_shows(desk: Desk, tmp_path: Path) -> None:
    desk.show(Print(SPY_C))
    desk.window.save_picture(tmp_path / "shot.png")
    assert (tmp_path / "shot.png").stat().st_size > 10_000
    with pytest.raises(OSError, match="cannot be written"):
        desk.window.save_picture(tmp_path / "no folder" / "shot.png")


def test_keys_of_rows_do_not_reach_the_menus(desk: Desk) -> None:
    desk.watchlist.table.selectRow(1)
    assert desk.watchlist.table.selected_rows() == [1]
    press(desk.watchlist.table, Key.Key_Up, ALT)
    assert [item.contract.ticker for item in desk.watchlist.watchlist] == [SPY_P, SPY_C]


@pytest.mark.parametrize("name", ["watchlist", "chart", "tape"])
def test_a_panel_floats_closes_and_comes_back_through_the_view_menu(desk: Desk, name: str) -> None:
    dock = desk.window.docks[name]
    buttons = dock.titleBarWidget().findChildren(QToolButton)
    floating = next(button for button in buttons if button.accessibleName().startswith("Float"))
    closing = next(button for button in buttons if button.accessibleName().startswith("Close"))
    floating.click()
    assert dock.isFloating()
    assert dock.isWindow()
    floating.click()
    assert not dock.isFloating()
    closing.click()
    assert not dock.isVisible()
    entry = desk.actions[dock.windowTitle()]
    assert not entry.isChecked()
    entry.trigger()
    assert dock.isVisible()


def test_with_every_panel_closed_the_window_stands_and_the_layout_can_be_reset(desk: Desk) -> None:
    for dock in desk.window.docks.values():
        dock.close()
    desk.show(Print(SPY_C))
    desk.window.grab()
    desk.actions["Reset the layout"].trigger()
    assert all(dock.isVisible() and not dock.isFloating() for dock in desk.window.docks.values())


def test_a_panel_is_never_made_smaller_than_what_can_be_read(desk: Desk) -> None:
    desk.window.resize(10, 10)
    assert all(dock.widget().height() >= 120 and dock.widget().width() >= 240 for dock in desk.window.docks.values())


def test_with_every_panel_closed_the_window_says_how_to_have_them_back(desk: Desk) -> None:
    for dock in desk.window.docks.values():
        dock.close()
    middle = QRect(QPoint(), desk.window.size()).adjusted(200, 200, -200, -200)
    assert painted(desk.window.grab().toImage(), "muted", middle) > 100
    desk.actions["Reset the layout"].trigger()
    assert desk.window.docks["tape"].isVisible()

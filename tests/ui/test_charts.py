"""Several charts in one window: opened, placed, used, closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.status import FeedStatus, Source
from tests.models.made_market import SPXW, SPY_C, SPY_P, TICKERS, Print
from tests.ui.main_desk import Desk
from tests.ui.window_desk import CONTROL, dressed, press

CALL, PUT = TICKERS.index(SPY_C), TICKERS.index(SPY_P)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot, tmp_path)
        yield made
        made.end()


def test_a_new_chart_stands_beside_the_first_on_a_link_of_its_own_with_the_contract_at_hand(desk: Desk) -> None:
    desk.press(Qt.Key.Key_N, CONTROL | SHIFT)
    first, second = desk.window.panels.charts
    assert (first.link.letter, second.link.letter) == ("A", "B")
    assert second.link.contract == CALL
    assert first.dock.geometry().right() < second.dock.geometry().left()
    desk.window.link.set_contract(PUT)
    assert (first.link.contract, second.link.contract) == (PUT, CALL)


def test_every_chart_shows_what_arrives(desk: Desk) -> None:
    second = desk.open_chart()
    desk.show(Print(SPY_C))
    assert (desk.window.chart.painted_ticks, second.content.painted_ticks) == (1, 1)


def test_what_is_selected_opens_in_a_new_chart(desk: Desk) -> None:
    desk.show(Print(SPXW), Print(SPY_C))
    desk.watchlist.table.selectRow(1)
    desk.watchlist.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.window.panels.charts.current.link.contract == PUT
    desk.tape.set_everything(everything=True)
    desk.tape.table.setFocus()
    desk.tape.table.selectRow(1)
    desk.actions["Open in a new chart"].trigger()
    third = desk.window.panels.charts.current
    assert (third.link.letter, third.link.contract) == ("C", TICKERS.index(SPXW))
    assert third.content.hasFocus()


def test_the_letter_o_draws_the_selected_contract_in_the_chart_too(desk: Desk) -> None:
    desk.watchlist.table.selectRow(1)
    desk.window.link.set_contract(CALL)
    desk.watchlist.table.selectRow(1)
    desk.watchlist.table.setFocus()
    press(desk.watchlist.table, Qt.Key.Key_O)
    assert desk.window.link.compared == (PUT,)
    desk.watchlist.header.edit.setFocus()
    press(desk.watchlist.header.edit, Qt.Key.Key_O)
    assert desk.watchlist.header.edit.text() == "o"
    desk.actions["Chosen contract alone"].trigger()
    assert not desk.window.link.compared


def test_the_seventh_chart_is_linked_to_nothing(desk: Desk) -> None:
    for _ in range(6):
        desk.open_chart()
    letters = [chart.link.letter for chart in desk.window.panels.charts]
    assert letters == ["A", "B", "C", "D", "E", "F", ""]
    assert list(desk.window.panels.charts)[-1].link.contract == CALL


def test_charts_are_closed_but_the_last_is_hidden_only(desk: Desk, qtbot: QtBot) -> None:
    second = desk.open_chart()
    desk.window.docks["chart"].close()
    assert list(desk.window.docks) == ["watchlist", "underlyings", "tape", "chart-2"]
    assert desk.window.chart is second.content
    desk.actions["Close the chart"].trigger()
    assert not second.dock.isVisible()
    assert "chart-2" in desk.window.docks
    desk.actions["Go to the chart, or the next"].trigger()
    qtbot.waitUntil(second.content.hasFocus)


def test_keys_go_to_the_chart_that_was_used_last_and_on_to_the_next(desk: Desk, qtbot: QtBot) -> None:
    second = desk.open_chart()
    assert second.content.hasFocus()
    desk.watchlist.table.setFocus()
    desk.press(Qt.Key.Key_3)
    qtbot.waitUntil(second.content.hasFocus)
    desk.press(Qt.Key.Key_3)
    qtbot.waitUntil(desk.window.chart.hasFocus)


def test_the_view_menu_names_every_chart(desk: Desk) -> None:
    second = desk.open_chart()
    assert desk.actions["Chart 2"].isChecked()
    desk.actions["Chart 2"].trigger()
    assert "Chart 2" not in desk.actions
    assert second.name not in desk.window.docks


def test_a_layout_without_the_first_chart_comes_back_without_it(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.open_chart()
    desk.window.docks["chart"].close()
    other = Desk(qtbot, tmp_path, desk.kept_layout(tmp_path / "layout.json"))
    assert [chart.name for chart in other.window.panels.charts] == ["chart-2"]
    assert other.window.docks["chart-2"].isVisible()
    other.end()


def test_a_chart_behind_another_tab_draws_nothing_until_it_is_seen(desk: Desk, qtbot: QtBot) -> None:
    second = desk.open_chart()
    desk.window.tabifyDockWidget(desk.window.docks["chart"], second.dock)
    second.dock.raise_()
    qtbot.waitUntil(lambda: not desk.window.chart.isVisible())
    drawn = desk.window.chart.redraws
    desk.show(Print(SPY_C))
    assert desk.window.chart.redraws == drawn
    assert second.content.painted_ticks == 1
    desk.window.docks["chart"].raise_()
    qtbot.waitUntil(lambda: desk.window.chart.painted_ticks == 1)


def test_what_a_chart_says_is_told_in_the_window(desk: Desk) -> None:
    desk.open_chart().content.said.emit("The picture is on the clipboard.", False)
    assert desk.bar.text == "The picture is on the clipboard."


def test_every_chart_knows_where_its_trades_come_from(desk: Desk) -> None:
    desk.window.show_feed(FeedStatus(source=Source.REPLAY))
    assert [desk.window.chart.source, desk.open_chart().content.source] == ["replay", "replay"]


def test_in_a_narrow_panel_the_line_of_input_is_there_when_it_is_asked_for(desk: Desk, qtbot: QtBot) -> None:
    header = desk.window.chart.header
    assert header.edit.isVisible()
    desk.open_chart()
    qtbot.waitUntil(lambda: not header.edit.isVisible())
    desk.window.panels.charts.turn_to(desk.window.panels.charts.first)
    desk.actions["Go to a time"].trigger()
    qtbot.waitUntil(header.edit.hasFocus)
    press(header.edit, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not header.edit.isVisible())
    assert desk.window.chart.hasFocus()

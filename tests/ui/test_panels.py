"""The links of the panels, the zone of time, and how these and the charts come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QTabBar
from pytestqt.qtbot import QtBot

from models.qt.link import NONE
from models.times import Zone
from tests.models.made_market import SPY_C, SPY_P, TICKERS, Print
from tests.ui.main_desk import Desk, desks
from ui.layout_store import Layout

CALL, PUT = TICKERS.index(SPY_C), TICKERS.index(SPY_P)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, tmp_path)


def offered(desk: Desk) -> dict[str, QAction]:
    """The links that the open menu of a chip offers."""
    menus = [menu for menu in desk.window.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return {action.text().partition("\t")[0].replace("&", ""): action for action in menus[0].actions()}


def test_a_panel_is_turned_to_another_link_by_its_chip(desk: Desk) -> None:
    chip = desk.window.panels.tape.chip
    assert (chip.text(), chip.accessibleName()) == ("A", "Link of the tape: A")
    chip.click()
    offered(desk)["Link B"].trigger()
    assert (chip.text(), desk.window.panels.tape.link.letter) == ("B", "B")
    assert desk.window.panels.tape.link.contract == CALL, "a link that nobody used takes over what was shown"
    desk.window.link.set_contract(PUT)
    assert desk.window.panels.tape.link.contract == CALL


def test_the_key_of_links_turns_the_panel_that_has_the_keys(desk: Desk) -> None:
    desk.window.panels.go_to_chart()
    desk.press(Qt.Key.Key_L)
    assert "Keep this contract, unlinked" in offered(desk)
    offered(desk)["Keep this contract, unlinked"].trigger()
    desk.window.link.set_contract(PUT)
    assert desk.window.panels.charts.first.link.contract == CALL
    assert desk.window.panels.charts.first.chip.text() == "–"


def test_the_watchlist_and_the_tape_are_always_linked(desk: Desk) -> None:
    desk.window.panels.watchlist.chip.click()
    assert [text for text in offered(desk) if text] == [f"Link {letter}" for letter in "ABCDEF"]
    offered(desk)["Link A"].trigger()


def test_charts_and_links_come_back(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    second, third = desk.open_chart(), desk.open_chart()
    second.link.set_contract(PUT)
    second.link.toggle_compared([CALL])
    third.link.set_contract(PUT)
    third.link.turn("")
    third.dock.setFloating(True)
    desk.window.panels.tape.link.turn("B")
    other = Desk(qtbot, tmp_path, desk.kept_layout(tmp_path / "layout.json"))
    panels = other.window.panels
    _, second_back, third_back = panels.charts
    assert (second_back.name, second_back.link.letter, second_back.link.contract) == ("chart-2", "B", PUT)
    assert second_back.link.compared == (CALL,)
    assert (third_back.link.letter, third_back.link.contract, third_back.dock.isFloating()) == ("", PUT, True)
    assert second_back.dock.geometry() == second.dock.geometry()
    assert panels.tape.link.letter == "B"
    assert panels.watchlist.link.contract == CALL
    other.end()


def test_a_layout_from_before_there_were_links_still_serves(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    layout = desk.kept_layout(tmp_path / "layout.json")
    old = Layout(layout.place, layout.docks, {name: {} for name in ("watchlist", "tape", "chart")})
    other = Desk(qtbot, tmp_path, old)
    assert {panel.letter for panel in (other.window.panels.watchlist.link, other.window.panels.tape.link)} == {"A"}
    assert other.window.link.contract == CALL
    assert all(dock.isVisible() for dock in other.window.docks.values())
    other.end()


def test_resetting_the_layout_leaves_one_chart_and_one_link(desk: Desk) -> None:
    desk.open_chart()
    desk.window.panels.tape.link.turn("B")
    desk.actions["Reset the layout"].trigger()
    assert list(desk.window.docks) == ["watchlist", "underlyings", "tape", "chart"]
    assert desk.window.panels.tape.link.letter == "A"


def test_resetting_the_layout_leaves_the_keys_where_they_are(desk: Desk, qtbot: QtBot) -> None:
    for widget in (desk.tape.table, desk.window.chart):
        widget.setFocus()
        desk.actions["Reset the layout"].trigger()
        desk.window.grab()
        qtbot.waitUntil(widget.hasFocus)


def test_the_tabs_of_the_lists_stand_once_however_often_the_layout_is_reset(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.open_chart()
    desk.window.tabifyDockWidget(*[chart.dock for chart in desk.window.panels.charts])
    other = Desk(qtbot, tmp_path, desk.kept_layout(tmp_path / "layout.json"))
    charts = [chart.dock.windowTitle() for chart in other.window.panels.charts]
    assert sorted(tabs(other)) == sorted([["Watchlist", "Underlyings"], charts])
    other.end()
    for _ in range(2):
        desk.actions["Reset the layout"].trigger()
    other = Desk(qtbot, tmp_path, desk.kept_layout(tmp_path / "layout.json"))
    assert tabs(desk) == tabs(other) == [["Watchlist", "Underlyings"]]
    other.end()


def tabs(desk: Desk) -> list[list[str]]:
    """What every row of tabs that is seen offers."""
    desk.window.grab()  # lays out what is not yet
    shown = [bar for bar in desk.window.findChildren(QTabBar) if bar.isVisible() and bar.x() >= 0]
    return [[bar.tabText(n) for n in range(bar.count())] for bar in shown]


def test_times_are_shown_in_the_zone_that_is_chosen_and_so_again_at_the_next_start(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.show(Print(SPY_C))
    assert desk.window._clock.text() == "09:30:00 ET   Mon 1 Dec 2025"
    desk.actions["UTC"].trigger()
    assert desk.window._clock.text() == "14:30:00 UTC   Mon 1 Dec 2025"
    other = Desk(qtbot, tmp_path, desk.kept_layout(tmp_path / "layout.json"))
    assert other.market.times.zone is Zone.UTC
    other.end()
    desk.actions["Next time zone"].trigger()
    assert desk.market.times.zone is Zone.EASTERN
    assert desk.actions["Eastern, New York"].isChecked()


def test_a_kept_zone_that_there_is_not_changes_nothing(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    other = Desk(qtbot, tmp_path, Layout(panels={"times": {"zone": ["moon"]}, "links": {"A": 5}}))
    assert other.market.times.zone is Zone.EASTERN
    other.end()


@pytest.mark.parametrize("letter", ["AB", "Z", 7, ["A"], None])
def test_a_kept_link_that_there_is_not_changes_nothing(
    desk: Desk, qtbot: QtBot, tmp_path: Path, letter: object
) -> None:
    other = Desk(qtbot, tmp_path, Layout(panels={"tape": {"link": letter}, "chart": {"link": letter}}))
    panels = other.window.panels
    assert (panels.tape.link.letter, panels.charts.first.link.letter) == ("A", "A")
    other.end()


def test_an_unlinked_chart_without_a_contract_comes_back_unlinked_but_no_list_does(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    other = Desk(qtbot, tmp_path, Layout(panels={"watchlist": {"link": "", "contract": SPY_P}, "chart": {"link": ""}}))
    panels = other.window.panels
    assert (panels.watchlist.link.letter, panels.watchlist.link.contract) == ("A", CALL)
    assert (panels.charts.first.link.letter, panels.charts.first.link.contract) == ("", NONE)
    other.end()


def test_the_underlyings_stand_behind_the_watchlist(desk: Desk) -> None:
    docks = desk.window.docks
    assert desk.window.tabifiedDockWidgets(docks["watchlist"]) == [docks["underlyings"]]
    assert desk.watchlist.isVisible()
    assert not desk.window.panels.underlyings.content.isVisible()
    desk.actions["Go to the underlyings"].trigger()
    assert desk.window.panels.underlyings.content.isVisible()
    assert not desk.watchlist.isVisible()


@pytest.mark.parametrize(("name", "other"), [("watchlist", "underlyings"), ("underlyings", "watchlist")])
def test_a_panel_that_the_view_menu_brings_back_is_in_front_of_its_tabs(
    desk: Desk, qtbot: QtBot, name: str, other: str
) -> None:
    docks = desk.window.docks
    docks[name].close()
    desk.window.grab()
    desk.actions[name.title()].trigger()
    qtbot.waitUntil(docks[name].widget().isVisible)
    assert not docks[other].widget().isVisible()


def test_a_layout_that_knows_no_underlyings_gets_them_behind_the_watchlist(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    docks = desk.window.docks
    desk.window.removeDockWidget(docks["underlyings"])
    docks["underlyings"].setObjectName("of a later version")
    layout = desk.kept_layout(tmp_path / "layout.json")
    del layout.panels["underlyings"]
    other = Desk(qtbot, tmp_path, layout)
    found = other.window.docks
    assert other.window.tabifiedDockWidgets(found["watchlist"]) == [found["underlyings"]]
    assert other.watchlist.isVisible()
    other.end()


def test_the_watchlist_marks_what_the_other_links_look_at(desk: Desk) -> None:
    marks: list[dict[int, str]] = []
    desk.watchlist.model.set_linked = lambda linked: marks.append(dict(linked))  # type: ignore[method-assign]
    second, third = desk.open_chart(), desk.open_chart()
    second.link.set_contract(PUT)
    assert marks[-1] == {CALL: "C", PUT: "B"}
    third.link.set_contract(PUT)
    assert marks[-1] == {PUT: "BC"}
    second.dock.close()
    assert marks[-1] == {PUT: "C"}


def test_a_chart_that_the_kept_places_left_out_stands_beside_the_others(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    layout = desk.kept_layout(tmp_path / "layout.json")
    layout.panels["chart-2"] = {"link": "B"}
    other = Desk(qtbot, tmp_path, layout)
    stray = other.window.docks["chart-2"]
    assert other.window.dockWidgetArea(stray) == Qt.DockWidgetArea.LeftDockWidgetArea
    assert not any(
        stray.geometry().intersects(dock.geometry()) for dock in other.window.docks.values() if dock is not stray
    )
    other.end()

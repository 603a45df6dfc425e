"""Several charts in one window: opened, placed, used, closed."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from models.qt.link import NONE
from models.status import FeedStatus, Source
from tests.models.made_market import SPXW, SPY_C, SPY_P, TICKERS, Print
from tests.ui.main_desk import Desk, desks
from tests.ui.window_desk import CONTROL, press
from ui.chart import export as chart_export

CALL, PUT = TICKERS.index(SPY_C), TICKERS.index(SPY_P)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, tmp_path)


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
    desk.tape.scope.set_everything(everything=True)
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
    desk.actions["Stop comparing"].trigger()
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


def test_the_view_menu_names_every_chart_by_its_contract(desk: Desk) -> None:
    second = desk.open_chart()
    name = "SPY 19 Dec 25 650 C – chart 2"
    assert {name, "SPY 19 Dec 25 650 C – chart"} <= {*desk.actions}
    second.link.set_contract(PUT)
    assert name not in desk.actions
    name = "SPY 19 Dec 25 640 P – chart 2"
    assert desk.actions[name].isChecked()
    assert second.dock.windowTitle() == name
    second.link.set_contract(NONE)
    assert second.dock.windowTitle() == "Chart 2"
    desk.actions["Chart 2"].trigger()
    assert "Chart 2" not in desk.actions
    assert second.name not in desk.window.docks


def test_a_chart_that_is_closed_while_it_writes_a_file_says_how_that_went_and_goes(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write = Event()
    monkeypatch.setattr(chart_export, "AT_ONCE", 0)
    monkeypatch.setattr(chart_export, "csv_text", lambda *_: "prints" if may_write.wait(10) else "")
    desk.show(Print(SPY_C))
    second = desk.open_chart()
    second.content.export.ask_save_csv()
    (dialog,) = second.content.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "prints.csv"))
    second.dock.close()
    desk.show(Print(SPY_C))
    may_write.set()
    qtbot.waitUntil(lambda: not shiboken6.isValid(second.dock))
    assert desk.bar.text == f"Saved 1 print to {tmp_path / 'prints.csv'}."
    assert (tmp_path / "prints.csv").read_text() == "prints"


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


def test_no_chart_is_opened_too_low_to_be_read(desk: Desk, qtbot: QtBot) -> None:
    desk.window.resize(1600, 900)
    for _ in range(3):
        desk.open_chart()
    desk.window.grab()
    charts = [chart.dock for chart in desk.window.panels.charts]
    qtbot.waitUntil(lambda: all(dock.height() >= 220 for dock in charts))
    seen = [dock for dock in charts if dock.widget().isVisible()]
    assert len(seen) == 2
    assert abs(seen[0].width() - seen[1].width()) <= 2


def test_a_chart_beside_none_takes_half_of_another_panel(desk: Desk, qtbot: QtBot) -> None:
    desk.window.resize(1600, 900)
    desk.window.docks["chart"].setFloating(True)
    desk.window.grab()
    second = desk.open_chart()
    qtbot.waitUntil(lambda: second.dock.height() > 300)
    assert second.dock.width() > 600
    assert not second.dock.isFloating()


def test_a_trade_that_no_tape_follows_is_held_by_its_chart_and_said_once(desk: Desk) -> None:
    desk.show(Print(SPY_C), Print(SPY_C, price=2.0, sequence=2))
    second = desk.open_chart()
    desk.show(Print(SPY_C, price=3.0, sequence=3))
    second.content.step(later=False)
    assert "link A, this chart link B" in desk.bar.text
    reading = second.content._plot.overlay.marks.reading
    assert any(text.startswith("3.00") for text, _ in reading)
    desk.show(Print(SPY_C, price=4.0, sequence=4))
    assert second.content._plot.overlay.marks.reading == reading
    desk.window._notices.clear("chart")
    second.content.step(later=False)
    assert desk.bar.text == ""


def test_a_trade_that_the_tape_follows_needs_no_words(desk: Desk) -> None:
    desk.show(Print(SPY_C))
    desk.window.chart.step(later=False)
    assert desk.bar.text == ""


@pytest.mark.parametrize("name", ["watchlist", "underlyings", "tape", "chart"])
def test_a_panel_that_floats_has_the_keys_itself(desk: Desk, qtbot: QtBot, name: str) -> None:
    dock = desk.window.docks[name]
    dock.setFloating(True)
    dock.activateWindow()
    qtbot.waitUntil(dock.isActiveWindow)
    content = dock.widget()
    qtbot.waitUntil(
        lambda: QApplication.focusWidget() in (content, content.focusProxy(), getattr(content, "table", None))
    )


def test_a_tall_window_has_room_for_four_charts_of_one_size(desk: Desk, qtbot: QtBot) -> None:
    desk.window.resize(1600, 1300)
    desk.actions["Reset the layout"].trigger()
    for _ in range(3):
        desk.open_chart()
    docks = [chart.dock for chart in desk.window.panels.charts]
    qtbot.waitUntil(lambda: min(dock.height() for dock in docks) >= max(dock.height() for dock in docks) - 2)
    assert all(dock.widget().isVisible() for dock in docks)

"""Reading a tape: paused, turned round, at another time; every field of a trade; what left memory is said."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.tape import BLOCK
from tests.models.made_market import NVDA, OPEN, SPY_C, Print
from tests.ui.main_desk import Desk
from tests.ui.window_desk import PLAIN, dressed, painted, press, texts, write
from ui.tape_panel import TapePanel
from ui.tape_reading import TapeReading
from ui.trade_details import TradeDetails

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot, tmp_path)
        made.tape.scope.set_everything(everything=True)
        made.tape.table.setFocus()
        qtbot.waitUntil(made.tape.table.hasFocus)
        yield made
        made.end()


@pytest.fixture
def tape(desk: Desk) -> TapePanel:
    return desk.tape


@pytest.fixture
def reading(tape: TapePanel) -> TapeReading:
    return tape.reading


def minutes(desk: Desk, count: int) -> None:
    """Let a trade a minute arrive, from the open on."""
    desk.show(*[Print(SPY_C, time_ms=OPEN + 60_000 * n, sequence=n) for n in range(count)])


def details(tape: TapePanel) -> TradeDetails:
    """The window of details that is open."""
    return next(found for found in tape.findChildren(TradeDetails) if found.isVisible())


def told(found: TradeDetails) -> dict[str, str]:
    """What the details say, by name."""
    model = found.table.model()
    return {model.index(row, 0).data(): model.index(row, 1).data() for row in range(model.rowCount())}


def test_a_pause_is_said_in_words_and_p_catches_up(desk: Desk, reading: TapeReading, tape: TapePanel) -> None:
    minutes(desk, 100)
    before = texts(tape.table)
    press(tape.table, Key.Key_P)
    assert reading.pill.text() == "❚❚ PAUSED"
    assert reading.pause_button.isHidden()
    desk.show(*[Print(NVDA, size=size) for size in (5, 2500, 7)])
    assert texts(tape.table) == before
    assert reading.pill.text() == "❚❚ PAUSED · 3 new, largest 2,500"
    assert "Paused" in reading.pill.accessibleName()
    assert tape.table.accessibleDescription() == "Paused, 3 new, largest 2,500"
    assert painted(reading.pill.grab().toImage(), "warn") > 100
    press(tape.table, Key.Key_P)
    assert reading.pill.isHidden()
    assert not reading.pause_button.isHidden()
    assert texts(tape.table, 1)[:3] == ["NVDA 16 Jan 26 172.5 C"] * 3
    assert tape.table.accessibleDescription() == ""


def test_the_button_pauses_and_the_pill_or_newest_trade_goes_on(desk: Desk, reading: TapeReading) -> None:
    minutes(desk, 3)
    seen: list[bool] = []
    desk.tape.table.paused_changed.connect(seen.append)
    reading.pause_button.click()
    reading.pill.click()
    desk.actions["Pause, or catch up"].trigger()
    desk.actions["Newest trade"].trigger()
    assert seen == [True, False, True, False]


def test_the_newest_can_stand_at_the_bottom_and_that_is_kept(desk: Desk, tape: TapePanel) -> None:
    minutes(desk, 500)
    desk.actions["Newest at the bottom"].trigger()
    assert texts(tape.table)[-1].startswith("17:49")  # 499 minutes after the open
    state = tape.state()
    desk.actions["Newest at the bottom"].trigger()
    assert texts(tape.table)[0].startswith("17:49")
    tape.restore(state)
    assert not tape.model.newest_first


def test_unseen_trades_below_are_pointed_at_downwards(desk: Desk, tape: TapePanel, reading: TapeReading) -> None:
    minutes(desk, 500)
    reading.toggle_order()
    tape.table.verticalScrollBar().setValue(10)
    desk.show(Print(size=40))
    assert reading.pill.text() == "▼ 1 new, largest 40"


def test_a_time_is_typed_and_gone_to(desk: Desk, tape: TapePanel, reading: TapeReading, qtbot: QtBot) -> None:
    minutes(desk, 400)
    bar = reading.time_bar
    press(tape.table, Key.Key_G)
    qtbot.waitUntil(bar.edit.hasFocus)
    assert "Enter goes there" in bar.words.text()
    write(bar.edit, "10:15")
    press(bar.edit, Key.Key_Return)
    assert tape.table.currentIndex().siblingAtColumn(0).data() == "10:15:00.000"
    assert tape.table.selectionModel().hasSelection()
    assert bar.isVisible()
    press(bar.edit, Key.Key_Escape)
    assert not bar.isVisible()
    qtbot.waitUntil(tape.table.hasFocus)


def test_what_is_no_time_or_has_no_trade_is_said(desk: Desk, reading: TapeReading) -> None:
    bar = reading.time_bar
    desk.actions["Go to a time on the tape"].trigger()
    write(bar.edit, "9:75")
    press(bar.edit, Key.Key_Return)
    assert bar.words.text() == "Type a time of day: 9:35, 09:35:10 or 09:35:10.250"
    assert bar.edit.property("invalid")
    bar.edit.setText("9:35")
    press(bar.edit, Key.Key_Return)
    assert bar.words.text() == "No trade is shown: there is no time to go to"
    minutes(desk, 3)
    press(bar.edit, Key.Key_Return)
    assert bar.words.text() == "No trade that is shown is at 09:35:00.000 or later"
    bar.edit.setText("9:31")
    press(bar.edit, Key.Key_Return)
    assert not bar.edit.property("invalid")


def test_ctrl_g_goes_to_the_panel_that_has_the_keys(desk: Desk, reading: TapeReading, qtbot: QtBot) -> None:
    desk.press(Key.Key_G)
    qtbot.waitUntil(reading.time_bar.edit.hasFocus)
    desk.watchlist.table.setFocus()
    desk.press(Key.Key_G)
    qtbot.waitUntil(desk.window.chart.header.edit.hasFocus)


def test_enter_shows_every_field_and_the_window_follows_the_selection(desk: Desk, tape: TapePanel) -> None:
    desk.show(Print(SPY_C, price=1.25, size=40), Print(NVDA, price=5.5, sequence=2))
    tape.table.selectRow(1)
    press(tape.table, Key.Key_Return)
    found = details(tape)
    assert told(found)["Massive ticker"] == SPY_C
    assert found.windowTitle() == "Trade details · SPY 19 Dec 25 650 C · 1.25 × 40"
    tape.table.selectRow(0)
    assert told(found)["Massive ticker"] == NVDA
    press(found, Key.Key_Escape)
    assert not found.isVisible()


def test_the_menu_shows_the_details_of_the_first_row_where_none_is_current(desk: Desk, tape: TapePanel) -> None:
    desk.actions["Trade details"].trigger()
    assert not tape.findChildren(TradeDetails)
    desk.show(Print())
    desk.actions["Trade details"].trigger()
    found = details(tape)
    assert told(found)["Size"] == "1 contract"
    found.copy_button.click()
    assert QGuiApplication.clipboard().text().startswith("SPY 19 Dec 25 650 C · 1.00 × 1\n")
    assert found.foot.text() == "Everything was copied as text"
    found.close()


def test_a_gap_has_details_too(desk: Desk, tape: TapePanel) -> None:
    desk.show(Print())
    desk.market.interrupt(OPEN, end_ms=OPEN + 24_000, reason="connection cut")
    desk.window.advance()
    tape.table.selectRow(0)
    tape.reading.show_details()
    assert told(details(tape))["Why"] == "connection cut"
    details(tape).close()


def test_what_is_learned_while_the_details_are_open_is_shown(desk: Desk, tape: TapePanel, qtbot: QtBot) -> None:
    desk.show(Print(price=2.0))
    tape.table.selectRow(0)
    tape.reading.show_details()
    found = details(tape)
    desk.show(Print(price=2.0, codes=(201,), sequence=2))
    qtbot.waitUntil(lambda: "Cancelled by" in told(found))
    found.close()


def test_what_left_memory_is_said_in_the_header_and_where_nothing_is_shown(desk: Desk, tape: TapePanel) -> None:
    desk.market.tape.keep(BLOCK)
    desk.market.flood(2 * BLOCK)
    desk.show(Print())
    desk.show(Print())
    assert "since 09:30:00 ET, 65,536 older trades left memory" in tape.header.note.text()
    write(tape.filters.edit, "size>=5000")
    desk.window.advance()
    assert "65,536 older trades left memory" in tape.table.empty_text


def test_a_screen_reader_is_told_of_a_pause_only_while_there_is_one(desk: Desk, tape: TapePanel) -> None:
    assert tape.table.accessibleName() == "Tape, newest trade first"
    tape.reading.toggle_order()
    assert tape.table.accessibleName() == "Tape, newest trade last"
    press(tape.table, Key.Key_P, PLAIN)
    assert tape.table.accessibleDescription() == "Paused, nothing new"


def test_the_pause_says_less_in_a_narrow_panel_and_never_half_a_word(
    desk: Desk, reading: TapeReading, tape: TapePanel, qtbot: QtBot
) -> None:
    minutes(desk, 100)
    press(tape.table, Key.Key_P)
    desk.show(*[Print(NVDA, size=size) for size in (5, 2500, 7)])
    header, pill = tape.header, reading.pill
    drawn = set()
    layout = header.layout()
    assert layout
    for width in range(700, 240, -20):
        header.setFixedWidth(width)
        layout.activate()
        drawn.add(pill.drawn)
        assert pill.text() == "❚❚ PAUSED · 3 new, largest 2,500"
    assert {"❚❚ PAUSED · 3 new, largest 2,500", "❚❚ 3 new"} <= drawn
    assert drawn <= {"❚❚ PAUSED · 3 new, largest 2,500", "❚❚ 3 new", "❚❚ 3"}

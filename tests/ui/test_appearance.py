"""The look that people choose: worn at once by every table and chart, and found again at the next start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.appearance import LEAST_PX, MOST_PX, Appearance, Density, Palette
from tests.models.made_market import OPEN, SPY_C, Print
from tests.ui.main_desk import Desk
from tests.ui.window_desk import CONTROL, dressed, inked, painted
from ui import theme
from ui.layout_store import Layout, Place

Key = Qt.Key
EVERY_LOOK = [Appearance(density, px, palette) for density in Density for px in (11, 16) for palette in Palette]


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot, tmp_path)
        made.show(*[Print(SPY_C, price=1 + n % 7 / 10, size=n + 1, time_ms=OPEN + 1000 * n) for n in range(60)])
        yield made
        made.end()
        theme.wear(Appearance())


def test_keys_make_text_larger_and_smaller_and_standard_again(desk: Desk) -> None:
    desk.press(Key.Key_Equal)
    desk.press(Key.Key_Plus)
    assert theme.appearance().text_px == 14
    desk.press(Key.Key_Minus)
    assert theme.appearance().text_px == 13
    desk.press(Key.Key_0)
    assert theme.appearance().text_px == 12


def test_at_the_ends_of_the_range_there_is_no_further(desk: Desk) -> None:
    theme.wear(Appearance(text_px=MOST_PX))
    assert not desk.actions["Larger text"].isEnabled()
    theme.wear(Appearance(text_px=LEAST_PX))
    assert not desk.actions["Smaller text"].isEnabled()
    assert desk.actions["Larger text"].isEnabled()


def test_the_menu_shows_what_is_worn(desk: Desk) -> None:
    desk.actions["Roomy rows"].trigger()
    desk.actions["Colours for the colour-blind, blue and orange"].trigger()
    assert theme.appearance() == Appearance(Density.ROOMY, 12, Palette.COLOUR_BLIND)
    assert desk.actions["Roomy rows"].isChecked()
    assert not desk.actions["Normal rows"].isChecked()
    desk.press(Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    desk.press(Key.Key_B, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert theme.appearance() == Appearance(Density.COMPACT)
    assert desk.actions["Compact rows"].isChecked()


@pytest.mark.parametrize("look", EVERY_LOOK, ids=lambda look: f"{look.density}-{look.text_px}-{look.palette}")
def test_every_table_wears_it_at_once(desk: Desk, look: Appearance) -> None:
    table = desk.tape.table
    table.grab()
    theme.wear(look)
    assert table.rowHeight(0) == look.row_px
    assert desk.watchlist.table.rowHeight(0) == look.row_px
    heading = table.horizontalHeader()
    assert heading.font().pixelSize() == heading.viewport().font().pixelSize() == look.text_px
    image = table.viewport().grab().toImage()
    assert painted(image, "call") > 20
    assert inked(image) > 200


def test_a_heading_keeps_its_size_of_text_when_the_keys_come_and_go(desk: Desk) -> None:
    heading = desk.tape.table.horizontalHeader()
    desk.tape.table.setFocus()
    theme.wear(Appearance(text_px=16))
    desk.watchlist.table.setFocus()
    assert heading.font().pixelSize() == heading.viewport().font().pixelSize() == 16


def test_no_window_opens_larger_than_the_screen(desk: Desk) -> None:
    theme.open_at(desk.window, 9000, 9000)
    room = desk.window.screen().availableSize()
    assert desk.window.width() <= room.width()
    assert desk.window.height() <= room.height()


def test_columns_hold_as_many_characters_as_before(desk: Desk) -> None:
    table = desk.tape.table
    columns = table.model().columnCount()
    before = [table.columnWidth(column) for column in range(columns)]
    theme.wear(Appearance(text_px=16))
    wider = [table.columnWidth(column) for column in range(columns)]
    shown = [column for column in range(columns) if not table.isColumnHidden(column)]
    assert all(wider[column] > before[column] for column in shown)
    theme.wear(Appearance())
    after = [table.columnWidth(column) for column in range(columns)]
    assert all(abs(new - old) <= 1 for new, old in zip(after, before, strict=True))


def test_larger_text_paints_larger_figures(desk: Desk) -> None:
    table = desk.tape.table
    small = inked(table.viewport().grab().toImage())
    rows = table.rowAt(table.viewport().height() - 1)
    theme.wear(Appearance(text_px=16))
    assert table.rowAt(table.viewport().height() - 1) < rows
    assert inked(table.viewport().grab().toImage()) > small * 0.8


def test_a_chart_is_drawn_anew_in_the_colours_that_are_worn(desk: Desk, qtbot: QtBot) -> None:
    chart = desk.window.chart
    desk.watchlist.table.selectRow(0)
    qtbot.waitUntil(lambda: chart.painted_ticks > 0)
    drawn = chart.redraws
    theme.wear(Appearance(text_px=16))
    qtbot.waitUntil(lambda: chart.redraws > drawn)
    assert not chart.grab().isNull()


def test_colours_are_others_and_kept_marks_are_made_anew() -> None:
    made: list[QColor] = []

    @theme.kept_while_worn
    def mark(name: str) -> QColor:
        made.append(theme.ink(name))
        return made[-1]

    before = theme.changes()
    assert mark("down") is mark("down")
    theme.wear(Appearance(palette=Palette.COLOUR_BLIND))
    assert mark("down") == theme.ink("down") != made[0]
    theme.wear(Appearance(palette=Palette.COLOUR_BLIND))
    assert theme.changes() == before + 1
    theme.wear(Appearance())


def test_the_look_and_the_columns_in_it_are_found_again(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    with dressed(qapp):
        first = Desk(qtbot, tmp_path)
        theme.wear(Appearance(Density.ROOMY, 15, Palette.COLOUR_BLIND))
        first.tape.table.setColumnWidth(1, 333)
        layout = first.kept_layout(tmp_path / "layout.json")
        first.end()
        theme.wear(Appearance())
        second = Desk(qtbot, tmp_path, layout)
        assert theme.appearance() == Appearance(Density.ROOMY, 15, Palette.COLOUR_BLIND)
        assert second.tape.table.columnWidth(1) == 333
        second.end()
        third = Desk(qtbot, tmp_path, Layout(Place(0, 0, 1600, 900), "", {"appearance": {"text_px": "large"}}))
        assert theme.appearance() == Appearance()
        third.end()

"""The dialog of a table's columns: shown, moved and sized by keys, and found again."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.qt.tape_columns import COLUMNS, KEYS
from models.qt.tape_model import TapeModel
from tests.models.made_market import MadeMarket, Print
from tests.ui.window_desk import ALT, cell_rect, dressed, inked, press
from ui.column_dialog import ColumnDialog
from ui.tape_table import TapeTable

SIZE, DTE = KEYS.index("size"), KEYS.index("dte")


class Desk:
    """A tape of one trade, and the dialog of its columns."""

    def __init__(self, qtbot: QtBot) -> None:
        self.market = MadeMarket()
        self.market.print(Print(size=7))
        self.model = TapeModel(self.market)
        self.model.advance()
        self.table = TapeTable(self.model)
        qtbot.addWidget(self.table)
        self.table.resize(1000, 300)
        self.table.show()
        qtbot.waitExposed(self.table)
        self.dialog = self.table.arrange_columns()
        qtbot.waitExposed(self.dialog)
        self.list = self.dialog.list

    def go_to(self, key: str) -> None:
        """Make a column current."""
        self.list.setCurrentRow(self.table.horizontalHeader().visualIndex(KEYS.index(key)))

    def lines(self) -> list[str]:
        """What the list says."""
        return [self.list.item(at).text() for at in range(self.list.count())]


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    with dressed(qapp):
        yield Desk(qtbot)


def test_all_columns_are_listed_in_their_order_with_what_is_shown(desk: Desk) -> None:
    assert desk.lines() == [f"{'✓' if column.shown else '–'}  {column.title}" for column in COLUMNS]
    assert desk.list.item(DTE).data(Qt.ItemDataRole.AccessibleTextRole) == "DTE, hidden"


def test_space_shows_a_column_which_then_has_its_cells(desk: Desk) -> None:
    desk.go_to("dte")
    press(desk.list, Qt.Key.Key_Space)
    assert not desk.table.isColumnHidden(DTE)
    rect = cell_rect(desk.table, 0, DTE)
    assert inked(desk.table.viewport().grab(rect).toImage())
    press(desk.list, Qt.Key.Key_Space)
    assert desk.table.isColumnHidden(DTE)
    assert desk.list.currentRow() == DTE


def test_the_last_column_that_is_shown_stays(desk: Desk) -> None:
    for key in KEYS:
        desk.go_to(key)
        if not desk.table.isColumnHidden(KEYS.index(key)):
            press(desk.list, Qt.Key.Key_Space)
    assert [key for at, key in enumerate(KEYS) if not desk.table.isColumnHidden(at)] == ["sequence"]


def test_columns_move_and_keep_being_current(desk: Desk) -> None:
    heading = desk.table.horizontalHeader()
    desk.go_to("size")
    press(desk.list, Qt.Key.Key_Up, ALT)
    assert heading.visualIndex(SIZE) == SIZE - 1
    assert desk.list.currentItem().text().endswith("Size")
    press(desk.list, Qt.Key.Key_Down, ALT)
    assert heading.visualIndex(SIZE) == SIZE
    desk.go_to("time")
    press(desk.list, Qt.Key.Key_Up, ALT)
    assert heading.visualIndex(0) == 0


def test_plus_and_minus_change_the_width_by_a_character(desk: Desk) -> None:
    before = desk.table.columnWidth(SIZE)
    desk.go_to("size")
    press(desk.list, Qt.Key.Key_Plus)
    wider = desk.table.columnWidth(SIZE)
    assert wider > before
    press(desk.list, Qt.Key.Key_Minus)
    assert desk.table.columnWidth(SIZE) == before
    for _ in range(40):
        press(desk.list, Qt.Key.Key_Minus)
    assert desk.table.columnWidth(SIZE) == desk.table.horizontalHeader().minimumSectionSize()


def test_standard_columns_take_everything_back(desk: Desk) -> None:
    width = desk.table.columnWidth(SIZE)
    desk.go_to("size")
    for key, modifier in ((Qt.Key.Key_Up, ALT), (Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier)):
        press(desk.list, key, modifier)
    desk.dialog.buttons["stand"].click()
    assert desk.lines() == [f"{'✓' if column.shown else '–'}  {column.title}" for column in COLUMNS]
    assert desk.table.columnWidth(SIZE) == width


def test_what_was_chosen_is_kept_for_each_table(desk: Desk, qtbot: QtBot) -> None:
    desk.go_to("dte")
    press(desk.list, Qt.Key.Key_Space)
    press(desk.list, Qt.Key.Key_Up, ALT)
    other = TapeTable(TapeModel(desk.market))
    qtbot.addWidget(other)
    assert other.isColumnHidden(DTE)
    other.restore_columns(desk.table.columns_state())
    assert not other.isColumnHidden(DTE)
    assert other.horizontalHeader().visualIndex(DTE) == DTE - 1


def test_the_menu_of_the_columns_leads_to_the_dialog(desk: Desk, qtbot: QtBot) -> None:
    desk.dialog.close()
    menu = desk.table.show_column_menu(desk.table.mapToGlobal(desk.table.rect().center()))
    next(action for action in menu.actions() if action.text().startswith("Move and size")).trigger()
    menu.close()
    qtbot.waitUntil(lambda: any(child.isVisible() for child in desk.table.findChildren(ColumnDialog)))

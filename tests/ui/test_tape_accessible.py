"""The painted tape for who cannot see it: rows and cells answer, and what colours and lines say is in words too."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.highlights import Rule, Tint
from models.qt.tape_model import TapeModel
from tests.models.made_market import NVDA, OPEN, MadeMarket, Print
from tests.ui.window_desk import dressed, press
from ui.tape_table import TapeTable

TITLES = 1
"""Rows of the headings, which come before the others."""


class Desk:
    """A tape of four trades, newest first: the highlighted one, a cancel, the print that it undid, a late report."""

    def __init__(self) -> None:
        self.market = MadeMarket()
        self.market.highlights.put((Rule("Big ones", "size>=500", Tint.BLUE),))
        self.market.print(
            Print(codes=(202,)),
            Print(price=2.0, sequence=2),
            Print(price=2.0, codes=(201,), sequence=3),
            Print(NVDA, size=500, sequence=4, time_ms=OPEN + 1000),
        )
        self.model = TapeModel(self.market)
        self.table = TapeTable(self.model)

    @property
    def reader(self) -> QAccessibleInterface:
        """What a screen reader asks."""
        return QAccessible.queryAccessibleInterface(self.table)

    def cell(self, row: int, key: str) -> QAccessibleInterface:
        """What a screen reader is given of a cell."""
        columns = [column.key for column in self.model.columns]
        across = len(columns) + 1  # with the heading of the row
        return self.reader.child((row + TITLES) * across + 1 + columns.index(key))

    def words(self, row: int) -> str:
        """What is seen of a row without being written in it."""
        index = self.model.index(row, 0)
        return str(self.model.data(index, Qt.ItemDataRole.AccessibleDescriptionRole))


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk()
        made.table.resize(1000, 300)
        made.table.show()
        qtbot.waitExposed(made.table)
        yield made
        made.table.close()
        made.table.deleteLater()


def test_rows_and_cells_answer_with_name_role_and_place(desk: Desk) -> None:
    assert desk.reader.role() == QAccessible.Role.Table
    assert desk.reader.text(QAccessible.Text.Name) == "Tape, newest trade first"
    cell = desk.cell(0, "contract")
    assert cell.role() == QAccessible.Role.Cell
    assert cell.text(QAccessible.Text.Name) == "NVDA 16 Jan 26 172.5 C"
    assert desk.cell(0, "size").text(QAccessible.Text.Name) == "500"
    shown = QRect(cell.rect())
    assert shown.height() == desk.table.rowHeight(0)
    assert shown.width() == desk.table.columnWidth(1)


def test_the_row_that_keys_choose_is_told_as_selected(desk: Desk) -> None:
    desk.table.setFocus()
    press(desk.table, Qt.Key.Key_Home)
    press(desk.table, Qt.Key.Key_Down)
    assert desk.cell(1, "time").state().selected
    assert not desk.cell(0, "time").state().selected


def test_what_tints_lines_and_faintness_say_is_said_in_words(desk: Desk) -> None:
    assert desk.words(0) == "highlighted: Big ones"
    assert desk.words(1) == "a cancel: undoes an earlier print"
    assert desk.words(2) == "cancelled later: counts for nothing"
    assert desk.words(3) == "a late report: counts for nothing"
    assert desk.cell(2, "condition").text(QAccessible.Text.Name) == "Auto · undone"
    assert desk.cell(3, "condition").text(QAccessible.Text.Name) == "Late"


def test_a_gap_is_read_as_a_whole_sentence(desk: Desk) -> None:
    desk.market.interrupt(OPEN + 2000, end_ms=OPEN + 26_000, reason="connection cut")
    desk.model.advance()
    assert "GAP 24 s until" in desk.cell(0, "time").text(QAccessible.Text.Name)

"""The painted cells of the tape: where figures stand under one another, and what stays visible on a tint."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.highlights import Rule, Tint
from models.qt.tape_columns import KEYS
from models.qt.tape_model import TapeModel
from tests.models.made_market import SPY_C, MadeMarket, Print
from tests.ui.window_desk import cell_rect, dressed, inked, painted, pixels
from ui import theme
from ui.tape_table import TapeTable

PRICE, SIZE, PREMIUM, CONDITION = (KEYS.index(key) for key in ("price", "size", "premium", "condition"))


class Desk:
    """A tape, painted; row 0 is the last print."""

    def __init__(self, qtbot: QtBot) -> None:
        self.market = MadeMarket()
        self.market.highlights.put(())
        self.market.contracts.learn_multiplier(SPY_C, 100)
        self.model = TapeModel(self.market)
        self.table = TapeTable(self.model)
        qtbot.addWidget(self.table)
        self.table.resize(900, 300)
        self.table.show()
        qtbot.waitExposed(self.table)

    def show(self, *prints: Print) -> None:
        """Let prints arrive."""
        self.market.print(*prints)
        self.model.advance()

    def right_edge(self, row: int, column: int) -> int:
        """Where the ink of a cell ends, pixels from the cell's left."""
        cell = pixels(self.table.viewport().grab(cell_rect(self.table, row, column)).toImage())
        return int(np.flatnonzero((cell.max(axis=2) > 100).any(axis=0)).max())

    def count(self, token: str, row: int, column: int = SIZE) -> int:
        """Pixels of a colour in a cell."""
        return painted(self.table.viewport().grab(cell_rect(self.table, row, column)).toImage(), token)

    def has_line(self, row: int, column: int) -> bool:
        """Whether a line goes through a cell's figure: one row of pixels that is nearly all ink."""
        cell = pixels(self.table.viewport().grab(cell_rect(self.table, row, column)).toImage()).max(axis=2) > 100
        return bool((cell.sum(axis=1) >= 0.9 * np.ptp(np.flatnonzero(cell.any(axis=0)))).any())


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    with dressed(qapp):
        yield Desk(qtbot)


def test_prices_stand_on_their_decimal_point_from_tiny_ones_to_five_figures(desk: Desk) -> None:
    desk.show(*[Print(price=price) for price in (0.01, 21.4, 999.99, 6850.25, 10234.55)])
    edges = [desk.right_edge(row, PRICE) for row in range(5)]
    assert max(edges) - min(edges) <= 1
    desk.show(Print(price=0.005), Print(price=6850.125))
    for row in (0, 1):  # further decimals hang two characters into the room beyond
        assert desk.right_edge(row, PRICE) - edges[0] == pytest.approx(2 * char_px(), abs=2)


def test_no_digit_of_a_premium_stands_under_a_unit(desk: Desk) -> None:
    desk.show(Print(price=998.0 / 100), Print(price=86.4), Print(price=1253.0), Print(price=9999.0, size=2))
    millions, thousands, dollars, few = (desk.right_edge(row, PREMIUM) for row in range(4))
    assert abs(millions - thousands) <= 1
    assert abs(dollars - few) <= 1
    assert thousands - dollars == pytest.approx(char_px(), abs=2)


@pytest.mark.parametrize("selected", [False, True])
def test_a_print_that_was_undone_stays_struck_through_on_a_tint_and_selected(desk: Desk, selected: bool) -> None:
    desk.market.highlights.put((Rule("All", "size>=1", Tint.RED),))
    desk.show(Print(size=1234, sequence=1), Print(size=1234, codes=(201,), sequence=2))
    if selected:
        flags = QItemSelectionModel.SelectionFlag
        desk.table.selectionModel().select(desk.model.index(1, 0), flags.Select | flags.Rows)
    assert desk.has_line(1, SIZE)
    assert not desk.has_line(0, SIZE)
    assert desk.count("selected" if selected else "tint_6", 1)
    assert desk.count("tint_6", 0)


def test_a_late_print_is_faint_and_says_so_on_a_tint(desk: Desk) -> None:
    desk.market.highlights.put((Rule("All", "size>=1", Tint.GREEN),))
    desk.show(Print(codes=(202,)), Print(codes=(209,)))
    assert desk.count("muted", 1, PRICE)
    assert desk.count("text", 0, PRICE)
    assert not desk.count("text", 1, PRICE)
    assert inked(desk.table.viewport().grab(cell_rect(desk.table, 1, CONDITION)).toImage())


def char_px() -> int:
    """Width of a character of the tables."""
    return round(QFontMetricsF(theme.figure_font()).horizontalAdvance("0"))

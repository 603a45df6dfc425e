"""The painted table: what stands where, pixel by pixel."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QAbstractTableModel, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from models.qt.cells import Align, Band, Cell, Column, Index, Row, Span, Spark, cell_data, heading_data
from tests.ui.window_desk import cell_rect, click, dressed, inked, painted, pixels, press
from ui import theme
from ui.cell_table import CellTable
from ui.texts import PAD_PX

COLUMNS = (
    Column("word", "Word", 8, Align.LEFT, "A word"),
    Column("price", "Price", 9, Align.POINT, "Dollars"),
    Column("size", "Size", 7, Align.RIGHT, "Contracts"),
    Column("name", "Name", 12, Align.LEFT, "A name in parts"),
)
WORD, PRICE, SIZE, NAME = range(4)
NAME_CELL = Cell(
    "SPY 650 C", spans=(Span(0, "SPY", "bright", bold=True), Span(5, "650", "muted"), Span(9, "C", "call", bold=True))
)


class Model(QAbstractTableModel):
    """Rows that a test writes."""

    def __init__(self, *rows: Sequence[Cell] | Row) -> None:
        super().__init__()
        self.columns: Sequence[Column] = COLUMNS
        self.made = [row if isinstance(row, Row) else Row(tuple(row)) for row in rows]

    def rows(self, first: int, stop: int) -> Sequence[Row]:
        return self.made[first:stop]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.made)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return cell_data(self.made[index.row()].cells[index.column()], COLUMNS[index.column()], role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return heading_data(COLUMNS, section, orientation, role)


def row(word: str = "Auto", price: str = "1.00", size: str = "1", **facts: Any) -> tuple[Cell, ...]:
    return Cell(word, **facts), Cell(price, **facts), Cell(size, **facts), NAME_CELL


def band(text: str, hatch: str = "") -> Row:
    spans = (Span(0, "10:00", "muted"), Span(7, text, "warn"))
    return Row((Cell(f"10:00 {text}"), Cell(""), Cell(""), Cell("")), Band(spans, "notice_warn", hatch))


@pytest.fixture
def tables(qtbot: QtBot, qapp: QApplication) -> Iterator["Tables"]:
    with dressed(qapp):
        made = Tables(qtbot)
        yield made
        made.close()


class Tables:
    """Makes tables, and keeps their models alive."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._made: list[tuple[CellTable, Model]] = []

    def __call__(self, *rows: Sequence[Cell] | Row, width: int = 420) -> CellTable:
        table, model = CellTable(), Model(*rows)
        self._made.append((table, model))
        table.setModel(model)
        table.fit_columns()
        table.resize(width, 150)
        table.show()
        self._qtbot.waitExposed(table)
        return table

    def close(self) -> None:
        for table, _ in self._made:
            table.close()
            table.deleteLater()


def ink_of(table: CellTable, at: int, column: int) -> int:
    return inked(table.viewport().grab().toImage(), cell_rect(table, at, column))


def edges(table: CellTable, at: int, column: int) -> tuple[int, int]:
    """First and last inked column of pixels in a cell."""
    light = pixels(table.viewport().grab().toImage(), cell_rect(table, at, column)).max(axis=2).max(axis=0) > 100
    found = light.nonzero()[0]
    return int(found[0]), int(found[-1])


def test_every_cell_is_painted_in_its_column(tables: Tables) -> None:
    table = tables(row(), row("", "", ""))
    assert all(ink_of(table, 0, column) > 10 for column in range(4))
    assert [ink_of(table, 1, column) for column in (WORD, PRICE, SIZE)] == [0, 0, 0]


def test_colours_are_those_of_the_cells(tables: Tables) -> None:
    table = tables(row(ink="down"), row(ink="up"))
    image = table.viewport().grab().toImage()
    assert painted(image, "down", cell_rect(table, 0, PRICE)) > 0
    assert painted(image, "up", cell_rect(table, 0, PRICE)) == 0
    assert painted(image, "call", cell_rect(table, 0, NAME)) > 0


def test_figures_stand_under_one_another_on_the_decimal_point(tables: Tables) -> None:
    table = tables(row(price="1.11"), row(price="111.11"), row(price="1.1111"))
    char = table._char_px
    assert edges(table, 0, PRICE)[1] == edges(table, 1, PRICE)[1]
    assert abs(edges(table, 2, PRICE)[1] - edges(table, 0, PRICE)[1] - 2 * char) <= 1
    assert abs(edges(table, 2, PRICE)[0] - edges(table, 0, PRICE)[0]) <= 1


def test_sizes_end_at_the_right_edge(tables: Tables) -> None:
    table = tables(row(size="1,001"), row(size="1"))
    assert edges(table, 0, SIZE)[1] == edges(table, 1, SIZE)[1] > table.columnWidth(SIZE) - 9


def test_a_figure_is_never_cut_it_gives_up_its_separators_first(tables: Tables) -> None:
    table = tables(row(size="1,000,000"), row(size="1000000"), row(price="12345.67"), row(price="12345.67"))
    image = table.viewport().grab().toImage()
    whole, plain = (pixels(image, cell_rect(table, at, SIZE)) for at in (0, 1))
    assert (whole == plain).all()
    assert edges(table, 2, PRICE)[0] >= 0
    table.setColumnWidth(SIZE, 40)
    assert 0 < ink_of(table, 0, SIZE) < 12, "an ellipsis: no digit of it would be true"


@pytest.mark.parametrize("column", [WORD, SIZE, PRICE, NAME])
def test_no_text_reaches_into_the_next_column(tables: Tables, column: int) -> None:
    blank = Cell("")
    cells = [blank] * 4
    cells[column] = NAME_CELL if column == NAME else Cell("123456789.1234 word")
    table = tables(cells)
    table.setColumnWidth(column, 50)
    image = table.viewport().grab().toImage()
    inside = inked(image, cell_rect(table, 0, column))
    assert inside > 0
    assert inked(image) == inside


def test_a_name_in_parts_that_does_not_fit_is_shown_whole_without_them(tables: Tables) -> None:
    table = tables(row())
    table.setColumnWidth(NAME, round(9.5 * table._char_px) + 5)
    image = table.viewport().grab().toImage()
    assert painted(image, "call") == 0
    left, right = edges(table, 0, NAME)
    assert right - left > 8 * table._char_px


def test_a_struck_cell_has_a_line_through_its_text(tables: Tables) -> None:
    table = tables(row(word="......", struck=True), row(word="......"))
    middle = cell_rect(table, 0, WORD).center().y()
    image = table.viewport().grab().toImage()
    line = [painted(image, "text", QRect(0, middle + move, 60, 1)) for move in (-1, 0, 1)]
    assert max(line) >= 6 * int(table._char_px)
    other = cell_rect(table, 1, WORD).center().y()
    assert max(painted(image, "text", QRect(0, other + move, 60, 1)) for move in (-1, 0, 1)) == 0


def test_the_selected_row_has_its_own_ground_and_no_other(tables: Tables) -> None:
    table = tables(row(), row(), row())
    click(table, 1)
    image = table.viewport().grab().toImage()
    grounds = [painted(image, "selected", cell_rect(table, at, WORD)) > 200 for at in range(3)]
    assert grounds == [False, True, False]
    assert painted(image, "selected", QRect(table.viewport().width() - 10, table.rowViewportPosition(1), 5, 19)) > 50


def test_the_heading_shows_where_the_keys_go(tables: Tables, qtbot: QtBot) -> None:
    table, other = tables(row()), tables(row())
    for having, lacking in ((table, other), (other, table)):
        having.activateWindow()
        having.setFocus()
        qtbot.waitUntil(having.hasFocus)
        assert painted(having.grab().toImage(), "accent") > 300
        assert painted(lacking.grab().toImage(), "accent") < 50


def test_a_band_goes_through_the_whole_row_and_its_text_over_the_columns(tables: Tables) -> None:
    table = tables(row(), band("gap of 24 s until 11:02:31"), row())
    image = table.viewport().grab().toImage()
    for column in (WORD, PRICE, SIZE):
        assert painted(image, "warn", cell_rect(table, 1, column)) > 10
    grounds = [painted(image, "notice_warn", QRect(0, at * 19, 420, 19)) > 420 * 12 for at in range(3)]
    assert grounds == [False, True, False]
    click(table, 1)
    image = table.viewport().grab().toImage()
    assert painted(image, "selected", QRect(0, 19, 420, 19)) > 420 * 12
    assert painted(image, "warn", QRect(0, 19, 420, 19)) > 30


def test_a_band_is_hatched_where_its_text_has_ended(tables: Tables) -> None:
    table = tables(band("gap", "warn"), band("gap"))
    image = table.viewport().grab().toImage()
    lines = [len(np.unique(pixels(image, QRect(200, at * 19, 200, 19)).sum(axis=2))) > 1 for at in range(2)]
    assert lines == [True, False]


def test_the_text_of_a_band_is_cut_at_the_edge_and_stays_when_the_columns_are_scrolled(tables: Tables) -> None:
    table = tables(band("gap " + "x" * 200), width=150)
    before = pixels(table.viewport().grab().toImage())
    table.horizontalScrollBar().setValue(60)
    assert (pixels(table.viewport().grab().toImage()) == before).all()
    assert painted(table.viewport().grab().toImage(), "warn") > 20
    narrow = tables(band("gap"), width=30)
    assert inked(narrow.viewport().grab().toImage()) > 0


def test_an_empty_table_says_what_to_do(tables: Tables) -> None:
    table = tables()
    assert inked(table.viewport().grab().toImage()) == 0
    table.empty_text = "Add a contract"
    assert painted(table.viewport().grab().toImage(), "muted") > 20
    full = tables(row("", "", ""))
    full.empty_text = "Add a contract"
    full.setColumnHidden(NAME, True)
    assert inked(full.viewport().grab().toImage()) == 0


def test_home_end_and_arrows_move_the_selected_row(tables: Tables) -> None:
    table = tables(*[row(str(at)) for at in range(100)])
    table.setFocus()
    moves = ((Qt.Key.Key_End, 99), (Qt.Key.Key_Up, 98), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Down, 1))
    for key, expected in moves:
        press(table, key)
        assert table.currentIndex().row() == expected
        assert table.selectionModel().isRowSelected(expected)


def test_home_comes_back_where_the_wheel_went_away(tables: Tables) -> None:
    table = tables(*[row(str(at)) for at in range(100)])
    press(table, Qt.Key.Key_Home)
    wheel(table, 10)
    assert table.verticalScrollBar().value() > 0
    press(table, Qt.Key.Key_Home)
    assert table.verticalScrollBar().value() == 0


def wheel(table: CellTable, notches: int) -> None:
    place = table.viewport().rect().center().toPointF()
    event = QWheelEvent(
        place, place, QPoint(), QPoint(0, -120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(table.viewport(), event)


def test_the_painted_rows_are_those_that_are_scrolled_to(tables: Tables) -> None:
    table = tables(*[row("" if at % 2 else "x") for at in range(101)])
    press(table, Qt.Key.Key_End)
    table.clearSelection()
    shown = [ink_of(table, at, WORD) > 0 for at in (97, 98, 99, 100)]
    assert shown == [False, True, False, True]


def test_hidden_moved_and_resized_columns_are_painted_so(tables: Tables) -> None:
    table = tables(row("", "", "7777"))
    table.setColumnHidden(NAME, True)
    table.horizontalHeader().moveSection(SIZE, 0)
    table.setColumnWidth(SIZE, 120)
    image = table.viewport().grab().toImage()
    assert cell_rect(table, 0, SIZE).left() == 0
    assert inked(image, cell_rect(table, 0, SIZE)) == inked(image) > 0
    assert edges(table, 0, SIZE)[1] > 100


def test_columns_come_back_as_they_were_left(tables: Tables) -> None:
    left = tables(row())
    left.setColumnWidth(WORD, 133)
    left.setColumnHidden(SIZE, True)
    left.horizontalHeader().moveSection(PRICE, 0)
    found = tables(row())
    found.restore_columns(left.columns_state())
    header = found.horizontalHeader()
    assert (found.columnWidth(WORD), found.isColumnHidden(SIZE), header.visualIndex(PRICE)) == (133, True, 0)


@pytest.mark.parametrize(
    "state", [None, 7, "", "nonsense", "word,price,size,name|%%%", "word,price,size,name|AAAA", "a,b|AAAA"]
)
def test_a_state_that_cannot_be_read_changes_nothing(tables: Tables, state: object) -> None:
    table = tables(row())
    before = table.columns_state()
    table.restore_columns(state)
    assert table.columns_state() == before


def test_a_state_of_other_columns_changes_nothing(tables: Tables) -> None:
    table, other = tables(row()), tables(row())
    other.model().columns = COLUMNS[:3]  # type: ignore[attr-defined]
    other.setColumnWidth(WORD, 200)
    before = table.columns_state()
    table.restore_columns(other.columns_state())
    assert table.columns_state() == before


def test_scrolled_to_the_side_the_columns_move(tables: Tables) -> None:
    table = tables(row(), width=150)
    before = table.viewport().grab().toImage()
    bar = table.horizontalScrollBar()
    bar.setValue(bar.maximum())
    after = table.viewport().grab().toImage()
    assert bar.value() > 50
    assert painted(before, "call") == 0
    assert painted(after, "call") > 0


def test_dragging_a_row_out_of_sight_paints_only_what_is_exposed(tables: Tables) -> None:
    table = tables(*[row(str(at)) for at in range(30)])
    top = table.viewport().grab(QRect(0, 0, 200, 19)).toImage()
    whole = table.viewport().grab().toImage().copy(QRect(0, 0, 200, 19))
    assert top.convertToFormat(whole.format()) == whole


def spark_row(spark: Spark, ink: str = "up") -> tuple[Cell, ...]:
    return Cell("1.00 to 2.00", ink, spark=spark), Cell(""), Cell(""), Cell("")


def heights(table: CellTable, at: int, token: str) -> list[int | None]:
    """How high the line stands in each column of pixels of a row's first cell: its uppermost pixel, 0 is the top."""
    found = pixels(table.viewport().grab().toImage(), cell_rect(table, at, WORD)) - _rgb(token)
    mine = abs(found).max(axis=2) < 24
    return [int(column.argmax()) if column.any() else None for column in mine.T]


def _rgb(token: str) -> tuple[int, int, int]:
    colour = theme.ink(token)
    return colour.red(), colour.green(), colour.blue()


def test_a_small_line_goes_in_steps_from_price_to_price_and_its_end_is_marked(tables: Tables) -> None:
    table = tables(spark_row(Spark((0, 5), (1.0, 2.0), 10, None)))
    line = heights(table, 0, "up")
    inked_at = [x for x, y in enumerate(line) if y is not None]
    assert (inked_at[0], inked_at[-1]) == (PAD_PX, table.columnWidth(WORD) - PAD_PX - 1)
    middle = (inked_at[0] + inked_at[-1]) // 2
    low, high = line[inked_at[3]], line[inked_at[-6]]
    assert low is not None
    assert high is not None
    assert low - high == 11
    assert set(line[inked_at[0] : middle - 3]) == {low}
    assert set(line[middle + 3 : inked_at[-4]]) == {high}
    assert line[inked_at[-1]] == high - 1, "a small square"


def test_a_dotted_line_at_the_base_tells_up_from_down_without_colour(tables: Tables) -> None:
    table = tables(spark_row(Spark((0,), (2.0,), 9, 1.0)), spark_row(Spark((0,), (1.0,), 9, 2.0)))
    for at, is_below in enumerate((True, False)):
        base = [y for y in heights(table, at, "handle_hover") if y is not None]
        line = [y for y in heights(table, at, "up") if y is not None]
        assert len(base) > 10
        assert (min(base) > max(line)) is is_below


def test_a_price_that_never_moved_is_a_line_in_the_middle_and_a_late_first_one_begins_late(tables: Tables) -> None:
    table = tables(spark_row(Spark((5,), (3.0,), 10, 3.0)))
    line = heights(table, 0, "up")
    inked_at = [x for x, y in enumerate(line) if y is not None]
    assert inked_at[0] > table.columnWidth(WORD) // 2 - 3
    assert abs((line[inked_at[0]] or 0) - theme.row_px() // 2) <= 1


def test_columns_are_chosen_in_a_menu_of_the_heading_and_one_always_stays(tables: Tables, qtbot: QtBot) -> None:
    table = tables(row())
    entries = column_entries(table)
    assert [(name, entry.isChecked()) for name, entry in entries.items()] == [
        ("Word", True), ("Price", True), ("Size", True), ("Name", True),
    ]  # fmt: skip
    for name in ("Word", "Price", "Size"):
        column_entries(table)[name].trigger()
    assert [table.isColumnHidden(at) for at in range(4)] == [True, True, True, False]
    assert not column_entries(table)["Name"].isEnabled()
    column_entries(table)["Word"].trigger()
    assert not table.isColumnHidden(WORD)
    assert table.columnWidth(WORD) > 20


def test_the_columns_come_back_as_they_were_before_anybody_chose(tables: Tables) -> None:
    table = tables(row())
    before = [table.columnWidth(at) for at in range(4)]
    table.setColumnHidden(SIZE, True)
    table.setColumnWidth(WORD, 200)
    table.horizontalHeader().moveSection(NAME, 0)
    menu = table.show_column_menu(QPoint(0, 0))
    menu.actions()[-1].trigger()
    menu.close()
    assert [table.columnWidth(at) for at in range(4)] == before
    assert [table.horizontalHeader().visualIndex(at) for at in range(4)] == [0, 1, 2, 3]


def test_a_column_that_is_not_shown_at_first_is_hidden_until_it_is_chosen(tables: Tables) -> None:
    table = tables(row())
    table.model().columns = (*COLUMNS[:2], COLUMNS[SIZE]._replace(shown=False), COLUMNS[NAME])  # type: ignore[attr-defined]
    table.fit_columns()
    assert table.isColumnHidden(SIZE)
    column_entries(table)["Size"].trigger()
    assert table.columnWidth(SIZE) == table.column_px(COLUMNS[SIZE])


def test_the_menu_key_opens_the_menu_of_the_columns(tables: Tables) -> None:
    table = tables(row())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), table.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(table.viewport(), event)
    (menu,) = table.findChildren(QMenu)
    assert menu.isVisible()
    menu.close()


def column_entries(table: CellTable) -> dict[str, QAction]:
    """The entries of the menu that a click on the heading opens, by column."""
    for old in table.findChildren(QMenu):
        old.setParent(None)
        old.deleteLater()
    table.horizontalHeader().customContextMenuRequested.emit(QPoint(3, 3))
    (menu,) = table.findChildren(QMenu)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    menu.close()
    return {action.text(): action for action in menu.actions() if action.isCheckable()}


DOUBLE = """
from PySide6.QtWidgets import QApplication
from models.qt.tape_model import TapeModel
from tests.models.made_market import MadeMarket, Print
from tests.ui.window_desk import cell_rect, inked
from ui import theme
from ui.tape_table import TapeTable
from PySide6.QtCore import QRect
app = QApplication([])
theme.apply(app)
market = MadeMarket()
market.print(Print(price=12.5))
model = TapeModel(market)
table = TapeTable(model)
model.advance()
table.resize(800, 120)
table.show()
image = table.viewport().grab().toImage()
place = cell_rect(table, 0, 2)
scale = int(image.devicePixelRatio())
double = QRect(place.topLeft() * scale, place.size() * scale)
print(image.devicePixelRatio(), inked(image, double), inked(image, double.translated(0, scale * theme.row_px())))
"""


def test_at_200_percent_the_text_is_painted_at_its_place_with_four_times_the_pixels() -> None:
    found = {}
    for scale in ("1", "2"):
        environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
        run = subprocess.run(
            [sys.executable, "-c", DOUBLE], env=environment, cwd=Path(__file__).parents[2], capture_output=True,
            text=True, timeout=60, check=True,
        )  # fmt: skip
        ratio, ink, below = run.stdout.split()
        assert (float(ratio), below) == (float(scale), "0")
        found[scale] = int(ink)
    assert found["2"] > 3 * found["1"]

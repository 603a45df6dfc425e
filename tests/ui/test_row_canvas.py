"""The picture that a table keeps of its rows: always as if it were painted anew, and hardly ever painted anew."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.appearance import Appearance, Density, Palette
from models.qt.cells import Align, Band, Cell, Column, Row, Span
from models.qt.rows_model import Cells, RowsModel
from tests.ui.test_cell_table import Tables
from tests.ui.window_desk import click, dressed, painted, pixels
from ui import theme
from ui.cell_table import CellTable
from ui.cell_text import CellText
from ui.row_canvas import RowCanvas

COLUMNS = (
    Column("word", "Word", 8, Align.LEFT, "A word"),
    Column("price", "Price", 9, Align.POINT, "Dollars"),
    Column("size", "Size", 7, Align.RIGHT, "Contracts"),
)


def cells(number: int, size: int = 1) -> Cells:
    price = Cell(f"{number / 8}", "up", bold=number % 3 == 0, struck=number % 7 == 0)
    return Cell(f"row {number}", "muted"), price, Cell(f"{size}", struck=size == 2)


class Desk:
    """A table over rows that a test changes."""

    def __init__(self, qtbot: QtBot) -> None:
        self.model = RowsModel(COLUMNS)
        self.table = CellTable()
        self.table.setModel(self.model)
        self.table.fit_columns()
        self.table.resize(190, 24 + 10 * theme.row_px() + 7)
        self.table.show()
        qtbot.waitExposed(self.table)

    def show(self, *numbers: int, size: int = 1) -> None:
        self.model.show([cells(number, size) for number in numbers])

    def image(self) -> QImage:
        return self.table.viewport().grab().toImage()

    def is_as_painted_anew(self) -> bool:
        kept = self.image()
        self.table._canvas = RowCanvas(self.table._texts)
        return bool((pixels(kept) == pixels(self.image())).all())


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot)
        yield made
        theme.wear(Appearance())
        made.table.close()
        made.table.deleteLater()


@pytest.fixture
def tables(qtbot: QtBot, qapp: QApplication) -> Iterator[Tables]:
    with dressed(qapp):
        made = Tables(qtbot)
        yield made
        made.close()


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were drawn, one by one."""
    texts: list[str] = []

    def noted(column: CellText, cell: Cell) -> str:
        texts.append(cell.text)
        return column.get(cell) or column.__missing__(cell)

    monkeypatch.setattr(CellText, "__getitem__", noted)
    return texts


def test_of_rows_that_come_in_above_others_only_the_new_ones_are_drawn(desk: Desk, drawn: list[str]) -> None:
    desk.show(*range(30))
    desk.image()
    drawn.clear()
    desk.show(101, 100, *range(30))
    desk.image()
    assert [text for text in drawn if text.startswith("row")] == ["row 101", "row 100"]
    assert desk.is_as_painted_anew()


def test_of_a_row_that_changed_only_the_changed_cell_is_drawn(desk: Desk, drawn: list[str]) -> None:
    desk.show(*range(5))
    desk.image()
    drawn.clear()
    desk.model.show([cells(0), cells(1), cells(2, size=7), cells(3), cells(4)])
    desk.image()
    assert drawn == ["7"]
    assert desk.is_as_painted_anew()


def test_what_is_painted_again_without_news_is_drawn_from_the_picture(desk: Desk, drawn: list[str]) -> None:
    desk.show(*range(30))
    desk.image()
    drawn.clear()
    desk.table.viewport().repaint()
    assert drawn == []


def test_scrolled_up_and_down_only_the_rows_that_come_into_sight_are_drawn(desk: Desk, drawn: list[str]) -> None:
    desk.show(*range(100))
    desk.image()
    for place, expected in ((50, None), (53, {"row 60", "row 61", "row 62"}), (51, {"row 51", "row 52"})):
        drawn.clear()
        desk.table.verticalScrollBar().setValue(place)
        desk.image()
        if expected:
            assert {text for text in drawn if text.startswith("row")} == expected
        assert desk.is_as_painted_anew()


def test_rows_that_come_are_painted_in_the_same_turn_of_the_loop(desk: Desk, drawn: list[str]) -> None:
    desk.show(*range(5))
    desk.image()
    drawn.clear()
    desk.show(100, *range(5))
    QApplication.sendPostedEvents()
    assert "row 100" in drawn, "no timer was needed"


CHANGES: dict[str, Callable[[CellTable], object]] = {
    "another row is selected": lambda table: click(table, 3),
    "a column is wider": lambda table: table.setColumnWidth(0, 120),
    "a column is moved": lambda table: table.horizontalHeader().moveSection(2, 0),
    "a column is hidden": lambda table: table.setColumnHidden(1, True),
    "the columns are scrolled": lambda table: table.horizontalScrollBar().setValue(9),
    "the table is larger": lambda table: table.resize(260, 300),
    "the rows are denser": lambda _table: theme.wear(Appearance(density=Density.COMPACT)),
    "the text is larger": lambda _table: theme.wear(Appearance(text_px=15)),
    "the colours are others": lambda _table: theme.wear(Appearance(palette=Palette.COLOUR_BLIND)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_picture_follows_when(desk: Desk, change: str) -> None:
    desk.show(*range(30))
    before = pixels(desk.image())
    CHANGES[change](desk.table)
    after = pixels(desk.image())
    assert before.shape != after.shape or (before != after).any()
    assert desk.is_as_painted_anew()


def test_where_rows_went_bare_ground_is_left(desk: Desk) -> None:
    desk.show(*range(8))
    desk.image()
    desk.show(0, 1)
    image = desk.image()
    below = QRect(0, 2 * theme.row_px(), image.width(), image.height() - 2 * theme.row_px())
    assert painted(image, "surface", below) == below.width() * below.height()


@pytest.mark.parametrize("seed", range(8))
def test_whatever_comes_goes_and_moves_the_picture_is_as_if_painted_anew(desk: Desk, seed: int) -> None:
    choice, shown = random.Random(seed), list(range(40))
    desk.show(*shown)
    for step in range(25):
        match choice.randrange(5):
            case 0:
                shown[:0] = range(100 * step + 100, 100 * step + 100 + choice.randrange(1, 14))
            case 1:
                del shown[choice.randrange(len(shown)) :][:3]
            case 2:
                desk.table.verticalScrollBar().setValue(choice.randrange(len(shown)))
            case 3:
                desk.table.selectRow(choice.randrange(len(shown)))
            case _:
                shown.insert(choice.randrange(len(shown)), 10_000 + step)
        desk.show(*shown, size=choice.choice((1, 1, 2)))
        desk.image()
        if step % 5 == 4:
            assert desk.is_as_painted_anew()


def test_a_tinted_row_has_its_ground_and_a_bar_and_is_still_seen_to_be_selected(tables: Tables) -> None:
    plain = Cell("a"), Cell(""), Cell(""), Cell("")
    table = tables(Row(plain), Row(plain, tint="tint_1"))
    whole = table.viewport().width() * theme.row_px()

    def seen(token: str) -> int:
        image = table.viewport().grab().toImage()
        return painted(image.copy(0, theme.row_px(), image.width(), theme.row_px()), token)

    assert seen("tint_1") > whole * 0.8
    assert seen("tint_1_bar") >= 3 * theme.row_px()
    table.setFocus(Qt.FocusReason.OtherFocusReason)
    click(table, 1)
    assert seen("selected") > whole * 0.8
    assert seen("tint_1_bar") >= 3 * theme.row_px(), "what it was marked for is still told"


def test_a_row_that_becomes_a_band_and_back_leaves_nothing_behind(tables: Tables) -> None:
    plain = Row((Cell("a"), Cell("1.00"), Cell("2"), Cell("b")))
    table = tables(plain)
    before = pixels(table.viewport().grab().toImage())
    model = table.model()
    model.made[0] = Row(plain.cells, Band((Span(0, "a gap", "warn"),), "notice_warn"))  # type: ignore[attr-defined]
    assert (pixels(table.viewport().grab().toImage()) != before).any()
    model.made[0] = plain  # type: ignore[attr-defined]
    assert (pixels(table.viewport().grab().toImage()) == before).all()


SCALED = """
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from models.qt.rows_model import RowsModel
from tests.ui.test_row_canvas import COLUMNS, cells
from tests.ui.window_desk import pixels
from ui import theme
from ui.cell_table import CellTable
from ui.row_canvas import RowCanvas
from ui.texts import PAD_PX

app = QApplication([])
theme.apply(app)
model, table = RowsModel(COLUMNS), CellTable()
table.setModel(model)
table.fit_columns()
table.resize(301, 203)
table.show()
ratio, texts, row_px = table.devicePixelRatioF(), table._texts, theme.row_px()

def painted():
    return pixels(table.viewport().grab().toImage())

def drawn_by_qt(text):
    image = QImage(int(80 * ratio), int(row_px * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.ink("surface"))
    painter = QPainter(image)
    painter.setFont(texts.font)
    painter.setPen(theme.ink("muted"))
    base = round((row_px - texts.height_px) / 2) + round(texts.ascent_px)
    step = len(text) if ratio == round(ratio) else 1  # else each character begins on a whole pixel
    for at in range(0, len(text), step):
        x = round((PAD_PX + at * texts.char_px) * ratio) / ratio
        painter.drawText(QPointF(x, base), text[at : at + step])
    painter.end()
    return pixels(image)

for first in (40, 37, 36, 20):
    model.show([cells(number) for number in range(first, 60)])
    app.processEvents()
    kept, same = painted(), True
    for row in range(8):
        wanted, top = drawn_by_qt(f"row {first + row}"), round(row * row_px * ratio)
        off = abs(kept[top : top + wanted.shape[0], : wanted.shape[1]] - wanted).max()
        same &= off <= (0 if ratio == round(ratio) else 64)  # Qt softens edges by where it believes a character to be
    table._canvas = RowCanvas(table._texts)
    print(ratio, same, (kept == painted()).all())
"""


@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "2"])
def test_at_every_scaling_texts_look_as_qt_draws_them(scale: str) -> None:
    environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "-c", SCALED], env=environment, cwd=Path(__file__).parents[2], capture_output=True,
        text=True, timeout=60, check=True,
    )  # fmt: skip
    assert run.stdout.split() == [str(float(scale)), "True", "True"] * 4

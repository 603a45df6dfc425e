"""The table of answers: sorted by mouse and by keys, and calm under the reader's eye while it grows."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from models.history.answer_columns import AnswerColumns
from models.history.answer_filter import parse_answer_filter
from models.history.answers import Answers
from models.qt.answer_cells import KEYS
from models.qt.answer_model import AnswerModel
from tests.models.history.made_answers import NOON_MS, OPEN_MS, QQQ_C, SPY_C, SPY_P, answer, question
from tests.ui.history.answer_desk import press
from tests.ui.window_desk import dressed
from ui.history.answer_table import AnswerTable

TIMES = tuple(range(OPEN_MS, NOON_MS, 1_800_000))


@pytest.fixture
def made() -> Answers:
    """Three contracts at five times on ten days, of which only the middle contract is known."""
    made = Answers(question(SPY_C, SPY_P, QQQ_C, times=TIMES))
    for number, part in enumerate(part for part in made.left() if part.contract == SPY_P):
        made.add(answer(part, (11,), price=5.0 - number))
    return made


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication, made: Answers) -> Iterator[AnswerTable]:
    model = AnswerModel()
    model.show(made, AnswerColumns(made.question.contracts))
    with dressed(qapp):
        shown = AnswerTable(model)
        qtbot.addWidget(shown)
        shown.resize(1200, 300)
        shown.show()
        yield shown
        shown.close()


def model_of(table: AnswerTable) -> AnswerModel:
    model = table.model()
    assert isinstance(model, AnswerModel)
    return model


def top(table: AnswerTable) -> object:
    return model_of(table).entry(table.rowAt(0))


def grow(table: AnswerTable, made: Answers, parts: int = 100) -> None:
    for part in made.left()[:parts]:
        made.add(answer(part))
    model_of(table).advance()


def test_a_click_on_a_heading_sorts_and_another_turns_it_round(table: AnswerTable) -> None:
    heading = table.horizontalHeader()
    place = QPoint(heading.sectionViewportPosition(KEYS.index("price")) + 20, 8)
    for descending in (False, True):
        QTest.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=place)
        model = model_of(table)
        assert (model.key, model.descending) == ("price", descending)
    QTest.mouseClick(
        heading.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(heading.sectionViewportPosition(KEYS.index("note")) + 20, 8),
    )
    assert model_of(table).key == "price"


def test_keys_sort_too(table: AnswerTable) -> None:
    press(table, Qt.Key.Key_S)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].isChecked()
    press(menu, Qt.Key.Key_6)
    assert model_of(table).key == "price"
    table.sort_by("price")
    assert model_of(table).descending
    assert table.rowAt(0) == 0
    table.sort_by("natural")
    assert (model_of(table).key, model_of(table).descending) == ("natural", False)


def test_what_is_in_sight_stays_there_while_rows_come_in_above(table: AnswerTable, made: Answers) -> None:
    table.verticalScrollBar().setValue(7)
    before = top(table)
    grow(table, made, 3)
    grow(table, made)
    assert model_of(table).rowCount() == 150
    assert top(table) == before


def test_at_the_top_new_rows_are_seen(table: AnswerTable, made: Answers) -> None:
    grow(table, made)
    assert top(table) == model_of(table).entry(0)


def test_selection_and_the_current_row_outlast_growth_sorting_and_filters(table: AnswerTable, made: Answers) -> None:
    model = model_of(table)
    table.selectRow(4)
    press(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = {id(model.entry(row)) for row in table.selected_rows()}
    current = table.current_entry()
    assert len(chosen) == 3
    changes: tuple[Callable[[], object], ...] = (
        lambda: grow(table, made, 2),
        lambda: table.sort_by("price"),
        lambda: grow(table, made),
        lambda: model.set_filter(parse_answer_filter("puts")),
        lambda: model.set_filter(parse_answer_filter("")),
    )
    for change in changes:
        change()
        assert {id(model.entry(row)) for row in table.selected_rows()} == chosen
        assert table.current_entry() is current


def test_a_filter_shows_its_first_rows(table: AnswerTable) -> None:
    table.verticalScrollBar().setValue(20)
    model_of(table).set_filter(parse_answer_filter("2024-06-12"))
    assert table.rowAt(0) == 0


def test_the_menu_offers_what_keys_do(table: AnswerTable) -> None:
    asked: list[str] = []
    table.watch_asked.connect(lambda: asked.append("watch"))
    menu = table.open_menu(table.mapToGlobal(QPoint(5, 5)))
    assert menu.actions()[0].text() == "Select a row for more"
    menu.close()
    press(table, Qt.Key.Key_Home)
    menu = table.open_menu(table.mapToGlobal(QPoint(5, 5)))
    keys = [action.text().partition("\t")[2] for action in menu.actions()][:5]
    assert keys == ["Enter", "T", "W", "Ctrl+C", "Ctrl+Shift+X"]
    menu.actions()[2].trigger()
    assert asked == ["watch"]
    menu.close()

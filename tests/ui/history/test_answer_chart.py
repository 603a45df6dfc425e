"""The chart of answers: what is drawn, what is said of a point, and the way along by mouse and keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.history.answer_columns import AnswerColumns
from models.history.answers import Answers
from models.times import Times, Zone
from tests.models.history.made_answers import NOON_MS, OPEN_MS, SPY_C, SPY_P, answer, question
from tests.ui.history.answer_desk import press
from tests.ui.window_desk import dressed, painted
from ui.history.answer_chart import AnswerChart


@pytest.fixture
def columns() -> AnswerColumns:
    """Two contracts at two times; on the 11th nothing traded."""
    made = Answers(question(SPY_C, SPY_P, times=(OPEN_MS, NOON_MS)))
    for number, part in enumerate(made.left()):
        made.add(answer(part, (11,), price=10.0 + number, trade_ms=part.at_ms - (0, 0, 4_000_000, 4_000_000)[number]))
    filled = AnswerColumns(made.question.contracts)
    filled.extend(made.entries)
    return filled


@pytest.fixture
def chart(qtbot: QtBot, qapp: QApplication, columns: AnswerColumns) -> Iterator[AnswerChart]:
    with dressed(qapp):
        shown = AnswerChart(Times())
        qtbot.addWidget(shown)
        shown.resize(900, 400)
        shown.show()
        shown.show_answers(columns, columns.natural().argsort())
        yield shown
        shown.close()


def place_of(chart: AnswerChart, number: int) -> QPoint:
    row = chart.points.row_of(number)
    assert row is not None
    place = chart.drawing().place(row)
    assert place
    return place.toPoint()


def picture(chart: AnswerChart) -> QImage:
    return chart.grab().toImage()


def test_contracts_differ_in_colour_and_days_without_a_trade_are_marked(chart: AnswerChart) -> None:
    image = picture(chart)
    box = chart.drawing().box.toRect()
    assert painted(image, "accent", box) > 100
    assert painted(image, "beside_1", box) > 100
    assert painted(image, "muted", box.adjusted(0, box.height() - 6, 0, 0)) >= 5


def test_old_trades_are_hollow(chart: AnswerChart) -> None:
    image = picture(chart)
    around = QRect(-3, -3, 7, 7)
    fresh, old = (around.translated(place_of(chart, number)) for number in (0, 20))
    assert painted(image, "accent", fresh) > 20
    assert painted(image, "beside_1", old) == 0


def test_pointing_tells_of_the_nearest_row_and_a_click_chooses_it(chart: AnswerChart, qtbot: QtBot) -> None:
    place = place_of(chart, 3)
    QTest.mouseMove(chart, place)
    qtbot.waitUntil(lambda: "Thu 13 Jun 24" in chart.reading)
    assert "SPY 20 Sep 24 500 C" in chart.reading
    assert "10.00" in chart.reading
    with qtbot.waitSignal(chart.chosen) as told:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [3]


def test_keys_move_along_a_line_and_to_another(chart: AnswerChart) -> None:
    told: list[int] = []
    chart.chosen.connect(told.append)
    chart.setFocus()
    press(chart, Qt.Key.Key_Home)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Up):
        press(chart, key)
    assert told == [0, 2, 3, 13, 19, 10, 0]


def test_keys_move_on_from_a_day_without_a_trade_and_from_a_row_that_is_not_drawn(
    chart: AnswerChart, columns: AnswerColumns
) -> None:
    lacking = next(number for number, entry in enumerate(columns.entries) if entry.row is None)
    for key, on in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, -1)):
        chart.choose(lacking)
        press(chart, key)
        assert columns.entries[chart._chosen].day == columns.entries[lacking + on].day
    chart.show_answers(columns, columns.natural().argsort()[:0])
    press(chart, Qt.Key.Key_End)
    chart.show_answers(columns, columns.natural().argsort()[:3])
    chart.choose(len(columns) - 1)
    press(chart, Qt.Key.Key_Right)
    assert chart._chosen == 0


def test_the_same_keys_as_in_the_table_act_on_the_chosen_row(chart: AnswerChart) -> None:
    asked: list[str] = []
    chart.details_asked.connect(lambda: asked.append("details"))
    chart.around_asked.connect(lambda: asked.append("around"))
    chart.watch_asked.connect(lambda: asked.append("watch"))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_T, Qt.Key.Key_W):
        press(chart, key)
    assert asked == ["details", "around", "watch"]


def test_zoom_keeps_the_chosen_point_in_place_and_the_whole_comes_back(chart: AnswerChart) -> None:
    chart.setFocus()
    press(chart, Qt.Key.Key_Right)
    whole, before = chart.drawing(), place_of(chart, 2)
    for _ in range(3):
        press(chart, Qt.Key.Key_Plus)
    assert abs(place_of(chart, 2).x() - before.x()) <= 1
    assert abs(place_of(chart, 3).x() - before.x()) > (whole.place(3) or QPointF()).x() - before.x()
    press(chart, Qt.Key.Key_0)
    assert place_of(chart, 2) == before


def test_a_drag_moves_the_time(chart: AnswerChart) -> None:
    before = place_of(chart, 3)
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    QTest.mouseMove(chart, QPoint(420, 300))
    QTest.mouseMove(chart, QPoint(450, 300))
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(450, 300))
    assert place_of(chart, 3).x() == pytest.approx(before.x() + 50, abs=2)


def test_another_zone_is_shown_at_once(qtbot: QtBot, qapp: QApplication, columns: AnswerColumns) -> None:
    times = Times()
    with dressed(qapp):
        shown = AnswerChart(times)
        qtbot.addWidget(shown)
        shown.resize(900, 400)
        shown.show_answers(columns, columns.natural().argsort()[:1])
        before = picture(shown)
        times.choose(Zone.UTC)
        assert picture(shown) != before


def test_what_the_filter_leaves_out_is_not_drawn(chart: AnswerChart, columns: AnswerColumns) -> None:
    chart.show_answers(columns, (columns.table.contract == 0).nonzero()[0])
    assert {series.contract for series in chart.points.series} == {SPY_C}
    chart.show_answers(AnswerColumns(), columns.natural()[:0])
    assert chart.reading == ""
    picture(chart)

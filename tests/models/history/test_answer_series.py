"""Answers as points of a chart, and the way from one to another."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from models.clock import utc_ms
from models.history.answer_columns import AnswerColumns
from models.history.answer_series import AnswerPoints, answer_points
from models.history.answer_steps import across, along, first, line_end
from models.history.answers import Answers
from tests.models.history.made_answers import FIRST, NOON_MS, OPEN_MS, SPY_C, SPY_P, answer, answers, question


def points_of(made: Answers, keep: Callable[[AnswerColumns], NDArray[np.bool_]] | None = None) -> AnswerPoints:
    columns = AnswerColumns(made.question.contracts)
    columns.extend(made.entries)
    numbers = np.arange(len(columns))
    return answer_points(columns, numbers if keep is None else numbers[keep(columns)])


def test_there_is_a_series_for_each_contract_and_asked_time() -> None:
    points = points_of(answers(SPY_C, SPY_P, times=(OPEN_MS, NOON_MS)))
    found = [(one.contract, one.asked_ms, one.contract_number, one.time_number) for one in points.series]
    assert found == [
        (SPY_C, OPEN_MS, 0, 0), (SPY_C, NOON_MS, 0, 1), (SPY_P, OPEN_MS, 1, 0), (SPY_P, NOON_MS, 1, 1),
    ]  # fmt: skip
    assert points.time_ms[0] == utc_ms(FIRST, OPEN_MS)


def test_lines_are_broken_where_a_trading_day_has_no_trade_but_not_by_holidays() -> None:
    points = points_of(answers(SPY_C, without=(12,)))
    traded = points.traded
    assert traded.tolist() == [True, True, False, True, True, True, True, False, True, True]
    assert points.joined.tolist() == [False, True, False, False, True, True, True, False, False, True]
    shown = points_of(answers(SPY_C, without=(12,)), lambda columns: columns.traded)
    assert shown.joined.tolist() == [False, True, False, True, True, True, True, True]


def test_cancels_are_no_part_of_a_line() -> None:
    made = Answers(question(SPY_C))
    made.add(answer(made.left()[0], cancel=True))
    assert not points_of(made).joined.any()


@pytest.mark.parametrize(
    ("age_ms", "grade"), [(0, 0), (60_000, 0), (60_001, 1), (3_599_999, 1), (3_600_000, 2), (-1, 2)]
)
def test_ages_are_graded(age_ms: int, grade: int) -> None:
    made = Answers(question(SPY_C))
    made.add(answer(made.left()[0], trade_ms=NOON_MS - age_ms))
    points = points_of(made)
    assert set(points.grade[points.traded].tolist()) == {grade}


def test_keys_go_along_a_line_over_days_without_a_trade_and_stop_at_its_ends() -> None:
    points = points_of(answers(SPY_C, SPY_P, without=(11,)))
    row = first(points)
    assert row == 0
    assert along(points, row, 1) == 2
    assert along(points, row, -1) == row
    assert line_end(points, row, -1) == 9
    assert along(points, 9, 1) == 9


def test_keys_go_across_to_the_nearest_trade_of_another_line() -> None:
    points = points_of(answers(SPY_C, SPY_P))
    assert across(points, 4, 1) == 14
    assert across(points, 14, -1) == 4
    assert across(points, 4, -1) == 4


def test_nothing_has_no_points() -> None:
    points = answer_points(AnswerColumns(), np.zeros(0, np.int64))
    assert (len(points.series), first(points), points.row_of(0)) == (0, None, None)

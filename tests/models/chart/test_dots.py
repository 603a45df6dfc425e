"""Which prints of a crowd have marks, and which prices a scale spans."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.chart.dots import MOST_MARKS, thin
from models.chart.price_fit import LEAST_SHARE, fit

PRICES = st.lists(st.integers(1, 3000).map(lambda cents: cents / 100), max_size=12)


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 19), st.integers(0, 4)), max_size=80))
def test_the_largest_of_each_cell_has_a_mark_and_of_equal_ones_the_newest(dots: list[tuple[int, int, int]]) -> None:
    column, row, grade = (np.array([dot[n] for dot in dots], np.intp) for n in range(3))
    marked = thin(column, row.astype(np.int32), grade.astype(np.uint8), 30, 6)
    best: dict[tuple[int, int], tuple[int, int]] = {}
    for number, (x, y, size) in enumerate(dots):
        best[x // 6, y // 6] = max(best.get((x // 6, y // 6), (-1, -1)), (size, number))
    assert sorted(marked.tolist()) == sorted(number for _, number in best.values())
    assert (np.diff(grade[marked]) >= 0).all()


def test_too_many_marks_get_wider_cells_and_the_largest_stays() -> None:
    x, y = np.meshgrid(np.arange(0, 1200, 6), np.arange(0, 120, 6))
    grade = np.zeros(x.size, np.uint8)
    grade[1234] = 4
    marked = thin(x.reshape(-1), y.reshape(-1).astype(np.int32), grade, 1200, 6)
    assert 1234 in marked.tolist()
    assert MOST_MARKS / 4 <= len(marked) <= MOST_MARKS


@given(PRICES, PRICES, st.floats(0.01, 1.0))
def test_a_scale_holds_the_line_and_others_leave_it_a_third(
    line: list[float], others: list[float], least: float
) -> None:
    found = fit([np.array(line)], [np.array(others)], least)
    if found is None:
        assert line == others == []
        return
    low, high = found
    core = line or others
    assert low <= min(core)
    assert max(core) <= high
    height = max(max(core) - min(core), least)
    assert high - low <= height / LEAST_SHARE + 1e-9
    span = max([*line, *others]) - min([*line, *others])
    if line and span <= height:
        assert low <= min(others, default=low)
        assert high >= max(others, default=high)


def test_a_print_far_away_does_not_squeeze_the_line_and_near_ones_have_their_place() -> None:
    line = [np.array([10.0, 10.3])]
    assert fit(line, [np.array([10.5, 9.9])], 0.01) == (9.9, 10.5)
    assert fit(line, [np.array([10.5, 99.0])], 0.01) == (10.0, 10.5)
    assert fit(line, [np.array([0.01, 99.0])], 0.01) == (10.0, 10.3)
    assert fit([np.array([np.nan])], [], 0.01) is None

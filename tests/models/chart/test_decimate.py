"""Decimation against a plain evaluation, tick by tick."""

import math
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.chart.decimate import PriceScale, Steps, column_edges, step_columns, steps_between

TICKS = st.lists(st.tuples(st.integers(-50, 150), st.integers(1, 9)), max_size=80).map(sorted)
EDGES = st.lists(st.integers(0, 100), min_size=2, max_size=30).map(sorted)


def arrays(ticks: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([t for t, _ in ticks], np.int64), np.array([v for _, v in ticks], np.float64)


def by_column(ticks: list[tuple[int, int]], edges: list[int]) -> list[list[int]]:
    """Values of each column, looked up one by one."""
    pairs = list(pairwise(edges))
    return [[v for t, v in ticks if low <= t < high] for low, high in pairs]


@given(TICKS, EDGES)
def test_first_lowest_highest_and_last_of_each_column_are_those_of_its_own_ticks(
    ticks: list[tuple[int, int]], edges: list[int]
) -> None:
    time_ms, price = arrays(ticks)
    steps = step_columns(time_ms, price, np.array(edges))
    columns = by_column(ticks, edges)
    assert steps.column.tolist() == [n for n, values in enumerate(columns) if values]
    found = zip(steps.first.tolist(), steps.low.tolist(), steps.high.tolist(), steps.last.tolist(), strict=True)
    assert list(found) == [(v[0], min(v), max(v), v[-1]) for v in columns if v]
    earlier = [v for t, v in ticks if t < edges[0]]
    assert steps.before == earlier[-1] if earlier else math.isnan(steps.before)
    assert steps.goes_on == any(t >= edges[-1] for t, _ in ticks)


@given(TICKS, EDGES, st.integers(0, 80), st.integers(0, 80))
def test_a_part_of_the_ticks_gives_what_it_would_alone(
    ticks: list[tuple[int, int]], edges: list[int], low: int, high: int
) -> None:
    time_ms, price = arrays(ticks)
    part = slice(min(low, len(ticks)), max(min(low, len(ticks)), min(high, len(ticks))))
    found = steps_between(price, np.searchsorted(time_ms, edges), part)
    alone = step_columns(time_ms[part], price[part], np.array(edges))
    for name in Steps.__slots__:
        np.testing.assert_array_equal(getattr(found, name), getattr(alone, name), err_msg=name)


@given(st.integers(0, 2**41), st.floats(20, 1e10), st.integers(1, 400))
def test_edges_cut_the_whole_range_in_order(low: int, span: float, columns: int) -> None:
    edges = column_edges(low, low + span, columns)
    assert len(edges) == columns + 1
    assert (np.diff(edges) >= 0).all()
    assert edges[0] == low
    assert edges[-1] == math.ceil(low + span)


@given(st.floats(0, 50), st.floats(0.01, 50), st.integers(1, 900), st.lists(st.floats(-5, 120), max_size=20))
def test_rows_keep_the_order_of_prices_and_stay_on_the_picture(
    low: float, span: float, rows: int, prices: list[float]
) -> None:
    scale = PriceScale(low, low + span, rows)
    ordered = np.array(sorted(prices), np.float64)
    found = scale.row(ordered)
    assert (np.diff(found) <= 0).all()
    assert ((found >= 0) & (found < rows)).all()


def test_the_ends_of_a_scale_are_its_first_and_last_row() -> None:
    scale = PriceScale(1.0, 2.0, 100)
    assert scale.row(np.array([2.0, 1.995, 1.5, 1.0])).tolist() == [0, 0, 50, 99]

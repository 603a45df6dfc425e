"""Decimation against a plain evaluation, tick by tick."""

import math
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.decimate import (
    PriceScale,
    column_edges,
    one_per_pixel,
    step_columns,
    sum_columns,
    tick_columns,
    visible,
)

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


@given(TICKS, EDGES)
def test_sizes_are_summed_or_maximised_by_column(ticks: list[tuple[int, int]], edges: list[int]) -> None:
    time_ms, size = arrays(ticks)
    columns = by_column(ticks, edges)
    sums = sum_columns(time_ms, size.astype(np.int32), np.array(edges))
    assert sums.tolist() == [sum(values) for values in columns]
    largest = sum_columns(time_ms, size.astype(np.int32), np.array(edges), largest=True)
    assert largest.tolist() == [max(values, default=0) for values in columns]


def test_sums_of_sizes_do_not_overflow_32_bits() -> None:
    size = np.full(10, 2**31 - 1, np.int32)
    assert sum_columns(np.zeros(10, np.int64), size, np.array([0, 1])).tolist() == [10 * (2**31 - 1)]


@given(TICKS, EDGES)
def test_every_visible_tick_gets_the_column_whose_edges_hold_it(ticks: list[tuple[int, int]], edges: list[int]) -> None:
    time_ms, _ = arrays(ticks)
    inside = time_ms[visible(time_ms, np.array(edges))]
    columns = tick_columns(time_ms, np.array(edges))
    assert inside.tolist() == [t for t, _ in ticks if edges[0] <= t < edges[-1]]
    assert all(edges[c] <= t < edges[c + 1] for t, c in zip(inside, columns, strict=True))


@given(st.integers(0, 2**41), st.floats(20, 1e10), st.integers(1, 400))
def test_edges_cut_the_whole_range_in_order(low: int, span: float, columns: int) -> None:
    edges = column_edges(low, low + span, columns)
    assert len(edges) == columns + 1
    assert (np.diff(edges) >= 0).all()
    assert edges[0] == low
    assert edges[-1] == math.ceil(low + span)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), max_size=60).map(lambda p: sorted(p, key=lambda q: q[0]))
)
def test_of_the_ticks_on_a_pixel_the_last_is_kept_and_no_pixel_is_lost(places: list[tuple[int, int]]) -> None:
    column = np.array([c for c, _ in places], np.intp)
    row = np.array([r for _, r in places], np.int32)
    kept = one_per_pixel(column, row, 7, 5)
    last = {place: n for n, place in enumerate(places)}
    assert sorted(kept.tolist()) == sorted(last.values())


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

"""Summaries of ticks, against the ticks themselves."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.chart.tick_blocks import EACH, TickBlocks
from models.chart.ticks import COLUMNS, Ticks

COUNTS = st.integers(0, 9 * EACH)


def some_ticks(count: int, seed: int, first_row: int = 0) -> dict[str, np.ndarray]:
    """Prints in order of time, many of them at equal times."""
    rng = np.random.default_rng(seed)
    ticks = {name: np.zeros(count, dtype) for name, dtype in COLUMNS.items()}
    ticks["row"] = first_row + np.arange(count)
    ticks["order"] = ticks["row"].astype(np.float64)
    ticks["time_ms"] = np.sort(rng.integers(0, max(count // 2, 1), count))
    ticks["price"] = rng.integers(1, 500, count) / 100
    return ticks


def layer(counts: list[int], seed: int) -> Ticks:
    """A layer into which ticks came in parts, and which was asked for its blocks in between."""
    ticks = Ticks()
    for number, count in enumerate(counts):
        if count:
            ticks.insert(some_ticks(count, seed + number, first_row=1000 * number))
        ticks.blocks()
    return ticks


@given(st.lists(COUNTS, min_size=1, max_size=4), st.integers(0, 99), st.lists(st.integers(-5, 90)).map(sorted))
def test_cuts_are_where_a_plain_search_finds_them(counts: list[int], seed: int, edges: list[int]) -> None:
    ticks, asked = layer(counts, seed), np.array(edges, np.int64)
    found = ticks.blocks().cuts(ticks.time_ms, asked)
    assert found.tolist() == np.searchsorted(ticks.time_ms, asked).tolist()


@given(st.lists(COUNTS, min_size=1, max_size=4), st.integers(0, 99), st.sets(st.integers(0, 36 * EACH), min_size=2))
def test_extremes_are_those_of_every_tick(counts: list[int], seed: int, bounds: set[int]) -> None:
    ticks = layer(counts, seed)
    cuts = np.array(sorted({min(bound, len(ticks)) for bound in bounds}), np.intp)
    low, high = ticks.blocks().extremes(ticks.price, cuts[:-1], cuts[1:])
    parts = [ticks.price[a:b] for a, b in pairwise(cuts)]
    assert low.tolist() == [part.min() for part in parts]
    assert high.tolist() == [part.max() for part in parts]


@given(COUNTS, st.integers(0, 99), st.sets(st.integers(0, 9 * EACH)))
def test_ticks_that_leave_take_their_prices_along(count: int, seed: int, gone: set[int]) -> None:
    ticks = layer([count], seed)
    ticks.take_out(np.array(sorted(gone), np.int64))
    fresh = TickBlocks()
    fresh.renew(0, ticks.time_ms, ticks.price)
    blocks = ticks.blocks()
    for name in ("first_ms", "low", "high"):
        assert getattr(blocks, name).tolist() == getattr(fresh, name).tolist()

"""Spans of rows that were filled in."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.filled_rows import FilledRows


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(-1, 1)), max_size=8))
def test_rows_are_told_apart_as_by_a_plain_list(parts: list[tuple[int, int, int]]) -> None:
    filled, plain = FilledRows(), list[int | None]()
    for streamed, count, gap in parts:
        plain += [None] * streamed
        filled.add(len(plain), len(plain) + count, gap)
        plain += [gap] * count
    rows = range(len(plain))
    assert filled.end == len(plain)
    for low in rows:
        inside = [row for span in filled.within(low, len(plain)) for row in range(*span)]
        outside = [row for span in filled.between(low, len(plain)) for row in range(*span)]
        assert inside == [row for row in rows if row >= low and plain[row] is not None]
        assert outside == [row for row in rows if row >= low and plain[row] is None]
    assert [filled.gap(row) for row in rows if plain[row] is not None] == [gap for gap in plain if gap is not None]
    behind = [max((row + 1 for row in range(at) if plain[row] is None), default=0) for at in range(len(plain) + 1)]
    assert filled.behind_streamed(np.arange(len(plain) + 1)).tolist() == behind


def test_a_span_ends_where_another_gap_is_filled_and_where_it_was_asked_for() -> None:
    filled = FilledRows()
    for start, stop, gap in ((2, 4, 0), (4, 6, 0), (6, 8, 1)):
        filled.add(start, stop, gap)
    assert list(filled.within(3, 7)) == [(3, 6), (6, 7)]
    assert list(filled.between(0, 9)) == [(0, 2), (8, 9)]

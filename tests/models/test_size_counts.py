"""Counts of prints by size."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.size_counts import SizeCounts

_sizes = st.sampled_from([1, 2, 4095, 4096, 5000, 2**31 - 1])


@given(st.lists(st.tuples(_sizes, st.booleans())))
def test_the_largest_is_known_whatever_comes_and_is_taken_back(steps: list[tuple[int, bool]]) -> None:
    counts, plain = SizeCounts(), Counter[int]()
    for size, comes in steps:
        if comes or plain[size]:
            sign = 1 if comes else -1
            counts.add(np.array([size], np.int64), sign)
            plain[size] += sign
        assert counts.largest == max(+plain, default=0)


def test_many_are_counted_at_once() -> None:
    counts = SizeCounts()
    counts.add(np.array([3, 9000, 9000, 7], np.int64), 1)
    counts.add(np.array([9000], np.int64), -1)
    assert counts.largest == 9000
    counts.add(np.array([9000, 7], np.int64), -1)
    assert counts.largest == 3

"""When played events are due."""

import math
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.venue.pace import EvenPace, MarketPace, PaceChoice, speed_from_text


def column(*times_ms: int) -> "np.typing.NDArray[np.int64]":
    return np.array(times_ms, np.int64)


def test_the_market_keeps_its_gaps_and_starts_at_once() -> None:
    pace = MarketPace(2.0)
    assert pace.due_s(column(5000, 6000)).tolist() == [0.0, 0.5]
    assert pace.due_s(column(9000)).tolist() == [2.0]


def test_a_step_back_in_time_is_due_with_what_came_before() -> None:
    pace = MarketPace()
    assert pace.due_s(column(1000, 3000, 2000)).tolist() == [0.0, 2.0, 2.0]
    assert pace.due_s(column(1500, 4000)).tolist() == [2.0, 3.0]


@given(st.lists(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), max_size=8), st.floats(0.1, 100))
def test_due_times_never_fall_whatever_the_batches(batches: list[list[int]], speed: float) -> None:
    pace = MarketPace(speed)
    due = [moment for batch in batches for moment in pace.due_s(column(*batch)).tolist()]
    assert due == sorted(due)
    whole = MarketPace(speed).due_s(column(*chain(*batches))).tolist() if batches else []
    assert due == whole


def test_an_even_pace_counts_on_over_batches() -> None:
    pace = EvenPace(4.0)
    assert [pace.due_s(column(9, 9)).tolist(), pace.due_s(column(0)).tolist()] == [[0.0, 0.25], [0.5]]


def test_only_an_infinite_speed_has_no_clock() -> None:
    assert PaceChoice(math.inf).unlimited
    assert not PaceChoice().unlimited
    assert not PaceChoice(math.inf, per_s=1.0).unlimited


def test_a_speed_is_a_number_above_zero_or_max() -> None:
    assert [speed_from_text(text) for text in ("2", "0.5", "max")] == [2.0, 0.5, math.inf]
    for text in ("0", "-1", "nan", "fast", ""):
        with pytest.raises(ValueError, match=r"speed|convert"):
            speed_from_text(text)

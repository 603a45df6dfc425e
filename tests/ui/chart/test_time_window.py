"""How the visible stretch of time moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.chart.time_window import FIRST_SPAN_MS, MAX_SPAN_MS, MIN_SPAN_MS, TimeWindow


def fitted(first: float = 0, newest: float = 600_000) -> TimeWindow:
    window = TimeWindow()
    window.keep_up(first, newest)
    return window


def test_a_fitted_window_holds_the_day_and_grows_with_it() -> None:
    window = fitted()
    assert window.low_ms < 0 < 600_000 < window.high_ms
    window.keep_up(0, 900_000)
    assert window.low_ms < 0 < 900_000 < window.high_ms


def test_a_single_print_is_shown_in_a_stretch_of_its_own() -> None:
    window = fitted(5000, 5000)
    assert window.holds(5000)
    assert window.span_ms >= FIRST_SPAN_MS


def test_following_keeps_the_width_and_the_newest_print_at_the_right() -> None:
    window = fitted()
    window.zoom(0.1, 600_000)
    window.follow()
    span = window.span_ms
    window.keep_up(0, 700_000)
    assert window.span_ms == pytest.approx(span)
    assert window.low_ms + 0.95 * span < 700_000 < window.high_ms


def test_a_pan_stops_following_and_new_prints_do_not_move_the_window() -> None:
    window = fitted()
    window.pan(-0.25)
    before = (window.low_ms, window.high_ms)
    window.keep_up(0, 10_000_000)
    assert (window.low_ms, window.high_ms) == before
    assert not window.following


def test_a_window_never_loses_every_print() -> None:
    window = fitted()
    for share in (5.0, -12.0):
        window.pan(share)
        window.confine(0, 600_000)
        assert window.low_ms < 600_000
        assert window.high_ms > 0


@given(st.floats(1e-6, 1e6), st.floats(0, 1))
def test_zooming_keeps_the_time_under_the_pointer_and_the_limits(factor: float, share: float) -> None:
    window = fitted()
    around = window.low_ms + share * window.span_ms
    window.zoom(factor, around)
    assert MIN_SPAN_MS * 0.999 <= window.span_ms <= MAX_SPAN_MS * 1.001
    assert (around - window.low_ms) / window.span_ms == pytest.approx(share, abs=1e-6)

"""Whether the user is told that the computer's clock is wrong."""

import pytest

from models.own_clock import OwnClock


def clock(offset_ms: float | None = None, lag_ms: float | None = None) -> OwnClock:
    made = OwnClock()
    made.note_server(offset_ms)
    made.note_lag(lag_ms)
    return made


@pytest.mark.parametrize(
    ("offset_ms", "lag_ms"), [(None, None), (None, 41.0), (1500.0, 41.0), (-1900.0, 5000.0), (None, -400.0)]
)
def test_a_clock_that_is_right_or_unknown_is_no_problem(offset_ms: float | None, lag_ms: float | None) -> None:
    assert clock(offset_ms, lag_ms).problem == ""


def test_a_server_that_is_later_than_we_are_shows_that_our_clock_is_behind() -> None:
    made = clock(offset_ms=3200.0, lag_ms=None)
    assert made.ahead_ms == -3200.0
    assert "3.2 s behind" in made.problem


def test_a_clock_that_is_ahead_is_told_too() -> None:
    assert "60.0 s ahead" in clock(offset_ms=-60_000.0).problem


def test_trades_that_arrive_before_they_were_made_prove_that_our_clock_is_behind() -> None:
    made = clock(offset_ms=0.0, lag_ms=-900.0)
    assert made.ahead_ms == -900.0
    assert "0.9 s behind" in made.problem


def test_a_long_lag_proves_nothing() -> None:
    assert clock(lag_ms=90_000.0).ahead_ms is None

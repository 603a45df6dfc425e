"""The pace of requests, on a clock of the test's own."""

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.massive.throttle import Pace, Throttle

PACE = Pace()


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


def started_at(throttle: Throttle, clock: Clock) -> float:
    """Wait for the turn and start; when that was."""
    clock.now_s += throttle.wait_s()
    throttle.start()
    return clock.now_s


def test_the_first_request_starts_at_once_and_the_next_ones_are_spaced() -> None:
    clock = Clock()
    throttle = Throttle(PACE, clock)
    times = [started_at(throttle, clock) - 1_000.0 for _ in range(3)]
    assert times == pytest.approx([0.0, 0.02, 0.04])


@given(st.lists(st.tuples(st.sampled_from(["start", "accept", "refuse"]), st.floats(0, 3)), max_size=200))
def test_no_second_sees_more_requests_than_the_usual_rate(steps: list[tuple[str, float]]) -> None:
    clock = Clock()
    throttle = Throttle(PACE, clock)
    starts: list[float] = []
    tickets = [0]
    for step, seconds in steps:
        if step == "start":
            clock.now_s += throttle.wait_s()
            starts.append(clock.now_s)
            tickets.append(throttle.start())
        elif step == "accept":
            throttle.accepted(tickets[-1])
        else:
            throttle.refused(tickets[-1])
        clock.now_s += seconds / 100
        assert PACE.slow_per_s * 0.999 <= throttle.per_s <= PACE.usual_per_s * 1.001
    for first in starts:
        assert sum(first <= start < first + 0.999 for start in starts) <= PACE.usual_per_s + 1


def test_after_a_refusal_everybody_waits_and_the_rate_is_that_of_the_free_plan() -> None:
    clock = Clock()
    throttle = Throttle(PACE, clock)
    throttle.refused(throttle.start())
    first, second = started_at(throttle, clock), started_at(throttle, clock)
    assert first == pytest.approx(1_000 + PACE.first_pause_s)
    assert second - first == pytest.approx(12.0)


def test_refusals_of_requests_that_were_on_their_way_together_slow_down_once() -> None:
    clock = Clock()
    throttle = Throttle(PACE, clock)
    tickets = [throttle.start() for _ in range(8)]
    for ticket in tickets:
        throttle.refused(ticket)
    assert throttle.wait_s() == pytest.approx(PACE.first_pause_s)


def test_pauses_double_with_each_refusal_in_a_row_up_to_the_longest() -> None:
    clock = Clock()
    throttle = Throttle(PACE, clock)
    pauses = []
    for _ in range(5):
        clock.now_s += throttle.wait_s()
        throttle.refused(throttle.start())
        pauses.append(throttle.wait_s())
    assert pauses == pytest.approx([15, 30, 60, 60, 60])


def test_the_time_that_a_refusal_names_is_kept() -> None:
    clock = Clock()
    throttle = Throttle(PACE, clock)
    ticket = throttle.start()
    throttle.refused(ticket, 40.0)
    assert throttle.wait_s() == pytest.approx(40.0)
    throttle.refused(ticket, 50.0)
    assert throttle.wait_s() == pytest.approx(50.0)


def test_answers_bring_the_usual_rate_back_within_minutes_and_late_ones_of_before_do_not() -> None:
    clock = Clock()
    throttle = Throttle(PACE, clock)
    early = throttle.start()
    throttle.refused(early)
    throttle.accepted(early)
    assert throttle.per_s == pytest.approx(PACE.slow_per_s)
    while throttle.per_s < PACE.usual_per_s * 0.999:
        clock.now_s += throttle.wait_s()
        throttle.accepted(throttle.start())
    assert clock.now_s - 1_000 < 180


@given(st.integers(1, 60))
def test_a_free_plan_answers_everything_and_is_seldom_asked_in_vain(requests: int) -> None:
    clock = Clock()
    throttle = Throttle(PACE, clock)
    answered: deque[float] = deque(maxlen=5)
    refusals = done = 0
    while done < requests:
        clock.now_s += throttle.wait_s()
        ticket = throttle.start()
        if len(answered) == 5 and clock.now_s - answered[0] < 60:
            throttle.refused(ticket)
            refusals += 1
        else:
            answered.append(clock.now_s)
            throttle.accepted(ticket)
            done += 1
    assert refusals <= 3 + requests / 3
    assert clock.now_s - 1_000 <= 60 + requests * 12 * 1.5


@pytest.mark.parametrize(("retry_after_s", "share"), [(1.0, 0.5), (5.0, 0.5), (30.0, None), (None, None)])
def test_a_refusal_of_the_moment_halves_the_rate_and_another_slows_down_for_good(
    retry_after_s: float | None, share: float | None
) -> None:
    pace = Pace()
    throttle = Throttle(pace, lambda: 0.0)
    throttle.refused(throttle.start(), retry_after_s)
    assert throttle.per_s == pytest.approx(pace.usual_per_s * share if share else pace.slow_per_s)

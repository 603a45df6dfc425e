"""Delays between connections: doubled, spread, bounded, and never shorter than what they stand for."""

import random

import pytest

from feeds.massive.timing import COOLDOWN_SPREAD, RETRY_SPREAD, Backoff, Timing

SERVER_FORGETS_S = 30.0
"""How long Massive may count a dead session (massive.md)."""


@pytest.fixture
def least(monkeypatch: pytest.MonkeyPatch) -> None:
    """The jitter is always the least that it can be."""
    monkeypatch.setattr(random, "uniform", lambda low, high: low)


@pytest.mark.usefixtures("least")
def test_delays_double_up_to_the_longest_and_start_anew_when_reset() -> None:
    backoff = Backoff(1.0, 10.0, COOLDOWN_SPREAD)
    first = [backoff.delay_s() for _ in range(6)]
    assert first == [1.0, 2.0, 4.0, 8.0, 10.0, 10.0]
    backoff.reset()
    assert [backoff.delay_s(), backoff.delay_s()] == [1.0, 2.0]


def test_delays_are_spread_so_that_many_clients_do_not_return_at_once() -> None:
    delays = [Backoff(1.0, 60.0, RETRY_SPREAD).delay_s() for _ in range(500)]
    assert all(0.5 <= delay <= 1.5 for delay in delays)
    assert len(set(delays)) > 400
    assert max(delays) - min(delays) > 0.3


def test_the_jitter_of_one_delay_does_not_carry_over_to_the_next() -> None:
    for _ in range(50):
        backoff = Backoff(1.0, 60.0, RETRY_SPREAD)
        delays = [backoff.delay_s() for _ in range(9)]
        assert all(0.5 * 2.0**n <= delays[n] <= 1.5 * 2.0**n for n in range(6))
        assert all(30.0 <= delay <= 90.0 for delay in delays[6:])


@pytest.mark.usefixtures("least")
def test_a_key_in_use_elsewhere_is_never_tried_again_while_the_server_counts_a_dead_session() -> None:
    timing = Timing()
    backoff = Backoff(timing.first_cooldown_s, timing.longest_cooldown_s, COOLDOWN_SPREAD)
    delays = [backoff.delay_s() for _ in range(10)]
    assert min(delays) >= SERVER_FORGETS_S
    assert delays[-1] >= 120


def test_the_delays_of_the_stream_agree_with_one_another() -> None:
    timing = Timing()
    assert timing.ping_s < timing.silence_s / 2, "a pong that is late once must not look like a dead connection"
    assert timing.check_s < timing.answer_s < timing.silence_s
    assert timing.healthy_after_s >= 10, "less does not prove a connection healthy (massive.md)"
    assert timing.first_retry_s < timing.longest_retry_s

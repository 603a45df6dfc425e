"""What the program measures of itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.batch import TradeBatch
from models.measures import DELAY_MS, Histogram, LagMeter, RateMeter
from tests.models.random_batches import EPOCH_MS, random_batch


def test_a_histogram_of_nothing_has_no_values() -> None:
    assert Histogram().summary() == {"p50": None, "p99": None, "max": None}


@settings(deadline=None, max_examples=150)
@given(st.lists(st.floats(0, 9_999), min_size=1, max_size=60), st.sampled_from([0.01, 0.5, 0.99, 1.0]))
def test_a_quantile_is_a_value_that_was_measured_to_within_half_a_step(values: list[float], share: float) -> None:
    histogram = Histogram(step_ms=0.1)
    for value in values:
        histogram.add(value)
    ordered = sorted(values)
    exact = next(v for n, v in enumerate(ordered, 1) if n >= share * len(ordered) - 1e-9)
    found = histogram.quantile(share)
    assert found == pytest.approx(exact, abs=0.0551)
    assert histogram.summary()["max"] == pytest.approx(ordered[-1], abs=0.0051)


def test_whole_milliseconds_are_measured_exactly() -> None:
    histogram = Histogram(step_ms=1.0)
    histogram.add(np.arange(1, 101))
    assert histogram.summary() == {"p50": 50.0, "p99": 99.0, "max": 100.0}


@pytest.mark.parametrize("value", [0.1, 0.3, 0.7, 1.1, 16.6, 33.3])
def test_a_value_on_a_step_is_itself_whatever_floats_make_of_it(value: float) -> None:
    histogram = Histogram(step_ms=0.1)
    histogram.add([value, 500.0])
    assert histogram.quantile(0.5) == value


def test_what_is_too_long_or_below_nothing_counts_at_the_ends_and_the_maximum_stays_true() -> None:
    histogram = Histogram(step_ms=1.0, limit_ms=10.0)
    histogram.add([-5.0, -3.0, 99.0, 1e12])
    assert histogram.summary() == {"p50": 0.0, "p99": 10.0, "max": 1e12}
    before = Histogram()
    before.add([-5.0, -3.0])
    assert before.summary() == {"p50": 0.0, "p99": 0.0, "max": 0.0}


def test_one_by_one_or_all_at_once_is_the_same() -> None:
    values = [-3.0, 0.0, 0.04, 0.06, 7.25, 9.9, 400.0]
    single, together = (Histogram(step_ms=0.1, limit_ms=10) for _ in range(2))
    for value in values:
        single.add_one(value)
        together.add(value)
    assert single.summary() == together.summary()
    assert [single.quantile(share / 7) for share in range(1, 8)] == [together.quantile(n / 7) for n in range(1, 8)]


def test_memory_does_not_grow_with_what_is_measured() -> None:
    histogram = Histogram()
    size = histogram._counts.nbytes
    histogram.add(np.linspace(0, 1e6, 10_000))
    histogram.add([])
    assert histogram._counts.nbytes == size


def arrived(*lags_ms: int) -> TradeBatch:
    batch = random_batch(1, len(lags_ms))
    batch.time_ms[:] = EPOCH_MS
    batch.arrival_ms[:] = EPOCH_MS + np.array(lags_ms)
    return batch


def test_live_lag_is_arrival_less_the_time_of_the_print() -> None:
    meter = LagMeter()
    meter.add(arrived(30, 10, 20))
    assert meter.now_ms == 20
    assert meter.histogram.summary() == {"p50": 20.0, "p99": 30.0, "max": 30.0}


def test_the_delay_of_a_delayed_feed_is_no_lag() -> None:
    meter = LagMeter(delay_ms=DELAY_MS)
    meter.add(arrived(15 * 60_000 + 40))
    assert meter.now_ms == 40


def test_in_a_replay_the_least_difference_seen_is_taken_for_nothing() -> None:
    meter = LagMeter(relative=True)
    meter.add(arrived(10**9 + 50, 10**9 + 20, 10**9 + 90))
    assert meter.now_ms == 30
    meter.add(arrived(10**9 + 25))
    assert meter.now_ms == 5
    meter.add(arrived(10**9))
    assert meter.now_ms == 0
    assert meter.histogram.summary()["max"] == 70


def test_where_nothing_can_be_measured_there_is_no_lag() -> None:
    meter = LagMeter(relative=True, measurable=False)
    meter.add(arrived(5))
    assert (meter.now_ms, meter.histogram.summary()["p50"]) == (None, None)


def test_an_empty_batch_leaves_the_lag_as_it_was() -> None:
    meter = LagMeter()
    meter.add(arrived(7))
    meter.add(arrived())
    assert meter.now_ms == 7


def test_trades_that_were_fetched_later_were_not_on_their_way_so_long() -> None:
    meter = LagMeter()
    meter.add(arrived(7))
    meter.add(replace(arrived(3_600_000), filled=True))
    assert (meter.now_ms, meter.histogram.summary()["max"]) == (7, 7.0)


def test_the_rate_is_the_mean_over_the_window_and_falls_when_nothing_comes() -> None:
    meter = RateMeter(window_s=2.0)
    for second, count in [(0.0, 100), (1.0, 50), (2.5, 10)]:
        meter.add(second, count)
    assert meter.per_second(2.5) == 30
    assert meter.per_second(4.0) == 5
    assert meter.per_second(9.0) == 0

"""Marks and labels of an axis of time, in every zone, at every zoom and on the days when the clock changes."""

from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clock import DAY_MS, EASTERN_CLOCK, utc_ms
from models.time_scale import (
    HOUR_MS,
    MARK_STEPS_MS,
    MINUTE_MS,
    clock_text,
    date_text,
    duration_text,
    full_text,
    mark_text,
    marks,
    ms_of_day,
    step_for,
)
from models.wall_clock import WallClock

SPRING, AUTUMN = date(2025, 3, 9), date(2025, 11, 2)


ZONES = ("America/New_York", "UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe")


def labels(low_ms: float, high_ms: float, step_ms: int, clock: WallClock = EASTERN_CLOCK) -> list[str]:
    return [mark_text(clock, mark, step_ms) for mark in marks(clock, low_ms, high_ms, step_ms)]


@pytest.mark.parametrize(
    ("at", "span_ms", "step_ms", "expected"),
    [
        (34_262_114, 4, 2, ["09:31:02.114", "09:31:02.116", "09:31:02.118"]),
        (34_262_000, 2_000, 1_000, ["09:31:02", "09:31:03", "09:31:04"]),
        (34_200_000, 1_800_000, 900_000, ["09:30", "09:45", "10:00"]),
        (34_200_000, 7 * HOUR_MS, 3 * HOUR_MS, ["12:00", "15:00"]),
        (80_000_000, 8 * HOUR_MS, 3 * HOUR_MS, ["Tue 2 Dec", "03:00", "06:00"]),
        (34_200_000, 2 * DAY_MS, DAY_MS, ["Tue 2 Dec", "Wed 3 Dec"]),
        (34_200_000, 15 * DAY_MS, 7 * DAY_MS, ["Mon 8 Dec", "Mon 15 Dec"]),
        (34_200_000, 100 * DAY_MS, step_for(100 * DAY_MS, 4), ["1 Jan 2026", "1 Feb 2026", "1 Mar 2026"]),
        (34_200_000, 250 * DAY_MS, step_for(250 * DAY_MS, 3), ["1 Jan 2026", "1 Apr 2026", "1 Jul 2026"]),
        (34_200_000, 399 * DAY_MS, step_for(399 * DAY_MS, 3), ["1 Jan 2026", "1 Jul 2026", "1 Jan 2027"]),
    ],
)
def test_marks_are_round_and_named_for_their_step(at: int, span_ms: int, step_ms: int, expected: list[str]) -> None:
    low = utc_ms(date(2025, 12, 1), at)
    assert labels(low, low + span_ms, step_ms) == expected


def test_with_years_every_date_names_its_own_and_no_time_does() -> None:
    midnight = utc_ms(date(2026, 1, 1), 0)
    names = [mark_text(EASTERN_CLOCK, midnight + hours * HOUR_MS, 6 * HOUR_MS, year=True) for hours in (0, 6)]
    assert names == ["Thu 1 Jan 2026", "06:00"]


def test_a_duration_reads_in_the_largest_unit_in_which_it_is_whole() -> None:
    durations = (1, 1500, 1000, 90_000, 60_000, 900_000, 7_200_000, 86_400_000)
    texts = ["1 ms", "1500 ms", "1 s", "90 s", "1 min", "15 min", "2 h", "1 d"]
    assert [duration_text(ms) for ms in durations] == texts


@pytest.mark.parametrize(("hours", "before"), [(1, "23:00"), (3, "21:00")])
def test_a_day_whose_midnight_is_skipped_is_named_where_it_begins(hours: int, before: str) -> None:
    clock = WallClock(ZoneInfo("Africa/Cairo"))
    start, step_ms = clock.unix_ms(date(2025, 4, 25), 0), hours * HOUR_MS
    assert labels(start - step_ms, start, step_ms, clock) == [before, "Fri 25 Apr"]


def test_the_hour_that_is_skipped_in_spring_has_no_marks() -> None:
    low, high = utc_ms(SPRING, 0), utc_ms(SPRING, 5 * HOUR_MS)
    assert labels(low, high, HOUR_MS) == ["Sun 9 Mar", "01:00", "03:00", "04:00", "05:00"]
    assert labels(low, high, 2 * HOUR_MS) == ["Sun 9 Mar", "03:00", "04:00"]


def test_the_hour_that_is_repeated_in_autumn_is_named_apart() -> None:
    low, high = utc_ms(AUTUMN, 0), utc_ms(AUTUMN, 2 * HOUR_MS)
    assert labels(low, high, 30 * MINUTE_MS) == [
        "Sun 2 Nov", "00:30", "01:00", "01:30", "01:00 EST", "01:30 EST", "02:00",
    ]  # fmt: skip


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_a_day_of_23_or_25_hours_has_its_long_marks_at_the_usual_times(day: date) -> None:
    low, high = utc_ms(day, 6 * HOUR_MS), utc_ms(day, 23 * HOUR_MS)
    assert labels(low, high, 6 * HOUR_MS) == ["06:00", "12:00", "18:00"]


@pytest.mark.parametrize(
    ("zone", "step_ms", "expected"),
    [
        ("Asia/Kolkata", HOUR_MS, ["21:00", "22:00", "23:00"]),
        ("Asia/Kathmandu", 30 * MINUTE_MS, ["20:30", "21:00", "21:30", "22:00", "22:30", "23:00"]),
        ("Asia/Kolkata", 6 * HOUR_MS, []),
        ("UTC", HOUR_MS, ["15:00", "16:00", "17:00"]),
        ("Europe/Berlin", 2 * HOUR_MS, ["16:00", "18:00"]),
    ],
)
def test_marks_are_round_in_the_zone_that_is_shown(zone: str, step_ms: int, expected: list[str]) -> None:
    low = utc_ms(date(2025, 12, 1), 34_260_000)
    assert labels(low, low + 3 * HOUR_MS, step_ms, WallClock(ZoneInfo(zone))) == expected


def test_a_change_by_half_an_hour_keeps_the_marks_round() -> None:
    clock = WallClock(ZoneInfo("Australia/Lord_Howe"))
    day = date(2025, 4, 6)  # at 02:00 the clock is set back to 01:30
    low, high = clock.unix_ms(day, 0), clock.unix_ms(day, 4 * HOUR_MS)
    assert labels(low, high, HOUR_MS, clock) == ["Sun 6 Apr", "01:00", "02:00", "03:00", "04:00"]
    assert labels(low, high, 30 * MINUTE_MS, clock)[2:6] == ["01:00", "01:30", "01:30 UTC+10:30", "02:00"]


def test_a_midnight_that_comes_twice_is_a_date_and_then_a_time() -> None:
    clock = WallClock(ZoneInfo("America/Havana"))
    low = clock.unix_ms(date(2025, 11, 2), 0)
    assert labels(low, low + 2 * HOUR_MS, HOUR_MS, clock) == ["Sun 2 Nov", "00:00 CST", "01:00"]


@pytest.mark.parametrize("zone", ZONES)
@given(
    st.dates(date(1990, 1, 1), date(2035, 1, 1)) | st.sampled_from([SPRING, AUTUMN, date(2025, 3, 30)]),
    st.integers(0, DAY_MS),
    st.floats(20, 300 * DAY_MS),
    st.integers(2, 14),
)
def test_at_any_zoom_marks_are_in_order_in_range_few_and_no_two_alike_side_by_side(
    zone: str, day: date, at: int, span_ms: float, most: int
) -> None:
    clock = WallClock(ZoneInfo(zone))
    low = utc_ms(day, at)
    step = step_for(span_ms, most)
    found = marks(clock, low, low + span_ms, step)
    assert found == sorted(set(found))
    assert all(low <= mark <= low + span_ms for mark in found)
    assert len(found) <= most + 2 or step == MARK_STEPS_MS[-1]
    names = [mark_text(clock, mark, step) for mark in found]
    assert all(a != b for a, b in pairwise(names))
    walls = clock.wall_ms(np.array(found, np.int64)) % DAY_MS
    assert (walls % min(step, HOUR_MS) == 0).all()


def test_times_and_dates_are_those_of_the_zone() -> None:
    time_ms = 1_718_373_303_122
    assert clock_text(EASTERN_CLOCK, time_ms) == "09:55:03.122"
    assert date_text(EASTERN_CLOCK, time_ms) == "Fri 14 Jun 2024"
    assert full_text(EASTERN_CLOCK, time_ms) == "Fri 14 Jun 2024 09:55:03.122 EDT"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:35", 34_500_000),
        (" 09:35:10 ", 34_510_000),
        ("09:35:10.25", 34_510_250),
        ("23:59:59.999", 86_399_999),
        ("24:00", None),
        ("9:60", None),
        ("935", None),
        ("9:35:61", None),
        ("", None),
        ("٩:٣٥", None),
    ],
)
def test_a_time_of_day_is_read_or_refused(text: str, expected: int | None) -> None:
    assert ms_of_day(text) == expected

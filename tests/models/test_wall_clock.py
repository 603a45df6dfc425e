"""Clocks of zones that are not New York: other offsets, other days of change, the system's own zone."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.wall_clock import WallClock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = (
    *("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"),
    *("Africa/Casablanca", "Africa/Cairo", "America/Havana", "America/St_Johns", "Pacific/Chatham", "Asia/Tehran"),
)
FROM, TO = 946_684_800_000, 2_082_758_400_000  # 2000 and 2036, UTC


def wall_ms(zone: tzinfo, time_ms: int) -> int:
    """Wall-clock milliseconds by the zone alone."""
    offset = (EPOCH + timedelta(milliseconds=time_ms)).astimezone(zone).utcoffset()
    assert offset is not None
    return time_ms + int(offset.total_seconds()) * 1000


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(ZONES), st.lists(st.integers(FROM, TO), min_size=1, max_size=20))
def test_columns_equal_the_zone_data(name: str, times: list[int]) -> None:
    found = WallClock(ZoneInfo(name)).wall_ms(np.array(times, np.int64))
    assert found.tolist() == [wall_ms(ZoneInfo(name), time_ms) for time_ms in times]


@pytest.mark.parametrize("name", ZONES)
def test_every_quarter_of_an_hour_of_a_year_is_right(name: str) -> None:
    start = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp() * 1000)
    times = start + np.arange(366 * 96) * 900_000
    found = WallClock(ZoneInfo(name)).wall_ms(times)
    assert found.tolist() == [wall_ms(ZoneInfo(name), time_ms) for time_ms in times.tolist()]


def test_without_a_zone_the_clock_is_the_system_s() -> None:
    clock, times = WallClock(None), np.array([1_764_599_400_123, 1_751_376_600_000])
    for time_ms, found in zip(times.tolist(), clock.wall_ms(times).tolist(), strict=True):
        local = datetime.fromtimestamp(time_ms // 1000, UTC).astimezone()
        assert clock.moment(time_ms) == local.replace(microsecond=time_ms % 1000 * 1000)
        offset = local.utcoffset()
        assert offset is not None
        assert found - time_ms == offset.total_seconds() * 1000
        assert clock.unix_ms(local.date(), found % 86_400_000) == time_ms


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(ZONES), st.dates(date(2000, 1, 2), date(2035, 12, 30)), st.integers(0, 86_399_999))
def test_unix_time_and_wall_clock_are_inverse_where_the_clock_shows_the_time(name: str, day: date, at: int) -> None:
    clock = WallClock(ZoneInfo(name))
    time_ms = clock.unix_ms(day, at)
    shown = int(clock.wall_ms(np.array([time_ms]))[0])
    asked = (day - date(1970, 1, 1)).days * 86_400_000 + at
    assert shown == asked or 0 < shown - asked <= 3_600_000, "a skipped time is that after the change"
    assert not clock.is_repeated(time_ms)


def test_only_the_second_of_two_equal_times_is_repeated() -> None:
    berlin = WallClock(ZoneInfo("Europe/Berlin"))
    change = int(datetime(2025, 10, 26, 1, tzinfo=UTC).timestamp() * 1000)
    found = [berlin.is_repeated(change + off) for off in (-3_600_000, -1, 0, 3_599_999, 3_600_000)]
    assert found == [False, False, True, True, False]
    spring = int(datetime(2025, 3, 30, 1, tzinfo=UTC).timestamp() * 1000)
    assert not any(berlin.is_repeated(spring + off) for off in (-1, 0, 3_600_000))
    assert berlin.unix_ms(date(2025, 10, 26), 9_000_000) == change - 1_800_000


def test_the_spans_of_one_offset_cover_the_time_between() -> None:
    clock = WallClock(ZoneInfo("Europe/Berlin"))
    low, high = clock.unix_ms(date(2025, 1, 1), 0), clock.unix_ms(date(2026, 1, 1), 0)
    spans = clock.spans(low, high)
    assert [offset // 3_600_000 for *_, offset in spans] == [1, 2, 1]
    assert (spans[0][0], spans[-1][1]) == (low, high + 1)
    assert [spans[0][1], spans[1][1]] == [spans[1][0], spans[2][0]]
    assert clock.spans(low, low) == [(low, low + 1, 3_600_000)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("America/New_York", "EST"),
        ("Europe/Berlin", "CET"),
        ("Asia/Kathmandu", "UTC+05:45"),
        ("America/Sao_Paulo", "UTC-03:00"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_has_a_short_name_at_a_time(name: str, text: str) -> None:
    assert WallClock(ZoneInfo(name)).abbreviation(1_764_599_400_000) == text

"""Eastern time for columns and single moments, and the clock of the market."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clock import (
    DAY_MS,
    EASTERN,
    MarketClock,
    day_from_number,
    day_number,
    eastern,
    eastern_ms,
    time_text,
    utc_ms,
)

NEW_YORK = ZoneInfo("America/New_York")
FROM, TO = 631_152_000_000, 2_556_144_000_000  # 1990 and 2051, UTC
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wall_ms(time_ms: int) -> int:
    """Eastern wall-clock milliseconds by zoneinfo alone."""
    offset = (EPOCH + timedelta(milliseconds=time_ms)).astimezone(NEW_YORK).utcoffset()
    assert offset is not None
    return time_ms + int(offset.total_seconds()) * 1000


def changes(year: int) -> list[int]:
    """The moments of a year at which New York's offset changes, found hour by hour."""
    start = int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1000
    hours = [start + hour * 3_600_000 for hour in range(366 * 24)]
    return [b for a, b in pairwise(hours) if wall_ms(b) - b != wall_ms(a) - a]


CHANGES = [moment for year in (1990, 2006, 2007, 2016, 2025, 2026, 2037, 2038, 2050) for moment in changes(year)]
_times = st.integers(FROM, TO) | st.builds(
    lambda change, ms: change + ms, st.sampled_from(CHANGES), st.integers(-7_200_000, 7_200_000) | st.integers(-2, 2)
)


@settings(deadline=None, max_examples=200)
@given(st.lists(_times, min_size=1, max_size=30))
def test_columns_of_eastern_time_equal_zoneinfo(times: list[int]) -> None:
    assert eastern_ms(np.array(times, np.int64)).tolist() == [wall_ms(time_ms) for time_ms in times]


@settings(deadline=None, max_examples=100)
@given(_times)
def test_a_single_moment_equals_zoneinfo(time_ms: int) -> None:
    moment = eastern(time_ms)
    assert round(moment.timestamp() * 1000) == time_ms
    assert moment.replace(tzinfo=None) == (EPOCH + timedelta(milliseconds=wall_ms(time_ms))).replace(tzinfo=None)
    assert (moment.tzinfo, moment.microsecond) == (EASTERN, time_ms % 1000 * 1000)


@pytest.mark.parametrize("moment", CHANGES)
def test_the_offset_changes_at_the_very_millisecond(moment: int) -> None:
    column = eastern_ms(np.array([moment - 1, moment, moment + 1], np.int64))
    assert column.tolist() == [wall_ms(moment - 1), wall_ms(moment), wall_ms(moment + 1)]
    assert abs(column[1] - column[0]) in (3_600_001, 3_599_999)


def test_a_column_that_spans_many_years_is_right_everywhere() -> None:
    times = np.arange(FROM, TO, 40 * DAY_MS + 1_234_567)
    assert eastern_ms(times).tolist() == [wall_ms(int(time_ms)) for time_ms in times]


def test_an_empty_column_stays_empty() -> None:
    assert eastern_ms(np.zeros(0, np.int64)).tolist() == []


@pytest.mark.parametrize("time_ms", [1, 4_102_444_800_000])
def test_the_ends_of_what_the_wire_lets_through_can_be_shown(time_ms: int) -> None:
    assert abs(int(eastern_ms(np.array([time_ms], np.int64))[0]) - time_ms) <= 5 * 3_600_000
    assert eastern(time_ms).year in (1969, 2099)


def test_a_wall_clock_time_of_a_day_becomes_unix_time() -> None:
    assert utc_ms(date(2025, 12, 1), 34_200_123) == 1_764_599_400_123
    assert utc_ms(date(2025, 7, 1), 34_200_000) == 1_751_376_600_000


@settings(deadline=None, max_examples=100)
@given(st.dates(date(1990, 1, 2), date(2050, 12, 31)), st.integers(3 * 3_600_000, DAY_MS - 1))
def test_unix_time_and_wall_clock_are_inverse_outside_the_hour_of_the_change(day: date, ms_of_day: int) -> None:
    wall = int(eastern_ms(np.array([utc_ms(day, ms_of_day)], np.int64))[0])
    assert (day_from_number(wall // DAY_MS), wall % DAY_MS) == (day, ms_of_day)


def test_days_are_counted_from_1970() -> None:
    assert [day_number(day) for day in (date(1970, 1, 1), date(1969, 12, 31), date(2025, 12, 1))] == [0, -1, 20_423]
    assert day_from_number(20_423) == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "00:00:00.000"), (34_262_114, "09:31:02.114"), (86_399_999, "23:59:59.999"), (3_600_005, "01:00:00.005")],
)
def test_times_are_written_with_milliseconds(ms: int, text: str) -> None:
    assert time_text(ms) == text


def test_the_live_market_has_the_time_of_the_wall() -> None:
    wall = [100]
    clock = MarketClock(lambda: wall[0], follows_prints=False)
    clock.observe(5000)
    wall[0] = 200
    assert clock.now_ms() == 200


def test_a_replay_has_the_time_of_its_newest_print_and_none_before_the_first() -> None:
    clock = MarketClock(lambda: 100, follows_prints=True)
    assert clock.now_ms() is None
    seen = []
    for time_ms in (50, 40, 70, 60):
        clock.observe(time_ms)
        seen.append(clock.now_ms())
    assert seen == [50, 50, 70, 70]

"""The zone in which times are shown."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from models.clock import DAY_MS, time_text
from models.times import Times, Zone
from models.wall_clock import WallClock

MOMENT = 1_764_599_462_114  # 2025-12-01 09:31:02.114 in New York
INDIA = WallClock(ZoneInfo("Asia/Kolkata"))
BERLIN = WallClock(ZoneInfo("Europe/Berlin"))


def test_times_are_eastern_until_another_zone_is_chosen() -> None:
    times = Times(INDIA)
    assert (times.zone, times.name, times.words, times.changes) == (Zone.EASTERN, "ET", "US Eastern", 0)
    assert (times.clock_text(MOMENT), times.date_text(MOMENT)) == ("09:31:02.114", "Mon 1 Dec 2025")
    assert times.full_text(MOMENT) == "Mon 1 Dec 2025 09:31:02.114 EST"


@pytest.mark.parametrize(
    ("zone", "name", "clock", "full"),
    [
        (Zone.EASTERN, "ET", "09:31:02.114", "Mon 1 Dec 2025 09:31:02.114 EST"),
        (Zone.UTC, "UTC", "14:31:02.114", "Mon 1 Dec 2025 14:31:02.114 UTC"),
        (Zone.LOCAL, "local", "20:01:02.114", "Mon 1 Dec 2025 20:01:02.114 IST"),
    ],
)
def test_every_text_and_column_is_of_the_chosen_zone(zone: Zone, name: str, clock: str, full: str) -> None:
    times = Times(INDIA)
    times.choose(zone)
    assert (times.zone, times.name, times.clock_text(MOMENT), times.full_text(MOMENT)) == (zone, name, clock, full)
    assert time_text(int(times.wall_ms(np.array([MOMENT]))[0]) % DAY_MS) == clock
    assert f"{times.moment(MOMENT):%H:%M:%S}" == clock[:8]


def test_a_change_of_zone_is_counted_once() -> None:
    times = Times(INDIA)
    for zone in (Zone.EASTERN, Zone.UTC, Zone.UTC, Zone.LOCAL):
        times.choose(zone)
    assert times.changes == 2


def test_a_time_of_day_is_found_on_the_day_that_the_zone_has() -> None:
    times, late = Times(INDIA), MOMENT + 6 * 3_600_000
    assert times.unix_ms_near(late, 34_200_000) == MOMENT - 62_114
    times.choose(Zone.LOCAL)  # where it is the 2nd of December
    assert times.full_text(times.unix_ms_near(late, 34_200_000)) == "Tue 2 Dec 2025 09:30:00.000 IST"


@pytest.mark.parametrize(
    ("moment", "eastern", "utc", "local"),
    [
        ("2025-03-09T06:30", "Sun 9 Mar 2025 01:30:00.000 EST", "06:30", "07:30:00.000 CET"),
        ("2025-11-02T05:30", "Sun 2 Nov 2025 01:30:00.000 EDT", "05:30", "06:30:00.000 CET"),
        ("2025-11-02T06:30", "Sun 2 Nov 2025 01:30:00.000 EST", "06:30", "07:30:00.000 CET"),
        ("2025-10-26T00:30", "Sat 25 Oct 2025 20:30:00.000 EDT", "00:30", "02:30:00.000 CEST"),
        ("2025-10-26T01:30", "Sat 25 Oct 2025 21:30:00.000 EDT", "01:30", "02:30:00.000 CET"),
    ],
)
def test_when_the_clock_changes_no_two_moments_read_alike(moment: str, eastern: str, utc: str, local: str) -> None:
    time_ms = int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() * 1000)
    times = Times(BERLIN)
    assert times.full_text(time_ms) == eastern
    times.choose(Zone.UTC)
    assert times.full_text(time_ms).endswith(f"{utc}:00.000 UTC")
    times.choose(Zone.LOCAL)
    assert times.full_text(time_ms).endswith(local)

"""The time axis of a chart, in the zone that is shown."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from models.clock import utc_ms
from models.time_scale import HOUR_MS
from models.times import Times, Zone
from models.wall_clock import WallClock
from ui.chart.time_axis import Laid, TimeAxis

OPEN = utc_ms(date(2025, 12, 1), 34_200_000)


@pytest.fixture
def times(qtbot: QtBot) -> Times:
    return Times(WallClock(ZoneInfo("Asia/Kolkata")))


def labels(axis: TimeAxis, low_ms: float, high_ms: float) -> list[str]:
    """What the axis writes on 800 pixels."""
    step, values = axis.values_between(low_ms, high_ms, 800)
    return axis.texts_of(values, step)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (Zone.EASTERN, ["10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"]),
        (Zone.UTC, ["15:00", "16:00", "17:00", "18:00", "19:00", "20:00", "21:00"]),
        (Zone.LOCAL, ["20:00", "21:00", "22:00", "23:00", "Tue 2 Dec", "01:00", "02:00"]),
    ],
)
def test_labels_are_round_times_of_the_zone(times: Times, zone: Zone, expected: list[str]) -> None:
    times.choose(zone)
    assert labels(TimeAxis(times), OPEN, OPEN + 6.5 * HOUR_MS) == expected


def test_another_zone_makes_the_axis_paint_anew_once(times: Times) -> None:
    axis = TimeAxis(times)
    painted = Laid([], [])
    for zone, expected in ((Zone.EASTERN, painted), (Zone.UTC, None), (Zone.UTC, painted)):
        axis.picture = painted
        times.choose(zone)
        axis.advance()
        assert axis.picture is expected


def test_dates_name_their_year_where_two_years_are_in_sight(times: Times) -> None:
    axis = TimeAxis(times)
    low = utc_ms(date(2025, 12, 28), 0)
    axis.set_range(low, low + 6 * 24 * HOUR_MS)
    assert labels(axis, *axis.range)[2:6] == ["Tue 30 Dec 2025", "Wed 31 Dec 2025", "Thu 1 Jan 2026", "Fri 2 Jan 2026"]

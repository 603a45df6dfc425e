"""Trade dates and sessions of prints."""

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clock import DAY_MS, EASTERN_CLOCK, day_from_number, day_number, eastern_ms, utc_ms
from models.hours import Hours, hours_of
from models.sessions import Session, day_start_ms, in_index_hours, session_spans, sessions_of, trade_days
from models.trading_days import is_half_day, is_trading_day
from tests.models.plain_hours import session_at

MONDAY = date(2025, 12, 1)


def wall(day: date, at: time) -> int:
    return int((datetime.combine(day, at) - datetime(1970, 1, 1)).total_seconds() * 1000)  # noqa: DTZ001


def trade_day(day: date, at: time, *, index: bool) -> date:
    return day_from_number(int(trade_days(np.array([wall(day, at)]), np.array([index]))[0]))


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        (time(0), False),
        (time(9, 29, 59, 999_000), False),
        (time(9, 30), True),
        (time(12), True),
        (time(16, 15), True),
        (time(16, 15, 0, 1000), False),
        (time(20, 15), False),
        (time(23, 59, 59, 999_000), False),
    ],
)
def test_index_hours_include_both_ends(at: time, inside: bool) -> None:
    assert in_index_hours(np.array([wall(MONDAY, at), wall(date(1969, 12, 31), at)])).tolist() == [inside, inside]


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (MONDAY, time(9, 30), MONDAY),
        (MONDAY, time(20, 14, 59, 999_000), MONDAY),
        (MONDAY, time(20, 15), date(2025, 12, 2)),
        (MONDAY, time(23, 59, 59, 999_000), date(2025, 12, 2)),
        (date(2025, 12, 2), time(0), date(2025, 12, 2)),
        (date(2025, 12, 5), time(20, 15), date(2025, 12, 8)),
        (date(2025, 12, 7), time(20, 15), date(2025, 12, 8)),
        (date(2025, 11, 26), time(21), date(2025, 11, 28)),
        (date(2025, 12, 31), time(22), date(2026, 1, 2)),
        (date(2025, 7, 3), time(20, 15), date(2025, 7, 7)),
    ],
)
def test_the_evening_of_an_index_belongs_to_the_next_trading_day(day: date, at: time, expected: date) -> None:
    assert trade_day(day, at, index=True) == expected
    assert trade_day(day, at, index=False) == day


@pytest.mark.parametrize(
    ("evening", "expected"),
    [
        (date(2026, 1, 18), date(2026, 1, 20)),  # the session of a Sunday runs into a Monday that is a holiday
        (date(2025, 11, 26), date(2025, 11, 28)),
        (date(2025, 12, 24), date(2025, 12, 26)),
    ],
)
def test_an_evening_session_has_one_trade_date_though_a_holiday_follows_at_midnight(
    evening: date, expected: date
) -> None:
    after = evening + timedelta(days=1)
    moments = [(evening, time(20, 15)), (evening, time(23, 59)), (after, time(0)), (after, time(9, 20))]
    assert {trade_day(day, at, index=True) for day, at in moments} == {expected}


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)), st.booleans()), max_size=30))  # noqa: DTZ001
def test_columns_of_trade_dates_equal_single_ones(moments: list[tuple[datetime, bool]]) -> None:
    walls = [wall(moment.date(), moment.time().replace(microsecond=0)) for moment, _ in moments]
    found = trade_days(np.array(walls, np.int64), np.array([index for _, index in moments], np.bool_))
    expected = []
    for moment, index in moments:
        day = moment.date()
        if index and moment.time().replace(microsecond=0) >= time(20, 15):
            day += timedelta(days=1)
        while index and not is_trading_day(day):
            day += timedelta(days=1)
        expected.append(day_number(day))
    assert found.tolist() == expected
    assert found.dtype == np.int32


def session(root: str, day: date, at: time, expiry: date = date(2030, 1, 18)) -> Session:
    found = sessions_of(np.array([wall(day, at)]), hours_of(root), day_number(expiry))
    return Session(int(found[0]))


LAST_MS = 999_000
FRIDAY, HALF, HOLIDAY = date(2025, 12, 5), date(2025, 11, 28), date(2025, 11, 27)
SELECTED = date(2026, 7, 13)


@pytest.mark.parametrize(
    ("root", "day", "at", "expected"),
    [
        ("NVDA", MONDAY, time(9, 29, 59, LAST_MS), Session.OUTSIDE),
        ("NVDA", MONDAY, time(9, 30), Session.REGULAR),
        ("NVDA", MONDAY, time(16), Session.REGULAR),
        ("NVDA", MONDAY, time(16, 0, 0, 1000), Session.OUTSIDE),
        ("NVDA", MONDAY, time(8), Session.OUTSIDE),
        ("NVDA", SELECTED, time(7, 29, 59, LAST_MS), Session.OUTSIDE),
        ("NVDA", SELECTED, time(7, 30), Session.EARLY),
        ("NVDA", SELECTED, time(9, 25), Session.EARLY),
        ("NVDA", SELECTED, time(9, 27), Session.OUTSIDE),
        ("NVDA", SELECTED, time(16, 0, 0, 1000), Session.LATE),
        ("NVDA", SELECTED, time(16, 15), Session.LATE),
        ("NVDA", SELECTED, time(16, 15, 0, 1000), Session.OUTSIDE),
        ("SPY", MONDAY, time(16, 15), Session.REGULAR),
        ("SPY", MONDAY, time(16, 15, 0, 1000), Session.OUTSIDE),
        ("SPY", SELECTED, time(16, 10), Session.REGULAR),
        ("NDX", MONDAY, time(16, 15), Session.REGULAR),
        ("NDX", MONDAY, time(16, 30), Session.OUTSIDE),
        ("NDX", MONDAY, time(21), Session.OUTSIDE),
        ("SPX", MONDAY, time(0), Session.EARLY),
        ("SPX", MONDAY, time(9, 25), Session.EARLY),
        ("SPX", MONDAY, time(9, 25, 0, 1000), Session.OUTSIDE),
        ("SPX", MONDAY, time(16, 15), Session.REGULAR),
        ("SPX", MONDAY, time(16, 15, 0, 1000), Session.LATE),
        ("SPX", MONDAY, time(17), Session.LATE),
        ("SPX", MONDAY, time(17, 0, 0, 1000), Session.OUTSIDE),
        ("SPX", MONDAY, time(20, 14, 59, LAST_MS), Session.OUTSIDE),
        ("SPX", MONDAY, time(20, 15), Session.EARLY),
        ("SPX", FRIDAY, time(20, 15), Session.OUTSIDE),  # there is no session on the evening of a Friday
        ("SPX", date(2025, 12, 6), time(3), Session.OUTSIDE),
        ("SPX", date(2025, 12, 7), time(3), Session.OUTSIDE),
        ("SPX", date(2025, 12, 7), time(20, 15), Session.EARLY),
    ],
)
def test_a_print_is_of_the_session_that_its_class_has_then(root: str, day: date, at: time, expected: Session) -> None:
    assert session(root, day, at) is expected


@pytest.mark.parametrize(
    ("root", "at", "expected"),
    [
        ("NVDA", time(13), Session.REGULAR),
        ("NVDA", time(13, 0, 0, 1000), Session.OUTSIDE),
        ("SPY", time(13, 15), Session.REGULAR),
        ("SPY", time(13, 15, 0, 1000), Session.OUTSIDE),
        ("NDX", time(13, 15), Session.REGULAR),
        ("SPX", time(13, 15), Session.REGULAR),
        ("SPX", time(13, 30), Session.OUTSIDE),
        ("SPX", time(16, 30), Session.OUTSIDE),
        ("SPX", time(9), Session.EARLY),
    ],
)
def test_a_half_day_ends_at_13_00_and_for_indexes_and_late_closes_at_13_15(
    root: str, at: time, expected: Session
) -> None:
    assert session(root, HALF, at) is expected


def test_on_a_half_day_there_is_no_late_session_of_selected_equities_either() -> None:
    assert session("NVDA", date(2026, 11, 27), time(16, 5)) is Session.OUTSIDE
    assert session("NVDA", date(2026, 11, 27), time(8)) is Session.EARLY


def test_on_a_holiday_nothing_is_regular_and_the_night_belongs_to_the_day_after() -> None:
    assert {session(root, HOLIDAY, time(11)) for root in ("NVDA", "SPY", "NDX", "SPX")} == {Session.OUTSIDE}
    assert session("SPX", date(2025, 11, 26), time(21)) is Session.EARLY
    assert session("SPX", HOLIDAY, time(21)) is Session.EARLY
    assert trade_day(HOLIDAY, time(21), index=True) == HALF


@pytest.mark.parametrize(
    ("root", "at", "expected"),
    [
        ("SPXW", time(16), Session.REGULAR),
        ("SPXW", time(16, 5), Session.OUTSIDE),
        ("SPXW", time(16, 30), Session.OUTSIDE),
        ("SPXW", time(20, 30), Session.OUTSIDE),
        ("SPXW", time(9), Session.EARLY),
        ("NDXP", time(16, 5), Session.OUTSIDE),
        ("NDX", time(16, 5), Session.REGULAR),
        ("SPY", time(16, 5), Session.REGULAR),
    ],
)
def test_a_series_that_is_settled_by_closing_prices_stops_at_16_00_on_its_last_day(
    root: str, at: time, expected: Session
) -> None:
    assert session(root, MONDAY, at, expiry=MONDAY) is expected


def test_an_expiring_index_series_stops_at_13_00_on_a_half_day() -> None:
    assert session("SPXW", HALF, time(13), expiry=HALF) is Session.REGULAR
    assert session("SPXW", HALF, time(13, 5), expiry=HALF) is Session.OUTSIDE
    assert session("SPXW", HALF, time(13, 5)) is Session.REGULAR


def test_an_evening_print_of_an_index_is_early_and_of_the_next_trade_date() -> None:
    time_ms = np.array([utc_ms(date(2025, 12, 7), 21 * 3_600_000)])
    day = trade_days(eastern_ms(time_ms), np.array([True]))[0]
    assert day_from_number(int(day)) == date(2025, 12, 8)
    assert sessions_of(eastern_ms(time_ms), Hours.NIGHT, 30_000).tolist() == [Session.EARLY]
    assert day_start_ms(int(time_ms[0]), is_index_class=True) == utc_ms(FRIDAY, 20 * 3_600_000 + 900_000)


@pytest.mark.parametrize(
    ("moment", "early", "expected"),
    [
        ("2025-03-09T06:30", "01:30", date(2025, 3, 10)),  # the only 01:30 of the day on which an hour is skipped
        ("2025-11-02T05:30", "01:30", date(2025, 11, 3)),  # the first 01:30 of the day on which an hour is repeated
        ("2025-11-02T06:30", "01:30", date(2025, 11, 3)),  # the second
    ],
)
def test_prints_at_01_30_on_the_sundays_when_the_clock_changes_have_their_date_and_session(
    moment: str, early: str, expected: date
) -> None:
    time_ms = np.array([int(datetime.fromisoformat(moment + "+00:00").timestamp() * 1000)])
    wall_ms = eastern_ms(time_ms)
    assert f"{EASTERN_CLOCK.moment(int(time_ms[0])):%H:%M}" == early
    found = trade_days(np.tile(wall_ms, 2), np.array([True, False])).tolist()
    assert list(map(day_from_number, found)) == [expected, date.fromisoformat(moment[:10])]
    assert {int(sessions_of(wall_ms, hours, 30_000)[0]) for hours in Hours} == {Session.OUTSIDE}


@pytest.mark.parametrize(("sunday", "night_h"), [(date(2025, 3, 9), 13), (date(2025, 11, 2), 13)])
def test_the_first_night_after_the_clock_changed_is_as_long_as_any(sunday: date, night_h: int) -> None:
    low = utc_ms(sunday, 12 * 3_600_000)
    early = session_spans(Hours.NIGHT, 30_000, low, low + 12 * 3_600_000)[0]
    assert early == (utc_ms(sunday, 72_900_000), utc_ms(sunday + timedelta(days=1), 33_900_000), Session.EARLY)
    assert (early.end_ms - early.start_ms) // 3_600_000 == night_h


CHANGES = (time(0), time(7, 30), time(9, 25), time(9, 30), time(13), time(13, 15), time(16), time(16, 15), time(17))
_days = st.dates(date(2024, 1, 1), date(2027, 12, 31)) | st.sampled_from(
    [HALF, HOLIDAY, SELECTED, date(2025, 12, 24), date(2026, 11, 27), date(2026, 1, 18), date(2026, 1, 19)]
)
_times = st.times() | st.sampled_from((*CHANGES, time(20, 15)))
_prints = st.tuples(_days, _times, st.sampled_from((-1, 0, 1)), st.sampled_from(list(Hours)), st.integers(0, 2))


@settings(deadline=None, max_examples=300)
@given(st.lists(_prints, max_size=30))
def test_columns_of_sessions_equal_what_the_table_says_of_each_print(
    prints: list[tuple[date, time, int, Hours, int]],
) -> None:
    walls = [max(wall(day, at.replace(microsecond=0)) + off, 0) for day, at, off, _, _ in prints]
    hours = [hours for *_, hours, _ in prints]
    expiries = [ms // DAY_MS + later for ms, (*_, later) in zip(walls, prints, strict=True)]
    found = sessions_of(np.array(walls, np.int64), np.array(hours, np.uint8), np.array(expiries, np.int32))
    expected = [session_at(*facts) for facts in zip(walls, hours, expiries, strict=True)]
    assert found.tolist() == expected
    assert found.dtype == np.int8


@settings(deadline=None, max_examples=60)
@given(_days, st.sampled_from(list(Hours)), st.integers(0, 4))
def test_spans_say_the_same_as_sessions_of_prints_at_and_beside_every_edge(day: date, hours: Hours, later: int) -> None:
    low, high = utc_ms(day, 0), utc_ms(day + timedelta(days=3), 0) - 1
    expiry = day_number(day) + later
    spans = session_spans(hours, expiry, low, high)
    assert spans == sorted(spans)
    assert all(span.start_ms < span.end_ms for span in spans)
    edges = {low, high} | {edge + off for span in spans for edge in span[:2] for off in (-1, 0, 1)}
    edges |= {utc_ms(day + timedelta(days=n), wall(day, at) % DAY_MS) for n in range(3) for at in CHANGES}
    last_ms = utc_ms(day_from_number(expiry) + timedelta(days=1), 0) - 1
    moments = sorted(edge for edge in edges if low <= edge <= min(high, last_ms))
    found = sessions_of(eastern_ms(np.array(moments)), hours, expiry).tolist()
    for moment, expected in zip(moments, found, strict=True):
        inside = [span.session for span in spans if span.start_ms <= moment <= span.end_ms]
        assert (inside or [Session.OUTSIDE])[0] == expected


def test_spans_are_whole_though_only_a_part_of_them_is_asked_for_and_end_with_the_series() -> None:
    noon = utc_ms(MONDAY, 12 * 3_600_000)
    whole = (utc_ms(MONDAY, 34_200_000), utc_ms(MONDAY, 57_600_000), Session.REGULAR)
    assert session_spans(Hours.NIGHT_PM, day_number(MONDAY), noon, noon) == [whole]
    assert session_spans(Hours.NIGHT_PM, day_number(MONDAY), noon + DAY_MS, noon + 9 * DAY_MS) == []


def test_the_sessions_of_a_long_time_are_those_of_its_trading_days() -> None:
    low, high = utc_ms(date(2025, 11, 24), 0), utc_ms(date(2025, 11, 29), 0)
    found = [span.session for span in session_spans(Hours.EQUITY, 30_000, low, high)]
    assert found == [Session.REGULAR] * 4
    assert [is_trading_day(date(2025, 11, day)) for day in range(24, 29)] == [True, True, True, False, True]
    assert is_half_day(HALF)


def test_a_batch_without_prints_has_no_sessions() -> None:
    assert sessions_of(np.zeros(0, np.int64), Hours.EQUITY, 0).tolist() == []

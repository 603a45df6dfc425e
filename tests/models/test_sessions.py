"""Trading days, trade dates and the hours of index options."""

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.clock import DAY_MS, day_from_number, day_number
from models.sessions import (
    CLOSE_MS,
    EVENING_MS,
    INDEX_CLOSE_MS,
    OPEN_MS,
    holiday_name,
    in_index_hours,
    is_index,
    is_trading_day,
    next_trading_day,
    trade_days,
    trading_days,
)

MONDAY = date(2025, 12, 1)


def wall(day: date, at: time) -> int:
    return int((datetime.combine(day, at) - datetime(1970, 1, 1)).total_seconds() * 1000)  # noqa: DTZ001


def trade_day(day: date, at: time, *, index: bool) -> date:
    return day_from_number(int(trade_days(np.array([wall(day, at)]), np.array([index]))[0]))


@pytest.mark.parametrize(
    "root", ["SPX", "SPXW", "XSP", "VIX", "VIXW", "NDX", "NDXP", "RUT", "RUTW", "DJX", "OEX", "XEO", "MXEF", "MXEA"]
)
def test_index_roots_are_known(root: str) -> None:
    assert is_index(root)


@pytest.mark.parametrize("root", ["SPY", "QQQ", "IWM", "VXX", "A", "", "spx", "SPXS", "SPX1"])
def test_other_roots_are_no_index(root: str) -> None:
    assert not is_index(root)


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


def test_hours_are_milliseconds_after_midnight() -> None:
    hours = [wall(MONDAY, at) % DAY_MS for at in (time(9, 30), time(16), time(16, 15), time(20, 15))]
    assert hours == [OPEN_MS, CLOSE_MS, INDEX_CLOSE_MS, EVENING_MS]


@pytest.mark.parametrize(
    ("day", "trading"),
    [
        (MONDAY, True),
        (date(2025, 12, 6), False),
        (date(2025, 12, 7), False),
        (date(2025, 12, 25), False),
        (date(2025, 11, 27), False),
        (date(2025, 11, 28), True),  # an early close is a trading day
        (date(2025, 4, 18), False),  # Good Friday
        (date(2025, 6, 19), False),
        (date(2021, 6, 18), True),  # Juneteenth was no holiday of the exchange yet
        (date(2025, 1, 9), False),  # a day of mourning
        (date(2021, 12, 31), True),  # New Year's Day on a Saturday is not made up for
        (date(2022, 6, 20), False),  # a Sunday is
    ],
)
def test_trading_days_are_weekdays_without_a_holiday(day: date, trading: bool) -> None:
    assert is_trading_day(day) is trading


def test_a_holiday_has_a_name() -> None:
    assert holiday_name(date(2025, 12, 25)) == "Christmas Day"
    assert holiday_name(MONDAY) is None


def test_the_next_trading_day_is_never_the_day_itself() -> None:
    assert next_trading_day(MONDAY) == date(2025, 12, 2)
    assert next_trading_day(date(2025, 12, 6)) == date(2025, 12, 8)


def test_trading_days_of_a_range_include_its_ends() -> None:
    assert trading_days(date(2025, 11, 26), date(2025, 12, 1)) == [date(2025, 11, 26), date(2025, 11, 28), MONDAY]
    assert trading_days(date(2025, 12, 6), date(2025, 12, 7)) == []
    assert trading_days(MONDAY, date(2025, 11, 1)) == []

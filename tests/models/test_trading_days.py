"""Which days are trading days."""

from datetime import date

import pytest

from models.trading_days import (
    holiday_name,
    is_half_day,
    is_trading_day,
    next_trading_day,
    previous_trading_day,
    trading_days,
)

MONDAY = date(2025, 12, 1)


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


@pytest.mark.parametrize(
    ("day", "half"),
    [
        (date(2025, 11, 28), True),
        (date(2025, 12, 24), True),
        (date(2025, 7, 3), True),
        (date(2026, 7, 2), False),  # the 3rd is the holiday itself
        (date(2025, 11, 27), False),
        (MONDAY, False),
    ],
)
def test_some_days_before_and_after_holidays_end_early(day: date, half: bool) -> None:
    assert is_half_day(day) is half


def test_a_holiday_has_a_name() -> None:
    assert holiday_name(date(2025, 12, 25)) == "Christmas Day"
    assert holiday_name(MONDAY) is None


def test_the_next_and_the_previous_trading_day_are_never_the_day_itself() -> None:
    assert next_trading_day(MONDAY) == date(2025, 12, 2)
    assert next_trading_day(date(2025, 12, 6)) == date(2025, 12, 8)
    assert previous_trading_day(MONDAY) == date(2025, 11, 28)
    assert previous_trading_day(date(2025, 11, 28)) == date(2025, 11, 26)


def test_trading_days_of_a_range_include_its_ends() -> None:
    assert trading_days(date(2025, 11, 26), date(2025, 12, 1)) == [date(2025, 11, 26), date(2025, 11, 28), MONDAY]
    assert trading_days(date(2025, 12, 6), date(2025, 12, 7)) == []
    assert trading_days(MONDAY, date(2025, 11, 1)) == []

"""Ranges of days as questions about the past need them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.history.weekdays import months, weekdays
from models.trading_days import is_trading_day

STARTS, LENGTHS = st.dates(date(2019, 1, 1), date(2026, 1, 1)), st.integers(0, 800)


def test_weekdays_have_the_names_of_their_holidays() -> None:
    assert weekdays(date(2024, 6, 14), date(2024, 6, 20)) == (
        (date(2024, 6, 14), ""),
        (date(2024, 6, 17), ""),
        (date(2024, 6, 18), ""),
        (date(2024, 6, 19), "Juneteenth National Independence Day"),
        (date(2024, 6, 20), ""),
    )


@given(STARTS, LENGTHS)
def test_weekdays_without_a_holiday_are_the_trading_days(start: date, length: int) -> None:
    days = [start + timedelta(days=n) for n in range(length)]
    end = start + timedelta(days=length - 1)
    assert [day for day, holiday in weekdays(start, end) if not holiday] == [day for day in days if is_trading_day(day)]


@given(STARTS, LENGTHS)
def test_months_are_the_range_and_each_lies_in_one_month(start: date, length: int) -> None:
    end = start + timedelta(days=length - 1)
    found = list(months(start, end))
    days = [first + timedelta(days=n) for first, last in found for n in range((last - first).days + 1)]
    assert days == [start + timedelta(days=n) for n in range(length)]
    assert all((first.year, first.month) == (last.year, last.month) for first, last in found)


def test_a_range_that_ends_before_it_starts_has_no_months() -> None:
    assert list(months(date(2024, 6, 2), date(2024, 6, 1))) == []

"""The calendar of the US option venues: which days they trade on, and which of these end early."""

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


def is_trading_day(day: date) -> bool:
    """Whether US option venues are open on the day: a weekday that is no NYSE holiday."""
    return day.weekday() < 5 and day not in _nyse(day.year)


def is_half_day(day: date) -> bool:
    """Whether the day ends at 13:00 Eastern, for index options at 13:15."""
    return day in _half_days(day.year)


def holiday_name(day: date) -> str | None:
    """Name of the NYSE holiday that the day is, if it is one."""
    return _nyse(day.year).get(day)


def next_trading_day(day: date) -> date:
    """The first trading day after the day."""
    day += timedelta(days=1)
    while not is_trading_day(day):
        day += timedelta(days=1)
    return day


def previous_trading_day(day: date) -> date:
    """The last trading day before the day."""
    day -= timedelta(days=1)
    while not is_trading_day(day):
        day -= timedelta(days=1)
    return day


def trading_days(start: date, end: date) -> list[date]:
    """All trading days from start to end, both included."""
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return [day for day in days if is_trading_day(day)]


def load_calendar() -> None:
    """Load all that is known of holidays, which takes 0.2 s, so that nothing waits for it later."""
    _nyse(2026)  # whichever year


@cache
def _nyse(year: int) -> "HolidayBase":
    return _calendar(year, "public")


@cache
def _half_days(year: int) -> "HolidayBase":
    return _calendar(year, "half_day")


def _calendar(year: int, category: str) -> "HolidayBase":
    from holidays import financial_holidays  # the library brings every exchange and country: not for the start

    return financial_holidays("NYSE", years=year, categories=(category,))

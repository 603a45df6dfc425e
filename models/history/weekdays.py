"""Ranges of days as questions about the past need them: weekdays, with what closes the market, and whole months."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from models.trading_days import holiday_name


@lru_cache(maxsize=512)
def weekdays(start: date, end: date) -> tuple[tuple[date, str], ...]:
    """Each weekday from start to end, both included, with the name of the holiday that it is, if it is one."""
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return tuple((day, holiday_name(day) or "") for day in days if day.weekday() < 5)


def months(start: date, end: date) -> Iterator[tuple[date, date]]:
    """The range, both ends included, cut where months end; nothing where it ends before it starts."""
    while start <= end:
        following = (start.replace(day=1) + timedelta(days=31)).replace(day=1)
        yield start, min(end, following - timedelta(days=1))
        start = following

"""Ranges of days that have a name: “last 5 days” is another range tomorrow."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from models.contract import Contract
from models.history.queries import EARLIEST, MAX_DAYS
from models.trading_days import is_trading_day, previous_trading_day


class DayRange(StrEnum):
    """Days are trading days; today is the last of them that has come."""

    TODAY = "today"
    DAY_BEFORE = "day before"
    LAST_5 = "last 5 days"
    LAST_20 = "last 20 days"
    LAST_250 = "last 250 days"
    THIS_WEEK = "this week"
    LAST_WEEK = "last week"
    THIS_MONTH = "this month"
    LAST_MONTH = "last month"
    EXPIRY_DAY = "expiry day"
    EXPIRY_WEEK = "expiry week"
    MONTH_TO_EXPIRY = "month to expiry"
    WHOLE_LIFE = "whole life"


OF_CALENDAR = tuple(DayRange)[: tuple(DayRange).index(DayRange.EXPIRY_DAY)]
OF_CONTRACTS = tuple(DayRange)[len(OF_CALENDAR) :]
_LAST = {
    DayRange.TODAY: 1,
    DayRange.DAY_BEFORE: 2,
    DayRange.LAST_5: 5,
    DayRange.LAST_20: 20,
    DayRange.LAST_250: 250,
}
_WEEK, _MONTH = timedelta(days=7), timedelta(days=30)


class DayRangeError(ValueError):
    """A range that has no day yet; the message says why."""


def days_of(wanted: DayRange, latest: date, contracts: Sequence[Contract] = ()) -> tuple[date, date]:
    """First and last day of a range, both included, none after `latest`, the day that it is in the market.

    `contracts`: whose expiries are meant. Raises `DayRangeError`.
    """
    if wanted in OF_CONTRACTS:
        return _of_contracts(wanted, latest, contracts)
    if wanted in _LAST:
        today = last_trading_day(latest)
        start = _trading_days_before(today, _LAST[wanted] - 1)
        return start, start if wanted is DayRange.DAY_BEFORE else today
    start, end = _of_calendar(wanted, latest)
    if last_trading_day(end) < start:
        raise DayRangeError("no trading day yet")
    return start, last_trading_day(end)


def last_trading_day(day: date) -> date:
    """The day itself, or the last trading day before it."""
    return day if is_trading_day(day) else previous_trading_day(day)


def _trading_days_before(day: date, count: int) -> date:
    for _ in range(count):
        day = previous_trading_day(day)
    return day


def _of_calendar(wanted: DayRange, latest: date) -> tuple[date, date]:
    monday, first = latest - timedelta(days=latest.weekday()), latest.replace(day=1)
    if wanted is DayRange.THIS_WEEK:
        return monday, latest
    if wanted is DayRange.LAST_WEEK:
        return monday - _WEEK, monday - timedelta(days=3)
    if wanted is DayRange.THIS_MONTH:
        return first, latest
    end = first - timedelta(days=1)
    return end.replace(day=1), end


def _of_contracts(wanted: DayRange, latest: date, contracts: Sequence[Contract]) -> tuple[date, date]:
    """From the first expiry's to the last one's."""
    if not contracts:
        raise DayRangeError("write a contract first")
    first, last = (pick(contract.expiry for contract in contracts) for pick in (min, max))
    start = {
        DayRange.EXPIRY_DAY: last_trading_day(first),  # until 2015 months expired on Saturdays
        DayRange.EXPIRY_WEEK: first - timedelta(days=first.weekday()),
        DayRange.MONTH_TO_EXPIRY: first - _MONTH,
        DayRange.WHOLE_LIFE: min(last, latest) - timedelta(days=MAX_DAYS - 1),
    }[wanted]
    if last < EARLIEST:
        raise DayRangeError(f"there is no history before {EARLIEST}")
    if start > latest:
        raise DayRangeError(f"still to come: begins {start}")
    return max(start, EARLIEST), min(last, latest)

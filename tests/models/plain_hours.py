"""The session of one print, read off the table of semantics.md with none of the program's code but the calendar."""

from datetime import UTC, date, datetime, time, timedelta

from models.hours import Hours
from models.trading_days import is_half_day, is_trading_day
from tests.models.plain_prints import Fact

EARLY, REGULAR, LATE, OUTSIDE = range(4)
CLASSES = {
    **dict.fromkeys(("SPX", "VIX", "VIXW"), Hours.NIGHT),
    **dict.fromkeys(("SPXW", "XSP"), Hours.NIGHT_PM),
    **dict.fromkeys(("SPY", "QQQ", "IWM", "DIA"), Hours.LATE_CLOSE),
    "NDX": Hours.INDEX,
    "NDXP": Hours.INDEX_PM,
}
"""Of the roots that tests use; all others are equities."""
_SELECTED_SINCE = date(2026, 7, 13)


def plain_session(fact: Fact) -> int:
    """The session of a print as it arrived."""
    hours = CLASSES.get(fact.root, Hours.EQUITY)
    return _session(fact.moment.date(), fact.moment.time(), hours, expires=fact.moment.date() == fact.expiry)


def session_at(wall_ms: int, hours: Hours, expiry: int) -> int:
    """The session of an Eastern wall-clock time for a class; `expiry` is a number of days since 1970."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=wall_ms)
    return _session(moment.date(), moment.time(), hours, expires=(moment.date() - date(1970, 1, 1)).days == expiry)


def _session(day: date, at: time, hours: Hours, *, expires: bool) -> int:
    if is_trading_day(day) and time(9, 30) <= at <= _close(day, hours, expires=expires):
        return REGULAR
    if hours in (Hours.NIGHT, Hours.NIGHT_PM):
        return _night(day, at, expires=expires, pm_settled=hours is Hours.NIGHT_PM)
    if hours in (Hours.EQUITY, Hours.LATE_CLOSE) and day >= _SELECTED_SINCE and is_trading_day(day):
        if time(7, 30) <= at <= time(9, 25):
            return EARLY
        if hours is Hours.EQUITY and time(16) < at <= time(16, 15) and not is_half_day(day):
            return LATE
    return OUTSIDE


def _close(day: date, hours: Hours, *, expires: bool) -> time:
    with_shares = hours is Hours.EQUITY or (expires and hours in (Hours.INDEX_PM, Hours.NIGHT_PM))
    if is_half_day(day):
        return time(13) if with_shares else time(13, 15)
    return time(16) if with_shares else time(16, 15)


def _night(day: date, at: time, *, expires: bool, pm_settled: bool) -> int:
    if at <= time(9, 25) and day.isoweekday() <= 5:
        return EARLY
    if at >= time(20, 15) and day.isoweekday() in (7, 1, 2, 3, 4) and not expires:
        return EARLY
    over = is_half_day(day) or (expires and pm_settled)
    return LATE if time(16, 15) < at <= time(17) and is_trading_day(day) and not over else OUTSIDE

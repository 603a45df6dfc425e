"""Sessions by a plain reading of the table in semantics.md, one print at a time."""

from datetime import UTC, date, datetime, time

import holidays

from models.hours import Hours
from models.sessions import Session

SELECTED = date(2026, 7, 13)
NIGHT = (Hours.NIGHT, Hours.NIGHT_PM)
INDEX = (Hours.INDEX, Hours.INDEX_PM, *NIGHT)
PM_SETTLED = (Hours.INDEX_PM, Hours.NIGHT_PM)


def plain_session(wall_ms: int, hours: Hours, expiry: int) -> Session:
    """The session of one print: Eastern wall-clock ms since 1970, class of hours, last day as a number."""
    moment = datetime.fromtimestamp(wall_ms / 1000, UTC)
    day, at, weekday = moment.date(), moment.time(), moment.weekday()
    nyse = holidays.financial_holidays("NYSE", years=day.year)
    half = day in holidays.financial_holidays("NYSE", years=day.year, categories=("half_day",))
    trades, last = weekday < 5 and day not in nyse, (day - date(1970, 1, 1)).days == expiry
    stops = last and hours in PM_SETTLED
    late_close = (hours in INDEX or hours is Hours.LATE_CLOSE) and not stops
    if trades and time(9, 30) <= at <= time(13 if half else 16, 15 if late_close else 0):
        return Session.REGULAR
    if hours in NIGHT:
        if (weekday < 5 and at <= time(9, 25)) or (weekday not in (4, 5) and not last and at >= time(20, 15)):
            return Session.EARLY
        late = trades and not half and not stops and time(16, 15) < at <= time(17)
        return Session.LATE if late else Session.OUTSIDE
    if trades and hours not in INDEX and day >= SELECTED:
        if time(7, 30) <= at <= time(9, 25):
            return Session.EARLY
        if not half and time(16) < at <= time(16, 15):
            return Session.LATE
    return Session.OUTSIDE

"""How people write and read times of day, ages, days and summaries of at-time questions."""

import re
from datetime import date

from models.clock import time_text
from models.contract import expiry_text
from models.queries import AtTimeAnswer, AtTimeQuery, QueryError
from models.trading_days import holiday_name, trading_days

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?", re.ASCII)
_LISTED = 3


def parse_time(text: str) -> int:
    """Milliseconds since midnight from `9:30`, `09:30:00` or `09:30:00.125`. Raises `QueryError` for field `at_ms`."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise QueryError("at_ms", f"“{text.strip()}” is not a time of day: write 09:30:00.000, or just 9:30")
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    if hours > 23 or minutes > 59 or seconds > 59:
        raise QueryError("at_ms", f"“{text.strip()}” is not a time of day: it ends at 23:59:59.999")
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "").ljust(3, "0"))


def age_text(age_ms: int) -> str:
    """`0.336 s`, `4 m 12 s`, `2 h 05 m`: exact below a minute, cut off above. Negative after the asked time."""
    sign, age_ms = ("-", -age_ms) if age_ms < 0 else ("", age_ms)
    seconds = age_ms // 1000
    if seconds < 60:
        return f"{sign}{seconds}.{age_ms % 1000:03d} s"
    if seconds < 3600:
        return f"{sign}{seconds // 60} m {seconds % 60:02d} s"
    return f"{sign}{seconds // 3600} h {seconds // 60 % 60:02d} m"


def day_text(day: date) -> str:
    """`Fri 14 Jun 24`."""
    return f"{['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day.weekday()]} {expiry_text(day)}"


def range_text(query: AtTimeQuery) -> str:
    """`Fri 14 Jun 24 at 12:00:00.000 ET, regular hours`, or with `Mon 10 Jun 24 to Fri 14 Jun 24`."""
    days = day_text(query.start)
    if query.end != query.start:
        days += f" to {day_text(query.end)}"
    return f"{days} at {time_text(query.at_ms)} ET, {'regular' if query.regular_hours else 'all'} hours"


def closed_text(day: date) -> str:
    """Why the market is closed on a day: `weekend`, the holiday's name, or nothing where it is open."""
    return "weekend" if day.weekday() >= 5 else holiday_name(day) or ""


def summary(answer: AtTimeAnswer) -> str:
    """What an answer holds, in a line: `4 trades, 1 day without one`."""
    trades, lacking = len(answer.rows), len(answer.missing)
    parts = [f"{trades:,} {'trade' if trades == 1 else 'trades'}"]
    if lacking:
        parts.append(f"{lacking:,} {'day' if lacking == 1 else 'days'} without one")
    return ", ".join(parts)


def no_trading_day(start: date, end: date) -> str:
    """Why a range without a trading day is one; empty where it has one."""
    if trading_days(start, end):
        return ""
    closed = [date.fromordinal(n) for n in range(start.toordinal(), end.toordinal() + 1)][:_LISTED]
    return "No trading day: " + ", ".join(f"{day_text(day)} ({closed_text(day)})" for day in closed)

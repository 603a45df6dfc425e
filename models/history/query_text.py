"""How people write and read times of day, ages, days and summaries of at-time questions."""

import re
from collections.abc import Iterable
from datetime import date

from models.clock import time_text
from models.contract import Contract, expiry_text
from models.figures import several
from models.history.answers import Counts
from models.history.queries import AtTimeQuery, AtTimeQuestion, QueryError
from models.trading_days import holiday_name, trading_days

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?", re.ASCII)
_BETWEEN_TIMES = re.compile(r"\s*(?:[;\s]|,(?!\d{1,3}\s*(?:[,;\s]|$)))\s*", re.ASCII)
"""What stands between times of day: a comma before one to three lone digits begins a fraction of a second."""
_LISTED = 3


def parse_time(text: str) -> int:
    """Milliseconds since midnight from `9:30`, `09:30:00` or `09:30:00.125`. Raises `QueryError` for field `times`."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise QueryError("times", f"“{text.strip()}” is not a time of day: write 09:30:00.000, or just 9:30")
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    if hours > 23 or minutes > 59 or seconds > 59:
        raise QueryError("times", f"“{text.strip()}” is not a time of day: it ends at 23:59:59.999")
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "").ljust(3, "0"))


def parse_times(text: str) -> tuple[int, ...]:
    """Times of day from a list with commas, semicolons or spaces between, sorted, each once. Raises `QueryError`."""
    times = {parse_time(part) for part in _BETWEEN_TIMES.split(text.strip()) if part}
    if not times:
        raise QueryError("times", "write a time of day, for instance 09:30:00.000, or several with commas between")
    return tuple(sorted(times))


def times_text(times_ms: Iterable[int]) -> str:
    """`09:30, 12:00:05, 15:59:59.999`: no longer than needed; `parse_times` reads it back."""
    return ", ".join(_short_time(time_text(at_ms)) for at_ms in times_ms)


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


def days_text(start: date, end: date) -> str:
    """`Fri 14 Jun 24`, or `Mon 10 Jun 24 to Fri 14 Jun 24`."""
    return day_text(start) if end == start else f"{day_text(start)} to {day_text(end)}"


def range_text(asked: AtTimeQuery | AtTimeQuestion) -> str:
    """`Fri 14 Jun 24 at 12:00:00.000 ET, regular hours`, or with several days and times."""
    times = (asked.at_ms,) if isinstance(asked, AtTimeQuery) else asked.times_ms
    at = ", ".join(time_text(at_ms) for at_ms in times)
    return f"{days_text(asked.start, asked.end)} at {at} ET, {'regular' if asked.regular_hours else 'all'} hours"


def contracts_text(contracts: tuple[Contract, ...]) -> str:
    """`SPY 19 Dec 25 650 C`, or `SPY 19 Dec 25 650 C and 3 more`."""
    more = f" and {len(contracts) - 1:,} more" if len(contracts) > 1 else ""
    return contracts[0].label + more


def closed_text(day: date) -> str:
    """Why the market is closed on a day: `weekend`, the holiday's name, or nothing where it is open."""
    return "weekend" if day.weekday() >= 5 else holiday_name(day) or ""


def counts_text(counts: Counts) -> str:
    """How much came of a question, in a line: `748 trades, 2 without one, 12 of 36 parts left`."""
    said = [several(counts.trades, "trade")]
    if counts.without:
        said.append(f"{counts.without:,} without one")
    if counts.done < counts.parts:
        said.append(f"{counts.parts - counts.done:,} of {counts.parts:,} parts left")
    return ", ".join(said)


def no_trading_day(start: date, end: date) -> str:
    """Why a range without a trading day is one; empty where it has one."""
    if trading_days(start, end):
        return ""
    closed = [date.fromordinal(n) for n in range(start.toordinal(), end.toordinal() + 1)][:_LISTED]
    return "No trading day: " + ", ".join(f"{day_text(day)} ({closed_text(day)})" for day in closed)


def _short_time(text: str) -> str:
    """`09:30` from `09:30:00.000`: what is zero at the end is left out."""
    return text.removesuffix(".000").removesuffix(":00") if text.endswith(":00.000") else text.rstrip("0").rstrip(".")

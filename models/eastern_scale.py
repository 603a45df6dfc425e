"""Where an axis in Eastern time has its marks, and what they are called: from milliseconds to months. No Qt here."""

import re
from collections.abc import Iterator
from datetime import timedelta

from models.clock import DAY_MS, day_number, eastern, utc_ms
from models.contract import MONTHS

SECOND_MS = 1000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
STEPS_MS = (
    *(n for base in (1, 10, 100) for n in (base, 2 * base, 5 * base)),
    *(n * SECOND_MS for n in (1, 2, 5, 10, 15, 30)),
    *(n * MINUTE_MS for n in (1, 2, 5, 10, 15, 30)),
    *(n * HOUR_MS for n in (1, 2, 3, 6, 12)),
    *(n * DAY_MS for n in (1, 2, 7, 14, 28, 56, 112)),
)
"""Distances between marks, milliseconds."""
_TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?", re.ASCII)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def step_for(span_ms: float, most: float) -> int:
    """The finest step in milliseconds that cuts a span into no more than about `most` parts."""
    return next((step for step in STEPS_MS if span_ms / step <= most), STEPS_MS[-1])


def marks(low_ms: float, high_ms: float, step_ms: int) -> list[int]:
    """Unix milliseconds of the round Eastern times between low and high, both included, in order.

    Steps up to an hour are even on the clock of any day, for New York is whole hours from UTC; longer ones are counted
    from each Eastern midnight, so that a day of 23 or 25 hours has its marks at the same times as any other.
    """
    if step_ms <= HOUR_MS:
        first = -int(-low_ms // step_ms) * step_ms
        return list(range(first, int(high_ms) + 1, step_ms))
    return sorted({mark for mark in _wall_marks(low_ms, high_ms, step_ms) if low_ms <= mark <= high_ms})


def mark_text(time_ms: int, step_ms: int) -> str:
    """What a mark is called: `09:31:02.114`, `09:31:02`, `09:31`; a midnight is its date, `Fri 14 Jun`.

    The hour that is repeated when summer time ends names its zone the second time: `01:30 EST`.
    """
    moment = eastern(time_ms)
    if step_ms >= DAY_MS or moment.time() == moment.min.time():
        return f"{_WEEKDAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]}"
    zone = f" {moment.tzname()}" if moment.fold else ""
    if step_ms < SECOND_MS:
        return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03d}{zone}"
    return f"{moment:%H:%M:%S}{zone}" if step_ms < MINUTE_MS else f"{moment:%H:%M}{zone}"


def date_text(time_ms: int) -> str:
    """The Eastern date of a time, `Fri 14 Jun 2024`, whatever the locale."""
    moment = eastern(time_ms)
    return f"{_WEEKDAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def clock_text(time_ms: int) -> str:
    """The Eastern time of day of a time, `09:31:02.114`."""
    moment = eastern(time_ms)
    return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03d}"


def ms_of_day(text: str) -> int | None:
    """Milliseconds after midnight of `9:35`, `09:35:10` or `09:35:10.25`; None for anything else."""
    found = _TIME_OF_DAY.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(found[n] or 0) for n in (1, 2, 3))
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * SECOND_MS + int((found[4] or "").ljust(3, "0"))


def _wall_marks(low_ms: float, high_ms: float, step_ms: int) -> Iterator[int]:
    day, last = eastern(int(low_ms)).date(), eastern(int(high_ms)).date()
    while day <= last:
        if day_number(day) * DAY_MS % max(step_ms, DAY_MS) == 0:
            yield from (utc_ms(day, at) for at in range(0, DAY_MS, step_ms))
        day += timedelta(days=1)

"""How times read, and where an axis of time has its marks, from milliseconds to months. No Qt here."""

import re
from collections.abc import Iterator
from datetime import timedelta

from models.clock import DAY_MS, day_number
from models.contract import MONTHS
from models.wall_clock import WallClock

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
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?", re.ASCII)


def step_for(span_ms: float, most: float) -> int:
    """The finest step in milliseconds that cuts a span into no more than about `most` parts."""
    return next((step for step in STEPS_MS if span_ms / step <= most), STEPS_MS[-1])


def marks(clock: WallClock, low_ms: float, high_ms: float, step_ms: int) -> list[int]:
    """Unix milliseconds of the times that are round on a clock between low and high, both included, in order.

    Steps up to an hour are counted on from one change of the clock to the next; longer ones from each midnight, so that
    a day of 23 or 25 hours has its marks at the same times as any other.
    """
    found = (
        _even_marks(clock, low_ms, high_ms, step_ms)
        if step_ms <= HOUR_MS
        else _wall_marks(clock, low_ms, high_ms, step_ms)
    )
    return sorted({mark for mark in found if low_ms <= mark <= high_ms})


def mark_text(clock: WallClock, time_ms: int, step_ms: int) -> str:
    """What a mark is called: `09:31:02.114`, `09:31:02`, `09:31`; a midnight is its date, `Fri 14 Jun`.

    The hour that is repeated when summer time ends names its zone the second time: `01:30 EST`.
    """
    moment = clock.moment(time_ms)
    zone = f" {clock.abbreviation(time_ms)}" if clock.is_repeated(time_ms) else ""
    if step_ms >= DAY_MS or (moment.time() == moment.min.time() and not zone):
        return f"{_WEEKDAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]}"
    if step_ms < SECOND_MS:
        return clock_text(clock, time_ms) + zone
    return f"{moment:%H:%M:%S}{zone}" if step_ms < MINUTE_MS else f"{moment:%H:%M}{zone}"


def clock_text(clock: WallClock, time_ms: int) -> str:
    """The time of day on a clock, `09:31:02.114`."""
    moment = clock.moment(time_ms)
    return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03d}"


def date_text(clock: WallClock, time_ms: int) -> str:
    """The date in the zone of a clock, `Fri 14 Jun 2024`, whatever the locale."""
    moment = clock.moment(time_ms)
    return f"{_WEEKDAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def full_text(clock: WallClock, time_ms: int) -> str:
    """Date, time and zone, `Fri 14 Jun 2024 09:31:02.114 EDT`: no two moments read alike."""
    return f"{date_text(clock, time_ms)} {clock_text(clock, time_ms)} {clock.abbreviation(time_ms)}"


def ms_of_day(text: str) -> int | None:
    """Milliseconds after midnight of `9:35`, `09:35:10` or `09:35:10.25`; None for anything else."""
    found = _TIME_OF_DAY.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(found[n] or 0) for n in (1, 2, 3))
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * SECOND_MS + int((found[4] or "").ljust(3, "0"))


def _even_marks(clock: WallClock, low_ms: float, high_ms: float, step_ms: int) -> Iterator[int]:
    for start, end, offset in clock.spans(int(low_ms), int(high_ms)):
        first = -(-(start + offset) // step_ms) * step_ms - offset
        yield from range(first, end, step_ms)


def _wall_marks(clock: WallClock, low_ms: float, high_ms: float, step_ms: int) -> Iterator[int]:
    day, last = clock.moment(int(low_ms)).date(), clock.moment(int(high_ms)).date()
    while day <= last:
        if day_number(day) * DAY_MS % max(step_ms, DAY_MS) == 0:
            yield from (clock.unix_ms(day, at) for at in range(0, DAY_MS, step_ms))
        day += timedelta(days=1)

"""How times read, and where an axis of time has its marks, from milliseconds to months. No Qt here."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

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
"""Round stretches of time, milliseconds."""
_WEEK_MS = 7 * DAY_MS
_MONTHS = {30 * DAY_MS: 1, 61 * DAY_MS: 2, 91 * DAY_MS: 3, 182 * DAY_MS: 6, 365 * DAY_MS: 12}
"""Distances between marks that are months, by about how long they are."""
MARK_STEPS_MS = (*(step for step in STEPS_MS if step <= _WEEK_MS), *_MONTHS)
"""Distances between the marks of an axis, milliseconds."""
_MONDAY = 4
"""Day number of the first Monday since 1970."""
_UNITS = ((DAY_MS, "d"), (HOUR_MS, "h"), (MINUTE_MS, "min"), (SECOND_MS, "s"), (1, "ms"))
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?", re.ASCII)


def duration_text(ms: int) -> str:
    """A stretch of time in the largest unit in which it is whole: `250 ms`, `90 s`, `5 min`."""
    size, unit = next((size, unit) for size, unit in _UNITS if ms % size == 0)
    return f"{ms // size} {unit}"


def step_for(span_ms: float, most: float) -> int:
    """The finest step in milliseconds that cuts a span into no more than about `most` parts."""
    return next((step for step in MARK_STEPS_MS if span_ms / step <= most), MARK_STEPS_MS[-1])


def marks(clock: WallClock, low_ms: float, high_ms: float, step_ms: int) -> list[int]:
    """Unix milliseconds of the times that are round on a clock between low and high, both included, in order.

    Steps up to an hour are counted on from one change of the clock to the next; longer ones from each midnight, so that
    a day of 23 or 25 hours has its marks at the same times as any other. Weeks begin on Mondays, months on their first.
    """
    found = (
        _even_marks(clock, low_ms, high_ms, step_ms)
        if step_ms <= HOUR_MS
        else _wall_marks(clock, low_ms, high_ms, step_ms)
    )
    return sorted({mark for mark in found if low_ms <= mark <= high_ms})


def mark_text(clock: WallClock, time_ms: int, step_ms: int, *, year: bool = False) -> str:
    """What a mark is called: `09:31:02.114`, `09:31:02`, `09:31`; the start of a day is its date, `Fri 14 Jun`.

    A month is called `1 Jun 2024`; with `year` every date names its year. The hour that is repeated when summer time
    ends names its zone the second time: `01:30 EST`.
    """
    moment = clock.moment(time_ms)
    zone = f" {clock.abbreviation(time_ms)}" if clock.is_repeated(time_ms) else ""
    if step_ms >= DAY_MS or time_ms == clock.unix_ms(moment.date(), 0):  # which is no midnight where that is skipped
        date = f"{moment.day} {MONTHS[moment.month - 1]}" + (f" {moment.year}" if year or step_ms in _MONTHS else "")
        return date if step_ms in _MONTHS else f"{_WEEKDAYS[moment.weekday()]} {date}"
    if step_ms < SECOND_MS:
        return clock_text(clock, time_ms) + zone
    return f"{moment.time().isoformat('seconds' if step_ms < MINUTE_MS else 'minutes')}{zone}"


def clock_text(clock: WallClock, time_ms: int) -> str:
    """The time of day on a clock, `09:31:02.114`."""
    return clock.moment(time_ms).time().isoformat("milliseconds")  # strftime takes ten times as long


def date_text(clock: WallClock, time_ms: int) -> str:
    """The date in the zone of a clock, `Fri 14 Jun 2024`, whatever the locale."""
    return day_text(clock.moment(time_ms).date())


def day_text(day: date) -> str:
    """A date, `Fri 14 Jun 2024`, whatever the locale."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


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
        if _is_marked(day, step_ms):
            yield from (clock.unix_ms(day, at) for at in range(0, DAY_MS, step_ms))
        day += timedelta(days=1)


def _is_marked(day: date, step_ms: int) -> bool:
    """Whether a step of hours or more has a mark on a day."""
    if step_ms in _MONTHS:
        return day.day == 1 and (day.month - 1) % _MONTHS[step_ms] == 0
    first = _MONDAY if step_ms % _WEEK_MS == 0 else 0
    return (day_number(day) - first) * DAY_MS % max(step_ms, DAY_MS) == 0

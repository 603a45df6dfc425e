"""Eastern time for whole columns of timestamps, and the clock of the market that is on the screen."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

EASTERN = ZoneInfo("America/New_York")
DAY_MS = 86_400_000
_EPOCH = date(1970, 1, 1)


def utc_ms(day: date, ms_of_day: int) -> int:
    """Unix milliseconds of a wall-clock time of a day in New York."""
    wall = datetime(day.year, day.month, day.day, tzinfo=EASTERN) + timedelta(milliseconds=ms_of_day)
    return round(wall.timestamp() * 1000)


def eastern(time_ms: int) -> datetime:
    """A Unix time in milliseconds as an aware Eastern datetime."""
    return datetime.fromtimestamp(time_ms // 1000, EASTERN).replace(microsecond=time_ms % 1000 * 1000)


def eastern_ms(time_ms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Shift a column of Unix milliseconds to Eastern wall-clock milliseconds since 1970-01-01 00:00 Eastern."""
    if not len(time_ms):
        return time_ms
    starts, offsets = _offsets(_year(int(time_ms.min())), _year(int(time_ms.max())))
    first, last = np.searchsorted(starts, (time_ms.min(), time_ms.max()), side="right") - 1
    rule = first if first == last else np.searchsorted(starts, time_ms, side="right") - 1
    shifted: NDArray[np.int64] = time_ms + offsets[rule]
    return shifted


def day_number(day: date) -> int:
    """Days since 1970-01-01: how dates stand in columns."""
    return (day - _EPOCH).days


def day_from_number(number: int) -> date:
    """The date that `day_number` counted."""
    return _EPOCH + timedelta(days=number)


def time_text(eastern_day_ms: int) -> str:
    """`09:31:02.114` from milliseconds since midnight."""
    seconds, ms = divmod(eastern_day_ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"


def _year(time_ms: int) -> int:
    return min(max(datetime.fromtimestamp(min(max(time_ms, 0), 4_000_000_000_000) / 1000, UTC).year, 1970), 2096)


@lru_cache
def _offsets(first_year: int, last_year: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts (Unix ms) and offsets (ms) of the Eastern rules in force over the years, from the zone database."""
    starts = [_ms(datetime(first_year - 1, 1, 1, tzinfo=UTC))]
    offsets = [_offset_ms(starts[0])]
    for year in range(first_year - 1, last_year + 1):
        marks = [_ms(datetime(y, m, 1, tzinfo=UTC)) for y, m in ((year, 1), (year, 7), (year + 1, 1))]
        for low, high in pairwise(marks):
            if _offset_ms(low) != _offset_ms(high):
                starts.append(_change_between(low, high))
                offsets.append(_offset_ms(high))
    return np.array(starts, np.int64), np.array(offsets, np.int64)


def _change_between(low: int, high: int) -> int:
    """The first millisecond of the new offset, known to lie in (low, high]."""
    old = _offset_ms(low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset_ms(middle) == old else (low, middle)
    return high


def _offset_ms(time_ms: int) -> int:
    offset = eastern(time_ms).utcoffset()
    assert offset is not None
    return int(offset.total_seconds() * 1000)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


class MarketClock:
    """What time it is in the market that is shown: the wall's, or in a replay or simulation the newest print's."""

    def __init__(self, wall_ms: Callable[[], int], *, follows_prints: bool) -> None:
        self._wall_ms = wall_ms
        self._follows_prints = follows_prints
        self._newest_ms: int | None = None

    def observe(self, time_ms: int) -> None:
        """Take note of a print's time, Unix ms; time does not step back."""
        self._newest_ms = max(time_ms, self._newest_ms or time_ms)

    def now_ms(self) -> int | None:
        """Unix milliseconds; None in a replay that has shown nothing yet."""
        return self._newest_ms if self._follows_prints else self._wall_ms()

"""What clocks on the walls of a time zone show, for single moments and for whole columns of timestamps."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_YEAR, _LAST_YEAR = 1970, 2096
_LOOK = timedelta(days=7)
"""No zone changes its offset and changes it back within a week."""
_LONGEST_ABBREVIATION = 5


class WallClock:
    """The clock of one time zone; without one, of the system's own."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self._rules = lru_cache(self._find_rules)

    def moment(self, time_ms: int) -> datetime:
        """A Unix time in milliseconds as an aware datetime of the zone."""
        return (_EPOCH + timedelta(milliseconds=time_ms)).astimezone(self._zone)

    def wall_ms(self, time_ms: NDArray[np.int64]) -> NDArray[np.int64]:
        """Shift a column of Unix milliseconds to wall-clock milliseconds since 1970-01-01 00:00 of the zone."""
        if not len(time_ms):
            return time_ms
        low, high = int(time_ms.min()), int(time_ms.max())
        starts, offsets = self._rules(_year(low), _year(high))
        first, last = np.searchsorted(starts, (low, high), side="right") - 1
        rule = first if first == last else np.searchsorted(starts, time_ms, side="right") - 1
        shifted: NDArray[np.int64] = time_ms + offsets[rule]
        return shifted

    def unix_ms(self, day: date, ms_of_day: int) -> int:
        """Unix milliseconds of a wall-clock time; the first of two equal ones, what follows a skipped one."""
        wall = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(milliseconds=ms_of_day)
        return round(wall.replace(tzinfo=self._zone).timestamp() * 1000)

    def is_repeated(self, time_ms: int) -> bool:
        """Whether the clock was set back and shows the same time of the same day for the second time."""
        starts, offsets = self._rules(_year(time_ms), _year(time_ms))
        rule = int(np.searchsorted(starts, time_ms, side="right")) - 1
        return rule > 0 and time_ms < starts[rule] + offsets[rule - 1] - offsets[rule]

    def spans(self, low_ms: int, high_ms: int) -> list[tuple[int, int, int]]:
        """Start, end and offset of the spans of one offset between low and high, Unix ms; an end is not included."""
        starts, offsets = self._rules(_year(low_ms), _year(high_ms))
        first, last = np.searchsorted(starts, (low_ms, high_ms), side="right") - 1
        edges = [low_ms, *starts[first + 1 : last + 1].tolist(), high_ms + 1]
        return [(*span, offset) for span, offset in zip(pairwise(edges), offsets[first:].tolist(), strict=False)]

    def abbreviation(self, time_ms: int) -> str:
        """What the zone is called at a time: `EST`; `UTC+05:30` where its name is a number or a sentence."""
        moment = self.moment(time_ms)
        name = moment.tzname() or ""
        if name.isalpha() and len(name) <= _LONGEST_ABBREVIATION:
            return name
        offset = f"{moment:%z}"  # `%:z` is of Python 3.12
        return f"UTC{offset[:3]}:{offset[3:5]}"

    def _find_rules(self, first_year: int, last_year: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Starts (Unix ms) and offsets (ms) of the rules in force over the years, and the one before them."""
        mark, end = datetime(first_year - 1, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
        starts, offsets = [_ms(mark)], [self._offset_ms(_ms(mark))]
        while mark < end:
            low, high = _ms(mark), _ms(mark + _LOOK)
            if self._offset_ms(low) != self._offset_ms(high):
                starts.append(self._change_between(low, high))
                offsets.append(self._offset_ms(high))
            mark += _LOOK
        return np.array(starts, np.int64), np.array(offsets, np.int64)

    def _change_between(self, low: int, high: int) -> int:
        """The first millisecond of the new offset, known to lie in (low, high]."""
        old = self._offset_ms(low)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._offset_ms(middle) == old else (low, middle)
        return high

    def _offset_ms(self, time_ms: int) -> int:
        offset = self.moment(time_ms).utcoffset()
        assert offset is not None
        return round(offset.total_seconds() * 1000)


def _year(time_ms: int) -> int:
    year = datetime.fromtimestamp(min(max(time_ms, 0), 4_000_000_000_000) / 1000, UTC).year
    return min(max(year, _FIRST_YEAR), _LAST_YEAR)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)

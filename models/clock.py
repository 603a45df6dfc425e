"""Eastern time for single moments and whole columns, and the clock of the market that is on the screen."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from models.wall_clock import WallClock

EASTERN = ZoneInfo("America/New_York")
EASTERN_CLOCK = WallClock(EASTERN)
DAY_MS = 86_400_000
_EPOCH = date(1970, 1, 1)


def utc_ms(day: date, ms_of_day: int) -> int:
    """Unix milliseconds of a wall-clock time of a day in New York."""
    return EASTERN_CLOCK.unix_ms(day, ms_of_day)


def eastern(time_ms: int) -> datetime:
    """A Unix time in milliseconds as an aware Eastern datetime."""
    return EASTERN_CLOCK.moment(time_ms)


def eastern_ms(time_ms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Shift a column of Unix milliseconds to Eastern wall-clock milliseconds since 1970-01-01 00:00 Eastern."""
    return EASTERN_CLOCK.wall_ms(time_ms)


def day_number(day: date) -> int:
    """Days since 1970-01-01: how dates stand in columns."""
    return (day - _EPOCH).days


def day_from_number(number: int) -> date:
    """The date that `day_number` counted."""
    return _EPOCH + timedelta(days=number)


def time_text(eastern_day_ms: int) -> str:
    """`09:31:02.114` from milliseconds since midnight."""
    seconds, ms = divmod(eastern_day_ms, 1000)
    return f"{_second_text(seconds)}.{ms:03d}"


@lru_cache(maxsize=256)
def _second_text(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


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

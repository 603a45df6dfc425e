"""In which time zone times are shown. What is computed, trade dates and sessions, is always in Eastern time."""

from datetime import UTC, datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from models.clock import EASTERN_CLOCK
from models.time_scale import clock_text, date_text, full_text
from models.wall_clock import WallClock


class Zone(StrEnum):
    """The choices of a time zone for display."""

    EASTERN = "eastern"
    LOCAL = "local"
    UTC = "utc"


_NAMES = {Zone.EASTERN: "ET", Zone.LOCAL: "local", Zone.UTC: "UTC"}
_WORDS = {Zone.EASTERN: "US Eastern", Zone.LOCAL: "local time", Zone.UTC: "UTC"}


class Times:
    """How times are shown: Unix milliseconds in, texts and wall-clock columns out. Eastern until another is chosen.

    `changes` grows with each change of the zone. `clock`: that of the zone.
    """

    def __init__(self, local: WallClock | None = None) -> None:
        """`local`: the clock of the local zone, by default the system's."""
        self.changes = 0
        self._zone = Zone.EASTERN
        self._clocks = {Zone.EASTERN: EASTERN_CLOCK, Zone.UTC: WallClock(UTC), Zone.LOCAL: local or WallClock(None)}
        self.clock = EASTERN_CLOCK

    @property
    def zone(self) -> Zone:
        """The zone that is shown."""
        return self._zone

    @property
    def name(self) -> str:
        """The short name of the zone: `ET`, `local` or `UTC`."""
        return _NAMES[self._zone]

    @property
    def words(self) -> str:
        """The zone in words: `US Eastern`, `local time` or `UTC`."""
        return _WORDS[self._zone]

    def choose(self, zone: Zone) -> None:
        """Show times in another zone."""
        if zone is not self._zone:
            self._zone, self.clock = zone, self._clocks[zone]
            self.changes += 1

    def clock_of(self, zone: Zone) -> WallClock:
        """The clock of a zone, whichever is shown."""
        return self._clocks[zone]

    def wall_ms(self, time_ms: NDArray[np.int64]) -> NDArray[np.int64]:
        """Shift a column of Unix milliseconds to wall-clock milliseconds since 1970-01-01 00:00 of the zone."""
        return self.clock.wall_ms(time_ms)

    def moment(self, time_ms: int) -> datetime:
        """A time as an aware datetime of the zone."""
        return self.clock.moment(time_ms)

    def unix_ms_near(self, time_ms: int, ms_of_day: int) -> int:
        """Unix milliseconds of a time of day, on the day that the zone has at another time: to go there from it."""
        return self.clock.unix_ms(self.moment(time_ms).date(), ms_of_day)

    def clock_text(self, time_ms: int) -> str:
        """The time of day, `09:31:02.114`."""
        return clock_text(self.clock, time_ms)

    def date_text(self, time_ms: int) -> str:
        """The date, `Fri 14 Jun 2024`."""
        return date_text(self.clock, time_ms)

    def full_text(self, time_ms: int) -> str:
        """Date, time and zone, `Fri 14 Jun 2024 09:31:02.114 EDT`."""
        return full_text(self.clock, time_ms)

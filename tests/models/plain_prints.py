"""A print and what the rules say of it alone, written plainly: its trade date, whether it counts and moves prices."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
KNOWN = {*range(201, 211), 219, *range(227, 249)}
NO_VOLUME = set(range(201, 208))
NO_PRICE = NO_VOLUME | {246, 247, 248}
CANCELS = {201, 203, 205, 207}
HOLIDAYS = {date(2025, 11, 27), date(2025, 12, 25), date(2026, 1, 1)}
"""Of the weeks that are tried, from November 2025 to March 2026 without January and February."""


def is_trading_day(day: date) -> bool:
    """Whether shares are traded."""
    return day.weekday() < 5 and day not in HOLIDAYS


@dataclass(frozen=True)
class Fact:
    """One print as it arrived; time in Unix ms."""

    contract: str
    time_ms: int
    price: float
    size: int
    venue: int
    codes: tuple[int, ...]
    is_index: bool

    @property
    def root(self) -> str:
        return self.contract[2:-15]

    @property
    def expiry(self) -> date:
        year, month, day = (int(self.contract[at : at + 2]) for at in (-15, -13, -11))
        return date(2000 + year, month, day)

    @cached_property
    def moment(self) -> datetime:
        seconds, ms = divmod(self.time_ms, 1000)
        return datetime.fromtimestamp(seconds, NEW_YORK).replace(microsecond=ms * 1000)

    @cached_property
    def day(self) -> date:
        """Trade date."""
        day = self.moment.date()
        if self.is_index:
            day += timedelta(days=self.moment.time() >= time(20, 15))
            while not is_trading_day(day):
                day += timedelta(days=1)
        return day

    @property
    def is_cancel(self) -> bool:
        return bool(CANCELS & set(self.codes))

    @property
    def counts(self) -> bool:
        return not NO_VOLUME & set(self.codes)

    @property
    def moves(self) -> bool:
        regular = not self.is_index or time(9, 30) <= self.moment.time() <= time(16, 15)
        return regular and not NO_PRICE & set(self.codes) and set(self.codes) <= KNOWN

"""What reference data says beyond the code tables: the state of the market."""

from dataclasses import dataclass
from enum import StrEnum


class MarketState(StrEnum):
    """Whether the market trades, in the words of the source."""

    OPEN = "open"
    CLOSED = "closed"
    EXTENDED_HOURS = "extended-hours"


@dataclass(frozen=True, slots=True)
class MarketStatus:
    """The state of the market at a time of the source's own clock, Unix ms."""

    market: MarketState
    server_time_ms: int

"""What reference data says beyond the code tables: the state of the market."""

from enum import StrEnum


class MarketState(StrEnum):
    """Whether the market trades, in the words of the source."""

    OPEN = "open"
    CLOSED = "closed"
    EXTENDED_HOURS = "extended-hours"

"""What a tick chart draws, as the user chose it. No Qt here."""

from enum import StrEnum
from typing import Annotated

import msgspec

_Seconds = Annotated[int, msgspec.Meta(ge=1, le=86_400)]
_Prints = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class Style(StrEnum):
    """How the prints that move the price are joined."""

    LINE = "line"
    """Each price holds until the next."""
    CANDLES = "candles"


class BarsBy(StrEnum):
    """What one volume bar holds."""

    AUTO = "auto"
    """The shortest round stretch of time that leaves a bar wide enough to be seen."""
    TIME = "time"
    TICKS = "ticks"


class ChartOptions(msgspec.Struct, frozen=True, kw_only=True):
    """One chart's choices. `candle_s`, `bar_s`: seconds; `bar_ticks`: prints a bar."""

    all_prints: bool = True
    """Dots for what the line does not go through too."""
    style: Style = Style.LINE
    candle_s: _Seconds = 60
    bars_by: BarsBy = BarsBy.AUTO
    bar_s: _Seconds = 60
    bar_ticks: _Prints = 100
    vwap: bool = True
    levels: bool = True
    """The day's open, high and low."""
    sessions: bool = True
    """Shade what lies outside the regular session."""
    relative: bool = False
    """Every contract in percent of its first price in sight."""

"""What a tick chart draws, as the user chose it. No Qt here."""

from enum import StrEnum

import msgspec


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
    candle_s: int = 60
    bars_by: BarsBy = BarsBy.AUTO
    bar_s: int = 60
    bar_ticks: int = 100
    vwap: bool = True
    levels: bool = True
    """The day's open, high and low."""
    sessions: bool = True
    """Shade what lies outside the regular session."""
    relative: bool = False
    """Every contract in percent of its first price in sight."""

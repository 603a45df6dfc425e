"""What a tick chart draws, as the user chose it, typed it, and finds it again. No Qt here."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

import msgspec

from models.figures import count_text
from models.time_scale import SECOND_MS, duration_text

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


CANDLES_S = (1, 5, 10, 15, 30, 60, 300, 900)
BARS: tuple[dict[str, Any], ...] = (
    {"bars_by": BarsBy.AUTO},
    *({"bars_by": BarsBy.TIME, "bar_s": seconds} for seconds in (1, 10, 60, 300)),
    *({"bars_by": BarsBy.TICKS, "bar_ticks": prints} for prints in (100, 1000)),
)
"""The usual choices of volume bars, in the order in which the key goes through them: changes of `ChartOptions`."""
BARS_HINT = "A time such as 30 s, 2 min or 1 h, or a number of prints such as 250"
_BARS = re.compile(r"(\d{1,9})\s*(s|sec|min|m|h|d|prints?|ticks?)?", re.ASCII | re.IGNORECASE)
_UNITS_S = {"s": 1, "sec": 1, "min": 60, "m": 60, "h": 3600, "d": 86_400}


def changed(options: ChartOptions, **changes: Any) -> ChartOptions:
    """The options with some of them changed. Raises `msgspec.ValidationError` for what no chart can draw."""
    return msgspec.convert(msgspec.to_builtins(options) | changes, ChartOptions)


def next_bars(options: ChartOptions) -> ChartOptions:
    """The options with the next of the usual volume bars; after one that was typed, the first."""
    at = next((n for n, bars in enumerate(BARS) if changed(options, **bars) == options), -1)
    return changed(options, **BARS[(at + 1) % len(BARS)])


def typed_bars(options: ChartOptions, text: str) -> ChartOptions | None:
    """The options with volume bars as typed: `30 s`, `2 min`, `1 h`, `250`, `250 prints`; None for anything else."""
    found = _BARS.fullmatch(text.strip().replace(",", ""))
    if found is None:
        return None
    number, unit = int(found[1]), (found[2] or "prints").lower()
    seconds = _UNITS_S.get(unit)
    try:
        if seconds is None:
            return changed(options, bars_by=BarsBy.TICKS, bar_ticks=number)
        return changed(options, bars_by=BarsBy.TIME, bar_s=number * seconds)
    except msgspec.ValidationError:
        return None


def bars_choice_text(options: ChartOptions) -> str:
    """The chosen volume bars: `automatic`, `1 min`, `100 prints`."""
    if options.bars_by is BarsBy.AUTO:
        return "automatic"
    return (
        duration_text(options.bar_s * SECOND_MS)
        if options.bars_by is BarsBy.TIME
        else f"{count_text(options.bar_ticks)} prints"
    )


def kept(options: ChartOptions) -> dict[str, object]:
    """The options in plain types, to be kept between starts."""
    plain: dict[str, object] = msgspec.to_builtins(options)
    return plain


def restored(state: Mapping[str, object], options: ChartOptions) -> ChartOptions:
    """Options that were kept; those of now where one of them makes no sense. What is not kept stays as it is."""
    try:
        return changed(options, **{name: state[name] for name in kept(options) if name in state})
    except msgspec.ValidationError:
        return options

"""Prints, bars and candles of a chart in words, each with the name of its colour. No widget here."""

import numpy as np

from models.candles import candles
from models.chart_options import BarsBy
from models.clock import DAY_MS, eastern_ms
from models.figures import count_text
from models.hours import Hours
from models.market import Market
from models.nearest import Found
from models.series import Kind, TickSeries
from models.sessions import Session, sessions_of
from models.size_bars import BarKind, SizeBars
from models.time_scale import HOUR_MS, MINUTE_MS, SECOND_MS
from ui.chart_marks import Words
from ui.size_drawing import BAR_INKS

_NOTES = {
    Kind.OTHER: ("moves no price", "muted"),
    Kind.LATE: ("late, counts for nothing", "warn"),
    Kind.CANCELLED: ("cancelled", "error"),
    Kind.CANCEL: ("a cancel", "error"),
}
_SESSIONS = {
    Session.EARLY: ("early session", "muted"),
    Session.LATE: ("late session", "muted"),
    Session.OUTSIDE: ("outside trading hours", "warn"),
}
_BARS = {
    BarKind.SINGLE: "single-leg",
    BarKind.AUCTION: "auction",
    BarKind.CROSS: "cross or floor",
    BarKind.PACKAGE: "multi-leg",
    BarKind.OTHER: "other",
}
_UNITS = ((DAY_MS, "d"), (HOUR_MS, "h"), (MINUTE_MS, "min"), (SECOND_MS, "s"), (1, "ms"))


class TickWords:
    """Tells of the prints of a market; times in the zone that is shown."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def of_print(self, series: TickSeries, found: Found) -> Words:
        """A print in a line; its date where it is not the newest one's, its session where it is not the regular one."""
        ticks, index, times = series.layers[found.kind], found.index, self._market.times
        time_ms = int(ticks.time_ms[index])
        newest, day = series.last_ms, times.date_text(time_ms)
        old = newest is not None and times.date_text(newest) != day
        words = [
            (f"{day} {times.clock_text(time_ms)}" if old else times.clock_text(time_ms), "bright"),
            (f"{ticks.price[index]:.{series.decimals}f} × {ticks.size[index]:,}", "bright"),
            (self._market.venues.short(int(ticks.venue[index])), "muted"),
            (self._market.sets.text(int(ticks.conditions[index])) or "Regular", "text"),
            _SESSIONS.get(self._session(series.contract, time_ms), ("", "")),
            _NOTES.get(found.kind, ("", "")),
        ]
        return tuple(word for word in words if word[0])

    def of_bar(self, bars: SizeBars, time_ms: float) -> Words:
        """The bar at a time: what it holds in all and by kind; nothing where there is none."""
        bar = int(np.searchsorted(bars.edges, time_ms, side="right")) - 1
        if not 0 <= bar < bars.totals.shape[1]:
            return ()
        found = [(int(bars.totals[kind, bar]), kind) for kind in BarKind]
        parts = [(f"{count_text(size)} {_BARS[kind]}", BAR_INKS[kind][0]) for size, kind in found if size]
        start = self._start_text(int(bars.edges[bar]))
        total = int(bars.totals[:, bar].sum())
        head = (f"{each_text(bars)} from {start}:", "text")
        if not parts:
            return (head, ("nothing", "muted"))
        if len(parts) == 1:
            return (head, parts[0])
        summed = ((f"{'+' if n else '='} {text}", name) for n, (text, name) in enumerate(parts))
        return (head, (count_text(total), "bright"), *summed)

    def of_candle(self, series: TickSeries, time_ms: int, candle_ms: int) -> Words:
        """Open, high, low, close and number of prints of the candle at a time; nothing where there is none."""
        found = candles(series, time_ms, time_ms + 1, candle_ms, 0)
        if not len(found.open):
            return ()
        inside = np.searchsorted(series.layers[Kind.LINE].time_ms, (found.start_ms[0], found.end_ms[0]))
        prints = int(inside[1] - inside[0])
        figures = (("O", found.open), ("H", found.high), ("L", found.low), ("C", found.close))
        return (
            (f"{duration_text(candle_ms)} from {self._start_text(int(found.start_ms[0]))}:", "text"),
            *((f"{letter} {value[0]:.{series.decimals}f}", "bright") for letter, value in figures),
            ("1 print" if prints == 1 else f"{count_text(prints)} prints", "muted"),
        )

    def _session(self, contract: int, time_ms: int) -> Session:
        contracts = self._market.contracts
        found = sessions_of(
            eastern_ms(np.array([time_ms])), Hours(contracts.hours[contract]), int(contracts.expiry[contract])
        )
        return Session(int(found[0]))

    def _start_text(self, time_ms: int) -> str:
        text = self._market.times.clock_text(time_ms)
        return text if time_ms % SECOND_MS else text[:-4]


def bars_text(bars: SizeBars) -> str:
    """What bars are, and that they are not what was asked for where they would be too narrow."""
    merged = f" (zoom in for {_each(bars.by, bars.asked)})" if bars.asked and bars.asked != bars.each else ""
    return f"size per {each_text(bars)}{merged}"


def each_text(bars: SizeBars) -> str:
    """What one bar holds: `30 s`, `100 prints`."""
    return _each(bars.by, bars.each)


def duration_text(ms: int) -> str:
    """A round stretch of time: `250 ms`, `5 min`."""
    size, unit = next(((size, unit) for size, unit in _UNITS if ms >= size and ms % size == 0), (1, "ms"))
    return f"{ms // size} {unit}"


def _each(by: BarsBy, each: int) -> str:
    return f"{count_text(each)} prints" if by is BarsBy.TICKS else duration_text(each)

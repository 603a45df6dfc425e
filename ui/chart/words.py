"""Prints, bars and candles of a chart in words, each with the name of its colour. No widget here."""

import numpy as np

from models.chart.candles import candles
from models.chart.nearest import Found
from models.chart.options import BarsBy
from models.chart.series import Kind, TickSeries
from models.chart.size_bars import BarKind, SizeBars
from models.clock import eastern_ms
from models.figures import count_text
from models.hours import Hours
from models.market import Market
from models.sessions import Session, sessions_of
from models.time_scale import SECOND_MS, duration_text
from ui.chart.marks import Words
from ui.chart.size_drawing import BAR_INKS

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
BAR_WORDS = {
    BarKind.SINGLE: "single-leg",
    BarKind.AUCTION: "auction",
    BarKind.CROSS: "cross or floor",
    BarKind.PACKAGE: "multi-leg",
    BarKind.OTHER: "other",
}


class TickWords:
    """Tells of the prints of a market; times in the zone that is shown."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def of_print(self, series: TickSeries, found: Found) -> Words:
        """A print in a line; its date where it is not the newest one's, its session where it is not the regular one."""
        ticks, index = series.layers[found.kind], found.index
        time_ms = int(ticks.time_ms[index])
        words = [
            (self._dated(series, time_ms, self._market.times.clock_text(time_ms)), "bright"),
            (f"{ticks.price[index]:.{series.decimals}f} × {ticks.size[index]:,}", "bright"),
            (self._market.venues.short(int(ticks.venue[index])), "muted"),
            (self._market.sets.text(int(ticks.conditions[index])) or "Regular", "text"),
            _SESSIONS.get(self._session(series.contract, time_ms), ("", "")),
            _NOTES.get(found.kind, ("", "")),
        ]
        return tuple(word for word in words if word[0])

    def of_bar(self, series: TickSeries, bars: SizeBars, time_ms: float) -> Words:
        """The bar at a time: what it holds in all and by kind; nothing where there is none."""
        bar = int(np.searchsorted(bars.edges, time_ms, side="right")) - 1
        if not 0 <= bar < bars.totals.shape[1]:
            return ()
        found = [(int(bars.totals[kind, bar]), kind) for kind in BarKind]
        parts = [(f"{count_text(size)} {BAR_WORDS[kind]}", BAR_INKS[kind][0]) for size, kind in found if size]
        start = self._start_text(series, int(bars.edges[bar]))
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
            (f"{duration_text(candle_ms)} from {self._start_text(series, int(found.start_ms[0]))}:", "text"),
            *((f"{letter} {value[0]:.{series.decimals}f}", "bright") for letter, value in figures),
            ("1 print" if prints == 1 else f"{count_text(prints)} prints", "muted"),
        )

    def _session(self, contract: int, time_ms: int) -> Session:
        contracts = self._market.contracts
        found = sessions_of(
            eastern_ms(np.array([time_ms])), Hours(contracts.hours[contract]), int(contracts.expiry[contract])
        )
        return Session(int(found[0]))

    def _start_text(self, series: TickSeries, time_ms: int) -> str:
        text = self._market.times.clock_text(time_ms)
        return self._dated(series, time_ms, text if time_ms % SECOND_MS else text[:-4])

    def _dated(self, series: TickSeries, time_ms: int, text: str) -> str:
        """A time, with its date where that is not the newest print's."""
        newest, times = series.last_ms, self._market.times
        day = times.date_text(time_ms)
        return text if newest is None or times.date_text(newest) == day else f"{day} {text}"


def bars_text(bars: SizeBars) -> str:
    """What bars are, and that they are not what was asked for where they would be too narrow."""
    merged = f" (zoom in for {_each(bars.by, bars.asked)})" if bars.asked and bars.asked != bars.each else ""
    return f"size per {each_text(bars)}{merged}"


def candles_text(each_ms: int, asked_ms: int) -> str:
    """What candles hold, and that it is not what was asked for where they would be too narrow."""
    wider = f" (zoom in for {duration_text(asked_ms)})" if each_ms not in (0, asked_ms) else ""
    return f"candles of {duration_text(each_ms or asked_ms)}{wider}"


def each_text(bars: SizeBars) -> str:
    """What one bar holds: `30 s`, `100 prints`."""
    return _each(bars.by, bars.each)


def _each(by: BarsBy, each: int) -> str:
    return f"{count_text(each)} prints" if by is BarsBy.TICKS else duration_text(each)

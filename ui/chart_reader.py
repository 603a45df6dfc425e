"""What a chart says about the place under the pointer, in words and marks."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF

from models.clock import DAY_MS
from models.conditions import ConditionSets
from models.eastern_scale import HOUR_MS, MINUTE_MS, SECOND_MS, clock_text, date_text
from models.gap_text import gap_ink, gap_text
from models.gaps import GapLog
from models.nearest import Found, Pointer, nearest_tick
from models.series import Kind, TickSeries
from models.venues import Venues
from ui.chart_overlay import Marks, Tag
from ui.gap_bands import LEAST_PX, gap_at
from ui.tick_drawing import Drawing
from ui.tick_plot import TickPlot
from ui.time_window import TimeWindow

_NOTES = {
    Kind.OTHER: ("moves no price", "muted"),
    Kind.LATE: ("late, counts for nothing", "warn"),
    Kind.CANCELLED: ("cancelled", "error"),
    Kind.CANCEL: ("a cancel", "error"),
}
_UNITS = ((DAY_MS, "d"), (HOUR_MS, "h"), (MINUTE_MS, "min"), (SECOND_MS, "s"), (1, "ms"))


class ChartReader:
    """Reads a drawn chart: the nearest print, its text, and the marks over the pictures."""

    def __init__(self, plot: TickPlot, sets: ConditionSets, venues: Venues, gaps: GapLog) -> None:
        self._plot = plot
        self._gaps = gaps
        self._sets = sets
        self._venues = venues

    def nearest(self, series: TickSeries, drawing: Drawing, window: TimeWindow, kinds: Sequence[Kind]) -> Found | None:
        """The print under the pointer; None without a pointer in the boxes or without a print in sight."""
        at = self._pointer(drawing, window)
        return nearest_tick(series, at, kinds, window.low_ms, window.high_ms) if at else None

    def marks(
        self, series: TickSeries, drawing: Drawing, window: TimeWindow, kinds: Sequence[Kind], chosen: Found | None
    ) -> Marks:
        """Everything to be painted over the pictures."""
        at, cross = self._pointer(drawing, window), self._plot.pointer
        near = self.nearest(series, drawing, window, kinds)
        told = near or chosen
        chosen_place = self._place(series, chosen, drawing, window)
        inside = cross is not None and self._plot.places.prices.contains(cross)
        return Marks(
            cross=cross if at else None,
            price_tag=Tag(cross.y(), f"{at.price:.{series.decimals}f}") if at and cross and inside else None,
            time_tag=self._time_tag(at, cross) if at and cross else None,
            ring=self._place(series, near, drawing, window),
            reading=self.text(series, told) if told else (),
            gap=self._gap_words(at) if at else (),
            chosen_x=chosen_place.x() if chosen_place else None,
            chosen=chosen_place,
            last=self._last_tag(series, drawing),
            note=f"size per {_duration(drawing.bar_ms)}",
        )

    def text(self, series: TickSeries, found: Found) -> tuple[tuple[str, str], ...]:
        """A print in words, each with the name of its colour."""
        ticks, index = series.layers[found.kind], found.index
        time_ms = int(ticks.time_ms[index])
        newest = series.last_ms
        old = newest is not None and date_text(newest) != date_text(time_ms)
        words = [
            (f"{date_text(time_ms)} {clock_text(time_ms)}" if old else clock_text(time_ms), "bright"),
            (f"{ticks.price[index]:.{series.decimals}f} × {ticks.size[index]:,}", "bright"),
            (self._venues.short(int(ticks.venue[index])), "muted"),
            (self._sets.text(int(ticks.conditions[index])) or "Regular", "text"),
            _NOTES.get(found.kind, ("", "")),
        ]
        return tuple(word for word in words if word[0])

    def _gap_words(self, at: Pointer) -> tuple[tuple[str, str], ...]:
        gap = gap_at(self._gaps, at.time_ms, LEAST_PX * at.ms_per_px)
        return ((gap_text(gap), gap_ink(gap)),) if gap else ()

    def _pointer(self, drawing: Drawing, window: TimeWindow) -> Pointer | None:
        place, box = self._plot.pointer, self._plot.places.prices
        if place is None or not box.united(self._plot.places.sizes).contains(place) or box.isEmpty():
            return None
        ms, scale = window.span_ms / box.width(), drawing.scale
        dollars = (scale.high - scale.low) / box.height()
        return Pointer(
            window.low_ms + (place.x() - box.left()) * ms, scale.high - (place.y() - box.top()) * dollars, ms, dollars
        )

    def _place(self, series: TickSeries, found: Found | None, drawing: Drawing, window: TimeWindow) -> QPointF | None:
        if found is None:
            return None
        ticks = series.layers[found.kind]
        time_ms = int(ticks.time_ms[found.index])
        if not window.holds(time_ms):
            return None
        return self._plot.place_of(time_ms, float(ticks.price[found.index]), drawing.scale)

    def _time_tag(self, at: Pointer, place: QPointF) -> Tag:
        text = clock_text(int(at.time_ms))
        return Tag(place.x(), text if at.ms_per_px < SECOND_MS else text[:-4])

    def _last_tag(self, series: TickSeries, drawing: Drawing) -> Tag | None:
        last = series.last()
        if last is None or not drawing.scale.low <= last <= drawing.scale.high:
            return None
        return Tag(self._plot.place_of(0, last, drawing.scale).y(), f"{last:.{series.decimals}f}")


def _duration(ms: int) -> str:
    size, unit = next((size, unit) for size, unit in _UNITS if ms >= size)
    return f"{ms // size} {unit}"

"""What a chart says: of the place under the pointer, of the day's prices, and of the contracts that it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF

from models.chart.nearest import Found, Pointer, nearest_tick
from models.chart.options import ChartOptions
from models.chart.series import Kind, TickSeries
from models.figures import count_text
from models.gap_text import gap_ink, gap_text
from models.market import Market
from models.qt.figure_marks import MARK
from models.time_scale import SECOND_MS
from ui.chart.day_levels import DayLevels
from ui.chart.drawing import Beside, Drawing, shown_kinds
from ui.chart.gap_bands import LEAST_PX, gap_at
from ui.chart.marks import LegendLine, Level, Marks, Tag, Words
from ui.chart.plot import TickPlot
from ui.chart.scale import percent_text
from ui.chart.stamps import OWN_INK
from ui.chart.time_window import TimeWindow
from ui.chart.words import TickWords, bars_text


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart as it was drawn last, in the window as it is now."""

    series: TickSeries
    beside: tuple[Beside, ...]
    drawing: Drawing
    window: TimeWindow
    options: ChartOptions

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of prints that are shown."""
        return shown_kinds(self.options)


@dataclass(frozen=True, slots=True)
class _Levels:
    """The prices on the axis when a chart was drawn: the last one and further ones, and what these are of."""

    last: Level | None
    others: tuple[Level, ...]
    remark: str


class ChartReader:
    """Reads a drawn chart: the nearest print, its text, and the marks over the pictures."""

    def __init__(self, plot: TickPlot, market: Market) -> None:
        self._plot, self._market = plot, market
        self._words, self._day = TickWords(market), DayLevels(market)
        self._levels: tuple[Drawing, _Levels] | None = None

    def nearest(self, shown: Shown) -> Found | None:
        """The print under the pointer; None without a pointer in the boxes or without a print in sight."""
        at, window = self._pointer(shown), shown.window
        return nearest_tick(shown.series, at, shown.kinds, window.low_ms, window.high_ms) if at else None

    def marks(self, shown: Shown, chosen: Found | None) -> Marks:
        """Everything to be painted over the pictures."""
        at, cross = self._pointer(shown), self._plot.pointer
        near = self.nearest(shown)
        told, levels = near or chosen, self._levels_of(shown)
        chosen_place = self._place(shown, chosen)
        on_prices = cross is not None and self._plot.places.prices.contains(cross)
        return Marks(
            cross=cross if at else None,
            price_tag=Tag(cross.y(), _price_text(shown, at.price)) if at and cross and on_prices else None,
            time_tag=self._time_tag(shown, at, cross) if at and cross else None,
            ring=self._place(shown, near),
            reading=self._words.of_print(shown.series, told) if told else (),
            candle=self._candle_words(shown, at) if at and on_prices else (),
            gap=self._gap_words(at) if at else (),
            chosen_x=chosen_place.x() if chosen_place else None,
            chosen=chosen_place,
            last=levels.last,
            levels=levels.others,
            remark=levels.remark,
            note=bars_text(shown.drawing.bars),
            bar=self._words.of_bar(shown.series, shown.drawing.bars, at.time_ms) if at and not on_prices else (),
            legend=self._legend(shown, at),
        )

    def axis_texts(self, shown: Shown) -> list[str]:
        """What may stand on the axes at the right: their ends, and the tags."""
        scale, levels = shown.drawing.dollars, self._levels_of(shown)
        figures = (_price_text(shown, scale.low), _price_text(shown, scale.high), count_text(shown.drawing.largest))
        tagged = (*levels.others, *([levels.last] if levels.last else []))
        return [*figures, *(level.tag.text for level in tagged)]

    def _candle_words(self, shown: Shown, at: Pointer) -> Words:
        if not shown.drawing.candle_ms:
            return ()
        return self._words.of_candle(shown.series, int(at.time_ms), shown.drawing.candle_ms)

    def _gap_words(self, at: Pointer) -> Words:
        gap = gap_at(self._market.gaps, at.time_ms, LEAST_PX * at.ms_per_px)
        return ((gap_text(gap, self._market.times.clock), gap_ink(gap)),) if gap else ()

    def _pointer(self, shown: Shown) -> Pointer | None:
        place, box = self._plot.pointer, self._plot.places.prices
        if place is None or not box.united(self._plot.places.sizes).contains(place) or box.isEmpty():
            return None
        ms, scale = shown.window.span_ms / box.width(), shown.drawing.dollars
        dollars = (scale.high - scale.low) / box.height()
        time_ms = shown.window.low_ms + (place.x() - box.left()) * ms
        price = scale.high - (place.y() - box.top()) * dollars
        return Pointer(time_ms, price, ms, dollars, scale.low, scale.high)

    def _place(self, shown: Shown, found: Found | None) -> QPointF | None:
        if found is None:
            return None
        ticks = shown.series.layers[found.kind]
        time_ms = int(ticks.time_ms[found.index])
        if not shown.window.holds(time_ms):
            return None
        scale = shown.drawing.dollars
        return self._plot.place_of(time_ms, min(max(float(ticks.price[found.index]), scale.low), scale.high), scale)

    def _time_tag(self, shown: Shown, at: Pointer, place: QPointF) -> Tag:
        """The time, with its date where several are in sight."""
        times, window = self._market.times, shown.window
        text = times.clock_text(int(at.time_ms))
        text = text if at.ms_per_px < SECOND_MS else text[:-4]
        several = times.moment(int(window.low_ms)).date() != times.moment(int(window.high_ms)).date()
        return Tag(place.x(), f"{times.date_text(int(at.time_ms))} {text}" if several else text)

    def _levels_of(self, shown: Shown) -> _Levels:
        """The prices on the axis, looked up once for each drawing."""
        if self._levels is None or self._levels[0] is not shown.drawing:
            self._levels = shown.drawing, self._look_up(shown)
        return self._levels[1]

    def _look_up(self, shown: Shown) -> _Levels:
        series, drawing, y_of = shown.series, shown.drawing, partial(self._plot.y_of, scale=shown.drawing.dollars)
        others: tuple[Level, ...] = ()
        remark = ""
        if shown.options.levels and self._is_today(shown):
            remark = self._day.remark(series.contract)
            others = self._day.levels(series, drawing, y_of, MARK if remark else "")
        if shown.options.vwap:
            others += self._day.vwap(series, drawing, y_of)
        return _Levels(self._last_tag(shown), others, remark)

    def _last_tag(self, shown: Shown) -> Level | None:
        last, scale = shown.series.last(), shown.drawing.dollars
        if last is None or not scale.low <= last <= scale.high:
            return None
        tag = Tag(self._plot.y_of(last, scale), _price_text(shown, last))
        off_line = shown.series.last_kind() is Kind.PACKAGE
        return Level(tag, "package" if off_line else OWN_INK, line=False, hollow=off_line)

    def _is_today(self, shown: Shown) -> bool:
        """Whether the newest trade date is in sight, which is that of the figures."""
        day = shown.series.day_ms()
        return day is not None and day[1] >= shown.window.low_ms and day[0] <= shown.window.high_ms

    def _legend(self, shown: Shown, at: Pointer | None) -> tuple[LegendLine, ...]:
        """The contracts with their prices under the pointer, or where the chart ends; none beside: no legend."""
        if not shown.beside:
            return ()
        time_ms, bases = at.time_ms if at else shown.window.high_ms, shown.drawing.relative_base
        own = LegendLine(self._value(shown.series, time_ms, bases[:1]), OWN_INK, 0, None)
        return own, *(
            LegendLine(
                (*self._value(line.series, time_ms, bases[n : n + 1]), ("×", "muted")),
                line.token,
                line.dash,
                line.series.contract,
            )
            for n, line in enumerate(shown.beside, 1)
        )

    def _value(self, series: TickSeries, time_ms: float, base: Sequence[float | None]) -> Words:
        """A contract and the price of its line at a time; in percent too where the scale is (`base`: not empty)."""
        name = (self._market.contracts.contract(series.contract).label, "text")
        if base and base[0] is None:
            return name, ("no price in sight to compare", "muted")
        line = series.layers[Kind.LINE]
        at = int(np.searchsorted(line.time_ms, int(time_ms), side="right")) - 1
        if at < 0:
            return name, ("no trade yet", "muted")
        price = float(line.price[at])
        figure = (f"{price:.{series.decimals}f}", "bright")
        if not base or base[0] is None:
            return name, figure
        text = percent_text(price, base[0])
        return name, figure, (text, {"+": "up", "-": "down"}.get(text[0], "text"))


def _price_text(shown: Shown, price: float) -> str:
    """A price as the scale has it."""
    return shown.drawing.text(price, shown.series.decimals)

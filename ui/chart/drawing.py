"""From the ticks of a contract to the two pictures of a chart: prices above, sizes beneath. No widget here."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from models.chart.candles import Candles, candles
from models.chart.decimate import PriceScale, Steps, column_edges
from models.chart.options import ChartOptions, Style
from models.chart.series import Kind, TickSeries
from models.chart.sight import Sight
from models.chart.size_bars import SizeBars, size_bars
from models.chart.vwap import newest_vwap
from models.time_scale import SECOND_MS
from ui.chart import ground as chart_ground
from ui.chart.candle_drawing import LEAST_PX, draw_candles
from ui.chart.dashes import dashes, missing_dashes
from ui.chart.dots import draw_dots
from ui.chart.ground import Grounds
from ui.chart.picture import TickPicture
from ui.chart.scale import LEAST_TICKS, PAD_PX, Base, Prices, chart_scale, extremes, percent_text
from ui.chart.size_drawing import draw_bars
from ui.chart.stamps import OWN_INK
from ui.theme import ink

MARKED = (Kind.OTHER, Kind.PACKAGE, Kind.LATE, Kind.CANCEL, Kind.CANCELLED)
"""Kinds that are drawn as marks alone, the later ones over the earlier."""
UNDER_LINE = (Kind.OTHER, Kind.PACKAGE)
BAR_PX = 4
"""Least width of a size bar with its gap where the chart chooses it, and where the user did."""
CHOSEN_BAR_PX = 2
BEHIND_CANDLES = 0.45
"""Opacity of the line behind candles, which says what held between two of them."""
FINE_PERCENT = 0.2
"""On a scale that holds no more than this two decimals tell no prices apart."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is to be drawn where: a range of time in Unix ms, sizes in device pixels."""

    low_ms: float
    high_ms: float
    width: int
    price_height: int
    size_height: int
    ratio: float
    options: ChartOptions


@dataclass(frozen=True, slots=True)
class Beside:
    """A contract that is drawn beside the chart's own, as a line: its colour's name and the number of its dashes."""

    series: TickSeries
    token: str
    dash: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn chart: its pictures and scales.

    `scale`: what the axis shows: dollars, or percent of the first price in sight; `dollars`: the same rows in prices of
    the chart's own contract. `ticks`: how many of its prints lie in the chart; `pinned`: how many of them are off the
    scale, with an arrow at its edge. `vwap`: where the chart ends, dollars. `relative_base`: the first price of each
    contract, its own first, where the scale is in percent, None for one that has none and is not drawn; else empty.
    `candle_ms`: what a candle holds; 0 without candles.
    """

    prices: TickPicture
    sizes: TickPicture
    scale: PriceScale
    dollars: PriceScale
    bars: SizeBars
    ticks: int
    pinned: int
    vwap: float | None
    relative_base: tuple[float | None, ...]
    candle_ms: int

    @property
    def base(self) -> float | None:
        """What prices of the chart's own contract are compared with; None: the scale is in dollars."""
        return self.relative_base[0] if self.relative_base else None

    def text(self, price: float, decimals: int) -> str:
        """A price of the chart's own contract as its scale has it: dollars with so many decimals, or percent."""
        if self.base is None:
            return f"{price:.{decimals}f}"
        return percent_text(price, self.base, 2 if self.scale.high - self.scale.low > FINE_PERCENT else 4)

    @property
    def largest(self) -> int:
        """Contracts of the highest bar."""
        return self.bars.largest


@dataclass(frozen=True, slots=True)
class _Line:
    """A line to be drawn: the series in sight, and what its prices are compared with."""

    sight: Sight
    base: Base

    @property
    def shown(self) -> Prices:
        return self.base.shown(extremes(self.sight.segments))

    def is_drawn(self, *, in_percent: bool) -> bool:
        """Whether it has a place on the scale."""
        return not in_percent or self.base.price is not None


def draw(series: TickSeries, frame: Frame, grounds: Grounds, others: Sequence[Beside] = ()) -> Drawing:
    """Draw what lies in the frame over its grounds, and the lines of the others; the scale fits what is visible."""
    options, off = frame.options, missing_dashes(grounds.unknown, frame.ratio)
    edges = column_edges(frame.low_ms, frame.high_ms, frame.width)
    lines = _lines([series, *(other.series for other in others)], edges, options)
    sight, curves = lines[0].sight, lines[0].sight.vwap_curves() if options.vwap else []
    scale = _scale(frame, lines, curves)
    dollars = lines[0].base.dollars(scale)
    prices, sizes = (TickPicture(frame.width, rows, frame.ratio) for rows in (frame.price_height, frame.size_height))
    chart_ground.lay(grounds, prices, sizes)
    for curve in curves:
        prices.step_line(curve, dollars, chart_ground.faint("vwap", 0.8))
    in_percent = lines[0].base.price is not None
    for line, other in zip(lines[1:], others, strict=True):
        if line.is_drawn(in_percent=in_percent):
            _draw_line(prices, line, scale, ink(other.token), off | dashes(other.dash, frame.width, frame.ratio))
    marked = MARKED if options.all_prints else ()
    pinned = sum(draw_dots(prices, sight, kind, dollars) for kind in marked if kind in UNDER_LINE)
    drawn = _candles(series, frame) if options.style is Style.CANDLES else None
    own_ink = chart_ground.faint(OWN_INK, BEHIND_CANDLES) if drawn else ink(OWN_INK)
    _draw_line(prices, lines[0], scale, own_ink, off)
    if drawn:
        draw_candles(prices, drawn, frame.low_ms, frame.high_ms, dollars)
    else:
        pinned += draw_dots(prices, sight, Kind.LINE, dollars)
    pinned += sum(draw_dots(prices, sight, kind, dollars) for kind in marked if kind not in UNDER_LINE)
    bars = _draw_sizes(sizes, series, frame)
    return Drawing(
        prices,
        sizes,
        scale,
        dollars,
        bars,
        _count(sight, options),
        pinned,
        _vwap(series, curves, frame),
        tuple(line.base.price for line in lines) if in_percent else (),
        drawn.each_ms if drawn else 0,
    )


def _lines(every: Sequence[TickSeries], edges: NDArray[np.int64], options: ChartOptions) -> list[_Line]:
    """The chart's own line, then the others; all in dollars where its own has no price to be compared with."""
    sights = [Sight(series, edges) for series in every]
    relative = Base.of(sights[0], relative=options.relative).price is not None
    return [_Line(sight, Base.of(sight, relative=relative)) for sight in sights]


def shown_kinds(options: ChartOptions) -> tuple[Kind, ...]:
    """The kinds of prints that a chart shows."""
    return (Kind.LINE, *MARKED) if options.all_prints else (Kind.LINE,)


def _vwap(series: TickSeries, curves: Sequence[Steps], frame: Frame) -> float | None:
    """The average where the chart ends; the newest where all prints lie before it. None before the first print."""
    if curves and len(curves[-1].last):
        return float(curves[-1].last[-1])
    return newest_vwap(series) if curves and (series.last_ms or 0) < frame.low_ms else None


def _scale(frame: Frame, lines: Sequence[_Line], curves: Sequence[Steps]) -> PriceScale:
    """A scale of lines and average; prints of other kinds widen it as far as they may."""
    base, sight = lines[0].base, lines[0].sight
    series = sight.series
    drawn = [line for line in lines if line.is_drawn(in_percent=base.price is not None)]
    core = [*(line.shown for line in drawn), base.shown(extremes(curves))]
    marked = set(shown_kinds(frame.options)[1:])
    marks = [base.shown(series.layers[kind].price[part]) for kind, part in sight.parts.items() if kind in marked]
    if not any(map(len, core)) and not marks:
        marks = [base.shown(np.array([series.last() or 0.0]))]
    least = LEAST_TICKS * 10.0**-series.decimals * (100 / base.price if base.price else 1)
    return chart_scale(core, marks, least, frame.price_height, frame.ratio)


def _draw_line(picture: TickPicture, line: _Line, scale: PriceScale, pen: QColor, off: NDArray[np.bool_]) -> None:
    """Draw a line, but for the columns that are off: where trades are missing the price must not seem to have held."""
    own_scale = line.base.dollars(scale)
    for steps in line.sight.segments:
        picture.interrupted_line(steps, own_scale, pen, off)


def _candles(series: TickSeries, frame: Frame) -> Candles:
    least_ms = LEAST_PX * frame.ratio * (frame.high_ms - frame.low_ms) / frame.width
    return candles(series, frame.low_ms, frame.high_ms, frame.options.candle_s * SECOND_MS, least_ms)


def _draw_sizes(picture: TickPicture, series: TickSeries, frame: Frame) -> SizeBars:
    most_auto, most = (max(frame.width / (px * frame.ratio), 1.0) for px in (BAR_PX, CHOSEN_BAR_PX))
    bars = size_bars(series, frame.low_ms, frame.high_ms, frame.options, most_auto, most)
    draw_bars(picture, bars, frame.low_ms, frame.high_ms, PAD_PX * frame.ratio)
    return bars


def _count(sight: Sight, options: ChartOptions) -> int:
    shown = shown_kinds(options)
    return sum(part.stop - part.start for kind, part in sight.parts.items() if kind in shown)

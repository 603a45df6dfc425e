"""Contracts traded by stretches of time or by numbers of prints, and by kind. No Qt here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from models.chart.options import BarsBy, ChartOptions
from models.chart.round_steps import round_edges, wide_enough
from models.chart.series import COUNTED, Kind, TickSeries
from models.conditions import Shape
from models.time_scale import SECOND_MS, step_for

_WIDER = tuple(n * 10**power for power in range(9) for n in (1, 2, 5))


class BarKind(IntEnum):
    """What a bar is made of, from the foot up."""

    SINGLE = 0
    AUCTION = 1
    CROSS = 2
    """Crosses and floor trades of a single leg."""
    PACKAGE = 3
    OTHER = 4
    """Single-leg prints that move no price."""


_OF_LINE = ((Shape.PLAIN, BarKind.SINGLE), (Shape.AUCTION, BarKind.AUCTION), (Shape.CROSS, BarKind.CROSS))


@dataclass(frozen=True, slots=True)
class SizeBars:
    """Bars of contracts that count towards volume.

    `edges`: Unix ms, one more than bars; bar n holds what was traded from edge n up to the next. Prints of one time may
    stand in several bars by prints. `totals`: contracts, shape (kinds, bars). `by`: TIME or TICKS; `each`: ms or prints
    that a bar holds; `asked`: those that the user wants, fewer where bars would be too narrow, 0 where the choice was
    left to the chart.
    """

    edges: NDArray[np.int64]
    totals: NDArray[np.int64]
    by: BarsBy
    each: int
    asked: int

    @property
    def largest(self) -> int:
        """Contracts of the highest bar."""
        return int(self.totals.sum(axis=0).max(initial=0))


def size_bars(
    series: TickSeries, low_ms: float, high_ms: float, options: ChartOptions, most_auto: float, most: float
) -> SizeBars:
    """Bars of what was traded from low to high; those at the ends are whole, too.

    `most_auto`: how many there may be where the chart chooses, `most`: where the user did; beyond it bars are joined.
    """
    span = high_ms - low_ms
    if options.bars_by is BarsBy.TICKS:
        return _by_ticks(series, low_ms, high_ms, options.bar_ticks, most)
    if options.bars_by is BarsBy.TIME:
        asked = options.bar_s * SECOND_MS
        return _by_time(series, low_ms, high_ms, wide_enough(asked, span / most), asked)
    return _by_time(series, low_ms, high_ms, step_for(span, most_auto), 0)


def _by_time(series: TickSeries, low_ms: float, high_ms: float, step_ms: int, asked: int) -> SizeBars:
    edges = round_edges(low_ms, high_ms, step_ms)
    cuts = {kind: series.layers[kind].time_ms.searchsorted(edges) for kind in COUNTED}
    return SizeBars(edges, _totals(series, cuts), BarsBy.TIME, step_ms, asked)


def _by_ticks(series: TickSeries, low_ms: float, high_ms: float, asked: int, most: float) -> SizeBars:
    """Bars of so many prints, counted from the first of each trade date; between two dates stands an empty one."""
    days = series.days()
    ends = np.append(days[1:], np.iinfo(np.int64).max)
    in_sight = [series.ranks(int(a), int(b)) for a, b in zip(days, ends, strict=True) if a < high_ms and b > low_ms]
    shown = [(ranks, ranks.before(low_ms), ranks.before(high_ms)) for ranks in in_sight if ranks.count]
    prints = sum(high - low for _, low, high in shown)
    each = next(asked * wider for wider in _WIDER if prints / (asked * wider) <= most)
    edges, totals = [np.zeros(0, np.int64)], [np.zeros((len(BarKind), 0), np.int64)]
    for ranks, low, high in shown:
        bounds = np.arange(low // each * each, min(-(-high // each) * each, ranks.count) + each, each)
        cuts = ranks.cuts(np.minimum(bounds, ranks.count))
        if len(edges) > 1:
            totals.append(np.zeros((len(BarKind), 1), np.int64))
        edges.append(ranks.times(cuts))
        totals.append(_totals(series, dict(zip(COUNTED, cuts, strict=True))))
    return SizeBars(np.concatenate(edges), np.concatenate(totals, axis=1), BarsBy.TICKS, each, asked)


def _totals(series: TickSeries, cuts: Mapping[Kind, NDArray[np.intp]]) -> NDArray[np.int64]:
    """Contracts by kind between the cuts of each layer."""
    totals = np.zeros((len(BarKind), max(len(cuts[Kind.LINE]) - 1, 0)), np.int64)
    line = _between(series, Kind.LINE, cuts)
    for shape, kind in _OF_LINE:
        totals[kind] = line[:, shape]
    if len(series.layers[Kind.PACKAGE]):
        totals[BarKind.PACKAGE] = _between(series, Kind.PACKAGE, cuts).sum(axis=1)
    if len(series.layers[Kind.OTHER]):
        other = _between(series, Kind.OTHER, cuts)
        totals[BarKind.OTHER] = other.sum(axis=1) - other[:, Shape.PACKAGE]
        totals[BarKind.PACKAGE] += other[:, Shape.PACKAGE]
    return totals


def _between(series: TickSeries, kind: Kind, cuts: Mapping[Kind, NDArray[np.intp]]) -> NDArray[np.int64]:
    """Contracts of a layer between its cuts, shape (bars, shapes)."""
    sums: NDArray[np.int64] = series.layers[kind].sums().by_shape.take(cuts[kind], axis=0)
    return sums[1:] - sums[:-1]

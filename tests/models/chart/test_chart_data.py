"""What a chart draws, against a plain recomputation: bars by time and by prints, VWAP, candles, the line by date."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.chart import ticks
from models.chart.candles import candles
from models.chart.decimate import column_edges
from models.chart.options import BarsBy, ChartOptions
from models.chart.round_steps import round_edges, wide_enough
from models.chart.series import TickSeries
from models.chart.sight import Sight
from models.chart.size_bars import SizeBars, size_bars
from models.chart.vwap import newest_vwap
from models.clock import EASTERN_CLOCK, utc_ms
from models.tape import Flag
from models.time_scale import marks
from tests.models import plain_chart as plain
from tests.models.plain_chart import Row
from tests.models.tick_tapes import Print, World

OPEN = utc_ms(date(2025, 12, 1), 34_200_000)
NEXT = utc_ms(date(2025, 12, 2), 34_200_000)
HOUR_MS = 3_600_000
EVERYTHING = 10**9
TIMES = st.builds(lambda day, at: day + at, st.sampled_from([OPEN, NEXT]), st.integers(0, 90_000))
ROWS = st.lists(
    st.builds(
        Row, TIMES, st.integers(1, 500).map(lambda cents: cents / 100), st.integers(1, 2000),
        st.sampled_from([*plain.KINDS, *plain.UNCOUNTED]),
    ),
    min_size=1,
    max_size=60,
)  # fmt: skip


@pytest.fixture(scope="module", params=["few", "many"], autouse=True)
def _many(request: pytest.FixtureRequest) -> Iterator[None]:
    """Everything holds with summaries of the ticks, too, which only many of them have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ticks, "FEW", ticks.FEW if request.param == "few" else 1)
        yield


def series_of(rows: list[Row], steps: int = 1) -> TickSeries:
    """A series that has read prints as they came, in so many steps."""
    world = World()
    series = TickSeries(world.tape, world.sets, world.contracts, 0)
    for part in np.array_split(np.arange(len(rows)), steps):
        if len(part):
            world.print(*(Print(rows[n].time_ms, rows[n].price, rows[n].size, rows[n].codes) for n in part))
        series.advance()
        for layer in series.layers:
            layer.sums()  # a chart draws in between
            layer.of_grade(2)
            layer.blocks()
        size_bars(series, OPEN, NEXT + HOUR_MS, ChartOptions(bars_by=BarsBy.TICKS, bar_ticks=3), 99, EVERYTHING)
    return series


def by_bars(bars: SizeBars) -> list[tuple[int, list[int]]]:
    """Start and totals of the bars that hold anything."""
    found = zip(bars.edges[:-1].tolist(), bars.totals.T.tolist(), strict=True)
    return [bar for bar in found if any(bar[1])]


@given(ROWS, st.integers(1, 5), st.sampled_from([1, 5, 30, 60]), st.integers(5, 400))
def test_bars_by_time_hold_what_was_traded_in_them_by_kind(rows: list[Row], steps: int, bar_s: int, most: int) -> None:
    options = ChartOptions(bars_by=BarsBy.TIME, bar_s=bar_s)
    bars = size_bars(series_of(rows, steps), OPEN - 5000, OPEN + 100_000, options, 99, most)
    assert bars.each % (bar_s * 1000) == 0
    assert 105_000 / bars.each <= most
    assert (bars.each == bars.asked) == (105_000 / (bar_s * 1000) <= most)
    for (start, end), found in zip(pairwise(bars.edges.tolist()), bars.totals.T.tolist(), strict=True):
        assert start % bars.each == 0
        assert found == plain.totals(row for row in rows if start <= row.time_ms < end)


@given(ROWS, st.integers(1, 5), st.integers(1, 9))
def test_bars_by_prints_are_counted_from_each_dates_first(rows: list[Row], steps: int, each: int) -> None:
    options = ChartOptions(bars_by=BarsBy.TICKS, bar_ticks=each)
    bars = size_bars(series_of(rows, steps), OPEN, NEXT + HOUR_MS, options, 99, EVERYTHING)
    assert (bars.each, bars.by) == (each, BarsBy.TICKS)
    assert by_bars(bars) == plain.chunks(rows, each)
    assert (np.diff(bars.edges) >= 0).all()


@given(ROWS, st.integers(0, 90_000), st.integers(1, 90_000), st.integers(1, 5))
def test_bars_by_prints_stay_what_they_are_when_the_view_moves(
    rows: list[Row], start: int, span: int, each: int
) -> None:
    options = ChartOptions(bars_by=BarsBy.TICKS, bar_ticks=each)
    low, high = OPEN + start, OPEN + start + span
    shown = by_bars(size_bars(series_of(rows), low, high, options, 99, EVERYTHING))
    every = plain.chunks(rows, each)
    assert [bar for bar in shown if bar not in every] == []
    inside = {row.time_ms for row in rows if row.counts and low <= row.time_ms < high}
    assert sum(sum(part) for _, part in shown) >= sum(r.size for r in rows if r.counts and r.time_ms in inside)


@given(ROWS, st.integers(1, 3), st.integers(1, 20))
def test_too_many_bars_by_prints_are_joined_and_it_is_said(rows: list[Row], each: int, most: int) -> None:
    options = ChartOptions(bars_by=BarsBy.TICKS, bar_ticks=each)
    bars = size_bars(series_of(rows), OPEN, NEXT + HOUR_MS, options, 99, most)
    assert bars.asked == each
    assert bars.each % each == 0
    assert by_bars(bars) == plain.chunks(rows, bars.each)


@given(ROWS, st.integers(1, 5), st.integers(1, 60))
def test_the_average_is_that_of_all_that_counted_on_its_date(rows: list[Row], steps: int, columns: int) -> None:
    series = series_of(rows, steps)
    newest = max(row.day for row in rows)
    wanted = plain.vwap(rows, newest, np.inf)
    assert newest_vwap(series) == (None if wanted is None else pytest.approx(wanted))
    edges = column_edges(OPEN - 1000, NEXT + 100_000, columns)
    sight = Sight(series, edges)
    days = sorted({row.day for row in rows})
    for day, curve in zip(days, sight.vwap_curves(), strict=True):
        for column, value in zip(curve.column.tolist(), curve.last.tolist(), strict=True):
            assert value == pytest.approx(plain.vwap(rows, day, edges[column + 1]))
        mine = [row.time_ms for row in rows if row.day == day and row.counts]
        held = np.searchsorted(edges, mine, side="right") - 1
        assert curve.column.tolist() == (list(range(held.min(), held.max() + 1)) if mine else [])


@given(ROWS, st.integers(1, 5))
def test_large_prints_are_found_whenever_they_came(rows: list[Row], steps: int) -> None:
    for layer in series_of(rows, steps).layers:
        assert layer.of_grade(2).tolist() == np.flatnonzero(layer.size >= 50).tolist()


@given(ROWS, st.integers(1, 5), st.sampled_from([1, 10, 60]), st.sampled_from([0, 7000, 100_000]))
def test_candles_are_of_the_lines_prints_from_round_times(rows: list[Row], steps: int, asked: int, least: int) -> None:
    found = candles(series_of(rows, steps), OPEN, NEXT + HOUR_MS, asked * 1000, least)
    assert found.each_ms >= max(asked * 1000, least)
    prices = zip(found.open, found.high, found.low, found.close, strict=True)
    shown = dict(zip(found.start_ms.tolist(), (tuple(map(float, four)) for four in prices), strict=True))
    starts = {row.time_ms // found.each_ms * found.each_ms for row in rows if row.on_line}
    assert shown == {start: plain.candle(rows, start, start + found.each_ms) for start in starts}


@given(ROWS, st.integers(1, 5), st.integers(1, 40))
def test_the_line_holds_no_price_from_one_date_to_the_next(rows: list[Row], steps: int, columns: int) -> None:
    edges = column_edges(OPEN + 20_000, NEXT + 60_000, columns)
    sight = Sight(series_of(rows, steps), edges)
    line = [row for row in plain.in_order(rows) if row.on_line]
    found = []
    for day in sorted({row.day for row in rows}):
        mine = [row for row in line if row.day == day]
        before = [row.price for row in mine if row.time_ms < edges[0]]
        inside = [row for row in mine if edges[0] <= row.time_ms < edges[-1]]
        goes_on = any(row.time_ms >= edges[-1] for row in mine)
        if inside or goes_on:
            found.append((before[-1:], [row.price for row in inside][:1], goes_on))
    shown = [([] if np.isnan(s.before) else [s.before], s.first[:1].tolist(), s.goes_on) for s in sight.segments]
    assert shown == found
    for steps_ in sight.segments:
        for column, low, high in zip(steps_.column, steps_.low, steps_.high, strict=True):
            prices = [row.price for row in line if edges[column] <= row.time_ms < edges[column + 1]]
            assert min(prices) <= low <= high <= max(prices)


@given(ROWS, st.data())
def test_what_is_cancelled_leaves_sums_and_average(rows: list[Row], data: st.DataObject) -> None:
    world = World()
    world.print(*(Print(row.time_ms, row.price, row.size, row.codes) for row in rows))
    series = TickSeries(world.tape, world.sets, world.contracts, 0)
    series.advance()
    newest_vwap(series)
    by_prints = ChartOptions(bars_by=BarsBy.TICKS, bar_ticks=2)
    size_bars(series, OPEN, NEXT + HOUR_MS, by_prints, 5, EVERYTHING)
    gone = data.draw(st.sets(st.sampled_from([n for n, row in enumerate(rows) if row.codes != (201,)] or [-1])))
    for row in gone - {-1}:
        world.tape.amend(row, Flag.CANCELLED)
    series.advance()
    rest = [row for n, row in enumerate(rows) if n not in gone]
    wanted = plain.vwap(rest, max(row.day for row in rows), np.inf)
    assert newest_vwap(series) == (None if wanted is None else pytest.approx(wanted))
    bars = size_bars(series, OPEN, NEXT + HOUR_MS, ChartOptions(), 5, 5)
    assert bars.totals.sum(axis=1).tolist() == plain.totals(rest)
    assert by_bars(size_bars(series, OPEN, NEXT + HOUR_MS, by_prints, 5, EVERYTHING)) == plain.chunks(rest, 2)


@given(st.floats(0, 10**7), st.floats(1, 10**7), st.sampled_from([1, 5, 500, 1000, 60_000, 1_800_000, HOUR_MS]))
def test_edges_are_the_round_times_from_before_to_after(low: float, span: float, step: int) -> None:
    span = min(span, 50 * step)
    edges = round_edges(OPEN + low, OPEN + low + span, step)
    assert edges.tolist() == marks(EASTERN_CLOCK, OPEN + low - step, OPEN + low + span + step, step)


def test_a_wider_step_is_round_and_a_multiple_of_what_was_asked_for() -> None:
    assert wide_enough(60_000, 0) == 60_000
    assert wide_enough(60_000, 61_000) == 120_000
    assert wide_enough(45_000, 50_000) == 15 * 60_000
    edges = round_edges(OPEN + 5, OPEN + 125_000, 60_000)
    assert edges[0] <= OPEN < OPEN + 120_000 < edges[-1]

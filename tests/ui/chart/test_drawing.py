"""A drawn chart: nothing that traded is hidden, nothing is drawn where nothing was traded."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.chart.options import ChartOptions, Style
from models.chart.series import Kind, TickSeries
from models.clock import utc_ms
from models.sessions import Session
from tests.models.tick_tapes import Print, World
from ui.chart.drawing import Beside, Drawing, Frame, draw
from ui.chart.gap_bands import Shade
from ui.chart.ground import Grounds
from ui.chart.picture import pixel
from ui.theme import ink

OPEN = utc_ms(date(2025, 12, 1), 34_200_000)
NEXT = utc_ms(date(2025, 12, 2), 34_200_000)
WIDTH, HEIGHT, SIZES = 300, 160, 40
CODES = [(209,), (227,), (229,), (232,), (248,), (202,), (201,)]
PRINTS = st.lists(
    st.builds(Print, st.integers(OPEN, OPEN + 9999), st.integers(400, 600).map(lambda cents: cents / 100),
              st.sampled_from([1, 20, 300, 5000]), st.sampled_from(CODES)),
    min_size=1,
    max_size=40,
)  # fmt: skip


def series_of(*prints: Print, contract: int = 0) -> TickSeries:
    world = World()
    world.print(*prints)
    series = TickSeries(world.tape, world.sets, world.contracts, contract)
    series.advance()
    return series


def drawn(
    series: TickSeries, low: float, high: float, *, others: tuple[Beside, ...] = (), **options: object
) -> Drawing:
    frame = Frame(low, high, WIDTH, HEIGHT, SIZES, 1.0, ChartOptions(**options))  # type: ignore[arg-type]
    nothing = np.zeros(WIDTH, np.int8)
    return draw(series, frame, Grounds(nothing, nothing - 1), others)


@given(PRINTS)
def test_every_print_in_sight_is_inked_or_pinned_at_the_edge(prints: list[Print]) -> None:
    series = series_of(*prints)
    drawing = drawn(series, OPEN, OPEN + 10_000, vwap=False)
    assert drawing.ticks == len(prints)
    off = 0
    for ticks in series.layers:
        column = (ticks.time_ms - OPEN) * WIDTH // 10_000
        row = drawing.dollars.row(ticks.price)
        off += int(((ticks.price > drawing.dollars.high) | (ticks.price < drawing.dollars.low)).sum())
        for x, y in zip(column.tolist(), row.tolist(), strict=True):
            assert drawing.prices.pixels[max(y - 8, 0) : y + 9, max(x - 8, 0) : x + 9].any()
    assert drawing.pinned == off


@given(PRINTS)
def test_the_lines_prints_are_never_hidden_or_moved(prints: list[Print]) -> None:
    series = series_of(*prints)
    drawing = drawn(series, OPEN, OPEN + 10_000, all_prints=False, vwap=False)
    line = series.layers[Kind.LINE]
    assert drawing.ticks == len(line)
    assert drawing.pinned == 0
    column, row = (line.time_ms - OPEN) * WIDTH // 10_000, drawing.dollars.row(line.price)
    assert (drawing.prices.pixels[row, column] >> 24 > 200).all()


@pytest.mark.parametrize("style", Style)
def test_no_price_is_drawn_overnight(style: Style) -> None:
    series = series_of(Print(OPEN, 5.0), Print(OPEN + 60_000, 5.1), Print(NEXT, 7.0), Print(NEXT + 60_000, 7.1))
    drawing = drawn(series, OPEN - 3_600_000, NEXT + 7_200_000, style=style)
    columns = np.flatnonzero(drawing.prices.pixels.any(axis=0))
    assert np.diff(columns).max() > 0.7 * WIDTH


def test_in_percent_every_line_begins_at_its_first_price_in_sight() -> None:
    world = World()
    world.print(Print(OPEN, 5.0), Print(OPEN + 5000, 6.0), Print(OPEN + 1000, 50.0, contract=1))
    world.print(Print(OPEN + 6000, 55.0, contract=1), Print(OPEN + 9000, 60.0, contract=1))
    own, other = (TickSeries(world.tape, world.sets, world.contracts, contract) for contract in (0, 1))
    own.advance()
    other.advance()
    drawing = drawn(own, OPEN + 500, OPEN + 10_000, others=(Beside(other, "link_b", 1),), relative=True)
    assert drawing.relative_base == (5.0, 50.0)
    assert -3 < drawing.scale.low < 0 < 20 < drawing.scale.high < 23
    assert drawing.dollars.high == pytest.approx(5.0 * (1 + drawing.scale.high / 100))
    common = drawn(own, OPEN + 500, OPEN + 10_000, others=(Beside(other, "link_b", 1),))
    assert common.relative_base == ()
    assert common.scale.low < 5.0 < 60.0 < common.scale.high


def test_on_a_scale_in_percent_a_line_without_a_price_to_compare_with_is_left_out() -> None:
    world = World()
    world.print(Print(OPEN, 5.0), Print(OPEN + 5000, 6.0), Print(OPEN + 1000, 0.0, contract=1))
    world.print(Print(OPEN + 6000, 55.0, contract=1))
    own, other = (TickSeries(world.tape, world.sets, world.contracts, contract) for contract in (0, 1))
    own.advance()
    other.advance()
    beside = drawn(own, OPEN, OPEN + 10_000, others=(Beside(other, "link_b", 1),), relative=True)
    alone = drawn(own, OPEN, OPEN + 10_000, relative=True)
    assert beside.relative_base == (5.0, None)
    assert np.array_equal(beside.prices.pixels, alone.prices.pixels)
    dollars = drawn(other, OPEN, OPEN + 10_000, others=(Beside(own, "link_b", 1),), relative=True)
    assert dollars.relative_base == ()
    assert dollars.scale.low < 0.0 < 55.0 < dollars.scale.high


def test_sessions_and_gaps_are_tinted_and_differ() -> None:
    series = series_of(Print(OPEN, 5.0))
    frame = Frame(OPEN, OPEN + 10_000, WIDTH, HEIGHT, SIZES, 1.0, ChartOptions())
    gaps, sessions = np.zeros(WIDTH, np.int8), np.repeat(np.arange(-1, 4), WIDTH // 5).astype(np.int8)
    gaps[-20:] = Shade.MISSING
    pixels = draw(series, frame, Grounds(gaps, sessions)).sizes.pixels[0]
    tints = {session: int(pixels[(session + 1) * 60 + 30]) for session in (-1, *Session)}
    assert tints[-1] == tints[Session.REGULAR] == 0
    assert len({tints[s] for s in (Session.EARLY, Session.LATE, Session.OUTSIDE)} - {0}) == 3
    assert int(pixels[-10]) not in tints.values()


def test_a_candle_of_one_price_is_seen_and_the_line_behind_says_what_held() -> None:
    series = series_of(*(Print(OPEN + n * 60_000, 5.0 + n / 10) for n in (0, 4, 8)))
    drawing = drawn(series, OPEN - 60_000, OPEN + 600_000, style=Style.CANDLES, candle_s=60, vwap=False)
    pixels, row = drawing.prices.pixels, int(drawing.dollars.row(np.array([5.4]))[0])
    neutral = np.argwhere(pixels == pixel(ink("text")))
    assert len(neutral) == 3 * 3 * 15, "three marks three pixels high, as wide as any candle"
    between = pixels[row, (6 * 60 + 50) * WIDTH // 660]
    assert 0 < between >> 24 < 200
    assert not (pixels == pixel(ink("up"))).any()


def test_bars_and_candles_say_what_they_hold() -> None:
    series = series_of(*(Print(OPEN + n * 1000, 5.0, 10) for n in range(600)))
    drawing = drawn(series, OPEN, OPEN + 600_000, style=Style.CANDLES, candle_s=1)
    assert drawing.candle_ms == 10_000
    assert drawing.bars.each * (WIDTH // 4) >= 600_000
    assert drawing.largest == 10 * drawing.bars.each // 1000
    assert drawing.vwap == pytest.approx(5.0)

"""What is painted, pixel by pixel, against a plain evaluation of the line."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from models.decimate import PriceScale, column_edges, step_columns
from models.series import Kind
from ui.tick_picture import TickPicture
from ui.tick_stamps import stamp

WIDTH, HEIGHT = 24, 20
SCALE = PriceScale(0.0, float(HEIGHT), HEIGHT)
TICKS = st.lists(st.tuples(st.integers(-60, 300), st.integers(1, HEIGHT)), max_size=60).map(sorted)


def painted(ticks: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """(column, row) of the pixels of the line through ticks, a column every 10 ms."""
    picture = TickPicture(WIDTH, HEIGHT, 1.0)
    times, prices = np.array([t for t, _ in ticks], np.int64), np.array([p for _, p in ticks], np.float64)
    steps = step_columns(times, prices, column_edges(0, 10 * WIDTH, WIDTH))
    picture.step_line(steps, SCALE, QColor("red"))
    return {(int(x), int(y)) for y, x in np.argwhere(picture.pixels)}


def plain(ticks: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """The same, by walking from tick to tick: along to the next one's column, then up or down to its price."""
    pixels = set()
    for (time_a, price_a), (time_b, price_b) in pairwise(ticks):
        row_a, row_b = HEIGHT - price_a, HEIGHT - price_b
        pixels |= {(column, row_a) for column in range(time_a // 10, time_b // 10 + 1)}
        pixels |= {(time_b // 10, row) for row in range(min(row_a, row_b), max(row_a, row_b) + 1)}
    pixels |= {(time // 10, HEIGHT - price) for time, price in ticks}
    return {(column, row) for column, row in pixels if 0 <= column < WIDTH}


@given(TICKS)
def test_the_decimated_line_has_exactly_the_pixels_of_the_whole_line(ticks: list[tuple[int, int]]) -> None:
    assert painted(ticks) == plain(ticks)


def test_at_double_scale_the_line_is_two_pixels_thick() -> None:
    picture = TickPicture(WIDTH, HEIGHT, 2.0)
    steps = step_columns(np.array([0, 239]), np.array([10.0, 10.0]), column_edges(0, 240, WIDTH))
    picture.step_line(steps, SCALE, QColor("red"))
    assert set(np.argwhere(picture.pixels)[:, 0].tolist()) == {10, 11}


def test_the_line_is_dashed_where_trades_are_missing_and_every_tick_stays() -> None:
    steps = step_columns(np.array([0, 100, 230]), np.array([10.0, 5.0, 10.0]), column_edges(0, 240, WIDTH))
    whole, broken = TickPicture(WIDTH, HEIGHT, 1.0), TickPicture(WIDTH, HEIGHT, 1.0)
    whole.step_line(steps, SCALE, QColor("red"))
    unknown = np.isin(np.arange(WIDTH), np.arange(4, 20))
    broken.shade([(QColor("blue"), QColor("blue"))], unknown.astype(np.int8))
    broken.broken_line(steps, SCALE, QColor("red"), unknown)
    red = broken.pixels == whole.pixels.max()
    lacking = np.flatnonzero(((whole.pixels != 0) & ~red).any(axis=0)).tolist()
    assert lacking == [4, 5, 6, 7, 12, 13, 14, 15]
    assert (red[:, 10] == (whole.pixels[:, 10] != 0)).all(), "the column with a tick is whole"
    assert (broken.pixels[:, 4:20] != 0).all(), "the band shows through the dashes"


def test_the_ground_fills_its_columns_and_is_hatched() -> None:
    picture = TickPicture(WIDTH, HEIGHT, 1.0)
    kinds = np.zeros(WIDTH, np.int8)
    kinds[3:12] = 2
    picture.shade([(QColor("red"), QColor("red")), (QColor(200, 0, 0, 20), QColor(200, 0, 0, 80))], kinds)
    assert np.flatnonzero((picture.pixels != 0).all(axis=0)).tolist() == list(range(3, 12))
    assert not picture.pixels[:, 12:].any()
    hatched = (picture.pixels == picture.pixels.max())[:, 3:12].mean()
    assert 0.1 < hatched < 0.2


def test_bars_stand_on_the_lower_edge() -> None:
    picture = TickPicture(WIDTH, HEIGHT, 1.0)
    picture.bars(np.array([2, 8]), np.array([5, 9]), np.array([15, 0], np.int32), QColor("blue"))
    heights = (picture.pixels != 0).sum(axis=0).tolist()
    assert heights == [0, 0, 5, 5, 5, 0, 0, 0, 20] + [0] * 15
    assert (picture.pixels[-1, 2:5] != 0).all()


def test_markers_at_the_edges_are_cut_off_and_not_moved() -> None:
    picture = TickPicture(WIDTH, HEIGHT, 1.0)
    shape = stamp(Kind.PACKAGE, 1.0, False)
    corners = [(0, 0), (WIDTH - 1, 0), (0, HEIGHT - 1), (WIDTH - 1, HEIGHT - 1), (12, 10)]
    picture.stamp(np.array([x for x, _ in corners]), np.array([y for _, y in corners], np.int32), shape)
    expected = {
        (x + dx, y + dy) for x, y in corners for dx, dy in zip(shape.dx.tolist(), shape.dy.tolist(), strict=True)
    }
    found = {(int(x), int(y)) for y, x in np.argwhere(picture.pixels)}
    assert found == {(x, y) for x, y in expected if 0 <= x < WIDTH and 0 <= y < HEIGHT}


def test_the_image_shows_the_pixels() -> None:
    picture = TickPicture(WIDTH, HEIGHT, 1.0)
    colour = QColor(200, 100, 50, 128)
    picture.bars(np.array([3]), np.array([4]), np.array([19], np.int32), colour)
    image = picture.image().copy(picture.source)
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    assert image.pixelColor(3, 19).alpha() == 128
    assert abs(image.pixelColor(3, 19).red() - 200) <= 1
    assert image.pixelColor(4, 19).alpha() == 0


def test_kinds_are_told_apart_by_their_shapes() -> None:
    shapes = {frozenset(zip(s.dx.tolist(), s.dy.tolist(), strict=True)) for s in (stamp(k, 1.0, False) for k in Kind)}
    assert len(shapes) == len(Kind)

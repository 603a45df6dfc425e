"""What is painted, pixel by pixel, against a plain evaluation of the line."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from models.chart.decimate import PriceScale, column_edges, step_columns
from models.chart.series import Kind
from models.chart.ticks import GRADES
from models.conditions import Shape
from ui.chart.dashes import PATTERNS_PX, dashes, missing_dashes
from ui.chart.picture import TickPicture
from ui.chart.stamps import REACH_PX, stamp

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
    ground = np.where(unknown, 0xFF0000FF, 0).astype(np.uint32)
    broken.lay_ground(ground, ground)
    broken.interrupted_line(steps, SCALE, QColor("red"), missing_dashes(unknown, 1.0))
    red = broken.pixels == whole.pixels.max()
    lacking = np.flatnonzero(((whole.pixels != 0) & ~red).any(axis=0)).tolist()
    assert lacking == [4, 5, 6, 7, 12, 13, 14, 15]
    assert (red[:, 10] == (whole.pixels[:, 10] != 0)).all(), "the column with a tick is whole"
    assert (broken.pixels[:, 4:20] != 0).all(), "the band shows through the dashes"


def test_the_ground_fills_its_columns_and_is_hatched() -> None:
    picture = TickPicture(WIDTH, HEIGHT, 1.0)
    plain, lines = np.zeros(WIDTH, np.uint32), np.zeros(WIDTH, np.uint32)
    plain[3:12], lines[3:12] = 0x14100000, 0x50400000
    plain[14:16] = lines[14:16] = 0x10101010
    picture.lay_ground(plain, lines)
    assert np.flatnonzero((picture.pixels != 0).all(axis=0)).tolist() == [*range(3, 12), 14, 15]
    assert not picture.pixels[:, 16:].any()
    assert 0.1 < (picture.pixels == lines[3])[:, 3:12].mean() < 0.2
    assert (picture.pixels[:, 14:16] == 0x10101010).all(), "no hatching where both are the same"


def test_blocks_lie_over_one_another_in_their_order() -> None:
    picture = TickPicture(WIDTH, HEIGHT, 1.0)
    left, right, top, bottom = (np.array(sides) for sides in ([2, 4], [5, 9], [15, 0], [20, 18]))
    picture.blocks(left, right, top, bottom, [1, 2])
    assert (picture.pixels[15:, 2:4] == 1).all()
    assert (picture.pixels[:18, 4:9] == 2).all()
    assert (picture.pixels[18:, 4] == 1).all()
    assert np.count_nonzero(picture.pixels) == 5 * 2 + 18 * 5 + 2


def test_dashes_differ_from_number_to_number_and_the_first_line_is_whole() -> None:
    patterns = [dashes(number, 100, 1.0).tolist() for number in range(len(PATTERNS_PX))]
    assert not any(patterns[0])
    assert len({tuple(pattern) for pattern in patterns}) == len(PATTERNS_PX)
    assert all(0.2 < 1 - np.mean(pattern) < 0.9 for pattern in patterns[1:])


def test_markers_at_the_edges_are_cut_off_and_not_moved() -> None:
    picture = TickPicture(WIDTH, HEIGHT, 1.0)
    shape = stamp(Kind.PACKAGE, Shape.PACKAGE, 0, 1.0)
    corners = [(0, 0), (WIDTH - 1, 0), (0, HEIGHT - 1), (WIDTH - 1, HEIGHT - 1), (12, 10)]
    picture.stamp(np.array([x for x, _ in corners]), np.array([y for _, y in corners], np.int32), shape)
    expected = {
        (x + dx, y + dy) for x, y in corners for dx, dy in zip(shape.dx.tolist(), shape.dy.tolist(), strict=True)
    }
    found = {(int(x), int(y)) for y, x in np.argwhere(picture.pixels)}
    assert found == {(x, y) for x, y in expected if 0 <= x < WIDTH and 0 <= y < HEIGHT}


def test_the_image_shows_the_pixels() -> None:
    picture = TickPicture(WIDTH, HEIGHT, 1.0)
    picture.points(np.array([3]), np.array([19], np.int32), QColor(200, 100, 50, 128))
    image = picture.image().copy(picture.source)
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    assert image.pixelColor(3, 19).alpha() == 128
    assert abs(image.pixelColor(3, 19).red() - 200) <= 1
    assert image.pixelColor(4, 19).alpha() == 0


MARKS = [(Kind.LINE, shape) for shape in (Shape.PLAIN, Shape.AUCTION, Shape.CROSS)] + [
    (kind, Shape.PLAIN) for kind in Kind if kind is not Kind.LINE
]


def test_kinds_are_told_apart_by_their_shapes_at_every_size() -> None:
    for grade in range(len(GRADES) + 1):
        stamps = [stamp(kind, shape, grade, 1.0) for kind, shape in MARKS]
        shapes = {frozenset(zip(s.dx.tolist(), s.dy.tolist(), strict=True)) for s in stamps}
        assert len(shapes) == len(MARKS)


def test_the_area_of_a_dot_follows_the_size_of_the_print() -> None:
    inks = [(stamp(Kind.LINE, Shape.PLAIN, grade, 4.0).colours >> 16 & 0xFF > 60).sum() for grade in range(5)]
    assert all(1.6 < larger / smaller < 2.4 for smaller, larger in pairwise(inks))


def test_no_mark_goes_further_than_its_reach() -> None:
    for kind, shape in MARKS:
        mark = stamp(kind, shape, len(GRADES), 1.0)
        assert max(np.abs(mark.dx).max(), np.abs(mark.dy).max()) < REACH_PX

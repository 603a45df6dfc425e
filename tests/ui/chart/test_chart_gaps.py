"""Gaps in the chart: bands under the ticks, and what they say."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.gaps import Gap, GapLog, GapStage
from tests.models.tick_tapes import Print
from tests.ui.chart.chart_desk import MINUTE, OPEN, Desk, desks, minutes
from ui.chart.gap_bands import Shade, bands, gap_at


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, monkeypatch)


def log(*gaps: Gap) -> GapLog:
    made = GapLog()
    for gap in gaps:
        made.put(gap, 0)
    return made


def gap(number: int, start_ms: int, end_ms: int | None, stage: GapStage = GapStage.STAYS) -> Gap:
    return Gap(number, start_ms, end_ms, stage, "connection cut")


def banded(desk: Desk) -> set[int]:
    """Pixel columns of the sizes that are hatched above all bars: only those of a band are."""
    above = desk.drawing.sizes.pixels[:7]
    return set(np.flatnonzero(above.max(axis=0) != above.min(axis=0)).tolist())


def columns(desk: Desk, start_ms: float, end_ms: float) -> set[int]:
    """Pixel columns between two times."""
    left, right = (desk.pixel(int(at), 10.0).x() for at in (start_ms, end_ms))
    return set(range(int(left), round(right)))


def test_a_gap_is_a_band_from_its_start_to_its_end(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    desk.gaps.put(gap(0, OPEN + 5 * MINUTE, OPEN + 9 * MINUTE), 6)
    desk.open()
    wanted = columns(desk, OPEN + 5 * MINUTE, OPEN + 9 * MINUTE)
    assert banded(desk) == wanted
    assert len(wanted) > 50


def test_an_open_gap_reaches_the_right_edge(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    desk.gaps.put(gap(0, OPEN + 29 * MINUTE, None, GapStage.OPEN), 6)
    desk.open()
    drawing = desk.drawing
    assert max(banded(desk)) == drawing.sizes.width - 1


def test_news_of_a_gap_are_drawn_though_no_trade_comes_and_only_once(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    desk.frame()
    drawn = chart.redraws
    desk.gaps.put(gap(0, OPEN + 5 * MINUTE, OPEN + 9 * MINUTE), 6)
    for _ in range(4):
        desk.frame()
    assert chart.redraws == drawn + 1
    assert banded(desk)


def test_a_filled_gap_is_fainter_than_one_with_missing_trades(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    desk.gaps.put(gap(0, OPEN + 5 * MINUTE, OPEN + 9 * MINUTE), 6)
    desk.gaps.put(gap(1, OPEN + 15 * MINUTE, OPEN + 19 * MINUTE, GapStage.FILLED), 6)
    desk.open()
    drawing = desk.drawing
    opacity = (drawing.sizes.pixels[:7] >> 24).max(axis=0)  # no bar is as high
    missing, filled = (int(desk.pixel(OPEN + at * MINUTE + 20_000, 10.0).x()) for at in (7, 17))
    assert opacity[missing - 5 : missing + 5].max() > 2 * opacity[filled - 5 : filled + 5].max() > 0


def test_the_line_does_not_claim_a_price_where_trades_are_missing(desk: Desk) -> None:
    desk.world.print(Print(OPEN, 10.0), Print(OPEN + 20 * MINUTE, 10.0))
    desk.open()
    row = int(desk.in_picture(OPEN, 10.0).y())
    whole = (desk.drawing.prices.pixels[row - 1 : row + 2] >> 24 == 255).sum()
    desk.gaps.put(gap(0, OPEN + 5 * MINUTE, OPEN + 15 * MINUTE), 1)
    desk.frame()
    broken = (desk.drawing.prices.pixels[row - 1 : row + 2] >> 24 == 255).sum()
    assert 0.70 < broken / whole < 0.80, "half of the line of half of the time is left out"
    desk.gaps.put(gap(0, OPEN + 5 * MINUTE, OPEN + 15 * MINUTE, GapStage.FILLED), 1)
    desk.frame()
    assert (desk.drawing.prices.pixels[row - 1 : row + 2] >> 24 == 255).sum() == whole


def test_the_crosshair_reads_the_gap_under_it(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    desk.gaps.put(Gap(0, OPEN + 5 * MINUTE, OPEN + 6 * MINUTE, GapStage.FILLED, "connection cut"), 6)
    desk.gaps.count(0, 132)
    desk.open()
    desk.point(desk.pixel(OPEN + 5 * MINUTE + 30_000, 10.1))
    marks = desk.chart._plot.overlay.marks
    assert marks.gap == (("gap 1 min 00 s · connection cut · filled: 132 trades", "muted"),)
    assert marks.reading, "the nearest print is told too"
    desk.chart.grab()
    desk.point(desk.pixel(OPEN + 20 * MINUTE, 10.1))
    assert desk.chart._plot.overlay.marks.gap == ()
    desk.point(QPointF(-5, -5))
    assert desk.chart._plot.overlay.marks.gap == ()


def test_a_gap_out_of_sight_is_no_band() -> None:
    gaps = log(gap(0, 0, 10), gap(1, 500, 600), gap(2, 2000, None))
    assert np.flatnonzero(bands(gaps, 100, 1100, 1000, 1.0)).tolist() == list(range(400, 500))


@pytest.mark.parametrize("start_ms", [100, 600, 1099, 1100])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_shortest_gap_is_two_pixels_wide_and_stays_in_the_picture(start_ms: int, ratio: float) -> None:
    columns = np.flatnonzero(bands(log(gap(0, start_ms, start_ms)), 100, 1100, 300, ratio))
    assert len(columns) == round(2 * ratio)
    assert (np.diff(columns) == 1).all()


def test_where_gaps_meet_missing_trades_are_shown_whatever_came_later() -> None:
    gaps = log(gap(0, 200, 300), gap(1, 250, 400, GapStage.FILLED))
    found = bands(gaps, 0, 1000, 100, 1.0)
    assert found[20:40].tolist() == [Shade.MISSING] * 10 + [Shade.FILLED] * 10


def test_a_short_gap_is_found_by_a_pointer_beside_it() -> None:
    gaps = log(gap(0, 1000, 1001), gap(1, 1000, 1005), gap(2, 5000, None))
    assert gap_at(gaps, 1012, 10.0) is gaps[1].gap
    assert gap_at(gaps, 1030, 10.0) is None
    assert gap_at(gaps, 9e12, 0.0) is gaps[2].gap

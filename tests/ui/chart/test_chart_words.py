"""What a chart says of prints, bars, candles, sessions and the day's prices."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.batch import coverage_news, gap_news
from models.clock import utc_ms
from models.coverage_news import Streamed
from models.gaps import Gap, GapStage
from tests.models.tick_tapes import SPY, Print
from tests.ui.chart.chart_desk import MINUTE, OPEN, Desk, desks, minutes, said
from ui.chart.marks import spread
from ui.chart.overlay_text import text_width


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, monkeypatch)


def level_texts(desk: Desk) -> list[str]:
    return [level.tag.text for level in desk.marks.levels]


def over_bars(desk: Desk, time_ms: int) -> None:
    """Point at a bar."""
    sizes = desk.chart._plot.places.sizes
    desk.point(QPointF(desk.pixel(time_ms, 10.0).x(), sizes.center().y()))


def test_the_days_open_high_low_and_the_vwap_stand_on_the_axis(desk: Desk) -> None:
    desk.world.print(
        Print(OPEN, 5.1), Print(OPEN + MINUTE, 5.9), Print(OPEN + 2 * MINUTE, 4.8), Print(OPEN + 3 * MINUTE, 5.4)
    )
    desk.open()
    assert level_texts(desk) == ["O 5.10", "H 5.90", "L 4.80", "V 5.30"]
    assert desk.marks.remark == ""
    desk.press(Qt.Key.Key_L)
    assert level_texts(desk) == ["V 5.30"]
    desk.press(Qt.Key.Key_V)
    assert level_texts(desk) == []


def test_every_tag_and_figure_has_room_on_the_axis(desk: Desk) -> None:
    desk.world.print(Print(OPEN, 1834.5), Print(OPEN + MINUTE, 5351.1, size=12_345_678))
    chart = desk.open()
    places, texts = chart._plot.places, ["O 1834.50", "H 5351.10", "12,000,000"]
    assert places.whole.right() - places.prices.right() >= max(map(text_width, texts))
    assert desk.drawing.prices.width == round(places.prices.width())
    wide = places.prices.width()
    desk.world.print(*[Print(OPEN + n * MINUTE, 5.0, contract=1) for n in range(3)])
    desk.link.set_contract(1)
    assert chart._plot.places.prices.width() > wide, "no wider than it has to be"


def test_in_percent_the_tags_are_in_percent_too(desk: Desk) -> None:
    desk.world.print(Print(OPEN, 5.0), Print(OPEN + MINUTE, 6.0), Print(OPEN + 2 * MINUTE, 5.5))
    desk.open()
    desk.press(Qt.Key.Key_P)
    assert level_texts(desk) == ["OL 0.00 %", "H +20.00 %", "V +10.00 %"]
    assert desk.marks.last is not None
    assert desk.marks.last.tag.text == "+10.00 %"


def test_without_a_price_to_compare_with_a_chart_stays_in_dollars_and_says_so(desk: Desk) -> None:
    desk.world.print(Print(OPEN, 5.0, codes=(232,)), Print(OPEN + MINUTE, 5.4, codes=(232,)))
    chart = desk.open()
    desk.press(Qt.Key.Key_P)
    low, high = chart._plot.price_axis.range
    step, values = chart._plot.price_axis.values_between(low, high, 300)
    assert "5.10" in chart._plot.price_axis.texts_of(values, step)
    parts = [part.text for part in chart.header.shown.parts]
    assert "in dollars: no price in sight to compare with" in parts
    assert desk.marks.last is not None
    assert desk.marks.last.tag.text == "5.40"


@pytest.mark.parametrize("price", [0.05, 10.0, 5000.0])
def test_a_price_that_does_not_move_has_figures_in_percent_and_no_two_alike(desk: Desk, price: float) -> None:
    desk.world.print(*[Print(OPEN + n * MINUTE, price) for n in range(3)])
    chart = desk.open()
    desk.press(Qt.Key.Key_P)
    low, high = chart._plot.price_axis.range
    step, values = chart._plot.price_axis.values_between(low, high, 300)
    texts = chart._plot.price_axis.texts_of(values, step)
    figures = [text for text in texts if text]
    assert len(set(figures)) == len(figures) >= 3


def test_the_time_under_the_pointer_has_its_date_where_several_are_in_sight(desk: Desk) -> None:
    desk.world.print(*minutes(10), *[Print(OPEN + 86_400_000 + n * MINUTE, 10.0) for n in range(10)])
    chart = desk.open()
    desk.point(desk.pixel(OPEN + 86_400_000, 10.0))
    assert desk.marks.time_tag is not None
    assert desk.marks.time_tag.text.startswith("09:30:0")
    chart._window.show(OPEN + 43_200_000, 2 * 86_400_000)
    chart.moves.moved.emit()
    desk.point(desk.pixel(OPEN, 10.0))
    assert desk.marks.time_tag.text.startswith("Mon 1 Dec 2025 09:")


def test_equal_prices_share_a_level(desk: Desk) -> None:
    desk.world.print(Print(OPEN, 5.1), Print(OPEN + MINUTE, 4.8))
    desk.open()
    desk.press(Qt.Key.Key_V)
    assert level_texts(desk) == ["OH 5.10", "L 4.80"]


def test_levels_of_a_day_that_is_not_in_sight_are_not_drawn(desk: Desk) -> None:
    desk.world.print(*minutes(10), *[Print(OPEN + 86_400_000 + n * MINUTE, 10.0) for n in range(10)])
    desk.open()
    assert "OHL 10.00" in level_texts(desk)
    desk.press(Qt.Key.Key_PageUp)
    assert level_texts(desk) == ["V 10.06"], "that of the day in sight"


def test_what_is_known_since_the_middle_of_the_day_is_not_called_the_days(desk: Desk) -> None:
    since_ms = OPEN + 92 * MINUTE
    desk.market.take(coverage_news(Streamed(frozenset({SPY}), everything=False, since_ms=since_ms)))
    desk.world.print(Print(since_ms, 5.1), Print(since_ms + MINUTE, 5.9))
    desk.open()
    assert desk.marks.remark == "* since 11:02"
    assert level_texts(desk)[:2] == ["OL* 5.10", "H* 5.90"]


def test_a_gap_that_is_not_filled_is_told_of_at_the_levels(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    desk.open()
    gap = Gap(0, OPEN + 5 * MINUTE, OPEN + 9 * MINUTE, GapStage.STAYS, "connection cut")
    desk.market.take(gap_news(gap))
    desk.frame()
    assert desk.marks.remark == "* with gaps"
    assert level_texts(desk)[:2] == ["OL* 10.00", "H* 10.29"]


def test_the_bar_under_the_pointer_is_told_by_kind(desk: Desk) -> None:
    desk.world.print(
        Print(OPEN, 10, 900), Print(OPEN + 1, 10, 200, (227,)), Print(OPEN + 2, 10, 104, (232,)),
        Print(OPEN + 3, 10, 50, (202,)), Print(OPEN + 10 * MINUTE, 10, 7),
    )  # fmt: skip
    desk.open()
    desk.chart.choices._take_bars("1 min")
    over_bars(desk, OPEN + 20_000)
    assert said(desk.marks.bar) == "1 min from 09:30:00:  1,204  = 900 single-leg  + 200 auction  + 104 multi-leg"
    over_bars(desk, OPEN + 10 * MINUTE)
    assert said(desk.marks.bar) == "1 min from 09:40:00:  7 single-leg"
    over_bars(desk, OPEN + 5 * MINUTE)
    assert said(desk.marks.bar) == "1 min from 09:35:00:  nothing"


def test_a_bar_of_another_day_than_the_newest_has_its_date(desk: Desk) -> None:
    desk.world.print(Print(OPEN, 10, 7), Print(OPEN + 86_400_000, 10, 9))
    desk.open()
    desk.chart.choices._take_bars("1 min")
    desk.press(Qt.Key.Key_PageUp)
    over_bars(desk, OPEN + 1000)
    assert said(desk.marks.bar) == "1 min from Mon 1 Dec 2025 09:30:00:  7 single-leg"


def test_the_candle_under_the_pointer_is_told(desk: Desk) -> None:
    desk.world.print(*[Print(OPEN + n * 10_000, 10 + (n % 7) / 100) for n in range(60)])
    desk.open()
    desk.press(Qt.Key.Key_C)
    desk.point(desk.pixel(OPEN + 90_000, 10.03))
    assert said(desk.marks.candle) == "1 min from 09:31:00:  O 10.06  H 10.06  L 10.00  C 10.04  6 prints"
    desk.press(Qt.Key.Key_C)
    assert desk.marks.candle == ()


def test_a_print_outside_the_regular_session_says_so(desk: Desk) -> None:
    evening = utc_ms(date(2025, 12, 1), 20 * 3_600_000 + 20 * MINUTE)
    late = utc_ms(date(2025, 12, 1), 16 * 3_600_000 + 30 * MINUTE)
    desk.world.print(*[Print(at, 10.0, contract=1) for at in (OPEN, late, evening)])
    desk.open(1)
    desk.link.set_row(1)
    assert desk.reading() == "16:30:00.000  10.00 × 1  CBOE  Auto  late session  moves no price"
    desk.link.set_row(2)
    assert "early session" in desk.reading()
    desk.link.set_row(0)
    assert "session" not in desk.reading()


@given(
    st.lists(st.floats(-50, 350, allow_nan=False), min_size=1, max_size=8),
    st.floats(5, 60),
)
def test_tags_keep_their_room_their_order_and_the_axis(places: list[float], room: float) -> None:
    moved = spread(places, room, 0, 300)
    given_room = min(room, 300 / len(places))
    order = sorted(range(len(places)), key=lambda n: places[n])
    between = [moved[b] - moved[a] for a, b in pairwise(order)]
    assert all(gap >= given_room - 1e-6 for gap in between)
    assert min(moved) >= given_room / 2 - 1e-6
    assert max(moved) <= 300 - given_room / 2 + 1e-6


def test_tags_that_have_room_stay_where_they_are() -> None:
    assert spread([100, 40, 200], 17, 0, 300) == [100, 40, 200]
    assert spread([100, 100], 17, 0, 300) == [91.5, 108.5]

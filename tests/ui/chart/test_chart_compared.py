"""Contracts that a chart draws beside its own."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.models.tick_tapes import Print
from tests.ui.chart.chart_desk import MINUTE, OPEN, Desk, desks, minutes, said
from ui import theme
from ui.chart.menu import ChartMenu
from ui.chart.overlay_text import line_px
from ui.chart.word_strip import contract_box, told_corner

OTHERS = [f"O:SPY251219C00{strike}000" for strike in range(651, 660)]


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, monkeypatch)


def add_others(desk: Desk, count: int) -> list[int]:
    """Contracts that trade at 11, 12 … dollars, in the fifth minute."""
    added = [desk.world.contracts.add(ticker) for ticker in OTHERS[:count]]
    prints = [Print(OPEN + 5 * MINUTE, 11.0 + n, contract=number) for n, number in enumerate(added)]
    desk.world.print(
        *prints, *[Print(p.time_ms + 10 * MINUTE, round(p.price * 1.1, 2), contract=p.contract) for p in prints]
    )
    return added


def legend(desk: Desk) -> list[str]:
    return [said(line.words) for line in desk.marks.legend]


def pixels_of(desk: Desk, token: str) -> int:
    """How many pixels of the prices have a colour."""
    return int((desk.drawing.prices.pixels == theme.ink(token).rgba()).sum())


def test_a_contract_alone_has_no_legend(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    desk.open()
    assert desk.marks.legend == ()


def test_compared_contracts_are_drawn_each_in_its_colour_and_told_in_the_legend(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    desk.open()
    desk.link.toggle_compared(add_others(desk, 2))
    assert legend(desk) == [
        "SPY 19 Dec 25 650 C  10.29",
        "SPY 19 Dec 25 651 C  12.10  ×",
        "SPY 19 Dec 25 652 C  13.20  ×",
    ]
    assert pixels_of(desk, "beside_1") > 50
    assert pixels_of(desk, "beside_2") > 50
    assert desk.drawing.scale.high > 13.2


def test_the_legend_tells_the_prices_under_the_pointer(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    desk.open()
    desk.link.toggle_compared(add_others(desk, 1))
    desk.point(desk.pixel(OPEN + 7 * MINUTE + 30_000, 10.5))
    assert legend(desk) == ["SPY 19 Dec 25 650 C  10.07", "SPY 19 Dec 25 651 C  11.00  ×"]
    desk.point(desk.pixel(OPEN + 2 * MINUTE, 10.5))
    assert legend(desk)[1] == "SPY 19 Dec 25 651 C  no trade yet  ×"


def test_in_percent_every_contract_begins_at_its_first_price(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    desk.link.toggle_compared(add_others(desk, 1))
    desk.press(Qt.Key.Key_P)
    assert legend(desk) == ["SPY 19 Dec 25 650 C  10.29  +2.90 %", "SPY 19 Dec 25 651 C  12.10  +10.00 %  ×"]
    low, high = chart._plot.price_axis.range
    assert low < 0 < 10 < high
    step, values = chart._plot.price_axis.values_between(low, high, 300)
    texts = chart._plot.price_axis.texts_of(values, step)
    assert "+10 %" in [text.strip() for text in texts]
    desk.point(desk.pixel(OPEN + 29 * MINUTE, 10.29))
    assert desk.reading().startswith("09:59:00.000  10.29"), "a print is read in dollars"
    assert desk.marks.price_tag is not None
    assert desk.marks.price_tag.text == "+2.90 %"


def test_in_percent_the_legend_says_which_contract_has_nothing_to_be_compared_with(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    desk.link.toggle_compared(add_others(desk, 1))
    desk.press(Qt.Key.Key_P)
    chart._window.show(OPEN + 2 * MINUTE, 2 * MINUTE)
    chart.moves.moved.emit()
    assert legend(desk)[1] == "SPY 19 Dec 25 651 C  no price in sight to compare  ×"
    assert pixels_of(desk, "beside_1") == 0


@pytest.mark.parametrize("count", [0, 1, 6])
def test_no_word_lies_over_the_prices(desk: Desk, count: int) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    desk.window.resize(900, 700)
    desk.link.toggle_compared(add_others(desk, count))
    desk.press(Qt.Key.Key_C)
    desk.point(desk.pixel(OPEN + 7 * MINUTE, 10.07))
    assert desk.marks.reading
    assert desk.marks.candle
    prices, width = chart._plot.places.prices, chart._plot.width()
    boxes = [contract_box(number, width) for number in range(len(legend(desk)))]
    assert all(box.bottom() <= prices.top() for box in boxes)
    assert told_corner(1, len(boxes), width).y() + line_px() <= prices.top()
    assert chart._plot.price_axis.place.top() == prices.top()
    assert desk.drawing.prices.height == prices.height()
    assert prices.height() > 0.5 * chart._plot.height()


def test_a_click_on_the_legend_takes_a_contract_away(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    first, second = add_others(desk, 2)
    desk.link.toggle_compared((first, second))
    place = contract_box(1, chart._plot.width()).topLeft() + QPointF(50, 9)
    assert chart._plot.overlay.compared_at(place) == first
    QTest.mouseClick(chart._plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place.toPoint())
    assert desk.link.compared == (second,)
    assert len(legend(desk)) == 2
    desk.press(Qt.Key.Key_O)
    assert legend(desk) == []


def test_the_menu_stops_comparing_a_contract(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    desk.link.toggle_compared(add_others(desk, 2))
    chart.open_options()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, ChartMenu)
    beside = next(action.menu() for action in menu.actions() if action.text() == "Co&mpared with")
    assert isinstance(beside, QMenu)
    next(a for a in beside.actions() if a.text() == "Stop comparing SPY 19 Dec 25 651 C").trigger()
    menu.close()
    assert legend(desk)[1:] == ["SPY 19 Dec 25 652 C  13.20  ×"]


def test_no_more_than_six_are_drawn_and_the_header_says_so(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    desk.link.toggle_compared([0, *add_others(desk, 8)])
    assert len(legend(desk)) == 7, "the chart's own is not beside itself"
    assert "2 more are too many to draw" in [part.text for part in chart.header.shown.parts]
    assert len({line.ink for line in desk.marks.legend}) == len({line.dash for line in desk.marks.legend}) == 7


def test_compared_contracts_follow_new_prints(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    desk.open()
    (other,) = add_others(desk, 1)
    desk.link.toggle_compared((other,))
    desk.frame(Print(OPEN + 20 * MINUTE, 14.0, contract=other))
    assert legend(desk)[1] == "SPY 19 Dec 25 651 C  14.00  ×"


def test_compared_contracts_of_a_hidden_chart_are_not_read(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    desk.dock.hide()
    drawn = chart.redraws
    desk.link.toggle_compared(add_others(desk, 2))
    desk.frame(Print(OPEN + 40 * MINUTE))
    assert chart._data.beside == ()
    assert (chart.redraws, chart._later.isActive()) == (drawn, False)
    desk.dock.show()
    assert len(legend(desk)) == 3


def test_what_was_read_is_not_read_again_when_another_comes_beside(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    first, second = add_others(desk, 2)
    desk.link.toggle_compared((first,))
    own, beside = desk.series, chart._data.beside[0]
    desk.link.toggle_compared((second,))
    assert desk.series is own
    assert chart._data.beside[0] is beside
    desk.link.set_contract(first)
    assert desk.series is beside
    assert np.array_equal(desk.series.layers[0].price, [11.0, 12.1])

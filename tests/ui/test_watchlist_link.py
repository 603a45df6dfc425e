"""The watchlist panel beside others: what a click does, and the figures that follow the prints."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.contract import parse_ticker
from models.qt.link import NONE
from models.qt.watch_cells import KEYS
from models.watchlist import WatchItem, Watchlist
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, SPY_P, TICKERS, Print
from tests.ui.watch_desk import WatchDesk, of, watch_desk
from tests.ui.window_desk import CONTROL, cell_rect, click, painted, press, texts

Key = Qt.Key
SPARK = KEYS.index("spark")


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[WatchDesk]:
    yield from watch_desk(qtbot, qapp, *TICKERS)


@pytest.fixture
def empty(qtbot: QtBot, qapp: QApplication) -> Iterator[WatchDesk]:
    yield from watch_desk(qtbot, qapp)


def test_a_click_narrows_the_tape_and_a_second_one_widens(desk: WatchDesk) -> None:
    click(desk.table, 1)
    assert (desk.link.contract, desk.link.narrowed) == (TICKERS.index(SPY_P), True)
    click(desk.table, 0)
    assert (desk.link.contract, desk.link.narrowed) == (TICKERS.index(SPY_C), True)
    click(desk.table, 0)
    assert (desk.link.contract, desk.link.narrowed) == (TICKERS.index(SPY_C), False)
    click(desk.table, 0)
    assert desk.link.narrowed


def test_a_click_on_the_row_that_took_the_place_of_another_narrows_too(desk: WatchDesk) -> None:
    click(desk.table, 0)
    press(desk.table, Key.Key_Delete)
    click(desk.table, 0)
    assert (desk.link.contract, desk.link.narrowed) == (TICKERS.index(SPY_P), True)


def test_selecting_several_does_not_narrow(desk: WatchDesk) -> None:
    click(desk.table, 0, CONTROL)
    click(desk.table, 2, Qt.KeyboardModifier.ShiftModifier)
    assert not desk.link.narrowed
    assert desk.selected == [0, 1, 2]


def test_escape_widens(desk: WatchDesk) -> None:
    click(desk.table, 1)
    press(desk.table, Key.Key_Escape)
    assert not desk.link.narrowed


def test_arrows_turn_the_link_and_do_not_narrow(desk: WatchDesk) -> None:
    desk.panel.select_first()
    press(desk.table, Key.Key_Down)
    assert (desk.link.contract, desk.link.narrowed, desk.selected) == (TICKERS.index(SPY_P), False, [1])


def test_giving_the_list_the_keys_chooses_no_contract(desk: WatchDesk, qtbot: QtBot) -> None:
    desk.table.setFocus()
    qtbot.waitUntil(desk.table.hasFocus)
    assert desk.link.contract == NONE


def test_the_list_shows_which_contract_the_others_show(desk: WatchDesk) -> None:
    desk.link.set_contract(2)
    assert desk.selected == [2]
    desk.link.set_contract(desk.market.contracts.add("O:TSLA251219C00400000"))
    assert desk.selected == []
    desk.link.set_contract(2)
    assert desk.selected == [2], "also where its row was the current one all the time"


def test_the_selection_survives_what_is_added_and_removed_above(desk: WatchDesk) -> None:
    click(desk.table, 2)
    desk.panel.watchlist.add([WatchItem(parse_ticker("O:TSLA251219C00400000"))], 0)
    desk.panel.watchlist.remove([1])
    assert (desk.selected, desk.link.contract) == ([2], TICKERS.index(SPXW))


def test_figures_and_totals_follow_the_prints(desk: WatchDesk) -> None:
    desk.market.print(Print(SPY_C, 2.0, 10), Print(SPY_P, 1.0, 5), Print("O:TSLA251219C00400000", 9.0))
    desk.panel.advance()
    assert texts(desk.table, 1) == ["2.00", "1.00", "–", "–"]
    assert desk.foot == "4 contracts · calls ~$2,000 · puts ~$500 · 2 trades · 15 contracts traded"
    before = desk.table.viewport().grab().toImage()
    desk.market.print(Print(SPY_C, 9.0, 10, time_ms=OPEN + 1))
    desk.panel.advance()
    after = desk.table.viewport().grab().toImage()
    assert painted(after, "up", cell_rect(desk.table, 0, 1)) > painted(before, "up", cell_rect(desk.table, 0, 1)) == 0
    assert after.copy(cell_rect(desk.table, 1, 1)) == before.copy(cell_rect(desk.table, 1, 1))


def test_kept_up_with_it_shows_the_first_trade_at_once_and_others_at_a_calm_pace(desk: WatchDesk, qtbot: QtBot) -> None:
    announced: list[int] = []
    desk.panel.model.dataChanged.connect(lambda first, _last: announced.append(first.row()))
    prices = [str(price) for price in range(2, 60)]
    for at_ms, price in enumerate(prices):
        desk.market.print(Print(SPY_C, float(price), time_ms=OPEN + at_ms))
        desk.panel.keep_up()
        assert at_ms or texts(desk.table, 1)[0] == "2.00"
    assert len(announced) < len(prices) / 2
    qtbot.waitUntil(lambda: texts(desk.table, 1)[0] == "59.00")
    qtbot.waitUntil(lambda: texts(desk.table, SPARK)[0].startswith("2.00 to 59.00"))


def test_a_premium_of_known_shares_is_no_estimate(desk: WatchDesk) -> None:
    desk.market.print(Print(SPY_C, 2.0, 10), Print(SPY_P, 1.0, 5))
    desk.market.contracts.learn_multiplier(SPY_C, 100)
    desk.panel.advance()
    assert "calls $2,000 · puts ~$500" in desk.foot


def test_the_line_of_the_day_is_drawn_over_its_open_and_read_while_its_column_is_shown(desk: WatchDesk) -> None:
    minutes = (0, 5, 10, 15)
    prices = (2.0, 1.0, 1.5, 3.0)
    desk.market.print(*(Print(SPY_C, p, time_ms=OPEN + m * 60_000) for m, p in zip(minutes, prices, strict=True)))
    desk.panel.advance()
    place = cell_rect(desk.table, 0, SPARK)
    image = desk.table.viewport().grab().toImage()
    assert painted(image, "up", place) > 60
    assert painted(image, "handle_hover", place) > 8
    assert painted(image, "up", cell_rect(desk.table, 1, SPARK)) == 0
    reader = desk.panel.model.data(desk.panel.model.index(0, SPARK), Qt.ItemDataRole.AccessibleTextRole)
    assert reader == "2.00 to 3.00, high 3.00, low 1.00"
    desk.table.setColumnHidden(SPARK, True)
    assert texts(desk.table, SPARK)[0] == "–", "what nobody sees is not read"
    desk.table.setColumnHidden(SPARK, False)
    desk.panel.advance()
    assert texts(desk.table, SPARK)[0] == reader


def test_the_lines_are_read_after_columns_came_back_in_which_they_are_shown(desk: WatchDesk) -> None:
    shown = desk.panel.state()
    desk.table.setColumnHidden(SPARK, True)
    hidden = desk.panel.state()
    desk.market.print(Print(SPY_C, 2.0))
    for state, text in ((hidden, "–"), (shown, "2.00 to 2.00, high 2.00, low 2.00")):
        desk.panel.restore(state)
        desk.panel.advance()
        assert texts(desk.table, SPARK)[0] == text


def test_totals_are_of_the_contracts_that_are_left(desk: WatchDesk) -> None:
    desk.market.print(Print(SPY_C, 2.0, 10), Print(SPY_P, 1.0, 5))
    desk.panel.advance()
    desk.panel.watchlist.remove([0])
    assert desk.foot.startswith("3 contracts · calls $0 · puts ~$500 · 1 trade · 5 contracts traded")


def test_another_list_widens_and_keeps_the_contract_if_it_has_it(desk: WatchDesk) -> None:
    click(desk.table, 2)
    desk.panel.show_list(of(NVDA, SPXW))
    assert (desk.selected, desk.link.contract, desk.link.narrowed) == ([1], TICKERS.index(SPXW), False)
    desk.panel.show_list(of(SPY_P))
    assert (desk.selected, desk.link.contract) == ([0], TICKERS.index(SPY_P))
    desk.panel.show_list(of())
    assert (desk.selected, desk.link.contract) == ([], TICKERS.index(SPY_P))


def test_the_name_says_whether_the_list_is_saved(desk: WatchDesk) -> None:
    desk.panel.watchlist.remove([0])
    assert desk.panel.header.note.text() == "Test · not saved"
    desk.panel.watchlist.mark_saved()
    desk.panel.say_name()
    assert desk.panel.header.note.text() == "Test"


def test_columns_come_back(desk: WatchDesk) -> None:
    desk.table.setColumnWidth(0, 222)
    state = desk.panel.state()
    desk.table.setColumnWidth(0, 100)
    desk.panel.restore(state)
    assert desk.table.columnWidth(0) == 222


def test_a_list_without_a_name_is_not_called_watchlist_twice(empty: WatchDesk) -> None:
    empty.panel.show_list(Watchlist())
    assert empty.panel.header.note.text() == ""

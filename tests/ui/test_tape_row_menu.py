"""The menu of a tape's rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from models.contract import parse_ticker
from tests.models.made_market import NVDA, SPXW, SPY_C, TICKERS, Print
from tests.ui.main_desk import Desk
from tests.ui.window_desk import dressed, press


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot, tmp_path)
        made.tape.scope.set_everything(everything=True)
        made.show(
            Print(SPY_C, venue=308, codes=(219,), size=5),
            Print(NVDA, venue=302, codes=(209, 999), size=5),
            Print(SPXW, size=5),
        )
        made.tape.table.setFocus()
        qtbot.waitUntil(made.tape.table.hasFocus)
        made.tape.table.selectRow(1)
        yield made
        made.end()


def offered(desk: Desk) -> dict[str, QAction]:
    """All lines of the open menu and of those below it, by their texts."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), desk.tape.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(desk.tape.table.viewport(), event)
    (menu,) = (menu for menu in desk.tape.findChildren(QMenu) if menu.isVisible())
    found = {}
    for one in (menu, *menu.findChildren(QMenu)):
        for action in one.actions():
            path = one.title().replace("&", "") + ": " if one is not menu else ""
            found[path + action.text().partition("\t")[0].replace("&", "")] = action
    return found


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Show only: Contract NVDA 16 Jan 26 172.5 C", f"{NVDA} size>=5"),
        ("Show only: Underlying NVDA", "NVDA size>=5"),
        ("Show only: Venue CBOE", "size>=5 venue=CBOE"),
        ("Show only: Condition Auto (209)", "size>=5 cond=209"),
        ("Show only: Condition 999", "size>=5 cond=999"),
        ("Leave out: Underlying NVDA", "!NVDA size>=5"),
        ("Leave out: Venue CBOE", "size>=5 !venue=CBOE"),
        ("Leave out: Condition Auto (209)", "size>=5 !cond=209"),
    ],
)
def test_the_filter_is_made_narrower_by_the_trade_that_is_selected(desk: Desk, line: str, text: str) -> None:
    desk.tape.filters.set_text("size>=5")
    desk.tape.table.selectRow(1)
    offered(desk)[line].trigger()
    assert desk.tape.filters.text == text
    desk.tape.filters.edit.setFocus()
    press(desk.tape.filters.edit, Qt.Key.Key_Up)
    assert desk.tape.filters.text == "size>=5"


def test_the_contract_goes_to_the_watchlist_a_new_chart_or_is_compared(desk: Desk) -> None:
    lines = offered(desk)
    lines["Add to the watchlist"].trigger()
    assert desk.watchlist.watchlist.row_of(parse_ticker(NVDA)) is not None
    lines["Open NVDA 16 Jan 26 172.5 C in a new chart"].trigger()
    assert desk.window.panels.charts.current.link.contract == TICKERS.index(NVDA)


def test_the_letter_o_compares_on_every_tape(desk: Desk) -> None:
    press(desk.tape.table, Qt.Key.Key_O)
    assert list(desk.window.link.compared) == [TICKERS.index(NVDA)]
    offered(desk)["Compare in the chart, or stop"].trigger()
    assert list(desk.window.link.compared) == []


def test_the_trade_is_copied_and_its_details_are_shown(desk: Desk) -> None:
    lines = offered(desk)
    lines["Copy the selected trades"].trigger()
    assert "NVDA" in QGuiApplication.clipboard().text()
    lines["Details"].trigger()
    details = desk.tape.reading._details
    assert details is not None
    assert details.isVisible()


def test_with_no_trade_selected_it_says_so(desk: Desk) -> None:
    desk.tape.table.clearSelection()
    assert list(offered(desk)) == ["Select a trade for more"]

"""What the feed is asked for."""

from collections.abc import Iterator, Set
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.contract import parse_ticker
from models.ports import TradeFeed
from models.watchlist import WatchItem, Watchlist
from tests.models.made_market import SPXW, SPY_C, SPY_P
from tests.ui.main_desk import Desk, desks
from ui.subscriber import Subscriber


class Feed:
    """Remembers what is wanted of it."""

    def __init__(self) -> None:
        self.wanted: list[tuple[Set[str], bool]] = []
        self.subscriber: Subscriber

    def subscribe(self, tickers: Set[str], *, everything: bool = False) -> None:
        self.wanted.append((tickers, everything))


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, tmp_path)


def subscribed(desk: Desk, *, everything: bool = False) -> Feed:
    feed = Feed()
    feed.subscriber = Subscriber(cast("TradeFeed", feed), desk.window, lambda: everything)
    feed.subscriber.subscribe()
    return feed


def test_each_change_of_the_watchlist_is_told(desk: Desk) -> None:
    feed = subscribed(desk)
    assert feed.wanted == [({SPY_C, SPY_P}, False)]
    desk.watchlist.watchlist.add([WatchItem(parse_ticker(SPXW))])
    assert feed.wanted[-1] == ({SPY_C, SPY_P, SPXW}, False)
    desk.window.document.show_list(Watchlist("Other", [WatchItem(parse_ticker(SPXW))]))
    assert feed.wanted[-1] == ({SPXW}, False)


def test_a_tape_that_shows_all_trades_takes_them_all(desk: Desk) -> None:
    feed = subscribed(desk)
    desk.tape.scope.set_everything(True)
    assert feed.wanted[-1] == ({SPY_C, SPY_P}, True)
    desk.tape.scope.set_everything(False)
    assert feed.wanted[-1] == ({SPY_C, SPY_P}, False)


def test_who_takes_everything_needs_no_tape_for_it(desk: Desk) -> None:
    assert subscribed(desk, everything=True).wanted == [({SPY_C, SPY_P}, True)]

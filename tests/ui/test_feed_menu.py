"""The menu of the feed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.status import FeedState, FeedStatus
from tests.ui.main_desk import Desk, desks
from tests.ui.window_desk import CONTROL

Key = Qt.Key
WAITING = (FeedState.BACKOFF, FeedState.COOLDOWN, FeedState.REFUSED)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, tmp_path)


def test_keys_reach_details_and_connection(desk: Desk) -> None:
    QTest.keyClick(desk.window, Key.Key_D, CONTROL)
    QTest.keyClick(desk.window, Key.Key_K, CONTROL)
    assert desk.asked == ["feed", "connection"]
    desk.actions["Feed details…"].trigger()
    desk.actions["Key and connection…"].trigger()
    assert desk.asked == ["feed", "connection"] * 2


@pytest.mark.parametrize("state", FeedState)
def test_connecting_now_is_offered_only_to_a_feed_that_waits_or_gave_up(desk: Desk, state: FeedState) -> None:
    desk.window.show_feed(FeedStatus(state))
    QTest.keyClick(desk.window, Key.Key_R, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.asked == (["connect"] if state in WAITING else [])


def test_in_the_cool_down_the_connection_is_taken_over(desk: Desk) -> None:
    assert not desk.actions["Connect now"].isEnabled()
    desk.window.show_feed(FeedStatus(FeedState.COOLDOWN))
    assert desk.actions["Take the connection over now"].isEnabled()
    desk.window.show_feed(FeedStatus(FeedState.BACKOFF))
    assert desk.actions["Connect now"].isEnabled()

"""A calm pace for a call that is asked for often."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.pace import Pace


def test_the_first_call_is_made_at_once_and_the_rest_once_at_the_end(qtbot: QtBot) -> None:
    calls: list[int] = []
    owner = QObject()
    pace = Pace(lambda: calls.append(1), 20, owner)
    for _ in range(50):
        pace.ask()
    assert len(calls) == 1
    qtbot.waitUntil(lambda: not pace.isActive())
    assert len(calls) == 2


def test_what_nobody_asks_for_is_not_called(qtbot: QtBot) -> None:
    calls: list[int] = []
    owner = QObject()
    pace = Pace(lambda: calls.append(1), 1, owner)
    pace.ask()
    qtbot.waitUntil(lambda: not pace.isActive())
    assert len(calls) == 1


def test_in_a_hurry_the_pace_does_not_matter() -> None:
    calls: list[int] = []
    owner = QObject()
    pace = Pace(lambda: calls.append(1), 60_000, owner)
    for _ in range(3):
        pace.hurry()
    assert len(calls) == 3
    pace.stop()

"""A calm pace for a call that is asked for often."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui import pace as pace_module
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


def test_who_asks_when_the_call_is_nearly_due_has_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = [100.0]
    monkeypatch.setattr(pace_module, "time", SimpleNamespace(monotonic=lambda: now_s[0]))
    calls: list[float] = []
    owner = QObject()
    pace = Pace(lambda: calls.append(now_s[0]), 250, owner)
    for _ in range(9):
        pace.ask()
        now_s[0] += 0.1
    pace.stop()
    assert calls == pytest.approx([100.0, 100.2, 100.4, 100.6, 100.8])


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

"""The frame pump in a busy market, and with views that take long: who gets how much of a frame."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from models.measures import LagMeter
from models.qt import frame_pump
from models.qt.frame_pump import VIEW_MS, FramePump
from tests.models.qt.pump_desk import Clock, PumpDesk

_A_PAGE_OFTEN = 900
"""Trades at once that make no busy market; by their rate over three seconds views rest as long as may be."""


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[PumpDesk]:
    made = PumpDesk()
    yield made
    made.pump.stop()


def test_a_slow_view_is_called_less_often_and_misses_nothing(
    desk: PumpDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_pump, "time", Clock(desk.feed))
    slow: list[int] = []
    desk.pump.add_view(lambda: slow.append(desk.market.tape.end), 100)
    desk.feed.give(*[1] * 30)
    qtbot.waitUntil(lambda: desk.rests, timeout=5000)
    assert slow[-1] == desk.seen[-1] == 30
    assert 1 < len(slow) < len(desk.seen)


def test_in_a_busy_market_a_view_that_takes_long_leaves_less_of_the_frame_to_decoding(
    desk: PumpDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(desk.feed)
    monkeypatch.setattr(frame_pump, "time", clock)

    def look_long() -> None:
        desk.look()
        clock.more_s += 0.02

    pump = FramePump(desk.feed, desk.market, LagMeter())
    pump.add_view(look_long)
    for _ in range(12):
        before = len(desk.seen)
        desk.feed.give(frame_pump.BUSY_TRADES)
        qtbot.waitUntil(lambda before=before: len(desk.seen) > before, timeout=2000)  # type: ignore[misc]
    pump.stop()
    assert desk.feed.budgets[0] == pytest.approx(frame_pump.BUDGET_S)
    assert min(desk.feed.budgets) == pytest.approx(frame_pump.LEAST_BUDGET_S)


def test_a_market_that_takes_longer_over_trades_than_was_meant_is_given_fewer_at_once(
    desk: PumpDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(desk.feed, longer=2.0)
    monkeypatch.setattr(frame_pump, "time", clock)
    desk.feed.give(*[frame_pump.BUSY_TRADES] * 30)
    qtbot.waitUntil(lambda: desk.rests, timeout=5000)
    assert desk.feed.budgets[29] == pytest.approx(frame_pump.FULL_BUDGET_S / 2, rel=0.05)
    clock.more_s += sum(desk.feed.budgets)  # it goes on where it is
    clock.longer = 1.0
    desk.feed.give(*[frame_pump.BUSY_TRADES] * 30)
    qtbot.waitUntil(lambda: desk.rests, timeout=5000)
    assert max(desk.feed.budgets[-10:]) == pytest.approx(frame_pump.FULL_BUDGET_S, rel=0.05), "it learns both ways"


def test_a_view_that_takes_most_of_a_frame_has_one_for_itself(
    desk: PumpDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(desk.feed)
    monkeypatch.setattr(frame_pump, "time", clock)
    looks: list[tuple[str, int]] = []

    def look_long() -> None:
        looks.append(("long", len(desk.feed.budgets)))
        clock.more_s += 0.04

    pump = FramePump(desk.feed, desk.market, LagMeter())
    pump.add_view(look_long)
    pump.add_view(lambda: looks.append(("short", len(desk.feed.budgets))))
    desk.feed.give(frame_pump.BUSY_TRADES, frame_pump.BUSY_TRADES)
    qtbot.waitUntil(lambda: len(looks) == 3, timeout=2000)
    pump.stop()
    assert looks == [("long", 1), ("short", 2), ("long", 2)]


def test_a_backlog_that_stands_beside_views_that_take_every_frame_is_worked_off_too(
    desk: PumpDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(desk.feed)
    monkeypatch.setattr(frame_pump, "time", clock)

    def look_long() -> None:
        clock.more_s += 0.04

    pump = FramePump(desk.feed, desk.market, LagMeter())
    pump.add_view(look_long)
    desk.feed.give(*[frame_pump.BUSY_TRADES] * 20)
    qtbot.waitUntil(lambda: desk.market.tape.end == 20 * frame_pump.BUSY_TRADES, timeout=5000)
    pump.stop()
    assert pytest.approx(frame_pump.LEAST_BUDGET_S) in desk.feed.budgets
    assert pytest.approx(frame_pump.FULL_BUDGET_S) in desk.feed.budgets


def test_soon_after_many_trades_views_still_take_turns_though_few_come(desk: PumpDesk, qtbot: QtBot) -> None:
    frames: list[int] = []
    for _ in range(3):
        desk.pump.add_view(lambda: frames.append(desk.pump.frames))
    desk.feed.give(frame_pump.BUSY_TRADES)
    qtbot.waitUntil(lambda: len(frames) == 3, timeout=2000)
    assert len(set(frames)) == 3
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)


def test_with_few_trades_views_advance_less_often(
    desk: PumpDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(desk.feed)
    monkeypatch.setattr(frame_pump, "time", clock)
    at_s: list[float] = []
    desk.pump.add_view(lambda: at_s.append(clock.perf_counter()))
    for turn in range(1, 6):
        desk.feed.give(1)
        qtbot.waitUntil(lambda turn=turn: len(at_s) == turn, timeout=2000)  # type: ignore[misc]
    assert all(later - earlier >= frame_pump.QUIET_MS / 2000 for earlier, later in pairwise(at_s))


def test_of_more_trades_than_a_page_a_second_all_views_show_what_is_new_together_a_few_times_a_second(
    desk: PumpDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(desk.feed)
    monkeypatch.setattr(frame_pump, "time", clock)
    frames: list[tuple[int, float]] = []
    for pace_ms in (VIEW_MS, 100):
        desk.pump.add_view(lambda: frames.append((desk.pump.frames, clock.perf_counter())), pace_ms)
    desk.feed.give(_A_PAGE_OFTEN)
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    for turn in range(2, 6):
        clock.more_s += 0.9 * frame_pump.STEADY_MS / 1000
        desk.feed.give(1)
        qtbot.waitUntil(lambda turn=turn: len(frames) >= 2 * turn, timeout=2000)  # type: ignore[misc]
    at_s = [at_s for _, at_s in frames[::2]]
    assert [frame for frame, _ in frames[::2]] == [frame for frame, _ in frames[1::2]]
    assert all(later - earlier >= frame_pump.STEADY_MS / 2000 for earlier, later in pairwise(at_s))


def test_after_a_rest_a_lone_trade_is_shown_at_once_however_many_came_before(
    desk: PumpDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(desk.feed)
    monkeypatch.setattr(frame_pump, "time", clock)
    desk.feed.give(_A_PAGE_OFTEN)
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    clock.more_s += 0.5
    desk.feed.give(1)
    assert desk.pump._timer.remainingTime() <= 1000 * frame_pump.SETTLE_S
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    assert desk.seen[-1] == desk.market.tape.end


def test_in_a_busy_market_one_view_advances_in_a_frame_and_in_the_end_all_have_seen_all(
    desk: PumpDesk, qtbot: QtBot
) -> None:
    turns: list[tuple[str, int]] = []
    desk.pump.add_view(lambda: turns.append(("a", desk.market.tape.end)))
    desk.pump.add_view(lambda: turns.append(("b", desk.market.tape.end)))
    desk.feed.give(*[frame_pump.BUSY_TRADES] * 12)
    qtbot.waitUntil(lambda: desk.rests, timeout=5000)
    total = 12 * frame_pump.BUSY_TRADES
    assert desk.seen[-1] == total
    assert dict(turns) == {"a": total, "b": total}

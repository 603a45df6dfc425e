"""The frame pump: all that arrives is taken and shown, and measured."""

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from models.batch import coverage_news, gap_news
from models.coverage_news import Fetched
from models.gaps import Gap
from models.qt import frame_pump
from models.qt.frame_pump import VIEW_MS
from tests.models.made_market import SPY_C
from tests.models.qt.pump_desk import Clock, PumpDesk


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[PumpDesk]:
    made = PumpDesk()
    yield made
    made.pump.stop()


def test_without_data_nothing_runs(desk: PumpDesk) -> None:
    assert desk.rests
    assert desk.pump.frames == 0


def test_all_that_arrives_is_taken_and_shown_and_then_the_pump_rests(desk: PumpDesk, qtbot: QtBot) -> None:
    desk.feed.give(3, 4)
    assert not desk.pump.idle
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    assert desk.seen[-1] == desk.market.tape.end == 7


def test_it_wakes_again(desk: PumpDesk, qtbot: QtBot) -> None:
    for total in (1, 2, 3):
        desk.feed.give(1)
        qtbot.waitUntil(lambda total=total: desk.seen[-1:] == [total], timeout=2000)  # type: ignore[misc]
        qtbot.waitUntil(lambda: desk.rests, timeout=2000)


def test_views_advance_no_more_often_than_their_pace(
    desk: PumpDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(desk.feed)
    monkeypatch.setattr(frame_pump, "time", clock)
    at_s: list[float] = []
    desk.pump.add_view(lambda: at_s.append(clock.perf_counter()))
    desk.feed.give(*[1] * 12)
    qtbot.waitUntil(lambda: desk.rests, timeout=5000)
    assert desk.seen == sorted(set(desk.seen))
    assert 1 < len(at_s) < 12
    assert all((later - earlier) * 1000 >= VIEW_MS - 3 for earlier, later in pairwise(at_s))


def test_a_backlog_is_worked_off_with_the_full_budget(
    desk: PumpDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_pump, "time", Clock(desk.feed))  # every portion takes all of a frame's budget
    desk.feed.give(*[5] * 10)
    qtbot.waitUntil(lambda: desk.rests, timeout=5000)
    assert desk.market.tape.end == 50
    assert desk.feed.budgets[:2] == pytest.approx([frame_pump.BUDGET_S] * 2)
    assert pytest.approx(frame_pump.FULL_BUDGET_S) in desk.feed.budgets[2:]
    desk.feed.budgets.clear()
    desk.feed.give(1)
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    assert desk.feed.budgets[0] == pytest.approx(frame_pump.BUDGET_S)


def test_what_the_budget_has_room_for_is_taken_in_one_frame(desk: PumpDesk, qtbot: QtBot) -> None:
    desk.feed.give(*[5] * 10)
    qtbot.waitUntil(lambda: desk.rests, timeout=5000)
    assert desk.market.tape.end == 50
    assert 0 < len(desk.seen) < 10


def test_frames_stalls_and_the_way_to_the_paint_are_measured(desk: PumpDesk, qtbot: QtBot) -> None:
    pump = desk.pump
    desk.feed.give(*[frame_pump.BUSY_TRADES] * 60)
    qtbot.waitUntil(lambda: desk.rests and pump.tick_to_paint_ms.summary()["max"] is not None, timeout=5000)
    assert pump.frames == len(desk.seen)
    assert all(measure.summary()["p50"] is not None for measure in (pump.frame_ms, pump.stall_ms, pump.lag.histogram))
    assert pump.rate.per_second(time.perf_counter()) > 0


def test_the_rest_between_two_prints_is_no_stall(desk: PumpDesk, qtbot: QtBot) -> None:
    desk.feed.give(1)
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    desk.feed.give(1)
    qtbot.waitUntil(lambda: desk.rests and desk.market.tape.end == 2, timeout=2000)
    assert desk.pump.stall_ms.summary()["max"] is None


def test_a_batch_without_trades_makes_no_frame(desk: PumpDesk, qtbot: QtBot) -> None:
    desk.feed.give(0)
    qtbot.waitUntil(lambda: desk.rests and not desk.feed.waiting, timeout=2000)
    assert desk.seen == []


def test_a_stopped_pump_takes_nothing(desk: PumpDesk, qtbot: QtBot) -> None:
    desk.feed.give(1)
    desk.pump.stop()
    desk.feed.give(1)
    desk.pump.show_news()
    assert len(desk.feed.waiting) == 2
    assert not desk.pump._timer.isActive()
    assert not desk.pump.idle


def test_views_that_are_followed_take_the_place_of_others_and_those_that_stay_keep_their_pace(
    desk: PumpDesk, qtbot: QtBot
) -> None:
    seen: list[str] = []
    one, two = (lambda: seen.append("one")), (lambda: seen.append("two"))
    desk.pump.follow([(one, 10_000)])
    desk.feed.give(1)
    qtbot.waitUntil(lambda: seen == ["one"])
    desk.pump.follow([(one, 10_000), (two, 1)])
    desk.feed.give(1)
    qtbot.waitUntil(lambda: seen == ["one", "two"])
    desk.pump.follow([(two, 1)])
    desk.feed.give(1)
    qtbot.waitUntil(lambda: seen == ["one", "two", "two"] and desk.pump.idle)


def test_news_of_a_gap_are_shown_though_no_trade_comes(desk: PumpDesk, qtbot: QtBot) -> None:
    desk.feed.waiting.append(gap_news(Gap(0, 5)))
    desk.feed.on_data()
    qtbot.waitUntil(lambda: desk.rests)
    assert desk.seen == [0]
    assert len(desk.market.gaps) == 1


def test_news_of_what_is_known_are_shown_though_no_trade_comes(desk: PumpDesk, qtbot: QtBot) -> None:
    desk.feed.waiting.append(coverage_news(Fetched(SPY_C, 0, 5)))
    desk.feed.on_data()
    qtbot.waitUntil(lambda: desk.rests)
    assert desk.seen == [0]
    assert desk.market.coverage.changes == 1


def test_what_was_learned_is_shown_though_nothing_is_taken(desk: PumpDesk, qtbot: QtBot) -> None:
    desk.pump.show_news()
    qtbot.waitUntil(lambda: desk.rests)
    assert desk.seen == [0]

"""The frame pump with a feed that holds what a test gives it."""

import time
from collections.abc import Callable, Iterator, Set
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from models.batch import TradeBatch, coverage_news, gap_news
from models.coverage_news import Fetched
from models.gaps import Gap
from models.measures import LagMeter
from models.qt import frame_pump
from models.qt.frame_pump import VIEW_MS, FramePump
from models.status import FeedCounters, FeedStatus
from tests.models.made_market import SPY_C, MadeMarket, Print


class Feed:
    """A `TradeFeed` whose trades lie ready, in portions."""

    def __init__(self, market: MadeMarket) -> None:
        self.status, self.counters = FeedStatus(), FeedCounters()
        self.on_data: Callable[[], None] = lambda: None
        self.on_status: Callable[[FeedStatus], None] = lambda _status: None
        self.waiting: list[TradeBatch] = []
        self.budgets: list[float] = []
        self._market = market

    def start(self) -> None:
        """Nothing to do."""

    def subscribe(self, tickers: Set[str], *, everything: bool = False) -> None:
        """Nothing to do."""

    def take(self, budget_s: float) -> TradeBatch | None:
        """One portion."""
        self.budgets.append(budget_s)
        return self.waiting.pop(0) if self.waiting else None

    def retry_now(self) -> None:
        """Nothing to do."""

    def backlog_bytes(self) -> int:
        """A portion is a thousand bytes."""
        return 1000 * len(self.waiting)

    async def close(self) -> None:
        """Nothing to do."""

    def give(self, *portions: int) -> None:
        """Let portions of so many trades arrive."""
        self.waiting += [self._market.batch([Print()], count) for count in portions]
        self.on_data()


class Clock:
    """A clock that goes on by 10 ms whenever the feed is asked."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self.more_s = 0.0
        """What else took time."""

    def perf_counter(self) -> float:
        """Seconds."""
        return 1000.0 + len(self._feed.budgets) / 100 + self.more_s

    time = perf_counter


class Desk:
    """A pump between a feed and a market, and a view that notes when it was called."""

    def __init__(self) -> None:
        self.market = MadeMarket()
        self.feed = Feed(self.market)
        self.pump = FramePump(self.feed, self.market, LagMeter())
        self.seen: list[int] = []
        self.pump.add_view(self.look)

    def look(self) -> None:
        """What a view does: take note of the tape."""
        self.seen.append(self.market.tape.end)

    @property
    def rests(self) -> bool:
        """Whether nothing is planned any more, and all was painted and measured."""
        return self.pump.idle and not self.pump._timer.isActive()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk()
    yield made
    made.pump.stop()


def test_without_data_nothing_runs(desk: Desk) -> None:
    assert desk.rests
    assert desk.pump.frames == 0


def test_all_that_arrives_is_taken_and_shown_and_then_the_pump_rests(desk: Desk, qtbot: QtBot) -> None:
    desk.feed.give(3, 4)
    assert not desk.pump.idle
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    assert desk.seen[-1] == desk.market.tape.end == 7


def test_it_wakes_again(desk: Desk, qtbot: QtBot) -> None:
    for total in (1, 2, 3):
        desk.feed.give(1)
        qtbot.waitUntil(lambda total=total: desk.seen[-1:] == [total], timeout=2000)  # type: ignore[misc]
        qtbot.waitUntil(lambda: desk.rests, timeout=2000)


def test_views_advance_no_more_often_than_their_pace(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
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
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_pump, "time", Clock(desk.feed))  # every portion takes all of a frame's budget
    desk.feed.give(*[5] * 10)
    qtbot.waitUntil(lambda: desk.rests, timeout=5000)
    assert desk.market.tape.end == 50
    assert desk.feed.budgets[:2] == [frame_pump.BUDGET_S] * 2
    assert frame_pump.FULL_BUDGET_S in desk.feed.budgets[2:]
    desk.feed.budgets.clear()
    desk.feed.give(1)
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    assert desk.feed.budgets[0] == frame_pump.BUDGET_S


def test_what_the_budget_has_room_for_is_taken_in_one_frame(desk: Desk, qtbot: QtBot) -> None:
    desk.feed.give(*[5] * 10)
    qtbot.waitUntil(lambda: desk.rests, timeout=5000)
    assert desk.market.tape.end == 50
    assert 0 < len(desk.seen) < 10


def test_frames_stalls_and_the_way_to_the_paint_are_measured(desk: Desk, qtbot: QtBot) -> None:
    pump = desk.pump
    desk.feed.give(*[frame_pump.BUSY_TRADES] * 60)
    qtbot.waitUntil(lambda: desk.rests and pump.tick_to_paint_ms.summary()["max"] is not None, timeout=5000)
    assert pump.frames == len(desk.seen)
    assert all(measure.summary()["p50"] is not None for measure in (pump.frame_ms, pump.stall_ms, pump.lag.histogram))
    assert pump.rate.per_second(time.perf_counter()) > 0


def test_the_rest_between_two_prints_is_no_stall(desk: Desk, qtbot: QtBot) -> None:
    desk.feed.give(1)
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    desk.feed.give(1)
    qtbot.waitUntil(lambda: desk.rests and desk.market.tape.end == 2, timeout=2000)
    assert desk.pump.stall_ms.summary()["max"] is None


def test_a_batch_without_trades_makes_no_frame(desk: Desk, qtbot: QtBot) -> None:
    desk.feed.give(0)
    qtbot.waitUntil(lambda: desk.rests and not desk.feed.waiting, timeout=2000)
    assert desk.seen == []


def test_a_stopped_pump_takes_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.feed.give(1)
    desk.pump.stop()
    desk.feed.give(1)
    desk.pump.show_news()
    assert len(desk.feed.waiting) == 2
    assert not desk.pump._timer.isActive()
    assert not desk.pump.idle


def test_a_slow_view_is_called_less_often_and_misses_nothing(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_pump, "time", Clock(desk.feed))
    slow: list[int] = []
    desk.pump.add_view(lambda: slow.append(desk.market.tape.end), 100)
    desk.feed.give(*[1] * 30)
    qtbot.waitUntil(lambda: desk.rests, timeout=5000)
    assert slow[-1] == desk.seen[-1] == 30
    assert 1 < len(slow) < len(desk.seen)


def test_in_a_busy_market_a_view_that_takes_long_leaves_less_of_the_frame_to_decoding(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(desk.feed)
    monkeypatch.setattr(frame_pump, "time", clock)

    def look_long() -> None:
        desk.look()
        clock.more_s += 0.012

    pump = FramePump(desk.feed, desk.market, LagMeter())
    pump.add_view(look_long)
    for _ in range(12):
        before = len(desk.seen)
        desk.feed.give(frame_pump.BUSY_TRADES)
        qtbot.waitUntil(lambda before=before: len(desk.seen) > before, timeout=2000)  # type: ignore[misc]
    pump.stop()
    assert desk.feed.budgets[0] == frame_pump.BUDGET_S
    assert min(desk.feed.budgets) == frame_pump.LEAST_BUDGET_S


def test_a_view_that_takes_most_of_a_frame_has_one_for_itself(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
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
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
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
    assert frame_pump.LEAST_BUDGET_S in desk.feed.budgets
    assert frame_pump.FULL_BUDGET_S in desk.feed.budgets


def test_soon_after_many_trades_views_still_take_turns_though_few_come(desk: Desk, qtbot: QtBot) -> None:
    frames: list[int] = []
    for _ in range(3):
        desk.pump.add_view(lambda: frames.append(desk.pump.frames))
    desk.feed.give(frame_pump.BUSY_TRADES)
    qtbot.waitUntil(lambda: len(frames) == 3, timeout=2000)
    assert len(set(frames)) == 3
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)


def test_with_few_trades_views_advance_less_often(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(desk.feed)
    monkeypatch.setattr(frame_pump, "time", clock)
    at_s: list[float] = []
    desk.pump.add_view(lambda: at_s.append(clock.perf_counter()))
    for turn in range(1, 6):
        desk.feed.give(1)
        qtbot.waitUntil(lambda turn=turn: len(at_s) == turn, timeout=2000)  # type: ignore[misc]
    assert all(later - earlier >= frame_pump.QUIET_MS / 2000 for earlier, later in pairwise(at_s))


def test_of_more_trades_than_a_page_a_second_all_views_show_what_is_new_together_a_few_times_a_second(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(desk.feed)
    monkeypatch.setattr(frame_pump, "time", clock)
    frames: list[tuple[int, float]] = []
    for pace_ms in (VIEW_MS, 100):
        desk.pump.add_view(lambda: frames.append((desk.pump.frames, clock.perf_counter())), pace_ms)
    desk.feed.give(4 * frame_pump.PAGE_PER_S)
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    for turn in range(2, 6):
        clock.more_s += 0.04
        desk.feed.give(1)
        qtbot.waitUntil(lambda turn=turn: len(frames) >= 2 * turn, timeout=2000)  # type: ignore[misc]
    at_s = [at_s for _, at_s in frames[::2]]
    assert [frame for frame, _ in frames[::2]] == [frame for frame, _ in frames[1::2]]
    assert all(later - earlier >= frame_pump.PAGE_MS / 2000 for earlier, later in pairwise(at_s))


def test_after_a_rest_a_lone_trade_is_shown_at_once_however_many_came_before(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(desk.feed)
    monkeypatch.setattr(frame_pump, "time", clock)
    desk.feed.give(4 * frame_pump.PAGE_PER_S)
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    clock.more_s += 0.5
    desk.feed.give(1)
    assert desk.pump._timer.remainingTime() <= 1000 * frame_pump.SETTLE_S
    qtbot.waitUntil(lambda: desk.rests, timeout=2000)
    assert desk.seen[-1] == desk.market.tape.end


def test_in_a_busy_market_one_view_advances_in_a_frame_and_in_the_end_all_have_seen_all(
    desk: Desk, qtbot: QtBot
) -> None:
    turns: list[tuple[str, int]] = []
    desk.pump.add_view(lambda: turns.append(("a", desk.market.tape.end)))
    desk.pump.add_view(lambda: turns.append(("b", desk.market.tape.end)))
    desk.feed.give(*[frame_pump.BUSY_TRADES] * 12)
    qtbot.waitUntil(lambda: desk.rests, timeout=5000)
    total = 12 * frame_pump.BUSY_TRADES
    assert desk.seen[-1] == total
    assert dict(turns) == {"a": total, "b": total}


def test_views_that_are_followed_take_the_place_of_others_and_those_that_stay_keep_their_pace(
    desk: Desk, qtbot: QtBot
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


def test_news_of_a_gap_are_shown_though_no_trade_comes(desk: Desk, qtbot: QtBot) -> None:
    desk.feed.waiting.append(gap_news(Gap(0, 5)))
    desk.feed.on_data()
    qtbot.waitUntil(lambda: desk.rests)
    assert desk.seen == [0]
    assert len(desk.market.gaps) == 1


def test_news_of_what_is_known_are_shown_though_no_trade_comes(desk: Desk, qtbot: QtBot) -> None:
    desk.feed.waiting.append(coverage_news(Fetched(SPY_C, 0, 5)))
    desk.feed.on_data()
    qtbot.waitUntil(lambda: desk.rests)
    assert desk.seen == [0]
    assert desk.market.coverage.changes == 1


def test_what_was_learned_is_shown_though_nothing_is_taken(desk: Desk, qtbot: QtBot) -> None:
    desk.pump.show_news()
    qtbot.waitUntil(lambda: desk.rests)
    assert desk.seen == [0]

"""The feed as a whole against the local venue: what the stream missed is fetched and put on the tape."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.massive.feed import MOST_WAITING
from feeds.massive.fill_job import FillJob, Span
from feeds.massive.filler import Filler, FillTiming
from feeds.massive.rest import RestTiming
from models.batch import gap_news
from models.gaps import GapStage
from models.tape import Flag
from tests.feeds.massive.feed_desk import AT_ONCE, LIMIT_S, desk_of
from tests.feeds.venue.made import CALL, PUT, trade, trades


async def test_what_was_missed_between_two_connections_is_on_the_tape_once(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(3000), "cut:500", today=False) as desk:
        desk.feed.subscribe({CALL, PUT})
        desk.feed.start()
        await desk.until(lambda: desk.is_settled and desk.market.tape.end >= 3000)
        assert sorted(desk.sequences(CALL) + desk.sequences(PUT)) == list(range(1, 3001))
        (gap,) = desk.gaps
        assert gap.stage is GapStage.FILLED
        assert (gap.reason, gap.outcome) == ("connection cut", "filled for 2 contracts")
        flags = desk.market.tape.column("flags", 0, desk.market.tape.end)
        assert gap.trades == int((flags & Flag.FILLED != 0).sum()) > 0
        assert desk.feed.counters.received == desk.market.tape.end + desk.market.duplicates.dropped


async def test_a_gap_lasts_until_everything_is_subscribed_again_and_has_the_market_s_time(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(2000), "cut:500", today=False) as desk:
        desk.feed.subscribe({CALL, PUT})
        desk.feed.start()
        await desk.until(lambda: desk.is_settled)
        (gap,) = desk.gaps
        stages = [news.stage for news in desk.outcomes]
        assert stages[:2] == [GapStage.OPEN, GapStage.WAITING]
        assert gap.end_ms is not None
        times = desk.market.tape.column("time_ms", 0, desk.market.tape.end)
        flags = desk.market.tape.column("flags", 0, desk.market.tape.end)
        filled = times[flags & Flag.FILLED != 0]
        assert gap.start_ms - 100 <= filled.min() <= gap.end_ms + 100
        assert filled.max() <= gap.end_ms + AT_ONCE.margin_ms


async def test_what_a_cut_before_the_acknowledgement_missed_is_fetched_too(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(1000), "acks_missing:1,cut:100", today=False) as desk:
        desk.feed.subscribe({CALL, PUT})
        desk.feed.start()
        await desk.until(lambda: desk.is_settled and desk.market.tape.end >= 1000)
        assert sorted(desk.sequences(CALL) + desk.sequences(PUT)) == list(range(1, 1001))


async def test_a_connection_that_lagged_before_its_cut_is_filled_up_to_the_end_of_the_gap(tmp_path: Path) -> None:
    narrow = replace(AT_ONCE, margin_ms=5)
    async with desk_of(tmp_path, trades(1500), "cut:500,http_503:4", today=False, timing=narrow) as desk:
        desk.feed.subscribe({CALL, PUT})
        desk.feed.start()
        await desk.until(lambda: bool(desk.gaps))
        arrival_ms = 10**12
        lag_ms = arrival_ms - desk.feed._stream.market_time.at(arrival_ms)
        desk.feed._stream.market_time.set_lag(lag_ms + 60_000)
        await desk.until(lambda: desk.is_settled and desk.market.tape.end >= 1500)
        assert sorted(desk.sequences(CALL) + desk.sequences(PUT)) == list(range(1, 1501))


async def test_a_contract_that_is_added_is_loaded_since_the_open(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(3000)) as desk:
        desk.feed.subscribe({CALL})
        desk.feed.start()
        await desk.until(lambda: desk.market.tape.end > 400)
        desk.feed.subscribe({CALL, PUT})
        await desk.until(lambda: desk.market.contracts.find(PUT) >= 0 and len(desk.sequences(PUT)) == 1500)
        assert desk.sequences(PUT) == list(range(1, 3001, 2))
        await desk.until(lambda: len(desk.sequences(CALL)) == 1500)
        assert desk.sequences(CALL) == list(range(2, 3001, 2))
        assert not desk.gaps


async def test_the_whole_market_s_gap_stays_and_says_so(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(1500), "cut:500", today=False) as desk:
        desk.feed.subscribe(set(), everything=True)
        desk.feed.start()
        await desk.until(lambda: desk.is_settled)
        (gap,) = desk.gaps
        assert (gap.stage, gap.outcome) == (GapStage.STAYS, "not filled: the whole market was streamed")


async def test_of_the_whole_market_the_watched_contracts_are_filled(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(2000), "cut:500", today=False) as desk:
        desk.feed.subscribe({CALL}, everything=True)
        desk.feed.start()
        await desk.until(lambda: desk.is_settled and desk.market.tape.value("sequence", desk.market.tape.end - 1) > 1)
        await desk.until(lambda: len(desk.sequences(CALL)) == 1000)
        (gap,) = desk.gaps
        assert gap.stage is GapStage.PARTLY
        assert gap.outcome == "filled for 1 contract, the rest of the market is missing"
        assert len(desk.sequences(PUT)) < 1000


async def test_a_gap_is_one_of_what_was_streamed_when_it_began(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(2000), "cut:500", today=False) as desk:
        desk.feed.subscribe({CALL}, everything=True)
        desk.feed.start()
        await desk.until(lambda: bool(desk.gaps))
        desk.feed.subscribe({CALL, PUT})
        await desk.until(lambda: desk.is_settled)
        (gap,) = desk.gaps
        assert gap.stage is GapStage.PARTLY
        assert gap.outcome == "filled for 1 contract, the rest of the market is missing"


async def test_a_gap_does_not_wait_for_the_days_that_are_loaded(tmp_path: Path) -> None:
    others = {f"O:SPY251219C{strike * 1000:08d}" for strike in range(1, 60)}
    async with desk_of(tmp_path, trades(4000), "cut:300") as desk:
        desk.feed.subscribe({CALL, PUT} | others)
        desk.feed.start()
        await desk.until(lambda: desk.is_settled and not desk.feed.status.filling)
        told = [status.filling for status in desk.said if status.filling]
        first_of_gap = next(n for n, words in enumerate(told) if "of the gap" in words)
        assert any("of today" in words for words in told[:first_of_gap])
        assert any("of today" in words for words in told[first_of_gap:])


async def test_no_more_is_fetched_than_is_taken(tmp_path: Path) -> None:
    small = replace(AT_ONCE, page_rows=10)
    async with desk_of(tmp_path, trades(1500), timing=small) as desk:
        desk.feed.subscribe({CALL})
        desk.feed.start()
        await desk.until(lambda: desk.market.tape.end >= 700)
        desk.feed.subscribe({CALL, PUT})
        async with asyncio.timeout(LIMIT_S):
            while desk.feed._room.is_set():
                await asyncio.sleep(0.01)
        waiting = len(desk.feed._fetched)
        assert MOST_WAITING <= waiting <= MOST_WAITING + 2 * small.at_once
        await desk.until(lambda: desk.market.contracts.find(PUT) >= 0 and len(desk.sequences(PUT)) == 750)


async def test_without_a_rest_service_the_gap_stays_and_says_why(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(1500), "cut:500", rest=False, why_not="no REST address is set") as desk:
        desk.feed.subscribe({CALL})
        desk.feed.start()
        await desk.until(lambda: desk.is_settled)
        assert desk.gaps[0].outcome == "not filled: no REST address is set"


async def test_a_plan_without_trades_over_rest_is_asked_once_and_named(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(2500), "cut:500,rest_trades_403", today=False) as desk:
        desk.feed.subscribe({CALL, PUT})
        desk.feed.start()
        await desk.until(lambda: desk.is_settled)
        (gap,) = desk.gaps
        assert gap.stage is GapStage.STAYS
        assert "plan" in gap.outcome


async def test_trades_of_a_torn_frame_are_fetched_while_the_stream_goes_on(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(2500), "truncated:500", today=False) as desk:
        desk.feed.subscribe({CALL, PUT})
        desk.feed.start()
        await desk.until(lambda: desk.is_settled and desk.market.tape.end >= 2500)
        assert sorted(desk.sequences(CALL) + desk.sequences(PUT)) == list(range(1, 2501))
        (gap,) = desk.gaps
        assert (gap.reason, gap.stage) == ("unreadable data", GapStage.FILLED)
        assert desk.feed.status.reconnects == 0


async def test_what_could_not_be_fetched_is_tried_again(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(2500), "cut:500,rest_500:6", today=False) as desk:
        desk.feed.subscribe({CALL, PUT})
        desk.feed.start()
        await desk.until(lambda: desk.is_settled and desk.market.tape.end >= 2500)
        assert desk.gaps[0].stage is GapStage.FILLED
        assert sorted(desk.sequences(CALL) + desk.sequences(PUT)) == list(range(1, 2501))


async def test_cancelled_work_leaves_nothing_behind(tmp_path: Path) -> None:
    slow = FillTiming(settle_s=60.0)
    async with desk_of(tmp_path, [trade(n) for n in range(1, 100)], timing=slow) as desk:
        desk.feed.subscribe({CALL})
        desk.feed.start()
        await desk.until(lambda: desk.market.tape.end > 0)


async def test_a_contract_that_is_added_while_all_are_subscribed_is_loaded_since_the_open(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(3000)) as desk:
        desk.feed.subscribe({CALL})
        desk.feed.start()
        await desk.until(lambda: desk.market.tape.end > 400)
        desk.feed.subscribe({CALL}, everything=True)
        await desk.until(lambda: desk.feed._stream.is_subscribed and desk.feed.status.confirmed == 1)
        desk.feed.subscribe({CALL, PUT}, everything=True)
        await desk.until(lambda: desk.market.contracts.find(PUT) >= 0 and len(desk.sequences(PUT)) == 1500)
        assert desk.sequences(PUT) == list(range(1, 3001, 2))


async def test_what_is_fetched_does_not_keep_the_stream_waiting(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(500), today=False) as desk:
        desk.feed.subscribe({CALL, PUT})
        desk.feed.start()
        await desk.until(lambda: desk.market.tape.end > 0)
        async with asyncio.timeout(LIMIT_S):
            while not desk.feed._stream.backlog_bytes():
                await asyncio.sleep(0.002)
        for _ in range(2):
            desk.feed._deliver(gap_news())
        taken = [desk.feed.take(0.01) for _ in range(2)]
        assert sorted(len(batch) > 0 for batch in taken if batch is not None) == [False, True]


async def test_a_fault_of_ours_does_not_end_all_filling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faults: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context))
    fetch = Filler._fetch

    async def failing(filler: Filler, job: FillJob, ticker: str, span: Span) -> None:
        if ticker == CALL:
            raise ArithmeticError("made for this test")
        await fetch(filler, job, ticker, span)

    monkeypatch.setattr(Filler, "_fetch", failing)
    async with desk_of(tmp_path, trades(2500), "cut:500", today=False) as desk:
        desk.feed.subscribe({CALL, PUT})
        desk.feed.start()
        await desk.until(lambda: desk.is_settled)
        (gap,) = desk.gaps
        assert gap.stage is GapStage.PARTLY
        assert "could not be fetched: a fault of Optape" in gap.outcome
        assert [type(fault["exception"]) for fault in faults] == [ArithmeticError]


async def test_gaps_that_cannot_be_filled_for_long_are_tried_together(tmp_path: Path) -> None:
    slow, brief = replace(AT_ONCE, again_s=0.6), RestTiming(attempts=2, first_retry_s=0.01)
    fault = "cut_every:1,rest_500:24"
    async with desk_of(tmp_path, trades(4000), fault, today=False, timing=slow, rest_timing=brief) as desk:
        desk.feed.subscribe({CALL, PUT})
        desk.feed.start()
        await desk.until(lambda: any(" gaps: " in status.filling for status in desk.said))
        await desk.until(lambda: desk.market.tape.end >= 4000 and desk.is_settled)
        assert sorted(desk.sequences(CALL) + desk.sequences(PUT)) == list(range(1, 4001))
        assert {gap.stage for gap in desk.gaps} == {GapStage.FILLED}
        assert sum(gap.trades for gap in desk.gaps) > 0

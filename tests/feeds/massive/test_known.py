"""What the feed tells of the prints that it brings: since when each contract is known, and what of its day is not."""

from functools import partial
from pathlib import Path

from feeds.massive.inbox import Wanted
from feeds.massive.known import Known
from feeds.massive.market_time import MarketTime
from models.batch import TradeBatch
from models.coverage_news import Fetched, Streamed
from models.gaps import GapStage
from models.status import Source
from tests.feeds.massive.feed_desk import Desk, desk_of
from tests.feeds.venue.made import CALL, OPEN_MS, PUT, trade, trades

DAY_MS = 86_400_000
EDGE_MS = 300
"""How exactly a busy machine tells the market's time."""


def number(desk: Desk, ticker: str) -> int:
    return desk.market.contracts.add(ticker)


def since_ms(desk: Desk, ticker: str) -> int | None:
    return desk.market.coverage.since_ms(number(desk, ticker))


def is_marked(desk: Desk, ticker: str) -> bool:
    return since_ms(desk, ticker) is not None


def is_whole(desk: Desk, ticker: str) -> bool:
    return desk.market.coverage.is_whole(number(desk, ticker))


def is_missing(desk: Desk, ticker: str) -> bool:
    return desk.market.coverage.missing(number(desk, ticker))


def newest_ms(desk: Desk) -> int:
    return desk.market.clock.now_ms() or 0


async def start(desk: Desk, *tickers: str, everything: bool = False, rows: int = 400) -> None:
    """Watch contracts until so many trades have come."""
    desk.feed.subscribe(set(tickers), everything=everything)
    desk.feed.start()
    await desk.until(lambda: desk.market.tape.end > rows)


async def test_a_contract_that_is_added_is_known_since_then(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(3000), today=False) as desk:
        await start(desk, CALL, rows=800)
        added_ms = newest_ms(desk)
        desk.feed.subscribe({CALL, PUT})
        await desk.until(partial(is_marked, desk, PUT))
        since = since_ms(desk, PUT)
        assert since is not None
        assert added_ms - EDGE_MS < since <= newest_ms(desk) + EDGE_MS
        assert not is_missing(desk, PUT)


async def test_what_is_loaded_since_the_open_is_whole(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(3000)) as desk:
        await start(desk, CALL)
        desk.feed.subscribe({CALL, PUT})
        await desk.until(lambda: is_whole(desk, CALL) and is_whole(desk, PUT))
        sequences = desk.sequences(PUT)
        assert sequences == list(range(1, sequences[-1] + 1, 2))


async def test_a_day_that_is_refused_stays_marked(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(3000), "rest_trades_403") as desk:
        await start(desk, CALL)
        desk.feed.subscribe({CALL, PUT})
        await desk.until(partial(is_marked, desk, PUT))
        await desk.until(lambda: not desk.feed._filler._loaded - desk.feed._filler._refused)
        assert desk.feed.status.today_problem
        assert is_marked(desk, PUT)


async def test_a_day_that_can_be_had_later_is_whole_then(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(4000), "rest_500:6") as desk:
        await start(desk, CALL)
        desk.feed.subscribe({CALL, PUT})
        await desk.until(partial(is_marked, desk, PUT))
        await desk.until(partial(is_whole, desk, PUT))


async def test_a_recording_is_whole_from_its_first_print(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(1000), rest=False, source=Source.REPLAY, why_not="a recording") as desk:
        await start(desk, CALL, everything=True)
        assert is_whole(desk, CALL)
        assert is_whole(desk, PUT)


async def test_a_gap_is_missing_until_it_is_filled(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(4000), "cut:800") as desk:
        await start(desk, CALL, PUT)
        await desk.until(lambda: bool(desk.gaps))
        assert is_missing(desk, CALL)
        await desk.until(lambda: desk.is_settled)
        await desk.until(lambda: is_whole(desk, CALL) and is_whole(desk, PUT))


async def test_a_gap_that_stays_is_missing_of_what_was_watched_then(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(4000), "cut:500", rest=False, why_not="no REST address is set") as desk:
        await start(desk, CALL)
        await desk.until(lambda: desk.is_settled)
        desk.feed.subscribe({CALL, PUT})
        await desk.until(partial(is_marked, desk, PUT))
        assert is_missing(desk, CALL)
        assert not is_missing(desk, PUT)


async def test_of_the_whole_market_only_the_watched_contracts_have_a_gap_filled(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(4000), "cut:800") as desk:
        await start(desk, CALL, everything=True)
        await desk.until(lambda: desk.is_settled)
        assert desk.gaps[0].stage is GapStage.PARTLY
        await desk.until(partial(is_whole, desk, CALL))
        assert is_missing(desk, PUT)


async def test_a_contract_that_is_dropped_and_added_again_is_known_since_the_second_time(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(6000), today=False) as desk:
        await start(desk, CALL, PUT, rows=800)
        desk.feed.subscribe({CALL})
        await desk.until(partial(is_missing, desk, PUT))
        added_ms = newest_ms(desk)
        desk.feed.subscribe({CALL, PUT})
        await desk.until(lambda: not is_missing(desk, PUT))
        assert (since_ms(desk, PUT) or 0) > added_ms - EDGE_MS
        assert (since_ms(desk, CALL) or 0) < added_ms - EDGE_MS


async def test_where_all_contracts_are_refused_the_single_ones_are_loaded_anew(tmp_path: Path) -> None:
    async with desk_of(tmp_path, trades(6000), "not_authorized_wildcard") as desk:
        await start(desk, CALL)
        await desk.until(partial(is_whole, desk, CALL))
        desk.feed.subscribe({CALL}, everything=True)
        await desk.until(partial(is_missing, desk, CALL))
        await desk.until(partial(is_whole, desk, CALL))
        sequences = desk.sequences(CALL)
        assert sequences == list(range(2, sequences[-1] + 1, 2))


async def test_the_next_trade_date_is_whole_although_the_first_was_not(tmp_path: Path) -> None:
    next_day = [trade(n, (CALL, PUT)[n % 2], t=OPEN_MS + DAY_MS + n) for n in range(1001, 2001)]
    async with desk_of(tmp_path, trades(1000) + next_day, today=False) as desk:
        await start(desk, CALL)
        desk.feed.subscribe({CALL, PUT})
        await desk.until(partial(is_marked, desk, PUT))
        await desk.until(lambda: newest_ms(desk) > OPEN_MS + DAY_MS)
        await desk.until(partial(is_whole, desk, PUT))


def test_what_was_asked_for_after_the_stream_began_reaches_its_beginning_also_when_the_lag_has_grown() -> None:
    time, told = MarketTime(), list[TradeBatch]()
    known = Known(time, told.append)
    time.set_lag(100)
    known.note_streamed(Wanted(frozenset({CALL}), everything=False), 1_000_000)
    time.set_lag(6_000)
    known.note_fetched(CALL, 0, None, 1_005_000)
    streamed, fetched = (batch.coverage[0] for batch in told)
    assert isinstance(streamed, Streamed)
    assert isinstance(fetched, Fetched)
    assert fetched.high_ms >= streamed.since_ms

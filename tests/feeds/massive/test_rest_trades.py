"""Past trades from the local venue: equal to what was played, and in the order of time."""

from contextlib import aclosing
from pathlib import Path

import numpy as np
import pytest

from feeds.massive.rest_errors import RestError, RestProblem
from feeds.massive.rest_trades import fill_batch, trades
from feeds.massive.rest_wire import TradeRow
from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from models.batch import NO_SEQUENCE
from models.conditions import MAX_SETS, ConditionSets
from models.contract_index import ContractIndex
from tests.feeds.massive.rest_desk import Serve, asking, settled, told
from tests.feeds.venue.made import CALL, OPEN_MS, PUT, recording, trade
from tests.feeds.venue.made import trades as made_trades

MS = 1_000_000


def row(ms: int, sequence: int | None = None, conditions: tuple[int, ...] | None = (209,)) -> TradeRow:
    return TradeRow((OPEN_MS + ms) * MS + 999_999, 1.5, 2, 302, conditions, sequence)


@pytest.mark.parametrize("page_rows", [7, 20_000])
async def test_what_was_played_comes_back_page_by_page(tmp_path: Path, page_rows: int) -> None:
    events = [*made_trades(60), trade(100, c=None), trade(101, c=[219, 204])]
    played = [event for event in events if event["sym"] == CALL]
    async with Venue(Recording(recording(tmp_path, events))) as venue, asking(venue.urls.massive_rest) as rest:
        pages = [page async for page in trades(rest, CALL, OPEN_MS, page_rows=page_rows)]
    found = [row for page in pages for row in page.rows]
    facts = [(r.venue, r.price, r.size, r.time_ms, r.sequence, list(r.conditions or [])) for r in found]
    assert facts == [(*(event[name] for name in "xpstq"), event["c"] or []) for event in played]
    assert len(pages) == -(-len(played) // page_rows) + 1, "the last millisecond comes by itself"
    assert not any(page.malformed.count for page in pages)


async def test_no_millisecond_is_cut_in_two_by_a_page(tmp_path: Path) -> None:
    events = [trade(n, t=OPEN_MS + n // 5) for n in range(1, 41)]
    async with Venue(Recording(recording(tmp_path, events))) as venue, asking(venue.urls.massive_rest) as rest:
        pages = [page async for page in trades(rest, CALL, OPEN_MS, page_rows=7)]
    times = [{row.time_ms for row in page.rows} for page in pages]
    assert sum(len(page.rows) for page in pages) == 40
    assert len(set().union(*times)) == sum(map(len, times))


async def test_both_ends_of_the_time_are_part_of_it(tmp_path: Path) -> None:
    events = [trade(n) for n in range(1, 10)]
    async with Venue(Recording(recording(tmp_path, events))) as venue, asking(venue.urls.massive_rest) as rest:
        pages = [page async for page in trades(rest, CALL, OPEN_MS + 3, OPEN_MS + 6)]
        assert [r.sequence for page in pages for r in page.rows] == [3, 4, 5, 6]
        assert [page.rows async for page in trades(rest, PUT, OPEN_MS)] == [[]]


async def test_the_last_millisecond_is_asked_for_as_a_whole(serve: Serve) -> None:
    server = await serve(lambda request: told('{"results":[]}'))
    async with asking(server.url) as rest:
        assert [page.rows async for page in trades(rest, CALL, 5, 6)] == [[]]
    assert dict(server.asked[0].query) == {
        "timestamp.gte": "5000000",
        "timestamp.lte": "6999999",
        "order": "asc",
        "sort": "timestamp",
        "limit": "20000",
    }


async def test_the_pages_before_a_failure_are_given(serve: Serve) -> None:
    answers = iter([told('{"results":[],"next_url":"/v3/trades/x?cursor=1"}'), told("", 403)])
    server = await serve(lambda request: next(answers))
    async with asking(server.url) as rest, aclosing(trades(rest, CALL, 0)) as found:
        assert (await anext(found)).rows == []
        with pytest.raises(RestError) as caught:
            await anext(found)
    assert caught.value.problem is RestProblem.NOT_ENTITLED


async def test_rows_that_are_no_list_are_told(serve: Serve) -> None:
    server = await serve(lambda request: told('{"results":"none"}'))
    async with asking(server.url) as rest, aclosing(trades(rest, CALL, 0)) as found:
        with pytest.raises(RestError, match="instead of trades"):
            await anext(found)
    await settled()


def test_a_batch_of_filled_trades_is_in_order_of_time_and_sequence() -> None:
    contracts, sets = ContractIndex(), ConditionSets()
    contracts.add(PUT)
    batch = fill_batch(CALL, [row(2, 9), row(1, 8), row(1, 3), row(0, 5, None)], contracts, sets, 77)
    assert batch.filled
    assert (batch.time_ms - OPEN_MS).tolist() == [0, 1, 1, 2]
    assert batch.sequence.tolist() == [5, 3, 8, 9]
    assert [sets.ids(number) for number in batch.conditions.tolist()] == [(), (209,), (209,), (209,)]
    assert set(batch.arrival_ms.tolist()) == {77}
    assert {contracts.ticker(number) for number in batch.contract.tolist()} == {CALL}
    assert [getattr(batch, name).dtype for name in ("price", "size", "contract", "venue")] == [
        np.float64,
        np.int32,
        np.int32,
        np.uint16,
    ]


def test_trades_without_a_sequence_keep_the_order_of_the_answer() -> None:
    rows = [TradeRow(OPEN_MS * MS + ns, ns, 1, 302) for ns in (1, 2, 3)]
    batch = fill_batch(CALL, rows, ContractIndex(), ConditionSets(), 0)
    assert batch.price.tolist() == [1, 2, 3]
    assert batch.sequence.tolist() == [NO_SEQUENCE] * 3


def test_rows_whose_conditions_the_tape_cannot_hold_are_counted() -> None:
    sets = ConditionSets()
    for code in range(MAX_SETS - 1):
        assert sets[(code,)] > 0
    batch = fill_batch(CALL, [row(1), row(2, None, (-5,)), row(3, None, (2**70,))], ContractIndex(), sets, 0)
    assert (len(batch), batch.malformed) == (1, 2)


def test_nothing_to_fill_is_an_empty_batch_and_no_ticker_is_refused() -> None:
    assert len(fill_batch(CALL, [], ContractIndex(), ConditionSets(), 0)) == 0
    with pytest.raises(ValueError, match="“SPY”"):
        fill_batch("SPY", [], ContractIndex(), ConditionSets(), 0)

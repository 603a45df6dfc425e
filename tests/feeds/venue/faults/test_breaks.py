"""Faults that end a running stream."""

import asyncio
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from feeds.venue.pace import PaceChoice
from tests.feeds.venue.faulty import COUNT, TRADES, faulty
from tests.feeds.venue.made import CALL, PUT
from tests.feeds.venue.massive_client import Event, connected, statuses, subscribed


@pytest.mark.parametrize("count", [1, 100, 130, 250])
async def test_a_cut_comes_after_exactly_so_many_trades_and_the_next_connection_gets_the_rest(
    tmp_path: Path, count: int
) -> None:
    async with faulty(tmp_path, f"cut:{count}") as venue:
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.rest() == TRADES[:count]
            assert await client.closed() is None
        in_that_frame = -count % 100
        async with subscribed(venue.urls.massive_ws) as client:
            left = max(COUNT - count - in_that_frame, 0)
            assert await client.events(left) == TRADES[COUNT - left :]


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("slow_consumer", "slow_consumer", None),
        ("force_disconnect", "force_disconnect", 1008),
        ("max_connections_streaming", "max_connections", 1008),
        ("evicted", None, 1008),
        ("close_1000", None, 1000),
        ("close_1008", None, 1008),
        ("close_1011", None, 1011),
        ("close_1012", None, 1012),
    ],
)
async def test_the_connection_ends_as_the_fault_is_called(
    tmp_path: Path, fault: str, status: str | None, code: int | None
) -> None:
    async with faulty(tmp_path, f"{fault}:40") as venue:
        async with subscribed(venue.urls.massive_ws) as client:
            received = await client.rest()
            assert received[:40] == TRADES[:40]
            assert [name for name, _ in statuses(received[40:])] == ([status] if status else [])
            assert await client.closed() == code
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.events(150) == TRADES[100:]


@pytest.mark.parametrize("fault", ["silence:100", "half_open:100"])
async def test_silence_sends_not_even_a_pong_and_ends_with_the_connection(tmp_path: Path, fault: str) -> None:
    async with faulty(tmp_path, fault) as venue:
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.events(100) == TRADES[:100]
            pong = await client.socket.ping()
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(pong, 0.1)
        async with subscribed(venue.urls.massive_ws) as client:
            await (await client.socket.ping())
            assert await client.events(150) == TRADES[100:]


@pytest.mark.parametrize(("fault", "code"), [("silence:1", 1000), ("half_open:1", None)])
async def test_a_client_can_leave_a_silent_venue_that_hears_or_not(
    tmp_path: Path, fault: str, code: int | None
) -> None:
    async with faulty(tmp_path, fault) as venue, subscribed(venue.urls.massive_ws) as client:
        await client.events(1)
        await client.socket.close()
        with pytest.raises(ConnectionClosed):
            await client.socket.recv()
        assert await client.closed() == code


async def test_a_venue_closes_although_it_is_deaf(tmp_path: Path) -> None:
    async with faulty(tmp_path, "half_open:1") as venue:
        client = connected(venue.urls.massive_ws)
        await (await client.__aenter__()).frame()
    await client.__aexit__(None, None, None)


async def test_the_trades_before_a_cut_come_again_on_the_next_connection(tmp_path: Path) -> None:
    async with faulty(tmp_path, "duplicate_replay:130") as venue:
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.rest() == TRADES[:130]
            assert await client.closed() is None
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.events(180) == TRADES[:130] + TRADES[200:]


async def test_connections_are_cut_every_so_many_seconds_and_rest_knows_what_was_missed(tmp_path: Path) -> None:
    received: list[Event] = []
    async with faulty(tmp_path, "cut_every:0.1", pace=PaceChoice(per_s=600.0)) as venue:
        for _ in range(2):
            async with subscribed(venue.urls.massive_ws) as client:
                received += await client.rest()
                assert await client.closed() is None
        assert await asyncio.wait_for(venue.played(), 5) == COUNT
        known = await _asked(venue.urls.massive_rest, CALL) + await _asked(venue.urls.massive_rest, PUT)
    streamed = [event["q"] for event in received]
    assert streamed == sorted(set(streamed))
    assert len(streamed) < COUNT
    assert sorted(known) == list(range(1, COUNT + 1))


async def test_rest_knows_what_was_streamed_to_nobody_and_not_what_is_to_come(tmp_path: Path) -> None:
    async with faulty(tmp_path, "cut:20", pace=PaceChoice(per_s=100.0)) as venue:
        assert len(await _asked(venue.urls.massive_rest, PUT)) == COUNT // 2
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.rest() == TRADES[:20]
        first = later = await _asked(venue.urls.massive_rest, PUT)
        async with asyncio.timeout(5):
            while len(later) < len(first) + 5:
                later = await _asked(venue.urls.massive_rest, PUT)
    assert 10 <= len(first) < len(later) < COUNT // 2
    assert later == list(range(1, 2 * len(later), 2))


async def _asked(base: str, ticker: str) -> list[int]:
    """Sequence numbers of all trades of a contract that REST knows, sorted."""
    async with httpx.AsyncClient(base_url=base, headers={"Authorization": "Bearer key"}) as client:
        answer = await client.get(f"/v3/trades/{ticker}", params={"limit": "50000"})
    return sorted(row["sequence_number"] for row in answer.json()["results"])

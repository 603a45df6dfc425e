"""Faults of frames: their kind, their size, their order."""

import asyncio
import json
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from feeds.venue.faults.frames import FRAME_LIMIT
from tests.feeds.venue.faulty import TRADES, faulty
from tests.feeds.venue.massive_client import subscribed


async def test_binary_frames_hold_the_same_trades(tmp_path: Path) -> None:
    async with faulty(tmp_path, "binary:2") as venue, subscribed(venue.urls.massive_ws) as client:
        frames = [await asyncio.wait_for(client.socket.recv(), 5) for _ in range(3)]
    assert [type(frame) for frame in frames] == [bytes, bytes, str]
    assert [event for frame in frames for event in json.loads(frame)] == TRADES


async def test_one_frame_ends_in_the_middle_and_its_trades_are_lost_to_the_stream(tmp_path: Path) -> None:
    async with faulty(tmp_path, "truncated:120") as venue, subscribed(venue.urls.massive_ws) as client:
        assert await client.events(120) == TRADES[:120]
        with pytest.raises(json.JSONDecodeError):
            await client.frame()
        assert await client.events(50) == TRADES[200:]


@pytest.mark.parametrize("compression", [None, "deflate"])
async def test_a_huge_frame_is_valid_and_just_below_the_limit(tmp_path: Path, compression: str | None) -> None:
    async with (
        faulty(tmp_path, "huge_frame:120") as venue,
        subscribed(venue.urls.massive_ws, max_size=FRAME_LIMIT, compression=compression) as client,
    ):
        assert await client.events(120) == TRADES[:120]
        frame = await asyncio.wait_for(client.socket.recv(), 10)
        assert len(frame) == FRAME_LIMIT - 1024
        assert json.loads(frame) == TRADES[120:200]
        assert await client.events(50) == TRADES[200:]


async def test_a_frame_above_the_limit_ends_the_connection_and_the_next_goes_on(tmp_path: Path) -> None:
    async with faulty(tmp_path, "too_huge_frame:100") as venue:
        async with subscribed(venue.urls.massive_ws, max_size=FRAME_LIMIT) as client:
            assert await client.events(100) == TRADES[:100]
            with pytest.raises(ConnectionClosed) as refused:
                await client.frame()
            assert refused.value.sent
            assert refused.value.sent.code == 1009
        async with subscribed(venue.urls.massive_ws, max_size=FRAME_LIMIT):
            pass


async def test_some_trades_come_twice_within_a_connection(tmp_path: Path) -> None:
    async with faulty(tmp_path, "repeats:2") as venue, subscribed(venue.urls.massive_ws) as client:
        assert await client.frame() == [*TRADES[:100], TRADES[0]]
        assert await client.frame() == [*TRADES[100:200], TRADES[100]]
        assert await client.frame() == TRADES[200:]


async def test_times_and_sequences_step_back_and_no_trade_is_missing(tmp_path: Path) -> None:
    async with faulty(tmp_path, "time_backwards") as venue, subscribed(venue.urls.massive_ws) as client:
        received = await client.events(250)
    assert received[:100] == TRADES[:100][::-1]
    assert sorted(received, key=lambda event: event["q"]) == TRADES

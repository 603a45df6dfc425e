"""What a venue does wrong on demand."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from feeds.venue.acts import Send
from feeds.venue.faults import FAULTS, NO_PLAN, Garbage, fault_from_text
from feeds.venue.pace import AS_FAST_AS_TAKEN
from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from tests.feeds.venue.made import recording, trades
from tests.feeds.venue.massive_client import Client, connected, statuses, subscribed

COUNT = 250


@asynccontextmanager
async def faulty(folder: Path, fault: str) -> AsyncIterator[Venue]:
    source = Recording(recording(folder, trades(COUNT)))
    async with Venue(source, pace=AS_FAST_AS_TAKEN, fault=fault_from_text(fault)) as venue:
        yield venue


async def refusal(client: Client) -> tuple[list[tuple[str, str]], int | None]:
    """What the key is answered, and the close code."""
    await client.frame()
    return await client.answer("auth", "key"), await client.closed()


@pytest.mark.parametrize(("fault", "text"), [("auth_failed", "authentication failed"), ("no_plan", NO_PLAN)])
async def test_a_refused_key_ends_the_connection_with_no_close_frame(tmp_path: Path, fault: str, text: str) -> None:
    async with faulty(tmp_path, fault) as venue, connected(venue.urls.massive_ws) as client:
        assert await refusal(client) == ([("auth_failed", text)], None)


async def test_a_refused_channel_leaves_the_connection_open(tmp_path: Path) -> None:
    async with faulty(tmp_path, "not_authorized") as venue, connected(venue.urls.massive_ws) as client:
        await client.frame()
        await client.answer("auth", "key")
        assert await client.answer("subscribe", "T.*") == [("error", "not authorized")]
        await (await client.socket.ping())


async def test_a_connection_too_many_is_refused_in_the_first_frame(tmp_path: Path) -> None:
    async with faulty(tmp_path, "max_connections") as venue, connected(venue.urls.massive_ws) as client:
        assert statuses(await client.frame())[0][0] == "max_connections"
        assert await client.closed() == 1008


@pytest.mark.parametrize("count", [1, 100, 130, 250])
async def test_a_cut_comes_after_exactly_so_many_trades_and_the_next_connection_gets_the_rest(
    tmp_path: Path, count: int
) -> None:
    async with faulty(tmp_path, f"cut:{count}") as venue:
        async with subscribed(venue.urls.massive_ws) as client:
            first = await client.rest()
            assert await client.closed() is None
        assert first == trades(COUNT)[:count]
        in_that_frame = -count % 100
        async with subscribed(venue.urls.massive_ws) as client:
            left = max(COUNT - count - in_that_frame, 0)
            assert await client.events(left) == trades(COUNT)[COUNT - left :]


@pytest.mark.parametrize(("fault", "code"), [("slow_consumer", None), ("force_disconnect", 1008)])
async def test_a_dismissal_is_said_before_the_connection_ends(tmp_path: Path, fault: str, code: int | None) -> None:
    async with faulty(tmp_path, f"{fault}:40") as venue, subscribed(venue.urls.massive_ws) as client:
        received = await client.rest()
        assert received[:40] == trades(40)
        assert statuses(received[40:])[0][0] == fault
        assert await client.closed() == code


async def test_silence_sends_not_even_a_pong_and_ends_with_the_connection(tmp_path: Path) -> None:
    async with faulty(tmp_path, "silence:100") as venue:
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.events(100) == trades(100)
            pong = await client.socket.ping()
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(pong, 0.1)
        async with connected(venue.urls.massive_ws) as client:
            assert statuses(await client.frame())[0][0] == "connected"
            await (await client.socket.ping())


async def test_garbage_hides_no_good_trade(tmp_path: Path) -> None:
    good: list[object] = []
    frames = 0
    async with faulty(tmp_path, "garbage") as venue, subscribed(venue.urls.massive_ws) as client:
        while len(good) < COUNT:
            try:
                events = json.loads(await asyncio.wait_for(client.socket.recv(), 5))
            except ValueError:
                continue
            frames += 1
            good += [event for event in events or () if event in trades(COUNT)]
    assert good == trades(COUNT)
    assert frames >= 3


def test_garbage_shows_all_its_kinds_at_once_and_then_in_turn() -> None:
    garbage = Garbage()
    frames = [act.frame for act in garbage.on_events([b"{}"]) if isinstance(act, Send)]
    assert frames[:-1] == list(Garbage.NOT_JSON)
    assert all(bad in frames[-1] for bad in Garbage.BAD_EVENTS)
    assert len(garbage.on_events([b"{}"])) == 2


def test_a_fault_is_named_with_or_without_a_number() -> None:
    assert {type(fault_from_text(name)) for name in FAULTS}
    assert type(fault_from_text("cut:5")) is type(fault_from_text("cut"))


@pytest.mark.parametrize("text", ["", "nothing", "cut:x", "cut:-1"])
def test_an_unknown_fault_is_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(ValueError, match=r"cut|number"):
        fault_from_text(text)


async def test_a_client_can_leave_a_silent_venue(tmp_path: Path) -> None:
    async with faulty(tmp_path, "silence:1") as venue, subscribed(venue.urls.massive_ws) as client:
        await client.events(1)
        await client.socket.close()
        with pytest.raises(ConnectionClosed):
            await client.socket.recv()

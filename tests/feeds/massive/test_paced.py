"""How a connection rests between reads: for a frame after little, longer where trades flow, not in a busy market."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import pairwise

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from feeds.massive.paced import BUSY_BYTES, FLOW_BYTES, PacedConnection
from feeds.massive.timing import Timing

TIMING = Timing(rest_s=0.02, flow_rest_s=0.5)


@asynccontextmanager
async def connected(send: Callable[[ServerConnection], Awaitable[None]]) -> AsyncIterator[PacedConnection]:
    """A connection to a server that does so with each."""
    async with serve(send, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with connect(
            f"ws://127.0.0.1:{port}",
            create_connection=partial(PacedConnection, timing=TIMING),  # type: ignore[arg-type]
            proxy=None,
            compression=None,
        ) as client:
            assert isinstance(client, PacedConnection)
            yield client


@asynccontextmanager
async def sent(*sizes: int) -> AsyncIterator[PacedConnection]:
    """A connection to a server that sends messages of so many bytes, each when the one before was answered.

    The first may be read in one go with the handshake, of 200 bytes.
    """

    async def send(server: ServerConnection) -> None:
        for size in sizes:
            await server.send(b"x" * size)
            await server.recv()

    async with connected(send) as client:
        yield client


async def rests_s(client: PacedConnection, sizes: Sequence[int]) -> list[float]:
    """How long it took from each message to the next."""
    read_s = []
    for _ in sizes:
        await asyncio.wait_for(client.recv(), 10)
        read_s.append(client.last_read_s)
        await client.send("more")
    return [later - earlier for earlier, later in pairwise(read_s)]


async def test_after_a_lone_trade_reading_rests_for_a_frame() -> None:
    async with sent(100, 10) as client:
        (rest_s,) = await rests_s(client, (100, 10))
        assert 0.9 * TIMING.rest_s <= rest_s < 0.9 * TIMING.flow_rest_s


async def test_while_each_read_brings_several_trades_the_rests_become_longer_and_after_a_lone_one_short_again() -> None:
    sizes = [FLOW_BYTES.start] * 6 + [10] * 2
    async with sent(*sizes) as client:
        *flow, lone = await rests_s(client, sizes)
        assert flow[0] < 0.9 * TIMING.flow_rest_s, "a few prints at once are no flow yet"
        assert all(rest_s >= 0.9 * TIMING.flow_rest_s for rest_s in flow[5:])
        assert lone < 0.9 * TIMING.flow_rest_s


async def test_after_very_much_at_once_the_next_read_follows_without_a_rest() -> None:
    async with sent(BUSY_BYTES) as client:
        await asyncio.wait_for(client.recv(), 10)
        assert client.transport.is_reading()
        await client.send("more")


async def test_in_a_busy_market_a_small_read_is_no_sign_of_a_quiet_one() -> None:
    async with sent(BUSY_BYTES, FLOW_BYTES.start) as client:
        await asyncio.wait_for(client.recv(), 10)
        while client.loop.time() <= client.last_read_s + TIMING.rest_s:
            await asyncio.sleep(0)
        await client.send("more")
        await asyncio.wait_for(client.recv(), 10)
        assert client.transport.is_reading()
        await client.send("more")


def take_trades(client: PacedConnection) -> list[bytes]:
    """What is taken from now on, as it is read: all but statuses."""
    taken: list[bytes] = []

    def take(message: bytes) -> bool:
        if message == b"status":
            return False
        taken.append(message)
        return True

    client.on_message = take
    return taken


async def test_messages_are_offered_as_they_are_read_and_what_follows_a_refused_one_stays_behind_it() -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def send(server: ServerConnection) -> None:
        for messages in (["a", "status", "b", ["c", "d"]], ["e"]):
            for message in messages:
                await server.send(message)
            await (await server.ping())
            arrived.set()
            await go_on.wait()
        await server.wait_closed()

    async with connected(send) as client:
        received = [await asyncio.wait_for(client.recv(), 10)]
        taken = take_trades(client)
        await asyncio.wait_for(arrived.wait(), 10)
        received += [await asyncio.wait_for(client.recv(), 10) for _ in range(3)]
        assert (received, taken) == (["a", "status", "b", "cd"], [])
        arrived.clear()
        go_on.set()
        await asyncio.wait_for(arrived.wait(), 10)
        assert taken == [b"e"], "all that came before was received"

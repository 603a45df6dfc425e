"""How a connection rests between reads: for a frame after little, longer where trades flow, not in a busy market."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import pairwise

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from feeds.massive.paced import BUSY_BYTES, FLOW_BYTES, PacedConnection
from feeds.massive.timing import Timing

TIMING = Timing(rest_s=0.02, flow_rest_s=0.2)


@asynccontextmanager
async def sent(*sizes: int) -> AsyncIterator[PacedConnection]:
    """A connection to a server that sends messages of so many bytes, each when the one before was answered.

    The first may be read in one go with the handshake, of 200 bytes.
    """

    async def send(server: ServerConnection) -> None:
        for size in sizes:
            await server.send(b"x" * size)
            await server.recv()

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


async def rests_s(client: PacedConnection, sizes: Sequence[int]) -> list[float]:
    """How long it took from each message to the next."""
    read_s = []
    for _ in sizes:
        await asyncio.wait_for(client.recv(), 10)
        read_s.append(client.last_read_s)
        await client.send("more")
    return [later - earlier for earlier, later in pairwise(read_s)]


@pytest.mark.parametrize(
    ("size", "least_s"),
    [(100, TIMING.rest_s), (FLOW_BYTES.start, TIMING.flow_rest_s)],
)
async def test_after_a_lone_trade_reading_rests_for_a_frame_and_after_several_for_longer(
    size: int, least_s: float
) -> None:
    sizes = [size, 10]
    async with sent(*sizes) as client:
        (rest_s,) = await rests_s(client, sizes)
        assert (rest_s >= 0.9 * TIMING.flow_rest_s) == (least_s == TIMING.flow_rest_s)
        assert rest_s >= 0.9 * least_s


async def test_after_very_much_at_once_the_next_read_follows_without_a_rest() -> None:
    async with sent(BUSY_BYTES) as client:
        await asyncio.wait_for(client.recv(), 10)
        assert client.transport.is_reading()
        await client.send("more")

"""Small servers on real sockets, each made of what a test wants it to answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web

import resources
from feeds.theta.codes import ThetaCodes
from models.conditions import read_conditions
from models.venues import Venues

Answerer = Callable[[web.Request], web.Response]
Talker = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def settled() -> None:
    """Wait until the servers have noticed that their clients left."""
    async with asyncio.timeout(5):
        while asyncio.all_tasks() != {asyncio.current_task()}:
            await asyncio.sleep(0)


@dataclass
class Double:
    """A server of a test: where it is, and what it was asked."""

    url: str = ""
    asked: list[web.Request] = field(default_factory=list)


@pytest.fixture
def codes() -> ThetaCodes:
    return ThetaCodes(
        resources.table("theta_conditions"),
        resources.table("theta_exchanges"),
        read_conditions(resources.table("massive_conditions")),
        Venues(resources.table("massive_exchanges")),
    )


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[Answerer], Awaitable[Double]]]:
    """Serve HTTP with an answering function; `Double.asked` holds the requests."""
    runners: list[web.AppRunner] = []

    async def start(answer: Answerer) -> Double:
        double = Double()

        async def handle(request: web.Request) -> web.Response:
            double.asked.append(request)
            return answer(request)

        app = web.Application()
        app.router.add_get("/{path:.*}", handle)
        runners.append(web.AppRunner(app, access_log=None, shutdown_timeout=0))
        await runners[-1].setup()
        await web.TCPSite(runners[-1], "127.0.0.1", 0).start()
        double.url = f"http://127.0.0.1:{runners[-1].addresses[0][1]}"
        return double

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def talk() -> AsyncIterator[Callable[[Talker], Awaitable[str]]]:
    """Serve raw bytes with a talking function, which begins when the request has been read; the address."""
    servers: list[asyncio.Server] = []
    talks: set[asyncio.Task[None]] = set()

    async def start(talker: Talker) -> str:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            talks.add(task)
            try:
                await reader.readuntil(b"\r\n\r\n")
                await talker(reader, writer)
            except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                pass
            finally:
                writer.transport.abort()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        servers.append(server)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    yield start
    for server in servers:
        server.close()
    for task in talks:
        task.cancel()
    await asyncio.gather(*talks, return_exceptions=True)

"""A plain client of the Massive protocol, written from its description, on the websockets package."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

TIMEOUT_S = 10.0
Event = dict[str, Any]


class Client:
    """One connection; frames are lists of events."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def frame(self) -> list[Event]:
        """The next frame, which must be a list."""
        events = json.loads(await asyncio.wait_for(self.socket.recv(), TIMEOUT_S))
        assert isinstance(events, list)
        return events

    async def ask(self, action: str, params: str) -> None:
        """Send a request."""
        await self.socket.send(json.dumps({"action": action, "params": params}))

    async def answer(self, action: str, params: str) -> list[tuple[str, str]]:
        """Send a request; status and message of each event of the next frame."""
        await self.ask(action, params)
        return statuses(await self.frame())

    async def events(self, count: int) -> list[Event]:
        """So many events, and no more than come in their frames."""
        events: list[Event] = []
        while len(events) < count:
            events += await self.frame()
        return events

    async def rest(self) -> list[Event]:
        """All events until the connection ends."""
        events: list[Event] = []
        try:
            while True:
                events += await self.frame()
        except ConnectionClosed:
            return events

    async def closed(self) -> int | None:
        """Wait for the end; the code of the server's close frame, None if it sent none."""
        await asyncio.wait_for(self.socket.wait_closed(), TIMEOUT_S)
        received = self.socket.protocol.close_rcvd
        return received.code if received else None


def statuses(events: list[Event]) -> list[tuple[str, str]]:
    """Status and message of status events."""
    assert all(event["ev"] == "status" for event in events)
    return [(event["status"], event["message"]) for event in events]


@asynccontextmanager
async def connected(url: str, **options: Any) -> AsyncIterator[Client]:
    """A connection, before its greeting. Leaving with frames unread, this client would wait long for the goodbye."""
    async with connect(url, **({"close_timeout": 0.2} | options)) as socket:
        yield Client(socket)


@asynccontextmanager
async def subscribed(url: str, params: str = "T.*", key: str = "key", **options: Any) -> AsyncIterator[Client]:
    """A connection that has been greeted, let in and acknowledged."""
    async with connected(url, **options) as client:
        assert statuses(await client.frame()) == [("connected", "Connected Successfully")]
        assert await client.answer("auth", key) == [("auth_success", "authenticated")]
        acknowledged = await client.answer("subscribe", params)
        assert [name for name, _ in acknowledged] == ["success"] * len(params.split(","))
        yield client

"""Ten thousand contracts at once, acknowledged one by one: small messages, and no flood in the log."""

import json
import logging
from itertools import chain

import pytest
from websockets.asyncio.server import ServerConnection, serve

from feeds.massive.subscriptions import BATCH
from models.status import FeedState
from tests.feeds.massive.stream_desk import desk_at, status_frame, url_of

TICKERS = {f"O:SPY251219C{number:08d}" for number in range(1, 10_001)}


class _Answering:
    """A server that answers each subscription in a frame of its own, as in a flood."""

    def __init__(self, status: str = "success") -> None:
        self.status = status
        self.messages: list[list[str]] = []

    async def __call__(self, connection: ServerConnection) -> None:
        await connection.send(status_frame("connected"))
        await connection.recv()
        await connection.send(status_frame("auth_success"))
        async for message in connection:
            self.messages.append(json.loads(message)["params"].split(","))
            for channel in self.messages[-1]:
                ack = {"ev": "status", "status": self.status, "message": f"subscribed to: {channel}"}
                await connection.send(json.dumps([ack]))


async def test_ten_thousand_contracts_are_subscribed_in_batches_without_a_line_for_each(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    server = _Answering()
    async with serve(server, "127.0.0.1", 0) as sockets, desk_at(url_of(sockets.sockets)) as desk:
        desk.stream.subscribe(TICKERS)
        desk.stream.start()
        await desk.until(lambda: desk.stream.status.confirmed == len(TICKERS))
        assert desk.stream.status.state is FeedState.LIVE
    assert max(map(len, server.messages)) <= BATCH
    assert sorted(chain.from_iterable(server.messages)) == sorted("T." + ticker for ticker in TICKERS)
    assert len([record for record in caplog.records if record.name.startswith("optape")]) < 20
    assert len(desk.said) < 200


async def test_ten_thousand_refusals_are_told_in_a_few_words_not_one_by_one() -> None:
    server = _Answering("error")
    async with serve(server, "127.0.0.1", 0) as sockets, desk_at(url_of(sockets.sockets)) as desk:
        desk.stream.subscribe(TICKERS)
        desk.stream.start()
        await desk.until(lambda: desk.stream.status.state is FeedState.LIVE)
        assert desk.stream.status.rejected.keys() == TICKERS
    assert len(desk.said) < 200

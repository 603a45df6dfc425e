"""Faults of acknowledgements. The stream itself is whole in all of them."""

from pathlib import Path

from tests.feeds.venue.faulty import TRADES, faulty, let_in
from tests.feeds.venue.made import CALL, PUT
from tests.feeds.venue.massive_client import connected, statuses

BOTH = f"T.{CALL},T.{PUT}"
ACKS = [("success", f"subscribed to: T.{CALL}"), ("success", f"subscribed to: T.{PUT}")]


async def test_nothing_is_acknowledged_and_the_trades_come(tmp_path: Path) -> None:
    async with faulty(tmp_path, "acks_missing") as venue, connected(venue.urls.massive_ws) as client:
        await let_in(client)
        await client.ask("subscribe", BOTH)
        assert await client.events(250) == TRADES
        await client.ask("unsubscribe", BOTH)
        assert (await client.answer("auth", "key"))[0][0] == "auth_success"


async def test_everything_is_acknowledged_twice(tmp_path: Path) -> None:
    async with faulty(tmp_path, "acks_repeated") as venue, connected(venue.urls.massive_ws) as client:
        await let_in(client)
        assert await client.answer("subscribe", BOTH) == ACKS
        assert statuses(await client.frame()) == ACKS
        assert await client.events(250) == TRADES


async def test_the_acknowledgement_comes_after_trades(tmp_path: Path) -> None:
    async with faulty(tmp_path, "acks_late:0.2") as venue, connected(venue.urls.massive_ws) as client:
        await let_in(client)
        await client.ask("subscribe", BOTH)
        assert await client.events(250) == TRADES
        assert statuses(await client.frame()) == ACKS


async def test_each_acknowledgement_has_a_frame(tmp_path: Path) -> None:
    async with faulty(tmp_path, "ack_one_by_one:1") as venue, connected(venue.urls.massive_ws) as client:
        await let_in(client)
        assert await client.answer("subscribe", BOTH) == ACKS[:1]
        assert statuses(await client.frame()) == ACKS[1:]
        assert await client.events(250) == TRADES
        assert len(await client.answer("unsubscribe", BOTH)) == 2

"""Faults of keys, plans and the one connection of a key."""

import asyncio
from pathlib import Path

import pytest

from feeds.venue.faults.access import NO_PLAN
from tests.feeds.venue.faulty import TRADES, faulty, let_in
from tests.feeds.venue.made import CALL, PUT
from tests.feeds.venue.massive_client import connected, statuses, subscribed

TIMEOUT = ("auth_timeout", "No authentication request received.")
TOO_MANY = ("max_connections", "Maximum number of connections exceeded.")
ACCEPTED = ("auth_success", "authenticated")


@pytest.mark.parametrize(
    ("fault", "said", "code"),
    [
        ("auth_failed", [("auth_failed", "authentication failed")], None),
        ("no_plan", [("auth_failed", NO_PLAN)], None),
        ("auth_timeout", [TIMEOUT], 1008),
        ("accept_then_drop", [ACCEPTED], None),
        ("max_connections_auth", [ACCEPTED, TOO_MANY], 1008),
    ],
)
async def test_a_key_ends_the_connection_as_often_as_is_said(
    tmp_path: Path, fault: str, said: list[tuple[str, str]], code: int | None
) -> None:
    async with faulty(tmp_path, f"{fault}:2") as venue:
        for _ in range(2):
            async with connected(venue.urls.massive_ws) as client:
                await client.frame()
                await client.ask("auth", "key")
                assert statuses(await client.rest()) == said
                assert await client.closed() == code
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.events(250) == TRADES


async def test_without_a_number_every_key_is_refused(tmp_path: Path) -> None:
    async with faulty(tmp_path, "auth_failed") as venue:
        for _ in range(5):
            async with connected(venue.urls.massive_ws) as client:
                await client.frame()
                assert (await client.answer("auth", "key"))[0][0] == "auth_failed"


async def test_each_connection_is_asked_for_its_key_again(tmp_path: Path) -> None:
    async with faulty(tmp_path, "auth_required") as venue:
        for _ in range(2):
            async with connected(venue.urls.massive_ws) as client:
                await client.frame()
                assert await client.answer("auth", "key") == [("auth_required", "Authentication required.")]
                assert await client.answer("auth", "key") == [ACCEPTED]


async def test_a_key_may_be_left_without_an_answer(tmp_path: Path) -> None:
    async with faulty(tmp_path, "auth_unanswered:1") as venue, connected(venue.urls.massive_ws) as client:
        await client.frame()
        await client.ask("auth", "key")
        await (await client.socket.ping())
        assert await client.answer("subscribe", "T.*") == [("auth_required", "Authentication required.")]
        assert await client.answer("auth", "key") == [ACCEPTED]


async def test_after_the_acknowledgement_it_is_one_connection_too_many(tmp_path: Path) -> None:
    async with faulty(tmp_path, "max_connections_subscribed:1") as venue:
        async with connected(venue.urls.massive_ws) as client:
            await let_in(client)
            await client.ask("subscribe", "T.*")
            assert statuses(await client.rest()) == [("success", "subscribed to: T.*"), TOO_MANY]
            assert await client.closed() == 1008
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.events(250) == TRADES


async def test_a_newcomer_is_sent_away_while_the_older_connection_lives(tmp_path: Path) -> None:
    async with faulty(tmp_path, "newcomer_refused") as venue:
        async with connected(venue.urls.massive_ws) as older:
            await let_in(older)
            async with connected(venue.urls.massive_ws) as newcomer:
                await newcomer.frame()
                await newcomer.ask("auth", "key")
                assert statuses(await newcomer.rest()) == [TOO_MANY]
                assert await newcomer.closed() == 1008
            assert (await older.answer("subscribe", "T.*"))[0][0] == "success"
            assert await older.events(250) == TRADES
        async with subscribed(venue.urls.massive_ws):
            pass


async def test_a_channel_that_the_plan_lacks_leaves_the_connection_open(tmp_path: Path) -> None:
    async with faulty(tmp_path, "not_authorized") as venue, connected(venue.urls.massive_ws) as client:
        await let_in(client)
        assert await client.answer("subscribe", f"T.*,T.{CALL}") == [("error", "not authorized")] * 2
        await (await client.socket.ping())
        assert await client.answer("subscribe", f"T.{CALL}") == [("error", "not authorized")]


async def test_where_only_the_wildcard_is_lacking_single_contracts_stream(tmp_path: Path) -> None:
    async with faulty(tmp_path, "not_authorized_wildcard") as venue, connected(venue.urls.massive_ws) as client:
        await let_in(client)
        answered = await client.answer("subscribe", f"T.*,T.{PUT}")
        assert answered == [("error", "not authorized"), ("success", f"subscribed to: T.{PUT}")]
        assert {event["sym"] for event in await client.events(50)} == {PUT}


async def test_a_rejection_is_counted_by_message(tmp_path: Path) -> None:
    async with faulty(tmp_path, "not_authorized:1") as venue, connected(venue.urls.massive_ws) as client:
        await let_in(client)
        assert await client.answer("subscribe", f"T.*,T.{CALL}") == [("error", "not authorized")] * 2
        assert (await client.answer("subscribe", "T.*"))[0][0] == "success"
        assert await asyncio.wait_for(client.events(250), 5) == TRADES

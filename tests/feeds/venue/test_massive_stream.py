"""The Massive stream of a venue, as an independent client sees it."""

import asyncio
from pathlib import Path

import pytest
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from feeds.venue.pace import AS_FAST_AS_TAKEN, PaceChoice
from feeds.venue.recording import Recording
from feeds.venue.session import Limits
from feeds.venue.venue import Venue
from tests.feeds.venue.made import CALL, PUT, VIX, MadeSource, needs_recordings, recording, trade, trades
from tests.feeds.venue.massive_client import Client, connected, statuses, subscribed


def a_venue(folder: Path, count: int = 250, **options: object) -> Venue:
    source = Recording(recording(folder, trades(count)))
    return Venue(source, **({"pace": AS_FAST_AS_TAKEN} | options))  # type: ignore[arg-type]


async def greeted(client: Client, key: str = "key") -> None:
    assert statuses(await client.frame()) == [("connected", "Connected Successfully")]
    assert await client.answer("auth", key) == [("auth_success", "authenticated")]


async def test_a_client_is_greeted_let_in_acknowledged_and_sent_every_trade_in_order(tmp_path: Path) -> None:
    async with a_venue(tmp_path) as venue, subscribed(venue.urls.massive_ws) as client:
        assert await client.events(250) == trades(250)
        assert await venue.played() == 250


async def test_frames_bundle_what_is_due_up_to_a_hundred_events(tmp_path: Path) -> None:
    async with a_venue(tmp_path) as venue, subscribed(venue.urls.massive_ws) as client:
        assert [len(await client.frame()) for _ in range(3)] == [100, 100, 50]


async def test_an_event_is_sent_as_it_was_recorded(tmp_path: Path) -> None:
    line = '{"ev":"T","sym":"O:VIX160720C00013000","x":302,"p":5.0,"s":2,"t":1464787802025,"q":537094501,"new":[1]}'
    source = Recording(recording(tmp_path, [line]))
    async with Venue(source, pace=AS_FAST_AS_TAKEN) as venue, subscribed(venue.urls.massive_ws) as client:
        assert await client.socket.recv() == f"[{line}]"


async def test_nothing_is_sent_before_a_subscription_and_then_from_the_first_trade(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 3, pace=PaceChoice(1000.0)) as venue, connected(venue.urls.massive_ws) as client:
        await greeted(client)
        await (await client.socket.ping())
        assert await client.answer("subscribe", "T.*") == [("success", "subscribed to: T.*")]
        assert await client.events(3) == trades(3)


async def test_subscriptions_are_acknowledged_one_by_one_and_filter_the_stream(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 10) as venue, connected(venue.urls.massive_ws) as client:
        await greeted(client)
        acknowledged = await client.answer("subscribe", f"T.{PUT}, T.O:NONE251219C00001000")
        assert acknowledged == [
            ("success", f"subscribed to: T.{PUT}"),
            ("success", "subscribed to: T.O:NONE251219C00001000"),
        ]
        assert [event["q"] for event in await client.events(5)] == [1, 3, 5, 7, 9]


async def test_unknown_channels_and_held_subscriptions_are_not_answered(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 1) as venue, connected(venue.urls.massive_ws) as client:
        await greeted(client)
        await client.ask("subscribe", "XYZ.O:A,T")
        assert await client.answer("subscribe", f"T.{CALL}") == [("success", f"subscribed to: T.{CALL}")]
        await client.ask("subscribe", f"T.{CALL}")
        assert await client.answer("unsubscribe", f"T.{CALL},T.{PUT}") == [("success", f"unsubscribed to: T.{CALL}")]


async def test_hundreds_of_contracts_in_one_message_are_all_acknowledged(tmp_path: Path) -> None:
    tickers = [f"T.O:SPY251219C{strike:05d}000" for strike in range(1, 501)]
    async with a_venue(tmp_path, 1) as venue, connected(venue.urls.massive_ws) as client:
        await greeted(client)
        acknowledged = await client.answer("subscribe", ",".join(tickers))
        assert acknowledged == [("success", f"subscribed to: {ticker}") for ticker in tickers]
        assert len(await client.answer("unsubscribe", ",".join(tickers))) == 500


async def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 1) as venue:
        port = int(venue.urls.massive_ws.removesuffix("/options").rpartition(":")[2])
        with pytest.raises(OSError, match=r"in use|one usage"):
            await a_venue(tmp_path, 1, ws_port=port).__aenter__()


async def test_after_unsubscribing_nothing_comes_and_the_rest_comes_to_whoever_subscribes_again(tmp_path: Path) -> None:
    async with (
        a_venue(tmp_path, 20, pace=PaceChoice(per_s=200.0)) as venue,
        subscribed(venue.urls.massive_ws) as client,
    ):
        first = await client.frame()
        await client.ask("unsubscribe", "T.*")
        late = await client.frame()
        while late[0]["ev"] == "T":
            late = await client.frame()
        assert statuses(late) == [("success", "unsubscribed to: T.*")]
        assert first[0]["q"] == 1
        assert await venue.played() == 20
        assert await client.answer("subscribe", "T.*") == [("success", "subscribed to: T.*")]


async def test_a_subscription_before_the_key_is_refused_and_the_connection_stays(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 1) as venue, connected(venue.urls.massive_ws) as client:
        await client.frame()
        assert (await client.answer("subscribe", "T.*"))[0][0] == "auth_required"
        assert (await client.answer("auth", "key"))[0][0] == "auth_success"


async def test_an_empty_key_fails_and_the_connection_ends_with_no_close_frame(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 1) as venue, connected(venue.urls.massive_ws) as client:
        await client.frame()
        assert await client.answer("auth", " ") == [("auth_failed", "authentication failed")]
        assert await client.closed() is None


async def test_who_gives_no_key_in_time_is_sent_away(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 1, limits=Limits(auth_s=0.05)) as venue, connected(venue.urls.massive_ws) as client:
        await client.frame()
        assert statuses(await client.frame()) == [("auth_timeout", "No authentication request received.")]
        assert await client.closed() == 1008


@pytest.mark.parametrize("message", ["{", "[]", '{"action":5}', '{"action":"dance"}', "\x00"])
async def test_what_is_not_understood_is_an_error_and_the_connection_stays(tmp_path: Path, message: str) -> None:
    async with a_venue(tmp_path, 1) as venue, connected(venue.urls.massive_ws) as client:
        await client.frame()
        await client.socket.send(message)
        assert statuses(await client.frame())[0][0] == "error"
        assert (await client.answer("auth", "key"))[0][0] == "auth_success"


async def test_a_second_connection_with_the_same_key_evicts_the_first(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 1) as venue, connected(venue.urls.massive_ws) as older:
        await greeted(older)
        async with subscribed(venue.urls.massive_ws) as newer:
            assert statuses(await older.frame()) == [("max_connections", "Maximum number of connections exceeded.")]
            assert await older.closed() == 1008
            assert await newer.events(1) == trades(1)


async def test_connections_with_different_keys_live_side_by_side(tmp_path: Path) -> None:
    async with (
        a_venue(tmp_path, 300, pace=PaceChoice(per_s=3000.0)) as venue,
        connected(venue.urls.massive_ws) as first,
        connected(venue.urls.massive_ws) as second,
    ):
        await greeted(first, "one")
        await greeted(second, "two")
        await second.ask("subscribe", f"T.{PUT}")
        await first.ask("subscribe", "T.*")
        assert statuses(await first.frame())[0][0] == statuses(await second.frame())[0][0] == "success"
        seen = (await first.events(200))[-1]["q"]
        assert seen >= 200
        assert {event["sym"] for event in await second.events(50)} == {PUT}


async def test_a_polite_close_frees_the_key(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 1) as venue:
        for _ in range(3):
            async with connected(venue.urls.massive_ws) as client:
                await greeted(client)
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.events(1) == trades(1)


async def test_a_venue_that_stops_says_goodbye(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 1) as venue:
        client = connected(venue.urls.massive_ws)
        open_client = await client.__aenter__()
        await greeted(open_client)
    assert await open_client.closed() == 1001
    await client.__aexit__(None, None, None)


async def test_pings_are_answered(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 1) as venue, connected(venue.urls.massive_ws) as client:
        pong = await client.socket.ping(b"alive")
        assert await asyncio.wait_for(pong, 5) > 0


@pytest.mark.parametrize("compression", ["deflate", None])
async def test_compression_is_the_clients_choice(tmp_path: Path, compression: str | None) -> None:
    async with a_venue(tmp_path) as venue, subscribed(venue.urls.massive_ws, compression=compression) as client:
        names = [extension.name for extension in client.socket.protocol.extensions]
        assert names == ([ClientPerMessageDeflateFactory.name] if compression else [])
        assert await client.events(250) == trades(250)


async def test_a_reader_that_is_too_slow_is_cut_off_with_no_close_frame() -> None:
    source = MadeSource([[b'"%s"' % (b"x" * 100_000)] * 200] * 4)
    limits = Limits(frame_events=1, buffer_bytes=1_000_000)
    async with (
        Venue(source, pace=PaceChoice(per_s=1e6), limits=limits) as venue,
        subscribed(venue.urls.massive_ws, max_queue=1, compression=None) as client,
    ):
        await venue.played()
        received = await client.rest()
        assert len(received) < 800
        assert await client.closed() is None


async def test_a_file_without_a_clock_waits_for_a_slow_reader_and_loses_nothing() -> None:
    source = MadeSource([[b'"%s"' % (b"x" * 100_000)] * 200])
    limits = Limits(frame_events=1, buffer_bytes=1_000_000)
    async with (
        Venue(source, pace=AS_FAST_AS_TAKEN, limits=limits) as venue,
        subscribed(venue.urls.massive_ws, max_queue=1, compression=None) as client,
    ):
        while not 0 < source.released_events < 200:
            await asyncio.sleep(0)
        assert len(await client.events(200)) == 200
        assert await venue.played() == 200


async def test_a_file_without_a_clock_waits_while_nobody_listens(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 100_000) as venue:
        async with subscribed(venue.urls.massive_ws, max_queue=1) as client:
            seen = (await client.frame())[-1]["q"]
        async with subscribed(venue.urls.massive_ws) as client:
            assert (await client.frame())[0]["q"] > seen
            while (await client.frame())[-1]["q"] < 100_000:
                pass


async def test_with_a_clock_the_market_goes_on_while_nobody_listens(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 100, pace=PaceChoice(per_s=1000.0)) as venue:
        async with subscribed(venue.urls.massive_ws) as client:
            assert (await client.frame())[0]["q"] == 1
        assert await venue.played() == 100


async def test_events_of_other_kinds_go_with_the_trades_and_are_not_counted(tmp_path: Path) -> None:
    events = [trade(1), {"ev": "Q", "sym": CALL}, {"ev": "A", "sym": PUT}, {"odd": 1}, trade(2, p="1.5")]
    async with (
        Venue(Recording(recording(tmp_path, events)), pace=AS_FAST_AS_TAKEN) as venue,
        subscribed(venue.urls.massive_ws, "T.*") as client,
    ):
        assert await client.events(5) == events
        assert await venue.played() == 2


@needs_recordings
async def test_the_recorded_vix_day_arrives_whole_and_unchanged() -> None:
    async with Venue(Recording(VIX), pace=AS_FAST_AS_TAKEN) as venue, subscribed(venue.urls.massive_ws) as client:
        received = await client.events(2295)
        assert sum(event["s"] for event in received) == 306_679
        assert await venue.played() == 2295


async def test_a_client_that_vanishes_does_no_harm(tmp_path: Path) -> None:
    async with a_venue(tmp_path, 50_000) as venue:
        async with subscribed(venue.urls.massive_ws) as client:
            await client.frame()
            client.socket.transport.abort()
            await client.rest()
        async with subscribed(venue.urls.massive_ws, key="other") as client:
            assert len(await client.frame()) > 0

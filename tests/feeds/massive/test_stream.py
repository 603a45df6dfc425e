"""The Massive stream against the local venue, over real sockets."""

import asyncio
import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection, serve

from feeds.venue.opening import open_file
from feeds.venue.pace import PaceChoice, speed_from_text
from feeds.venue.venue import Venue
from models.status import FeedState, Reason
from tests.feeds.massive.stream_desk import QUICK, desk_at, is_live, last_sequence, status_frame, url_of, venue_of
from tests.feeds.venue.made import CALL, PUT, trade, trades


async def test_all_trades_of_a_source_arrive_in_their_order(tmp_path: Path) -> None:
    async with venue_of(tmp_path, trades(1000)) as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.subscribe(set(), everything=True)
        desk.stream.start()
        await desk.until(lambda: desk.on_tape == 1000)
        assert desk.market.tape.column("sequence", 0, 1000).tolist() == list(range(1, 1001))
        live = [FeedState.IDLE, FeedState.CONNECTING, FeedState.AUTHENTICATING, FeedState.SUBSCRIBING, FeedState.LIVE]
        assert desk.states == live
        assert desk.stream.counters.received == 1000
        assert desk.stream.counters.malformed == 0


async def test_only_what_is_subscribed_arrives(tmp_path: Path) -> None:
    async with venue_of(tmp_path, trades(1000)) as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.subscribe({PUT})
        desk.stream.start()
        await desk.until(lambda: desk.on_tape == 500)
        assert list(desk.market.contracts) == [PUT]
        assert desk.stream.status.confirmed == desk.stream.status.wanted == 1


async def test_a_change_of_the_watchlist_changes_the_subscription_of_a_running_stream(tmp_path: Path) -> None:
    events = [trade(n, CALL) for n in range(1, 401)] + [trade(1000 + n, PUT) for n in range(1, 4001)]
    async with venue_of(tmp_path, events, speed="1") as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.subscribe({CALL})
        desk.stream.start()
        await desk.until(lambda: desk.on_tape > 0)
        desk.stream.subscribe({PUT})
        await desk.until(lambda: desk.market.contracts.find(PUT) >= 0)
        assert desk.stream.status.confirmed == 1


async def test_nothing_wanted_is_a_live_stream_without_trades(tmp_path: Path) -> None:
    async with venue_of(tmp_path, trades(10)) as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.start()
        await desk.until(lambda: desk.stream.status.state is FeedState.LIVE)
        assert desk.on_tape == 0


async def test_many_subscriptions_go_out_in_batches_and_are_all_confirmed(tmp_path: Path) -> None:
    tickers = {f"O:SPY251219C{strike * 1000:08d}" for strike in range(1, 1001)}
    async with venue_of(tmp_path, trades(10)) as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.subscribe(tickers)
        desk.stream.start()
        await desk.until(lambda: desk.stream.status.confirmed == 1000)


@pytest.mark.parametrize(("fault", "words"), [("auth_failed", "refused the key"), ("no_plan", "websocket access")])
async def test_a_refused_key_is_said_and_never_tried_again(tmp_path: Path, fault: str, words: str) -> None:
    async with venue_of(tmp_path, trades(10), fault) as venue, desk_at(venue.urls.massive_ws, "secret-key") as desk:
        desk.stream.subscribe(set(), everything=True)
        desk.stream.start()
        await desk.until(lambda: desk.stream.status.state is FeedState.REFUSED)
        assert words in desk.stream.status.detail
        assert "secret-key" not in repr(desk.said)
        assert desk.states.count(FeedState.CONNECTING) == 1


async def test_a_channel_that_the_plan_lacks_is_named_and_the_connection_stays(tmp_path: Path) -> None:
    async with venue_of(tmp_path, trades(10), "not_authorized") as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.subscribe({CALL})
        desk.stream.start()
        await desk.until(lambda: "not authorized" in desk.stream.status.detail)
        assert desk.stream.status.state is FeedState.LIVE
        assert desk.stream.status.confirmed == 0


async def test_a_cut_without_a_word_is_survived_and_everything_is_subscribed_again(tmp_path: Path) -> None:
    async with venue_of(tmp_path, trades(1000), "cut:300") as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.subscribe(set(), everything=True)
        desk.stream.start()
        await desk.until(lambda: desk.market.tape.end > 0 and last_sequence(desk) == 1000)
        assert FeedState.BACKOFF in desk.states
        assert desk.stream.status.reconnects == 1
        assert len(desk.market.gaps) == 1
        assert desk.stream.status.state is FeedState.LIVE


@pytest.mark.parametrize(
    ("fault", "words"),
    [("slow_consumer:100", "not read fast enough"), ("force_disconnect:100", "ended the connection")],
)
async def test_why_the_server_ended_the_connection_is_told(tmp_path: Path, fault: str, words: str) -> None:
    async with venue_of(tmp_path, trades(1000), fault) as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.subscribe(set(), everything=True)
        desk.stream.start()
        await desk.until(lambda: desk.market.tape.end > 0 and last_sequence(desk) == 1000)
        assert any(words in status.detail for status in desk.said)


async def test_a_second_program_with_the_same_key_sends_the_first_into_its_cool_down(tmp_path: Path) -> None:
    patient = replace(QUICK, first_cooldown_s=60.0)
    async with (
        venue_of(tmp_path, trades(10)) as venue,
        desk_at(venue.urls.massive_ws, timing=patient) as first,
        desk_at(venue.urls.massive_ws) as second,
    ):
        for desk in (first, second):
            desk.stream.subscribe({CALL})
            desk.stream.start()
            await desk.until(partial(is_live, desk))
        await first.until(lambda: first.stream.status.state is FeedState.COOLDOWN)
        assert "Another program uses this key" in first.stream.status.detail
        assert second.stream.status.state is FeedState.LIVE


async def test_an_account_in_use_at_the_first_frame_cools_down_too(tmp_path: Path) -> None:
    async with venue_of(tmp_path, trades(10), "max_connections") as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.start()
        await desk.until(lambda: desk.states.count(FeedState.COOLDOWN) >= 2)
        assert "Another program" in desk.stream.status.detail


async def test_garbage_is_counted_and_no_good_trade_is_lost(tmp_path: Path) -> None:
    async with venue_of(tmp_path, trades(1000), "garbage") as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.subscribe(set(), everything=True)
        desk.stream.start()
        await desk.until(lambda: desk.on_tape == 1000 and not desk.stream.backlog_bytes())
        assert desk.market.tape.column("sequence", 0, 1000).tolist() == list(range(1, 1001))
        assert desk.stream.counters.malformed > 15
        assert desk.stream.counters.samples
        assert desk.stream.status.reconnects == 0


async def test_a_connection_that_falls_silent_is_given_up(tmp_path: Path) -> None:
    async with venue_of(tmp_path, trades(1000), "silence:100") as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.subscribe(set(), everything=True)
        desk.stream.start()
        await desk.until(lambda: any("Nothing at all came" in status.detail for status in desk.said))
        await desk.until(lambda: desk.stream.status.reconnects >= 1 and desk.stream.status.state is FeedState.LIVE)


async def test_nobody_at_the_address_is_retried_with_growing_delays() -> None:
    async with desk_at("ws://127.0.0.1:9/options") as desk:
        desk.stream.start()
        await desk.until(lambda: desk.stream.status.reconnects >= 3)
        assert "cannot be reached" in next(s.detail for s in desk.said if s.state is FeedState.BACKOFF)


async def test_a_server_that_connects_and_says_nothing_is_given_up() -> None:
    async def silent(connection: ServerConnection) -> None:
        await connection.wait_closed()

    async with serve(silent, "127.0.0.1", 0) as server, desk_at(url_of(server.sockets)) as desk:
        desk.stream.start()
        await desk.until(lambda: any("did not answer" in status.detail for status in desk.said))


async def test_a_server_that_accepts_and_drops_is_not_hammered() -> None:
    accepted: list[float] = []

    async def drop(connection: ServerConnection) -> None:
        accepted.append(asyncio.get_running_loop().time())
        await connection.send(status_frame("connected"))
        await connection.recv()
        await connection.send(status_frame("auth_success"))

    patient = replace(QUICK, healthy_after_s=10.0, longest_retry_s=9.0)
    async with serve(drop, "127.0.0.1", 0) as server, desk_at(url_of(server.sockets), timing=patient) as desk:
        desk.stream.subscribe({CALL})
        desk.stream.start()
        await desk.until(lambda: len(accepted) >= 5)
        waits = dict.fromkeys(status.retry_in_s for status in desk.said if status.state is FeedState.BACKOFF)
        delays = [delay for delay in waits if delay]
        assert delays[3] > 8 * 0.5 * delays[0] / 1.5 * 0.99  # doubled three times, whatever the jitter


async def test_a_request_to_authenticate_again_is_met() -> None:
    keys: list[str] = []

    async def forgetful(connection: ServerConnection) -> None:
        await connection.send(status_frame("connected"))
        for answer in ("auth_required", "auth_success"):
            keys.append(json.loads(await connection.recv())["params"])
            await connection.send(status_frame(answer))
        await connection.recv()
        await connection.send(
            json.dumps([{"ev": "status", "status": "success", "message": f"subscribed to: T.{CALL}"}])
        )
        await connection.wait_closed()

    async with serve(forgetful, "127.0.0.1", 0) as server, desk_at(url_of(server.sockets), "k") as desk:
        desk.stream.subscribe({CALL})
        desk.stream.start()
        await desk.until(lambda: desk.stream.status.state is FeedState.LIVE)
        assert keys == ["k", "k"]


async def test_a_key_that_is_asked_for_again_in_the_middle_is_followed_by_all_subscriptions() -> None:
    asked: list[str] = []

    async def forgetful(connection: ServerConnection) -> None:
        await connection.send(status_frame("connected"))
        for _ in range(2):
            await connection.recv()
            await connection.send(status_frame("auth_success"))
            asked.append(json.loads(await connection.recv())["params"])
            ack = {"ev": "status", "status": "success", "message": f"subscribed to: T.{CALL}"}
            await connection.send(json.dumps([ack]))
            if len(asked) == 1:
                await connection.send(status_frame("auth_required"))
        await connection.wait_closed()

    async with serve(forgetful, "127.0.0.1", 0) as server, desk_at(url_of(server.sockets)) as desk:
        desk.stream.subscribe({CALL})
        desk.stream.start()
        await desk.until(lambda: len(asked) == 2 and desk.stream.status.state is FeedState.LIVE)
        assert asked == [f"T.{CALL}"] * 2


async def test_a_fault_in_what_watches_over_a_connection_is_shown_and_its_gap_too(tmp_path: Path) -> None:
    faults: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context))
    async with venue_of(tmp_path, trades(50)) as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.subscribe({CALL, PUT})
        desk.stream.start()
        await desk.until(lambda: desk.on_tape == 50)
        desk.stream._quiet = None  # type: ignore[assignment]
        await desk.until(lambda: desk.stream.status.state is FeedState.REFUSED)
        assert desk.stream.status.reason is Reason.FAULT
        await desk.until(lambda: len(desk.market.gaps) == 1)
        assert desk.market.gaps[0].gap.reason == Reason.FAULT
        assert [type(fault["exception"]) for fault in faults] == [AttributeError]


async def test_connecting_now_shortens_no_wait_that_comes_later(tmp_path: Path) -> None:
    patient = replace(QUICK, first_cooldown_s=60.0)
    async with venue_of(tmp_path, trades(10)) as venue, desk_at(venue.urls.massive_ws, timing=patient) as desk:
        desk.stream.subscribe({CALL})
        desk.stream.start()
        await desk.until(lambda: is_live(desk))
        desk.stream.retry_now()
        async with desk_at(venue.urls.massive_ws) as other:
            other.stream.start()
            await desk.until(lambda: desk.stream.status.state is FeedState.COOLDOWN)
            await other.until(lambda: is_live(other))
        assert (desk.states[-1], desk.stream.status.reconnects) == (FeedState.COOLDOWN, 0)


async def test_a_status_that_nobody_knows_is_shown() -> None:
    async def odd(connection: ServerConnection) -> None:
        await connection.send(json.dumps([{"ev": "status", "status": "odd_weather", "message": "it rains"}]))
        await connection.wait_closed()

    async with serve(odd, "127.0.0.1", 0) as server, desk_at(url_of(server.sockets)) as desk:
        desk.stream.start()
        await desk.until(lambda: any("odd_weather it rains" in status.detail for status in desk.said))


async def test_closing_frees_the_connection_politely(tmp_path: Path) -> None:
    codes: list[int | None] = []

    async def watch(connection: ServerConnection) -> None:
        await connection.send(status_frame("connected"))
        await connection.wait_closed()
        codes.append(connection.close_code)

    async with serve(watch, "127.0.0.1", 0) as server, desk_at(url_of(server.sockets)) as desk:
        desk.stream.start()
        await desk.until(lambda: desk.stream.status.state is FeedState.AUTHENTICATING)
        await desk.stream.close()
        await desk.until(lambda: bool(codes))
        assert codes == [1000]
        assert desk.stream.status.state is FeedState.CLOSED


async def test_the_end_of_a_source_ends_the_stream(tmp_path: Path) -> None:
    async with venue_of(tmp_path, trades(10)) as venue, desk_at(venue.urls.massive_ws) as desk:
        desk.stream.subscribe(set(), everything=True)
        desk.stream.start()
        await desk.until(lambda: desk.on_tape == 10)
        desk.stream.end()
        assert desk.stream.status.state is FeedState.ENDED


async def test_the_real_vix_day_arrives_whole(recordings: Path) -> None:
    source = open_file(recordings / "real_VIX_2016-06-01.jsonl.gz")
    async with (
        Venue(source, pace=PaceChoice(speed=speed_from_text("max"))) as venue,
        desk_at(venue.urls.massive_ws) as desk,
    ):
        desk.stream.subscribe(set(), everything=True)
        desk.stream.start()
        await desk.until(lambda: desk.on_tape == 2295)
        assert int(desk.market.tape.column("size", 0, 2295).sum()) == 306_679
        assert desk.stream.counters.malformed == 0

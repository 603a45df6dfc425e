"""What a key can do, found out from the local venue and from small servers that refuse in every way."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_stream
from websockets.http11 import Request, Response

from feeds.massive.handshake import HandshakeTiming
from feeds.massive.key_check import CheckTiming, KeyCheck
from models.connection import Addresses, KeyAbility, KeyReport, Verdict
from models.redaction import REDACTED
from tests.feeds.massive.rest_desk import KEY, QUICK, Serve, settled, told
from tests.feeds.venue.faulty import faulty

QUICK_CHECK = CheckTiming(
    HandshakeTiming(open_s=2, answer_s=0.5, channel_s=0.1, close_s=0.5), replace(QUICK, attempts=1)
)
REST, PAST, LIVE, LATE = KeyAbility
NOWHERE = Addresses(None, None, None)
PLAN = "Your plan doesn't include websocket access. Visit our pricing page to upgrade your plan."
Script = Callable[[str, str], list[tuple[str, str]]]
"""What a stream answers to an action and its parameters: statuses and messages."""


async def check(addresses: Addresses, key: str = KEY, connected: KeyAbility | None = None) -> KeyReport:
    """The report of a key; progress was told of each finding, and nothing holds the key."""
    seen: list[KeyReport] = []
    report = await KeyCheck(addresses, QUICK_CHECK).report(key, seen.append, connected)
    assert not seen or seen[-1] == report
    assert report.is_complete
    assert key not in repr(report)
    return report


def words(report: KeyReport, ability: KeyAbility) -> str:
    return next(finding.words for finding in report.findings if finding.ability is ability)


def verdicts(report: KeyReport) -> list[Verdict]:
    return [finding.verdict for finding in report.findings]


@asynccontextmanager
async def stream(
    answer: Script, greeting: tuple[str, str] = ("connected", "Connected Successfully")
) -> AsyncIterator[str]:
    """A stream that answers by a script and then stays open; its address."""

    async def talk(connection: ServerConnection) -> None:
        await connection.send(_statuses([greeting]))
        async for message in connection:
            asked = json.loads(message)
            answers = answer(asked["action"], asked["params"])
            if answers:
                await connection.send(_statuses(answers))

    async with serve_stream(talk, "127.0.0.1", 0) as server:
        yield f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/options"


def _statuses(found: list[tuple[str, str]]) -> str:
    return json.dumps([{"ev": "status", "status": status, "message": message} for status, message in found])


def accepting(last: list[tuple[str, str]]) -> Script:
    """Accepts the key, and answers the subscription."""
    return lambda action, _: [("auth_success", "authenticated")] if action == "auth" else last


async def test_the_local_venue_can_do_everything(tmp_path: Path) -> None:
    async with faulty(tmp_path) as venue:
        report = await check(Addresses(venue.urls.massive_ws, venue.urls.massive_ws, venue.urls.massive_rest))
    assert verdicts(report) == [Verdict.WORKS] * 4
    assert report.summary == "This key has real-time trades. Gaps can be filled."


@pytest.mark.parametrize(
    ("faults", "found"),
    [
        (("rest_401", "auth_failed"), [Verdict.UNKNOWN_KEY] * 4),
        (("rest_403", "no_plan"), [Verdict.REFUSED] * 4),
        (("rest_trades_403",), [Verdict.WORKS, Verdict.REFUSED, Verdict.WORKS, Verdict.WORKS]),
        (("rest_404",), [Verdict.WORKS] * 4),
        (("rest_429_bare",), [Verdict.BUSY, Verdict.BUSY, Verdict.WORKS, Verdict.WORKS]),
        (("rest_html",), [Verdict.UNREACHABLE, Verdict.UNREACHABLE, Verdict.WORKS, Verdict.WORKS]),
        (("not_authorized",), [Verdict.WORKS, Verdict.WORKS, Verdict.REFUSED, Verdict.REFUSED]),
        (("max_connections",), [Verdict.WORKS, Verdict.WORKS, Verdict.BUSY, Verdict.BUSY]),
        (("wrong_path",), [Verdict.WORKS, Verdict.WORKS, Verdict.UNREACHABLE, Verdict.UNREACHABLE]),
        (("greeting_missing",), [Verdict.WORKS, Verdict.WORKS, Verdict.UNREACHABLE, Verdict.UNREACHABLE]),
        (("acks_missing",), [Verdict.WORKS] * 4),
    ],
)
async def test_each_refusal_of_the_venue_is_told_apart(
    tmp_path: Path, faults: tuple[str, ...], found: list[Verdict]
) -> None:
    async with faulty(tmp_path, *faults) as venue:
        report = await check(Addresses(venue.urls.massive_ws, venue.urls.massive_ws, venue.urls.massive_rest))
    assert verdicts(report) == found
    assert all(bool(f.words) == (f.verdict is not Verdict.WORKS) for f in report.findings)


async def test_a_developer_key_has_the_delayed_stream() -> None:
    refuse: Script = lambda *_: [("auth_failed", PLAN)]  # noqa: E731
    async with stream(refuse) as live, stream(accepting([("success", "subscribed to: T.O:X")])) as late:
        report = await check(Addresses(live, late, None))
    assert verdicts(report) == [Verdict.UNTESTED, Verdict.UNTESTED, Verdict.REFUSED, Verdict.WORKS]
    assert words(report, LIVE) == f"Massive says “{PLAN}”"
    assert report.summary == "This key has 15-minute delayed trades: choose Delayed."


async def test_an_account_in_use_works_and_is_told_whenever_that_comes() -> None:
    full = [("max_connections", "Maximum number of connections exceeded.")]
    at_auth: Script = lambda *_: full  # noqa: E731
    async with stream(at_auth) as live, stream(accepting(full)) as late:
        report = await check(Addresses(live, late, None))
    assert verdicts(report)[2:] == [Verdict.BUSY] * 2
    assert words(report, LIVE) == "another program uses this key now"


async def test_while_the_feed_is_connected_with_the_key_no_stream_is_touched() -> None:
    asked: list[str] = []
    note: Script = lambda action, _: asked.append(action) or []  # type: ignore[func-returns-value]  # noqa: E731
    async with stream(note) as url:
        report = await check(Addresses(url, url, None), connected=LATE)
    assert verdicts(report)[2:] == [Verdict.UNTESTED, Verdict.WORKS]
    assert "a second connection would end the first" in words(report, LIVE)
    assert asked == []


async def test_the_connection_is_closed_politely_after_the_test() -> None:
    codes: list[int | None] = []

    async def talk(connection: ServerConnection) -> None:
        await connection.send(_statuses([("connected", "")]))
        async for _ in connection:
            await connection.send(_statuses([("auth_success", ""), ("success", "")]))
        codes.append(connection.close_code)

    async with serve_stream(talk, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        await check(Addresses(f"ws://127.0.0.1:{port}/options", None, None))
        async with asyncio.timeout(5):
            while not codes:
                await asyncio.sleep(0)
    assert codes == [1000]


async def test_a_redirect_does_not_get_the_key() -> None:
    got: list[str] = []
    note: Script = lambda action, params: got.append(params) or []  # type: ignore[func-returns-value]  # noqa: E731
    async with stream(note) as elsewhere:

        def redirect(connection: ServerConnection, _: Request) -> Response:
            response = connection.respond(HTTPStatus.FOUND, "")
            response.headers["Location"] = elsewhere
            return response

        async def never(_: ServerConnection) -> None:
            raise AssertionError

        async with serve_stream(never, "127.0.0.1", 0, process_request=redirect) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            report = await check(Addresses(f"ws://127.0.0.1:{port}/options", None, None))
    assert report.verdict(LIVE) is Verdict.UNREACHABLE
    assert "HTTP 302" in words(report, LIVE)
    assert got == []


async def test_nothing_is_sent_without_encryption_to_another_machine() -> None:
    report = await check(Addresses("ws://192.0.2.1/options", None, "http://192.0.2.1"))
    assert verdicts(report) == [Verdict.UNTESTED] * 4
    assert all("must be encrypted" in words(report, ability) for ability in (REST, PAST, LIVE))


async def test_nobody_at_the_addresses_is_told() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    report = await check(Addresses(f"ws://127.0.0.1:{port}/options", None, f"http://127.0.0.1:{port}"))
    assert verdicts(report) == [Verdict.UNREACHABLE] * 3 + [Verdict.UNTESTED]
    assert "could not be reached" in report.summary


@pytest.mark.parametrize("key", ["", "two words", "clé-clé-clé", "a"])
async def test_what_cannot_be_a_key_is_sent_nowhere(key: str, serve: Serve) -> None:
    double = await serve(lambda _: told("{}"))
    report = await KeyCheck(Addresses(None, None, double.url), QUICK_CHECK).report(key, lambda _: None)
    assert verdicts(report) == [Verdict.UNKNOWN_KEY] * 4
    assert double.asked == []


async def test_no_finding_holds_the_key_though_the_other_side_says_it(serve: Serve) -> None:
    double = await serve(lambda _: told(json.dumps({"status": "ERROR", "error": f"Unknown API Key {KEY}"}), 401))
    echo: Script = lambda _, params: [("auth_failed", f"no {params} here, nor {json.dumps(params)} " + "x" * 5000)]  # noqa: E731
    async with stream(echo) as url:
        report = await check(Addresses(url, None, double.url))
    assert REDACTED in words(report, LIVE)
    assert len(words(report, LIVE)) <= 300
    await settled()


async def test_the_key_goes_into_a_header_and_the_trades_of_a_living_contract_are_asked_for(serve: Serve) -> None:
    rows = {"results": [{"ticker": "O:SPY271217C00650000"}]}
    double = await serve(lambda _: told(json.dumps(rows)))
    report = await check(Addresses(None, None, double.url))
    assert verdicts(report)[:2] == [Verdict.WORKS] * 2
    assert [request.path for request in double.asked] == [
        "/v3/reference/options/contracts",
        "/v3/trades/O:SPY271217C00650000",
    ]
    assert all(request.headers["Authorization"] == f"Bearer {KEY}" for request in double.asked)
    assert not [request for request in double.asked if KEY in str(request.url)]
    await settled()


@pytest.mark.parametrize("body", ['{"results":[{"ticker":"../../etc"}]}', '{"results":[]}', '{"results":17}', "{}"])
async def test_an_odd_list_of_contracts_does_not_lead_astray(body: str, serve: Serve) -> None:
    double = await serve(lambda _: told(body))
    await check(Addresses(None, None, double.url))
    assert double.asked[-1].path == "/v3/trades/O:SPY251219C00650000"
    await settled()


async def test_a_test_can_be_given_up_while_the_other_side_is_silent() -> None:
    silent: Script = lambda *_: []  # noqa: E731
    patient = CheckTiming(HandshakeTiming(answer_s=60, close_s=0.5))
    async with stream(silent) as url:
        seen: list[KeyReport] = []
        task = asyncio.create_task(KeyCheck(Addresses(url, None, None), patient).report(KEY, seen.append))
        async with asyncio.timeout(5):
            while not seen:
                await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

"""The REST client on real sockets: what is retried, what is final, and where the key goes."""

import asyncio
import gzip
import json
import logging
import socket
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate

import pytest
from aiohttp import web

from feeds.massive.rest import MassiveRest
from feeds.massive.rest_errors import RestError, RestProblem, is_passing
from feeds.massive.throttle import Pace
from tests.feeds.massive.rest_desk import HASTY, KEY, QUICK, Double, Serve, Talk, asking, failure, told

P = RestProblem
PAGE = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"
UNKNOWN_KEY = '{"status":"ERROR","request_id":"1","error":"Unknown API Key"}'
NO_PLAN = '{"status":"NOT_AUTHORIZED","message":"You are not entitled to this data. Please upgrade your plan"}'
NO_TICKER = '{"status":"NOT_FOUND","message":"Ticker not found."}'
TOO_MANY = '{"status":"ERROR","error":"You\'ve exceeded the maximum requests per minute, please wait"}'
BAD_LIMIT = '{"status":"ERROR","error":"limit must be at most 1000"}'


@pytest.mark.parametrize(
    ("status", "body", "problem", "words"),
    [
        (401, UNKNOWN_KEY, P.BAD_KEY, "does not accept the key (it says “Unknown API Key”). Check the key"),
        (401, "", P.BAD_KEY, "does not accept the key (status 401). Check the key"),
        (403, NO_PLAN, P.NOT_ENTITLED, "does not include /v3/x (it says “You are not entitled to this data."),
        (403, "", P.NOT_ENTITLED, "plan of this key does not include /v3/x (status 403)"),
        (404, NO_TICKER, P.NOT_FOUND, "does not have /v3/x (it says “Ticker not found”)"),
        (404, "", P.NOT_FOUND, "does not have /v3/x (status 404)"),
        (429, TOO_MANY, P.TOO_MANY, "refuses more requests for now (it says “You've exceeded the maximum requests"),
        (429, "", P.TOO_MANY, "refuses more requests for now (status 429). Close other programs"),
        (429, PAGE, P.TOO_MANY, "refuses more requests for now (status 429)"),
        (400, BAD_LIMIT, P.BAD_REQUEST, "did not accept the request /v3/x (it says “limit must be at most 1000”)"),
        (408, "", P.TIMED_OUT, "gave up waiting"),
        (418, "short and stout", P.BAD_REQUEST, "it says “short and stout”"),
        (500, "", P.SERVER, "cannot answer at the moment (status 500). Try again later."),
        (502, PAGE, P.SERVER, "cannot answer at the moment (status 502)"),
        (403, PAGE, P.SERVER, "cannot answer at the moment (status 403)"),
        (200, PAGE, P.BAD_ANSWER, "sent a web page instead of an answer. Check the REST address, and whether a proxy"),
        (200, "", P.BAD_ANSWER, "sent nothing instead of an answer"),
        (200, '{"results":[{"id":1', P.BAD_ANSWER, "sent broken data instead of an answer"),
        (200, "17", P.BAD_ANSWER, "instead of an answer"),
        (200, NO_PLAN, P.NOT_ENTITLED, "does not include /v3/x"),
        (200, UNKNOWN_KEY, P.BAD_ANSWER, "answered with an error (it says “Unknown API Key”)"),
    ],
)
async def test_every_refusal_is_told_in_words_and_tried_again_only_if_it_may_pass(
    serve: Serve, status: int, body: str, problem: RestProblem, words: str
) -> None:
    server = await serve(lambda request: told(body, status))
    error = await failure(server.url)
    assert error.problem is problem
    assert words in str(error)
    assert len(server.asked) == (QUICK.attempts if is_passing(problem) else 1)


async def test_what_passes_is_tried_again_until_it_has_passed(serve: Serve) -> None:
    answers = iter([told("", 500), told(PAGE), told("", 429), told('{"results":[]}')])
    server = await serve(lambda request: next(answers))
    async with asking(server.url, replace(QUICK, attempts=4)) as rest:
        assert await rest.get("/v3/x", {"limit": "10"}) == b'{"results":[]}'
        assert rest.requests == len(server.asked) == 4


async def test_a_server_in_trouble_is_given_the_time_that_it_asks_for(serve: Serve) -> None:
    answers = iter([told("", 503, {"Retry-After": "0"}), told("", 503, {"Retry-After": "2"})])
    server = await serve(lambda request: next(answers))
    async with asking(server.url) as rest:
        with pytest.raises(RestError) as caught:
            await rest.get("/v3/x")
    assert (caught.value.problem, caught.value.retry_after_s) == (P.SERVER, 2.0)


async def test_the_key_stands_in_the_header_of_each_request_and_in_no_address(serve: Serve) -> None:
    server = await serve(lambda request: told("{}"))
    async with asking(server.url) as rest:
        await rest.get("/v3/trades/O:SPY251219C00650000", {"order": "asc"})
        await rest.get("/v3/x")
        assert KEY not in repr(vars(rest))
    assert [request.headers["Authorization"] for request in server.asked] == [f"Bearer {KEY}"] * 2
    assert [str(request.rel_url) for request in server.asked] == [
        "/v3/trades/O:SPY251219C00650000?order=asc",
        "/v3/x",
    ]


def paged(*bodies: str) -> Iterator[web.Response]:
    return iter([told(body) for body in bodies])


async def test_pages_are_followed_where_they_lead_on_the_same_server(serve: Serve) -> None:
    bodies = ['{"n":1,"next_url":"?cursor=a%3D"}', '{"n":2,"next_url":null}']
    answers = paged(*bodies)
    server = await serve(lambda request: next(answers))
    async with asking(server.url) as rest:
        assert [body.decode() async for body in rest.pages("/v3/x", {"limit": "1"})] == bodies
    assert [str(request.rel_url) for request in server.asked] == ["/v3/x?limit=1", "/v3/x?cursor=a%3D"]


async def test_a_key_that_the_next_address_carries_is_left_out_of_it(serve: Serve) -> None:
    answers = paged(f'{{"next_url":"/v3/x?cursor=a&apiKey={KEY}"}}', "{}")
    server = await serve(lambda request: next(answers))
    async with asking(server.url) as rest:
        assert len([body async for body in rest.pages("/v3/x")]) == 2
    assert str(server.asked[1].rel_url) == "/v3/x?cursor=a"


ELSEWHERE = (
    "{other}/v3/x?cursor=1",
    "{named}/v3/x",
    "//{host}/v3/x",
    "http://user@{own}/v3/x",
    "https://{own}/",
    "http://[",
    "http://xn--/",
    "https:////]/",
    "x" * 70_000,
)


@pytest.mark.parametrize("link", ELSEWHERE, ids=range(len(ELSEWHERE)))
async def test_a_page_elsewhere_is_never_asked_for_and_the_key_stays_here(serve: Serve, link: str) -> None:
    other = await serve(lambda request: told("{}"))
    server: Double = await serve(lambda request: told(json.dumps({"next_url": next_url})))
    own, host = server.url.removeprefix("http://"), other.url.removeprefix("http://")
    named = server.url.replace("127.0.0.1", "localhost")
    next_url = link.format(other=other.url, named=named, host=host, own=own)
    error = await failure(server.url)
    assert error.problem is P.STRANGE_ADDRESS
    assert "The key was not sent there" in str(error)
    assert (len(server.asked), len(other.asked)) == (1, 0)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_never_followed(serve: Serve, status: int) -> None:
    other = await serve(lambda request: told("{}"))
    server = await serve(lambda request: web.Response(status=status, headers={"Location": other.url + "/v3/x"}))
    error = await failure(server.url)
    assert error.problem is P.STRANGE_ADDRESS
    assert "Check the REST address" in str(error)
    assert (len(server.asked), len(other.asked)) == (1, 0)


async def test_pages_that_lead_in_a_circle_are_left(serve: Serve) -> None:
    server = await serve(lambda request: told('{"next_url":"/v3/x?cursor=same"}'))
    error = await failure(server.url)
    assert "have no end" in str(error)
    assert len(server.asked) == 2


async def test_the_time_that_a_refusal_names_is_waited_for(serve: Serve) -> None:
    answers = iter([told("", 429, {"Retry-After": "0"}), told("{}")])
    server = await serve(lambda request: next(answers))
    endless = replace(QUICK, pace=Pace(first_pause_s=500, longest_pause_s=500, slow_per_s=1_000))
    async with asking(server.url, endless) as rest:
        assert await rest.get("/v3/x") == b"{}"


@pytest.mark.parametrize("named", ["3600", formatdate(4_000_000_000, usegmt=True)])
async def test_a_pause_that_is_too_long_is_told_and_nobody_asks_during_it(serve: Serve, named: str) -> None:
    server = await serve(lambda request: told("", 429, {"Retry-After": named}))
    async with asking(server.url) as rest:
        for words in ("refuses more requests", "takes no requests for another"):
            with pytest.raises(RestError, match=words) as caught:
                await rest.get("/v3/x")
            assert caught.value.problem is P.TOO_MANY
            assert caught.value.retry_after_s is not None
        assert rest.wait_s > 3_000
    assert len(server.asked) == 1


async def test_only_so_many_requests_are_in_flight(talk: Talk) -> None:
    running = 0
    three, free = asyncio.Event(), asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal running
        running += 1
        if running == 3:
            three.set()
        await free.wait()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        await writer.drain()

    url = await talk(answer)
    async with asking(url, replace(QUICK, pace=Pace(usual_per_s=1e6, in_flight=3))) as rest:
        asked = asyncio.gather(*(rest.get("/v3/x") for _ in range(12)))
        await three.wait()
        for _ in range(300):  # turns of the loop in which a fourth would have started
            await asyncio.sleep(0)
        assert (running, rest.requests) == (3, 3)
        free.set()
        assert await asked == [b"{}"] * 12


async def test_a_packed_answer_is_unpacked(serve: Serve) -> None:
    body = json.dumps({"results": ["x"] * 1000}).encode()
    packed = {"Content-Encoding": "gzip"}
    server = await serve(lambda request: web.Response(body=gzip.compress(body), headers=packed))
    async with asking(server.url) as rest:
        assert await rest.get("/v3/x") == body


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        (b"Content-Length: 100\r\n", b'{"results":[', "broke off"),
        (b"Transfer-Encoding: chunked\r\n", b'5\r\n{"res\r\n', "broke off"),
        (b"", b'{"results":[', "broken data"),
        (b"Content-Encoding: gzip\r\n", gzip.compress(b'{"results":[]}', mtime=0)[:-9], "half an answer"),
        (b"Content-Encoding: gzip\r\n", b'{"results":[]}', "broken data"),
    ],
)
async def test_an_answer_that_was_cut_is_noticed_and_asked_for_again(
    talk: Talk, head: bytes, body: bytes, words: str
) -> None:
    asked = 0

    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        writer.write(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body)
        await writer.drain()
        writer.write_eof()
        await reader.read()

    error = await failure(await talk(cut))
    assert words in str(error)
    assert asked == QUICK.attempts


@pytest.mark.parametrize("packed", [False, True])
async def test_an_answer_without_an_end_is_left_at_the_bound(talk: Talk, packed: bool) -> None:
    large = b"[" + b" " * (64 << 20) if packed else b" " * (2 << 20)
    body = gzip.compress(large, 1) if packed else large

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = b"Content-Encoding: gzip\r\n" if packed else b""
        writer.write(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body)
        await reader.read()

    url = await talk(pour)
    tracemalloc.start()
    error = await failure(url)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.problem is P.TOO_LARGE
    assert peak_bytes < 8 << 20
    assert "more than 1 MiB in one answer" in str(error)


async def test_silence_is_timed_out(talk: Talk) -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    error = await failure(await talk(hang), replace(HASTY, attempts=1))
    assert error.problem is P.TIMED_OUT
    assert "did not answer within 0.25 s. Check the network" in str(error)


async def test_an_answer_that_drips_is_timed_out_as_a_whole(talk: Talk) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not reader.at_eof():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    error = await failure(await talk(drip), replace(HASTY, attempts=1))
    assert "did not answer within 0.75 s" in str(error)


async def test_nobody_there_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nothing else can answer there
        error = await failure(f"http://127.0.0.1:{taken.getsockname()[1]}")
    assert error.problem is P.UNREACHABLE
    assert "127.0.0.1 cannot be reached" in str(error)
    assert "Check the network" in str(error)


async def test_a_server_without_tls_is_insecure_and_not_asked_again() -> None:
    asked = 0

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        error = await failure(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    finally:
        server.close()
    assert error.problem is P.INSECURE
    assert "no secure connection to 127.0.0.1: wrong version number" in str(error)
    assert asked == 1


@pytest.mark.parametrize("key", ["", "two words", "line\nbreak", "schlüssel", "\x00"])
async def test_a_key_that_no_request_can_carry_is_told_and_not_sent(serve: Serve, key: str) -> None:
    server = await serve(lambda request: told("{}"))
    error = await failure(server.url, key=key)
    assert error.problem is P.BAD_KEY
    assert not key or key not in str(error)
    assert not server.asked


@pytest.mark.parametrize("url", ["http://api.massive.com", "ftp://127.0.0.1", "https://key@host", "https://h?apiKey=1"])
async def test_the_key_is_for_encrypted_addresses_alone(url: str) -> None:
    with pytest.raises(ValueError, match="“"):
        MassiveRest(url, KEY)


async def test_a_server_that_says_the_key_gets_it_into_no_log_and_no_message(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echoes = [
        told(json.dumps({"error": f"{KEY} {KEY * 30} is unknown"}), 500),
        told(json.dumps({"next_url": f"/v3/x?cursor=1&apiKey={KEY}&token={KEY}"})),
        told(json.dumps({"next_url": f"http://{KEY}.example/v3/x?apiKey={KEY}"})),
        told(f"{KEY} unknown", 401),
    ]
    answers = iter(echoes)
    server = await serve(lambda request: next(answers))
    texts = [str(error) + repr(error) for error in (await failure(server.url), await failure(server.url))]
    assert "•••.example" in texts[0]
    assert "••• unknown" in texts[1]
    assert KEY not in "".join(texts)
    assert len(caplog.records) > 3
    assert KEY not in caplog.text
    assert not any(KEY in repr(record.__dict__) for record in caplog.records)


async def test_the_servers_clock_is_compared_with_ours(serve: Serve) -> None:
    dates = iter([{"Date": formatdate(2_000, usegmt=True)}, {"Date": formatdate(9_000, usegmt=True), "Age": "30"}])
    server = await serve(lambda request: told("{}", headers=next(dates)))
    rest = MassiveRest(server.url, KEY, QUICK, wall_ms=lambda: 1_990_000.0)
    assert rest.clock_offset_ms is None
    for _ in range(2):  # the second came from a store on the way: its date is old
        await rest.get("/v3/x")
        assert rest.clock_offset_ms == 10_500.0
    await rest.close()


async def test_a_request_that_is_given_up_leaves_nothing_and_the_next_one_goes_through(talk: Talk) -> None:
    came = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if came.is_set():
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        came.set()
        await reader.read()

    url = await talk(answer)
    async with asking(url, replace(QUICK, pace=Pace(usual_per_s=10_000, in_flight=1))) as rest:
        first = asyncio.create_task(rest.get("/v3/x"))
        await came.wait()
        first.cancel()
        assert isinstance((await asyncio.gather(first, return_exceptions=True))[0], asyncio.CancelledError)
        assert await rest.get("/v3/x") == b"{}"


async def test_settings_of_the_machine_that_cannot_be_used_are_told(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/at/all.pem")
    error = await failure("https://api.massive.invalid", replace(QUICK, attempts=1))
    assert "SSL_CERT_FILE" in str(error)

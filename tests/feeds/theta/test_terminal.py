"""The terminal's client on real sockets: answers, refusals, oddities and silence."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from aiohttp import web

from feeds.theta.codes import ThetaCodes
from feeds.theta.terminal import TerminalState, ThetaTerminal
from feeds.theta.transport import Patience, TerminalHttp
from feeds.theta.wire_v2 import COLUMNS
from models.contract import Contract
from models.queries import AtTimeAnswer, AtTimeQuery, HistoryError, HistoryFailure, Missing
from models.status import Source
from tests.feeds.conftest import Answerer, Double, Talker, settled

Serve = Callable[[Answerer], Awaitable[Double]]
Talk = Callable[[Talker], Awaitable[str]]
F = HistoryFailure
SPY = Contract("SPY", date(2024, 6, 21), "C", 500_000)
NOON = 43_200_000
HASTY = Patience(connect_s=2, silence_s=0.2, answer_s=0.5, status_s=0.3, first_wait_s=0.001, longest_wait_s=0.005)


def query(start: str = "2024-06-14", end: str = "") -> AtTimeQuery:
    return AtTimeQuery(SPY, date.fromisoformat(start), date.fromisoformat(end or start), NOON)


def trade(day: str, price: float = 41.5) -> list[Any]:
    return [NOON - 336, -5, 255, 255, 255, 255, 130, 2, 6, price, 0, 1, 0, 0, int(day.replace("-", ""))]


def answer(*rows: list[Any], **header: Any) -> web.Response:
    return web.json_response({"header": {"format": COLUMNS, "latency_ms": 4, **header}, "response": rows})


def echo(request: web.Request) -> web.Response:
    """A trade on every calendar day that was asked for."""
    start, end = (date.fromisoformat(request.query[name]) for name in ("start_date", "end_date"))
    return answer(*(trade(str(start + timedelta(n))) for n in range((end - start).days + 1)))


class Terminal:
    """Asks one terminal and notes the progress."""

    def __init__(self, codes: ThetaCodes) -> None:
        self._codes = codes
        self.said: list[str] = []

    async def ask(self, url: str, question: AtTimeQuery | None = None, patience: Patience = HASTY) -> AtTimeAnswer:
        terminal = ThetaTerminal(url, self._codes, patience=patience)
        try:
            return await terminal.at_time(question or query(), self.said.append)
        finally:
            await terminal.close()
            await settled()

    async def failure(self, url: str, question: AtTimeQuery | None = None) -> HistoryError:
        with pytest.raises(HistoryError) as caught:
            await self.ask(url, question)
        return caught.value

    async def status(self, url: str) -> TerminalState:
        terminal = ThetaTerminal(url, self._codes, patience=HASTY)
        try:
            return await terminal.status()
        finally:
            await terminal.close()
            await settled()


@pytest.fixture
def terminal(codes: ThetaCodes) -> Terminal:
    return Terminal(codes)


async def test_rows_missing_days_request_and_latency_make_the_answer(serve: Serve, terminal: Terminal) -> None:
    double = await serve(lambda request: answer(trade("2024-06-14"), trade("2024-06-18")))
    got = await terminal.ask(double.url, query("2024-06-14", "2024-06-18"))
    assert [(row.day.day, row.price, row.age_ms, row.venue) for row in got.rows] == [
        (14, 41.5, 336, "ISE"),
        (18, 41.5, 336, "ISE"),
    ]
    assert [(lack.day.day, lack.reason) for lack in got.missing] == [(17, Missing.NO_TRADE)]
    assert (got.source, got.latency_ms, len(got.requests)) == (Source.LIVE, 4, 1)
    assert got.requests[0].startswith(f"{double.url}/v2/at_time/option/trade?root=SPY&exp=20240621&strike=500000")
    assert got.source_name == f"Theta Terminal v2 ({double.url.removeprefix('http://')})"


@pytest.mark.parametrize("text", ["No data for the specified timeframe & contract.", ":No data found."])
async def test_no_data_is_an_answer_without_rows(serve: Serve, terminal: Terminal, text: str) -> None:
    double = await serve(lambda request: web.Response(status=472, text=text))
    got = await terminal.ask(double.url)
    assert (got.rows, len(got.missing), got.note) == ((), 1, text.lstrip(":"))
    assert len(double.asked) == 1


async def test_no_data_in_the_header_of_a_200_is_the_same(serve: Serve, terminal: Terminal) -> None:
    body = {"header": {"error_type": "NO_DATA", "error_msg": "No data."}, "response": ["null"]}
    got = await terminal.ask((await serve(lambda request: web.json_response(body))).url)
    assert (got.rows, got.note) == ((), "No data.")


async def test_another_error_in_the_header_of_a_200_is_that_error(serve: Serve, terminal: Terminal) -> None:
    body = {"header": {"error_type": "PERMISSION", "error_msg": "upgrade"}, "response": []}
    error = await terminal.failure((await serve(lambda request: web.json_response(body))).url)
    assert error.kind is F.PERMISSION


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (404, F.REFUSED, "does not know at-time questions (404: text)"),
        (470, F.REFUSED, "reports an error (470: text)"),
        (471, F.PERMISSION, "Options Standard or Pro subscription"),
        (403, F.PERMISSION, "Options Standard or Pro subscription"),
        (473, F.REFUSED, "Check the contract and the dates"),
        (475, F.REFUSED, "could not read the question (475: text)"),
        (476, F.REFUSED, "127.0.0.1, not localhost"),
        (477, F.REFUSED, "lost its place"),
        (570, F.REFUSED, "Even one day is too large"),
        (572, F.REFUSED, "failed inside (572: text)"),
        (410, F.WRONG_GENERATION, "A Theta Terminal v3 answers at 127.0.0.1"),
        (500, F.REFUSED, "status 500, which no Theta Terminal v2 should"),
        (302, F.REFUSED, "status 302"),
    ],
)
async def test_refusals_are_said_in_words_that_name_the_remedy(
    serve: Serve, terminal: Terminal, status: int, kind: HistoryFailure, words: str
) -> None:
    double = await serve(lambda request: web.Response(status=status, text=":text."))
    error = await terminal.failure(double.url)
    assert (error.kind, error.detail) == (kind, f"HTTP {status}: text.")
    assert words in error.message
    assert len(double.asked) == (2 if status == 477 else 1)


async def test_a_root_that_nobody_knows_is_said(serve: Serve, terminal: Terminal) -> None:
    double = await serve(lambda request: web.Response(status=472, text=":Nonexistent root symbol"))
    error = await terminal.failure(double.url)
    assert error.kind is F.NO_DATA
    assert "SPY 21 Jun 24 500 C" in error.message


@pytest.mark.parametrize(
    ("status", "kind", "waiting"),
    [(429, F.BUSY, "busy"), (474, F.DISCONNECTED, "lost its connection"), (571, F.STARTING, "still starting")],
)
async def test_temporary_refusals_are_tried_five_times_with_words(
    serve: Serve, terminal: Terminal, status: int, kind: HistoryFailure, waiting: str
) -> None:
    double = await serve(lambda request: web.Response(status=status, text="later"))
    error = await terminal.failure(double.url)
    assert (error.kind, len(double.asked)) == (kind, 5)
    assert waiting in terminal.said[1]
    assert terminal.said[-1] == "Asking again: try 5 of 5"


async def test_a_terminal_that_gets_ready_is_met(serve: Serve, terminal: Terminal) -> None:
    replies = iter([web.Response(status=571), web.Response(status=474), answer(trade("2024-06-14"))])
    got = await terminal.ask((await serve(lambda request: next(replies))).url)
    assert len(got.rows) == 1
    assert len(got.requests) == 3


async def test_a_range_that_is_too_large_is_split_and_merged(serve: Serve, terminal: Terminal) -> None:
    def at_most_three_days(request: web.Request) -> web.Response:
        start, end = (date.fromisoformat(request.query[name]) for name in ("start_date", "end_date"))
        return web.Response(status=570) if (end - start).days >= 3 else echo(request)

    double = await serve(at_most_three_days)
    got = await terminal.ask(double.url, query("2024-06-03", "2024-06-14"))
    days = [row.day for row in got.rows]
    assert days == [date(2024, 6, 3) + timedelta(n) for n in range(12)]
    assert got.missing == ()
    assert any("Too much" in text for text in terminal.said)


async def test_a_lost_page_starts_the_question_again_once(serve: Serve, terminal: Terminal) -> None:
    replies = iter([web.Response(status=477), answer(trade("2024-06-14"))])
    assert len((await terminal.ask((await serve(lambda request: next(replies))).url)).rows) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_pages_are_followed_on_the_same_host_and_port(serve: Serve, terminal: Terminal, host: str) -> None:
    def paged(request: web.Request) -> web.Response:
        if "page" in request.query:
            return answer(trade("2024-06-17"))
        return answer(trade("2024-06-14"), next_page=f"http://{host}:{request.url.port}/v2/at_time/option/trade?page=2")

    double = await serve(paged)
    got = await terminal.ask(double.url, query("2024-06-14", "2024-06-17"))
    assert [row.day.day for row in got.rows] == [14, 17]
    assert [request.host for request in double.asked] == [double.url.removeprefix("http://")] * 2


@pytest.mark.parametrize("link", ["http://example.test/x", "https://127.0.0.1/x", "http://127.0.0.1:1/x", "http://["])
async def test_a_page_elsewhere_is_not_followed(serve: Serve, terminal: Terminal, link: str) -> None:
    double = await serve(lambda request: answer(trade("2024-06-14"), next_page=link))
    error = await terminal.failure(double.url)
    assert error.kind is F.UNREADABLE
    assert len(double.asked) == 1


async def test_the_first_page_is_never_asked_for_as_the_second(serve: Serve, terminal: Terminal) -> None:
    double = await serve(lambda request: answer(trade("2024-06-14"), next_page=str(request.url)))
    assert "lead nowhere" in (await terminal.failure(double.url)).message
    assert len(double.asked) == 1


async def test_pages_come_to_an_end(serve: Serve, terminal: Terminal) -> None:
    double = await serve(lambda request: answer(next_page=f"/x?page={len(double.asked)}"))
    assert "lead nowhere" in (await terminal.failure(double.url)).message
    assert len(double.asked) == 50


async def test_nobody_there(terminal: Terminal) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        error = await terminal.failure(url)
        assert error.kind is F.NOT_RUNNING
        assert "Start the Theta Terminal" in error.message
        assert await terminal.status(url) is TerminalState.NOT_RUNNING


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def test_silence_ends_in_words(talk: Talk, terminal: Terminal) -> None:
    url = await talk(hang)
    error = await terminal.failure(url)
    assert error.kind is F.TIMEOUT
    assert "did not answer within 0.2 s" in error.message
    assert await terminal.status(url) is TerminalState.SILENT


async def test_an_answer_that_drips_ends_in_words(talk: Talk, terminal: Terminal) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n{")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    error = await terminal.failure(await talk(drip))
    assert (error.kind, "within 0.5 s" in error.message) == (F.TIMEOUT, True)


async def test_an_answer_without_an_end_is_given_up(talk: Talk) -> None:
    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n{")
        while True:
            writer.write(b" " * 4096)
            await writer.drain()

    http = TerminalHttp(await talk(pour), Patience(), max_body_bytes=1 << 20)
    with pytest.raises(HistoryError, match="an answer without an end"):
        await http.get(http.url("/"))
    await http.close()
    await settled()


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"header\":{},\"resp",
        b"HTTP/1.1 200 OK\r\n\r\n{\"header\":{},\"resp",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"he",
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
)  # fmt: skip
async def test_a_body_that_is_cut_or_foreign_is_unreadable(talk: Talk, terminal: Terminal, sent: bytes) -> None:
    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    error = await terminal.failure(await talk(say))
    assert error.kind is F.UNREADABLE
    assert "broke off" in error.message


@pytest.mark.parametrize(("body", "word"), [("<html><p>Router", "a web page"), ("hello", "no JSON")])
async def test_another_program_on_the_port_is_named(serve: Serve, terminal: Terminal, body: str, word: str) -> None:
    error = await terminal.failure((await serve(lambda request: web.Response(text=body))).url)
    assert error.kind is F.UNREADABLE
    assert word in error.message


async def test_rows_that_cannot_be_read_are_noted(serve: Serve, terminal: Terminal) -> None:
    bad = trade("2024-06-14", price=-1)
    got = await terminal.ask((await serve(lambda request: answer(bad, trade("2024-06-14")))).url)
    assert (len(got.rows), got.note) == (1, "1 row of the answer could not be read.")


async def test_one_request_is_in_flight_at_a_time(talk: Talk, codes: ThetaCodes) -> None:
    body = json.dumps({"header": {"format": COLUMNS}, "response": [trade("2024-06-14")]}).encode()
    inside, most = 0, 0

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.01)
        inside -= 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()

    terminal = ThetaTerminal(await talk(slow), codes, patience=HASTY)
    answers = await asyncio.gather(*(terminal.at_time(query(), lambda text: None) for _ in range(4)))
    await terminal.close()
    await settled()
    assert (len(answers), most) == (4, 1)


async def test_a_cancelled_question_lets_go_of_the_connection_and_of_its_turn(
    talk: Talk, serve: Serve, codes: ThetaCodes
) -> None:
    left, asked = asyncio.Event(), asyncio.Event()

    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        assert await reader.read() == b""
        left.set()

    patient = Patience()
    terminal = ThetaTerminal(await talk(wait), codes, patience=patient)
    task = asyncio.create_task(terminal.at_time(query(), lambda text: None))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(left.wait(), 5)
    second = asyncio.create_task(terminal.at_time(query(), lambda text: None))
    asked.clear()
    await asyncio.wait_for(asked.wait(), 5)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    await terminal.close()
    await settled()


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("CONNECTED", TerminalState.CONNECTED),
        (" connected\n", TerminalState.CONNECTED),
        ("DISCONNECTED", TerminalState.DISCONNECTED),
        ("UNVERIFIED", TerminalState.UNVERIFIED),
        ("ERROR", TerminalState.ERROR),
        ("IS A V3 TERMINAL", TerminalState.UNKNOWN),
        ("<html>", TerminalState.UNKNOWN),
    ],
)
async def test_status(serve: Serve, terminal: Terminal, text: str, state: TerminalState) -> None:
    assert await terminal.status((await serve(lambda request: web.Response(text=text))).url) is state


async def test_a_v3_terminal_is_known_by_its_status(serve: Serve, terminal: Terminal) -> None:
    double = await serve(lambda request: web.Response(status=410, text="We have upgraded to API v3."))
    assert await terminal.status(double.url) is TerminalState.V3


@pytest.mark.parametrize(
    "address", ["localhost:25510", "ftp://127.0.0.1", "http://", "http://h/v2", "http://u:p@h", "http://h:x"]
)
def test_what_is_no_address_is_refused(codes: ThetaCodes, address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        ThetaTerminal(address, codes)


async def test_localhost_is_asked_as_127_0_0_1(serve: Serve, terminal: Terminal) -> None:
    double = await serve(echo)
    await terminal.ask(double.url.replace("127.0.0.1", "localhost"))
    assert double.asked[0].host.startswith("127.0.0.1:")

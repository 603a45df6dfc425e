"""A terminal that is not there, does not answer, or answers with something else: it ends soon, and in words."""

import asyncio

import pytest
from aiohttp import web

from feeds.theta.transport import Patience, TerminalHttp
from feeds.theta.wire import Request
from models.history.queries import HistoryError, HistoryFailure
from models.history.terminal import TerminalState
from tests.feeds.conftest import settled
from tests.feeds.theta.asking import IMPATIENT, Serve, Talk, Terminal

F = HistoryFailure


async def test_who_is_not_there_is_to_be_started(nobody: str, terminal: Terminal) -> None:
    error = await terminal.failure(nobody)
    assert error.kind is F.NOT_RUNNING
    assert "Start it in its folder: java -jar ThetaTerminalv3.jar" in error.message
    assert (await terminal.look(nobody)).state is TerminalState.NOT_RUNNING


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def test_silence_ends_in_words(talk: Talk, terminal: Terminal) -> None:
    terminal.patience = IMPATIENT
    url = await talk(hang)
    error = await terminal.failure(url)
    assert error.kind is F.TIMEOUT
    assert "did not answer within 0.2 s" in error.message
    status = await terminal.look(url)
    assert (status.state, status.advice) == (
        TerminalState.SILENT,
        "It accepts connections and does not answer. Restart it.",
    )


async def test_an_answer_that_drips_ends_in_words(talk: Talk, terminal: Terminal) -> None:
    terminal.patience = IMPATIENT

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
        await http.get(http.url(Request("/")))
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


@pytest.mark.parametrize(("body", "word"), [("<html><p>Router", "a web page"), ("hello", "no table")])
async def test_another_program_on_the_port_is_named(serve: Serve, terminal: Terminal, body: str, word: str) -> None:
    error = await terminal.failure((await serve(lambda request: web.Response(text=body))).url)
    assert error.kind is F.UNREADABLE
    assert word in error.message


async def test_a_connection_that_was_closed_while_it_was_kept_costs_no_answer(talk: Talk) -> None:
    answered = 0

    async def once_each(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer once, then close on the next request: as if the connection had been given up in that moment."""
        nonlocal answered
        answered += 1
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
        await reader.readuntil(b"\r\n\r\n")

    http = TerminalHttp(await talk(once_each), Patience())
    bodies = [(await http.get(http.url(Request("/")))).body for _ in range(3)]
    await http.close()
    await settled()
    assert (bodies, answered) == ([b"ok"] * 3, 3)


async def test_small_answers_share_a_connection(talk: Talk) -> None:
    connections = 0

    async def patient(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while True:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            await writer.drain()
            await reader.readuntil(b"\r\n\r\n")

    http = TerminalHttp(await talk(patient), Patience())
    for _ in range(3):
        assert (await http.get(http.url(Request("/")))).body == b"ok"
    await http.close()
    await settled()
    assert connections == 1

"""The client against the local venue: what was streamed is what an at-time question finds."""

import asyncio
import gzip
import json
import random
from bisect import bisect_right
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from feeds.theta.codes import ThetaCodes
from feeds.theta.dialects import V2, V3, Dialect, Reply
from feeds.theta.terminal import ThetaTerminal
from feeds.theta.wire import Request
from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from models.clock import eastern, utc_ms
from models.contract import parse_ticker
from models.history.queries import AtTimeAnswer, AtTimeQuery, HistoryError, HistoryFailure, Missing, TradesQuery
from models.history.terminal import TerminalState, Transport
from models.status import Source

TICKER = "O:SPY240621C00500000"
DAY, EXPIRY = date(2024, 6, 14), date(2024, 6, 21)
T = Transport
NOON, OPEN, CLOSE = 43_200_000, 34_200_000, 57_600_000
TRADES = [
    ("09:31", 41.0, 301, [232]),
    ("11:58", 41.5, 308, [227]),
    ("11:59", 41.25, 302, None),
    ("12:01", 40.0, 320, []),
]


def event(
    day: date, clock: str, price: float, venue: int, conditions: list[int] | None, sequence: int
) -> dict[str, Any]:
    hours, minutes = map(int, clock.split(":"))
    told = {"ev": "T", "sym": TICKER, "x": venue, "p": price, "s": 3, "t": utc_ms(day, (hours * 60 + minutes) * 60_000)}
    return told | ({} if conditions is None else {"c": conditions}) | {"q": sequence}


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    """Two days of trades with one trading day between them that has none."""
    days = [DAY, date(2024, 6, 18)]
    events = [event(day, *trade, -n) for day in days for n, trade in enumerate(TRADES)]
    path = tmp_path / "made.jsonl"
    path.write_text("".join(json.dumps(e) + "\n" for e in events), encoding="utf-8")
    return Recording(path)


WAYS = [(2, T.JSON), (2, T.CSV), (3, T.CSV), (3, T.JSON), (3, T.NDJSON)]
"""Generations and transports."""


@asynccontextmanager
async def terminal_of(
    source: Recording, codes: ThetaCodes, generation: int = 2, transport: Transport = T.AUTOMATIC
) -> AsyncIterator[ThetaTerminal]:
    """The local venue as a terminal of one generation, and a client of it."""
    async with Venue(source, generations=[generation]) as venue:
        terminal = ThetaTerminal(venue.urls.theta, codes, name="local venue", source=Source.REPLAY, transport=transport)
        try:
            status = await terminal.look()
            assert (status.state, status.generation) == (TerminalState.CONNECTED, generation)
            yield terminal
        finally:
            await terminal.close()


async def asked(recording: Recording, codes: ThetaCodes, queries: Iterable[AtTimeQuery]) -> list[AtTimeAnswer]:
    async with terminal_of(recording, codes) as terminal:
        return [await terminal.at_time(query, silent) for query in queries]


def silent(text: str) -> None:
    """Progress that nobody reads."""


def query(at_ms: int, end: date = DAY, *, regular_hours: bool = True) -> AtTimeQuery:
    return AtTimeQuery(parse_ticker(TICKER), DAY, end, at_ms, regular_hours)


@pytest.mark.parametrize(("generation", "transport"), WAYS)
async def test_the_last_trade_at_or_before_noon_of_each_day(
    recording: Recording, codes: ThetaCodes, generation: int, transport: Transport
) -> None:
    async with terminal_of(recording, codes, generation, transport) as terminal:
        answer = await terminal.at_time(query(NOON, date(2024, 6, 18)), silent)
    assert [(row.day.day, row.trade_ms, row.price, row.size) for row in answer.rows] == [
        (14, 43_140_000, 41.25, 3),
        (18, 43_140_000, 41.25, 3),
    ]
    assert [(lack.day.day, lack.reason) for lack in answer.missing] == [(17, Missing.NO_TRADE)]
    assert answer.source_text.startswith("REPLAY local venue")


async def test_codes_come_back_as_the_texts_of_the_tape(recording: Recording, codes: ThetaCodes) -> None:
    answers = await asked(recording, codes, [query(OPEN + 60_000), query(NOON - 120_000), query(NOON)])
    assert [(a.rows[0].venue, a.rows[0].condition, a.rows[0].sequence) for a in answers] == [
        ("BOX", "Multi-leg", 0),
        ("ISE", "Auction", -1),
        ("CBOE", "Regular", -2),
    ]


async def test_before_the_first_trade_there_is_none(recording: Recording, codes: ThetaCodes) -> None:
    (answer,) = await asked(recording, codes, [query(OPEN)])
    assert (answer.rows, len(answer.missing)) == ((), 1)


async def test_a_root_that_is_not_there_is_said(recording: Recording, codes: ThetaCodes) -> None:
    stranger = AtTimeQuery(parse_ticker("O:QQQ240621C00500000"), DAY, DAY, NOON)
    with pytest.raises(HistoryError) as caught:
        await asked(recording, codes, [stranger])
    assert caught.value.kind is HistoryFailure.NO_DATA


@pytest.mark.parametrize(("generation", "transport"), WAYS)
async def test_the_same_trades_come_through_every_transport(
    recording: Recording, codes: ThetaCodes, generation: int, transport: Transport
) -> None:
    async with terminal_of(recording, codes, generation, transport) as terminal:
        got = await terminal.trades(TradesQuery(parse_ticker(TICKER), DAY, OPEN, NOON), silent)
        lists = await terminal.roots(), await terminal.expirations("SPY"), await terminal.strikes("SPY", EXPIRY)
    assert [(told.price, told.venue_id, told.condition_id, told.sequence) for told in got.trades] == [
        (41.0, 301, 232, 0),
        (41.5, 308, 227, -1),
        (41.25, 302, None, -2),
    ]
    assert [told.time_ms - utc_ms(DAY, 0) for told in got.trades] == [34_260_000, 43_080_000, 43_140_000]
    assert lists == (("SPY",), (EXPIRY,), (500_000,))


@pytest.mark.parametrize(("generation", "transport"), WAYS)
async def test_a_contract_that_never_traded_has_no_rows(
    recording: Recording, codes: ThetaCodes, generation: int, transport: Transport
) -> None:
    stranger = parse_ticker("O:SPY240621P00500000")
    async with terminal_of(recording, codes, generation, transport) as terminal:
        answer = await terminal.at_time(AtTimeQuery(stranger, DAY, DAY, NOON), silent)
    assert (answer.rows, len(answer.missing)) == ((), 1)


async def test_the_recorded_day_answers_as_a_plain_recomputation_does(recordings: Path, codes: ThetaCodes) -> None:
    path = recordings / "real_SPY_240621C500_2024-06-14.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        trades = sorted(map(json.loads, file), key=lambda trade: trade["t"])
    moments = [_ms_of_day(trade["t"]) for trade in trades]
    dice = random.Random(2)
    times = [NOON, CLOSE, OPEN, *(at_ms + off for at_ms in moments[:5] for off in (-1, 0, 1))]
    times += [dice.randrange(OPEN, CLOSE) for _ in range(1000 - len(times))]
    before = [bisect_right(moments, at_ms) for at_ms in times]
    expected = [[_facts(trades[count - 1])] if count else [] for count in before]
    assert [] in expected
    async with Venue(Recording(path)) as venue:
        found = await asyncio.gather(*(_found(venue.urls.theta, times, *way) for way in WAYS))
    for way, rows in zip(WAYS, found, strict=True):
        assert rows == expected, way


async def _found(url: str, times: list[int], generation: int, transport: Transport) -> list[list[object]]:
    """What the answers at these times say, without what the client does beside asking and reading."""
    dialect = Dialect(V2 if generation == 2 else V3, transport)
    found: list[list[object]] = []
    async with connected(url) as fetch:
        for asked in map(query, times):
            rows = dialect.read_at_time(Reply(await fetch(dialect.at_time(asked))), asked).rows
            found.append([(row.ms_of_day, row.price, row.size, row.whole("sequence")) for row in rows])
    return found


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Callable[[Request], Awaitable[bytes]]]:
    """Opens a connection, and gives what fetches bodies over it, one after another."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)

    async def fetch(request: Request) -> bytes:
        target = f"{request.path}?{urlencode(request.parameters)}"
        writer.write(f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        return await reader.readexactly(int(head.lower().partition(b"content-length: ")[2].split()[0]))

    yield fetch
    writer.close()
    await writer.wait_closed()


def _facts(trade: dict[str, Any]) -> tuple[int, float, int, int]:
    return _ms_of_day(trade["t"]), trade["p"], trade["s"], trade["q"]


def _ms_of_day(time_ms: int) -> int:
    at = eastern(time_ms)
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1000 + at.microsecond // 1000

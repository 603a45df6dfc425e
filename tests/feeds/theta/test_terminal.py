"""The terminal's client on real sockets: questions and answers."""

import asyncio
import json
from datetime import date, timedelta

import pytest
from aiohttp import web

from feeds.theta.codes import ThetaCodes
from feeds.theta.dialects import V3, Dialect, Reply
from feeds.theta.terminal import ThetaTerminal
from feeds.theta.transport import Patience
from feeds.theta.wire import WireError
from feeds.theta.wire_v2 import COLUMNS
from models.clock import utc_ms
from models.history.queries import HistoryFailure, Missing, TradesQuery
from models.history.terminal import Transport
from models.status import Source
from tests.feeds.conftest import settled
from tests.feeds.theta.asking import (
    HASTY,
    NOON,
    SPY,
    Serve,
    Talk,
    Terminal,
    answer,
    echo,
    only_v3,
    query,
    trade,
    v3_rows,
)

F = HistoryFailure


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
    assert (got.rows, len(got.missing), got.note) == ((), 1, "")
    assert len(double.asked) == 1


async def test_no_data_in_the_header_of_a_200_is_the_same(serve: Serve, terminal: Terminal) -> None:
    body = {"header": {"error_type": "NO_DATA", "error_msg": "No data."}, "response": ["null"]}
    got = await terminal.ask((await serve(lambda request: web.json_response(body))).url)
    assert (got.rows, got.note) == ((), "")


async def test_no_line_is_an_answer_without_rows_only_where_each_line_is_a_record(
    serve: Serve, terminal: Terminal
) -> None:
    double = await serve(only_v3(lambda request: web.Response()))
    terminal.transport = Transport.NDJSON
    got = await terminal.ask(double.url)
    assert (got.rows, len(got.missing)) == ((), 1)
    for terminal.transport in (Transport.CSV, Transport.JSON):
        error = await terminal.failure(double.url)
        assert (error.kind, "an empty answer" in error.message) == (F.UNREADABLE, True)
    with pytest.raises(WireError):
        Dialect(V3, Transport.NDJSON).read_list(Reply(b"", whole=False))


async def test_another_error_in_the_header_of_a_200_is_that_error(serve: Serve, terminal: Terminal) -> None:
    body = {"header": {"error_type": "PERMISSION", "error_msg": "upgrade"}, "response": []}
    error = await terminal.failure((await serve(lambda request: web.json_response(body))).url)
    assert error.kind is F.PERMISSION


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
    "address",
    ["localhost:25510", "ftp://127.0.0.1", "http://", "http://h/v2", "http://u:secret@h", "http://u:secret@h:x"],
)
def test_what_is_no_address_is_refused(codes: ThetaCodes, address: str) -> None:
    with pytest.raises(ValueError, match="address") as caught:
        ThetaTerminal(address, codes)
    assert "secret" not in str(caught.value)


async def test_localhost_is_asked_as_127_0_0_1(serve: Serve, terminal: Terminal) -> None:
    double = await serve(echo)
    await terminal.ask(double.url.replace("127.0.0.1", "localhost"))
    assert double.asked[0].host.startswith("127.0.0.1:")


async def test_a_v3_terminal_on_the_v2_port_is_asked_as_what_it_is(serve: Serve, codes: ThetaCodes) -> None:
    double = await serve(only_v3(lambda request: v3_rows("2024-06-14T11:59:59.664")))
    made = ThetaTerminal(double.url, codes, patience=HASTY)
    first, second = [await made.at_time(query(), lambda text: None) for _ in range(2)]
    await made.close()
    await settled()
    assert first.rows == second.rows
    assert [(row.trade_ms, row.price, row.size, row.venue, row.sequence) for row in first.rows] == [
        (NOON - 336, 41.5, 2, "ISE", -5)
    ]
    assert [request.path[:4] for request in double.asked] == ["/v2/", "/v3/", "/v3/"]
    assert first.source_name.startswith("Theta Terminal v3 (127.0.0.1:")
    assert dict(double.asked[-1].query) == {
        "symbol": "SPY", "expiration": "20240621", "strike": "500.000", "right": "call", "start_date": "20240614",
        "end_date": "20240614", "time_of_day": "12:00:00.000", "format": "csv",
    }  # fmt: skip


async def test_regular_hours_end_at_four_whatever_the_terminal_filters(serve: Serve, terminal: Terminal) -> None:
    before, after = (trade("2024-06-14", at_ms=at_ms) for at_ms in (34_199_999, 57_600_001))
    double = await serve(lambda request: answer(after if "20240614" in request.query_string else before))
    late = query(at_ms=72_000_000)
    assert [row.trade_ms for row in (await terminal.ask(double.url, late)).rows] == []
    assert double.asked[-1].query["ivl"] == "57600000"
    early = query(at_ms=34_200_000)
    double = await serve(lambda request: answer(before))
    assert (await terminal.ask(double.url, early)).rows == ()
    everything = await terminal.ask(double.url, query(at_ms=34_200_000, regular_hours=False))
    assert [(row.trade_ms, row.age_ms) for row in everything.rows] == [(34_199_999, 1)]


async def test_before_the_open_nothing_has_traded_in_regular_hours(serve: Serve, terminal: Terminal) -> None:
    at_the_open = await serve(lambda request: answer(trade("2024-06-14", at_ms=34_200_000)))
    assert (await terminal.ask(at_the_open.url, query(at_ms=30_000_000))).rows == ()


async def test_of_several_rows_of_a_day_the_last_is_the_answer(serve: Serve, terminal: Terminal) -> None:
    double = await serve(lambda request: answer(trade("2024-06-14", 42.0), trade("2024-06-14", 41.0, NOON - 5000)))
    assert [row.price for row in (await terminal.ask(double.url)).rows] == [42.0]


async def test_a_day_whose_row_cannot_be_read_is_no_day_without_a_trade(serve: Serve, terminal: Terminal) -> None:
    bad = trade("2024-06-14", price=-1)
    got = await terminal.ask(
        (await serve(lambda request: answer(bad, trade("2024-06-17")))).url, query("2024-06-14", "2024-06-17")
    )
    assert [(lack.day.day, lack.reason, lack.why) for lack in got.missing] == [
        (14, Missing.FAILED, "The terminal sent a row that cannot be read")
    ]


async def test_an_answer_of_which_nothing_can_be_read_is_a_failure(serve: Serve, terminal: Terminal) -> None:
    error = await terminal.failure((await serve(lambda request: answer(trade("2024-06-14", price=-1)))).url)
    assert error.kind is F.UNREADABLE
    assert "rows that make no sense" in error.message


@pytest.mark.parametrize("transport", [Transport.JSON, Transport.CSV])
async def test_columns_that_are_missing_are_said(serve: Serve, terminal: Terminal, transport: Transport) -> None:
    terminal.transport = transport
    lacking = [name for name in COLUMNS if name not in ("exchange", "sequence")]
    cells = dict(zip(COLUMNS, trade("2024-06-14"), strict=True))

    def told(request: web.Request) -> web.Response:
        names = lacking if request.query["ivl"] == str(NOON) else [name for name in lacking if name != "price"]
        if request.query["use_csv"] == "true":
            return web.Response(text=",".join(names) + "\n" + ",".join(str(cells[name]) for name in names) + "\n")
        return answer([cells[name] for name in names], format=names)

    double = await serve(told)
    got = await terminal.ask(double.url)
    assert (got.rows[0].price, got.rows[0].venue, got.rows[0].sequence) == (41.5, "", None)
    assert got.note == "The answer does not tell the sequence and the exchange of trades."
    error = await terminal.failure(double.url, query(at_ms=NOON - 1))
    assert "rows without the column “price”" in error.message


async def test_trades_of_a_stretch_of_a_day_have_the_ids_of_the_tape(serve: Serve, terminal: Terminal) -> None:
    times = (NOON - 60_001, NOON - 60_000, NOON - 1, NOON, NOON + 1)
    double = await serve(lambda request: answer(*(trade("2024-06-14", at_ms=at_ms) for at_ms in times)))
    got = await terminal.trades(double.url, TradesQuery(SPY, query().start, NOON - 60_000, NOON))
    midnight_ms = utc_ms(query().start, 0)
    assert [told.time_ms - midnight_ms for told in got.trades] == [NOON - 60_000, NOON - 1, NOON]
    assert {(told.venue_id, told.condition_id, told.sequence, told.size) for told in got.trades} == {(308, 232, -5, 2)}
    assert got.trades[0].raw["price_flags"] == 1
    asked = double.asked[0]
    assert asked.path == "/v2/hist/option/trade"
    assert (asked.query["start_time"], asked.query["end_time"]) == (str(NOON - 60_000), str(NOON))


async def test_many_trades_are_read_beside_the_window(serve: Serve, terminal: Terminal) -> None:
    rows = [trade("2024-06-14", at_ms=NOON - n) for n in range(5000)]
    double = await serve(lambda request: answer(*rows))
    got = await terminal.trades(double.url, TradesQuery(SPY, query().start, 0, NOON))
    assert len(got.trades) == 5000
    assert [told.time_ms for told in got.trades] == sorted(told.time_ms for told in got.trades)

"""Long answers: pages are followed, to an end, and nowhere else."""

import pytest
from aiohttp import web

from models.history.queries import HistoryFailure
from models.history.terminal import Transport
from tests.feeds.theta.asking import Serve, Terminal, answer, query, trade

F = HistoryFailure


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


async def test_a_day_that_two_pages_tell_of_has_its_last_trade(serve: Serve, terminal: Terminal) -> None:
    def paged(request: web.Request) -> web.Response:
        if "page" in request.query:
            return answer(trade("2024-06-14", 41.5, 40_000_000), trade("2024-06-17"))
        return answer(trade("2024-06-14", 41.0, 36_000_000), next_page=f"{request.url}&page=2")

    got = await terminal.ask((await serve(paged)).url, query("2024-06-14", "2024-06-17"))
    assert [(row.day.day, row.price) for row in got.rows] == [(14, 41.5), (17, 41.5)]


async def test_a_page_without_data_costs_no_other_its_rows(serve: Serve, terminal: Terminal) -> None:
    def paged(request: web.Request) -> web.Response:
        if "page" in request.query:
            return web.Response(status=472, text=":No data for the specified timeframe & contract.")
        return answer(trade("2024-06-14"), next_page=f"{request.url}&page=2")

    got = await terminal.ask((await serve(paged)).url)
    assert ([row.day.day for row in got.rows], got.note) == ([14], "")


async def test_pages_of_csv_are_named_by_a_header(serve: Serve, terminal: Terminal) -> None:
    def paged(request: web.Request) -> web.Response:
        rows = "ms_of_day,price,size,date\n43199664,41.5000,2,"
        if "page" in request.query:
            return web.Response(text=f"{rows}20240617\n", headers={"Next-Page": "null"})
        return web.Response(text=f"{rows}20240614\n", headers={"Next-Page": f"{request.path}?page=2"})

    terminal.transport = Transport.CSV
    got = await terminal.ask((await serve(paged)).url, query("2024-06-14", "2024-06-17"))
    assert [row.day.day for row in got.rows] == [14, 17]
    assert "use_csv=true" in got.requests[0]
    assert "Reading page 2" in terminal.said


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

"""Faults of the REST service, as an independent HTTP client meets them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from feeds.venue.faults import fault_from_text
from feeds.venue.faults.bodies import NextUrlElsewhere
from feeds.venue.pace import AS_FAST_AS_TAKEN
from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from tests.feeds.venue.faulty import TRADES, faulty
from tests.feeds.venue.made import CALL, recording
from tests.feeds.venue.massive_client import subscribed

TRADES_OF_CALL = f"/v3/trades/{CALL}"
EXCHANGES = "/v3/reference/exchanges"
KEY = {"Authorization": "Bearer key"}


@asynccontextmanager
async def rest(folder: Path, *faults: str) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        faulty(folder, *faults) as venue,
        httpx.AsyncClient(base_url=venue.urls.massive_rest, headers=KEY, timeout=5) as client,
    ):
        yield client


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        ("rest_401", 401, '"error":"Unknown API Key"'),
        ("rest_403", 403, '"message":"You are not entitled to this data.'),
        ("rest_404", 404, '"status":"NOT_FOUND"'),
        ("rest_429", 429, "exceeded the maximum requests per minute"),
        ("rest_500", 500, '"error":"Internal server error"'),
        ("rest_html", 200, "<html>"),
        ("rest_html_502", 502, "<html>"),
    ],
)
async def test_so_many_requests_are_refused_with_a_body(tmp_path: Path, fault: str, code: int, said: str) -> None:
    async with rest(tmp_path, f"{fault}:2") as client:
        answers = [await client.get(EXCHANGES) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [code, code, 200]
    assert said in answers[0].text
    is_html = answers[0].headers["Content-Type"].startswith("text/html")
    assert is_html == said.startswith("<")
    assert is_html or answers[0].json()["request_id"]
    assert answers[2].json()["status"] == "OK"


@pytest.mark.parametrize("code", [401, 403, 404, 429])
async def test_so_many_requests_are_refused_with_nothing(tmp_path: Path, code: int) -> None:
    async with rest(tmp_path, f"rest_{code}_bare:1") as client:
        answer = await client.get(EXCHANGES)
        assert (await client.get(EXCHANGES)).status_code == 200
    assert (answer.status_code, answer.content) == (code, b"")
    assert "Retry-After" not in answer.headers


async def test_too_many_requests_may_be_said_with_a_time_to_wait(tmp_path: Path) -> None:
    async with rest(tmp_path, "rest_429") as client:
        assert (await client.get(EXCHANGES)).headers["Retry-After"] == "1"


async def test_a_plan_may_have_the_reference_and_no_trades(tmp_path: Path) -> None:
    async with rest(tmp_path, "rest_trades_403") as client:
        assert (await client.get(EXCHANGES)).status_code == 200
        answer = await client.get(TRADES_OF_CALL)
    assert (answer.status_code, answer.json()["status"]) == (403, "NOT_AUTHORIZED")


async def test_a_request_may_never_be_answered_and_the_venue_closes_all_the_same(tmp_path: Path) -> None:
    async with rest(tmp_path, "rest_slow:1") as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(EXCHANGES, timeout=0.1)
        assert (await client.get(EXCHANGES)).status_code == 200
        waiting = asyncio.create_task(client.get(EXCHANGES))
        assert (await waiting).status_code == 200


async def test_a_venue_closes_on_a_request_that_waits(tmp_path: Path) -> None:
    async with httpx.AsyncClient(headers=KEY) as client:
        async with faulty(tmp_path, "rest_slow") as venue:
            waiting = asyncio.create_task(client.get(venue.urls.massive_rest + EXCHANGES))
            await asyncio.wait({waiting}, timeout=0.1)
            assert not waiting.done()
        with pytest.raises(httpx.HTTPError):
            await asyncio.wait_for(waiting, 5)


async def test_a_body_may_be_cut_in_the_middle(tmp_path: Path) -> None:
    async with rest(tmp_path, "rest_cut:1") as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get(TRADES_OF_CALL)
        assert (await client.get(TRADES_OF_CALL)).status_code == 200


async def test_json_may_end_in_the_middle(tmp_path: Path) -> None:
    async with rest(tmp_path, "rest_broken_json:1") as client:
        answer = await client.get(TRADES_OF_CALL)
        assert answer.headers["Content-Type"].startswith("application/json")
        with pytest.raises(ValueError, match=r"Unterminated|Expecting|delimiter"):
            answer.json()
        assert (await client.get(TRADES_OF_CALL)).json()["status"] == "OK"


async def test_bad_rows_are_told_among_all_the_good_ones(tmp_path: Path) -> None:
    async with rest(tmp_path, "rest_missing_fields:1") as client:
        spoiled = (await client.get(TRADES_OF_CALL)).json()["results"]
        good = (await client.get(TRADES_OF_CALL)).json()["results"]
    assert len(spoiled) == len(good) + 7
    assert [row for row in spoiled if row in good] == good


async def test_trades_may_lack_their_sequence(tmp_path: Path) -> None:
    async with rest(tmp_path, "rest_no_sequence:1") as client:
        assert (await client.get(EXCHANGES)).status_code == 200
        rows = (await client.get(TRADES_OF_CALL)).json()["results"]
        assert "sequence_number" in (await client.get(TRADES_OF_CALL)).json()["results"][0]
    assert len(rows) == 125
    assert not any("sequence_number" in row for row in rows)


async def test_results_may_be_empty_or_missing(tmp_path: Path) -> None:
    async with rest(tmp_path, "rest_empty") as client:
        assert (await client.get(TRADES_OF_CALL)).json()["results"] == []
        body = (await client.get(TRADES_OF_CALL)).json()
    assert body["status"] == "OK"
    assert "results" not in body


async def test_a_next_page_elsewhere_notes_who_comes_and_who_brings_a_key(tmp_path: Path) -> None:
    faults = fault_from_text("rest_next_url")
    (fault,) = faults.rest.faults
    assert isinstance(fault, NextUrlElsewhere)
    source = Recording(recording(tmp_path, TRADES))
    async with Venue(source, pace=AS_FAST_AS_TAKEN, fault=faults) as venue, httpx.AsyncClient() as client:
        answer = await client.get(venue.urls.massive_rest + TRADES_OF_CALL, headers=KEY)
        url = answer.json()["next_url"]
        assert url.startswith("http://localhost:")
        assert (fault.elsewhere.requests, fault.elsewhere.with_key) == (0, 0)
        url = url.replace("localhost", "127.0.0.1")  # a bare machine may not know its own name
        await client.get(url)
        assert (fault.elsewhere.requests, fault.elsewhere.with_key) == (1, 0)
        await client.get(url, headers=KEY)
        await client.get(url, params={"apiKey": "key"})
    assert (fault.elsewhere.requests, fault.elsewhere.with_key) == (3, 2)


async def test_the_stream_is_untouched_by_faults_of_rest(tmp_path: Path) -> None:
    async with faulty(tmp_path, "rest_401") as venue, subscribed(venue.urls.massive_ws) as client:
        assert await client.events(250) == TRADES

"""Answers of v2 in pages."""

from pathlib import Path

import httpx
import pytest

from feeds.venue.faults import fault_from_text
from feeds.venue.faults.theta_pages import PagesElsewhere
from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from tests.feeds.venue.faults.terminal import WAYS, ask, rows, terminal
from tests.feeds.venue.made import recording, trade

V2_WAYS = ["v2 json", "v2 csv"]


def next_page(answer: httpx.Response) -> str:
    if "Next-Page" in answer.headers:
        return answer.headers["Next-Page"]
    return str(answer.json()["header"]["next_page"])


@pytest.mark.parametrize("way", V2_WAYS)
async def test_pages_have_the_rows_of_the_whole_answer(tmp_path: Path, way: str) -> None:
    async with terminal(tmp_path, "theta_pages:1") as client:
        answer = await ask(client, way)
        found, pages = rows(answer), 1
        while next_page(answer) != "null":
            assert httpx.URL(next_page(answer)).netloc == client.base_url.netloc
            answer = await client.get(next_page(answer))
            found += rows(answer)
            pages += 1
        whole = await ask(client, way)
    assert pages == 3
    assert next_page(whole) == "null"
    assert found == rows(whole)


async def test_a_generation_without_pages_has_none(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_pages,theta_pages_lost") as client:
        assert len(rows(await ask(client, "v3 csv"))) == 6


async def test_pages_may_not_end(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_pages_endless") as client:
        answer = await ask(client)
        urls = [next_page(answer)]
        for _ in range(20):
            answer = await client.get(urls[-1])
            assert rows(answer)
            urls.append(next_page(answer))
    assert len(set(urls)) == len(urls)


async def test_the_next_page_may_be_the_first(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_pages_same") as client:
        answer = await ask(client)
        assert next_page(answer) == str(answer.url)
        assert rows(await client.get(next_page(answer))) == rows(answer)


async def test_the_next_page_may_not_be_found_so_many_times(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_pages_lost:1,theta_pages:1") as client:
        lost = await client.get(next_page(await ask(client)))
        assert (lost.status_code, lost.text) == (477, "Page not found.")
        answer = await ask(client)
        assert (await client.get(next_page(answer))).status_code == 200
        assert (await client.get(f"{next_page(answer)}0")).status_code == 477


async def test_the_next_page_may_be_on_another_host_which_counts_who_comes(tmp_path: Path) -> None:
    faults = fault_from_text("theta_pages_elsewhere")
    (fault,) = faults.terminal.faults
    assert isinstance(fault, PagesElsewhere)
    async with (
        Venue(Recording(recording(tmp_path, [trade(1)])), fault=faults) as venue,
        httpx.AsyncClient(base_url=venue.urls.theta) as client,
    ):
        path, query = WAYS["v2 csv"]
        url = next_page(await client.get(path, params=query))
        assert url.startswith("http://localhost:")
        assert fault.elsewhere.requests == 0
        await client.get(url.replace("localhost", "127.0.0.1"))  # a bare machine may not know its own name
    assert fault.elsewhere.requests == 1

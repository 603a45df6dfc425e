"""Faults in which the terminal's answers come late, in part, for ever, or as something else."""

import asyncio
import time
from pathlib import Path

import httpx
import pytest

from tests.feeds.venue.faults.terminal import V2_STATUS, WAYS, ask, terminal


async def test_a_question_may_never_be_answered_and_the_status_is(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_hang:1") as client:
        path, query = WAYS["v2 json"]
        with pytest.raises(httpx.ReadTimeout):
            await client.get(path, params=query, timeout=0.1)
        assert (await client.get(V2_STATUS)).text == "CONNECTED"
        assert (await ask(client)).status_code == 200


async def test_a_question_may_be_answered_late(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_slow:0.2") as client:
        start_s = time.monotonic()
        assert (await ask(client)).status_code == 200
        assert time.monotonic() - start_s >= 0.2


async def test_a_venue_closes_on_a_question_that_waits(tmp_path: Path) -> None:
    async with httpx.AsyncClient() as outer:
        async with terminal(tmp_path, "theta_slow:600") as client:
            path, query = WAYS["v2 json"]
            waiting = asyncio.create_task(outer.get(client.base_url.join(path), params=query))
            await asyncio.wait({waiting}, timeout=0.1)
            assert not waiting.done()
        async with asyncio.timeout(5):
            await asyncio.wait({waiting})
        waiting.exception()


@pytest.mark.parametrize("way", WAYS)
async def test_a_body_may_be_cut_in_the_middle(tmp_path: Path, way: str) -> None:
    async with terminal(tmp_path, "theta_cut:1") as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await ask(client, way)
        assert (await ask(client, way)).status_code == 200


@pytest.mark.parametrize("way", WAYS)
async def test_a_body_may_end_in_the_middle_and_call_itself_whole(tmp_path: Path, way: str) -> None:
    async with terminal(tmp_path, "theta_torn:1") as client:
        torn, whole = [await ask(client, way) for _ in range(2)]
    assert len(whole.content) // 2 - 4 <= len(torn.content) < len(whole.content) // 2
    assert not torn.text.endswith("\n")
    assert torn.headers["Content-Type"].partition(";")[0] == whole.headers["Content-Type"].partition(";")[0]


async def test_a_page_of_html_may_come_in_place_of_an_answer(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_html:1") as client:
        answer = await ask(client)
    assert (answer.status_code, answer.text[:6]) == (200, "<html>")


@pytest.mark.parametrize("way", WAYS)
async def test_a_body_may_have_no_end(tmp_path: Path, way: str) -> None:
    async with terminal(tmp_path, "theta_endless:1") as client:
        path, query = WAYS[way]
        async with client.stream("GET", path, params=query) as answer:
            read = 0
            async for part in answer.aiter_bytes():
                read += len(part)
                if read > 3_000_000:
                    break
        whole = await ask(client, way)
        assert read > len(whole.content)

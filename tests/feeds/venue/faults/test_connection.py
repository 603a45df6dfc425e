"""Faults before anything is said, as a client meets them."""

import asyncio
import ssl
import time
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.feeds.venue.faulty import TRADES, faulty
from tests.feeds.venue.massive_client import connected, statuses, subscribed


async def until_accepted(url: str) -> None:
    """Try until the port takes connections."""
    async with asyncio.timeout(5):
        while True:
            try:
                async with subscribed(url):
                    return
            except ConnectionRefusedError:
                await asyncio.sleep(0.01)


async def test_a_refusing_venue_is_not_there_for_a_while_on_the_port_that_it_names(tmp_path: Path) -> None:
    started = time.monotonic()
    async with faulty(tmp_path, "refuse:0.2") as venue:
        with pytest.raises(ConnectionRefusedError):
            async with connected(venue.urls.massive_ws):
                pass
        with pytest.raises(httpx.ConnectError):
            httpx.get(venue.urls.massive_rest)
        await until_accepted(venue.urls.massive_ws)
    assert time.monotonic() - started >= 0.2


async def test_a_venue_can_be_gone_in_the_midst_of_its_day_and_come_back(tmp_path: Path) -> None:
    async with faulty(tmp_path, "cut:100,refuse:0.2") as venue:
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.rest() == TRADES[:100]
        with pytest.raises(ConnectionRefusedError):
            async with connected(venue.urls.massive_ws):
                pass
        await until_accepted(venue.urls.massive_ws)


async def test_a_venue_closes_while_it_refuses(tmp_path: Path) -> None:
    async with faulty(tmp_path, "refuse:60") as venue:
        assert venue.urls.massive_ws.startswith("ws://127.0.0.1:")


@pytest.mark.parametrize(("fault", "code"), [("http_503", 503), ("wrong_path", 404)])
async def test_the_handshake_is_answered_as_plain_http_so_many_times(tmp_path: Path, fault: str, code: int) -> None:
    async with faulty(tmp_path, f"{fault}:2") as venue:
        for _ in range(2):
            with pytest.raises(InvalidStatus) as refused:
                async with connected(venue.urls.massive_ws):
                    pass
            assert refused.value.response.status_code == code
            assert (b"<html>" in (refused.value.response.body or b"")) == (code == 503)
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.events(250) == TRADES


async def test_the_handshake_of_tls_fails_and_the_venue_says_nothing_of_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with faulty(tmp_path, "tls") as venue:
        assert venue.urls.massive_ws.startswith("wss://")
        with pytest.raises(ssl.SSLError):
            async with connected(venue.urls.massive_ws):
                pass
    assert caplog.text == ""


async def test_a_late_greeting_comes_late_and_nothing_before_it(tmp_path: Path) -> None:
    async with faulty(tmp_path, "greeting_late:0.2") as venue:
        started = time.monotonic()
        async with subscribed(venue.urls.massive_ws):
            assert time.monotonic() - started >= 0.2


async def test_a_client_may_go_before_a_late_greeting(tmp_path: Path) -> None:
    async with faulty(tmp_path, "greeting_late:60") as venue, connected(venue.urls.massive_ws) as client:
        await client.socket.close()


async def test_without_a_greeting_the_rest_goes_on(tmp_path: Path) -> None:
    async with faulty(tmp_path, "greeting_missing:1") as venue:
        async with connected(venue.urls.massive_ws) as client:
            assert await client.answer("auth", "key") == [("auth_success", "authenticated")]
        async with subscribed(venue.urls.massive_ws):
            pass


async def test_a_connection_too_many_is_refused_in_the_first_frame(tmp_path: Path) -> None:
    async with faulty(tmp_path, "max_connections") as venue:
        for _ in range(2):
            async with connected(venue.urls.massive_ws) as client:
                assert statuses(await client.frame())[0][0] == "max_connections"
                assert await client.closed() == 1008

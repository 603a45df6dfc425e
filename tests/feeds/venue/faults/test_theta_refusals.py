"""Faults in which the terminal refuses, or is not what it was."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.feeds.venue.faults.terminal import V2, V2_STATUS, V3, V3_STATUS, ask, terminal

LIST = "/v2/list/roots/option"


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        ("theta_bad_request", 400, "Invalid right: *"),
        ("theta_forbidden", 403, "requiring a standard subscription"),
        ("theta_not_implemented", 404, "NO_IMPL"),
        ("theta_os_limit", 429, "Too many"),
        ("theta_general", 470, "An error occurred"),
        ("theta_permission", 471, "permission"),
        ("theta_no_data", 472, "No data for the specified timeframe & contract."),
        ("theta_no_data_colon", 472, ":No data for the specified timeframe & contract."),
        ("theta_invalid_params", 473, "Invalid parameters"),
        ("theta_disconnected", 474, "lost"),
        ("theta_parse", 475, "parsing"),
        ("theta_wrong_ip", 476, "IP address"),
        ("theta_starting", 571, "starting"),
        ("theta_uncaught", 572, "java.lang.NullPointerException"),
        ("theta_html_500", 500, "<html>"),
    ],
)
async def test_so_many_questions_and_lists_are_refused_and_the_status_is_told(
    tmp_path: Path, fault: str, status: int, said: str
) -> None:
    async with terminal(tmp_path, f"{fault}:3") as client:
        assert (await client.get(V2_STATUS)).text == "CONNECTED"
        answers = [await ask(client), await ask(client, "v3 csv"), await client.get(LIST)]
        assert [answer.status_code for answer in answers] == [status] * 3
        assert all(said in answer.text for answer in answers)
        assert (await ask(client)).status_code == 200


async def test_ranges_may_be_too_large_until_they_are_short_enough(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_large:2") as client:
        assert (await ask(client)).status_code == 570
        assert (await ask(client, end_date="20251203")).status_code == 570
        assert (await ask(client, end_date="20251202")).status_code == 200
        assert (await ask(client, "v3 csv", start_date="2025-12-01", end_date="2025-12-02")).status_code == 200
        assert (await ask(client, start_date="monday")).status_code == 473


async def test_a_question_beside_another_may_be_one_too_many(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_one_at_once") as client:
        answers = await asyncio.gather(*(ask(client) for _ in range(4)))
        assert {answer.status_code for answer in answers} == {200, 429}
        assert [(await ask(client)).status_code for _ in range(2)] == [200, 200]


async def test_nothing_may_listen_for_a_while(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_refuse:0.3") as client:
        with pytest.raises(httpx.ConnectError):
            await ask(client)
        async with asyncio.timeout(5):
            while not await _answers(client):
                await asyncio.sleep(0.02)


async def _answers(client: httpx.AsyncClient) -> bool:
    try:
        return (await ask(client)).status_code == 200
    except httpx.ConnectError:
        return False


async def test_a_terminal_that_starts_refuses_everything_until_it_has(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_starting_up:0.2") as client:
        answers = [await client.get(V2_STATUS), await ask(client), await client.get(LIST)]
        assert {answer.status_code for answer in answers} == {571}
        async with asyncio.timeout(5):
            while (await client.get(V2_STATUS)).text != "CONNECTED":
                await asyncio.sleep(0.02)
        assert (await ask(client)).status_code == 200


@pytest.mark.parametrize(
    ("fault", "said", "answered"),
    [
        ("theta_unverified", "UNVERIFIED", 200),
        ("theta_status_disconnected", "DISCONNECTED", 474),
        ("theta_status_error", "ERROR", 200),
    ],
)
async def test_the_status_may_be_another(tmp_path: Path, fault: str, said: str, answered: int) -> None:
    async with terminal(tmp_path, f"{fault}:2") as client:
        assert [(await client.get(V2_STATUS)).text, (await ask(client)).status_code] == [said, answered]
        assert (await client.get(V3_STATUS)).text == said
        assert [(await client.get(V2_STATUS)).text, (await ask(client)).status_code] == ["CONNECTED", 200]


async def test_two_sessions_throw_each_other_out(tmp_path: Path) -> None:
    async with terminal(tmp_path, "theta_fights") as client:
        told = [(await client.get(V2_STATUS)).text for _ in range(4)]
        assert told == ["CONNECTED", "DISCONNECTED"] * 2
        assert [(await ask(client)).status_code for _ in range(4)] == [474, 200, 474, 200]


@pytest.mark.parametrize(("fault", "statuses"), [("theta_v3", (410, 200)), ("theta_v2", (200, 404))])
async def test_a_terminal_may_be_of_another_generation_for_a_while(
    tmp_path: Path, fault: str, statuses: tuple[int, int]
) -> None:
    async with terminal(tmp_path, f"{fault}:2") as client:
        assert ((await client.get(V2_STATUS)).status_code, (await client.get(V3_STATUS)).status_code) == statuses
        assert ((await ask(client)).status_code, (await ask(client, "v3 csv")).status_code) == statuses
        assert ((await client.get(V2)).status_code, (await client.get(V3)).status_code) == (473, 400)

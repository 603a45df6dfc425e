"""Faults one after another, and side by side."""

import re
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from feeds.venue.faults import FAULTS, REST_KINDS, STREAM_KINDS, TERMINAL_KINDS, fault_from_text
from feeds.venue.faults.kind import Number
from tests.feeds.venue.faulty import TRADES, faulty
from tests.feeds.venue.massive_client import connected, statuses, subscribed

PAGE = Path(__file__).parents[4] / "feeds" / "venue" / "FAULTS.md"


@pytest.mark.parametrize(
    "faults", [("max_connections:2,auth_failed,cut:10",), ("max_connections:2", "auth_failed,cut:10")]
)
async def test_each_fault_acts_until_it_is_spent_and_then_all_is_normal(
    tmp_path: Path, faults: tuple[str, ...]
) -> None:
    async with faulty(tmp_path, *faults) as venue:
        for _ in range(2):
            async with connected(venue.urls.massive_ws) as client:
                assert statuses(await client.frame())[0][0] == "max_connections"
        async with connected(venue.urls.massive_ws) as client:
            await client.frame()
            assert (await client.answer("auth", "key"))[0][0] == "auth_failed"
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.rest() == TRADES[:10]
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.events(150) == TRADES[100:]


async def test_a_fault_that_counts_trades_counts_from_when_it_took_over(tmp_path: Path) -> None:
    async with faulty(tmp_path, "cut:50,close_1011:60") as venue:
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.rest() == TRADES[:50]
        async with subscribed(venue.urls.massive_ws) as client:
            assert await client.rest() == TRADES[100:160]
            assert await client.closed() == 1011


async def test_services_have_sequences_of_their_own_side_by_side(tmp_path: Path) -> None:
    async with (
        faulty(tmp_path, "cut:10,rest_429:2,theta_starting:1,rest_500:1") as venue,
        httpx.AsyncClient(headers={"Authorization": "Bearer key"}) as client,
    ):
        exchanges = venue.urls.massive_rest + "/v3/reference/exchanges"
        assert [(await client.get(exchanges)).status_code for _ in range(4)] == [429, 429, 500, 200]
        at_time = venue.urls.theta + "/v2/at_time/option/trade"
        assert [(await client.get(at_time)).status_code for _ in range(2)] == [571, 473]
        async with subscribed(venue.urls.massive_ws) as streaming:
            assert await streaming.rest() == TRADES[:10]


@pytest.mark.parametrize("first", [kind.name for kind in STREAM_KINDS if kind.number is Number.TIMES])
def test_what_would_go_on_for_ever_acts_once_before_another(first: str) -> None:
    assert not FAULTS[first].build(None, followed=True).spent
    once, endless = (FAULTS[first].build(None, followed=followed) for followed in (True, False))
    for fault in (once, endless):
        fault._struck()
    assert (once.spent, endless.spent) == (True, False)


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_made_by_its_name_with_and_without_a_number(name: str) -> None:
    services = [fault_from_text(name), *([] if name == "tls" else [fault_from_text(f"{name}:3")])]
    for faults in services:
        found = [fault for turns in (faults.stream, faults.rest, faults.terminal) for fault in turns.faults]
        assert [fault.spent for fault in found] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "cut:x",
        "cut:-1",
        "cut:1.5",
        "cut:",
        "cut,",
        "cut:²",
        "refuse:nan",
        "refuse:.",
        "tls:2",
        "tls,cut",
    ],
)
def test_what_is_no_fault_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"no fault “|not a number|takes no number|name no other"):
        fault_from_text(text)


def test_seconds_may_have_parts_and_the_others_not() -> None:
    assert [FAULTS["refuse"].read_number(text) for text in ("2", "0.5")] == [2.0, 0.5]


def test_no_name_is_given_twice_and_each_says_what_it_does() -> None:
    assert len(FAULTS) == len(STREAM_KINDS) + len(REST_KINDS) + len(TERMINAL_KINDS)
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in FAULTS)
    assert all(kind.does and "\n" not in kind.does for kind in FAULTS.values())


def test_the_page_of_faults_lists_exactly_what_there_is() -> None:
    rows = [line.split("|")[1:3] for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    told = [(usage.strip(), does.strip()) for usage, does in rows]
    assert told == [(f"`{kind.usage}`", kind.does) for kind in FAULTS.values()]


def test_the_page_has_the_same_columns_in_all_its_tables() -> None:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("|")]
    assert all(first.count("|") == second.count("|") for first, second in pairwise(lines))

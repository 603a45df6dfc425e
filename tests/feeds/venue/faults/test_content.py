"""Faults of what frames say: every good trade comes, in order."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from feeds.venue.acts import Send
from feeds.venue.faults.content import BAD_EVENTS, MISSING_FIELDS, NOT_JSON, UNKNOWN_EV, WRONG_TYPES, Garbage
from tests.feeds.venue.faulty import COUNT, TRADES, faulty
from tests.feeds.venue.massive_client import subscribed

WHOLE = {"ev", "sym", "x", "p", "s", "c", "t", "q"}


@pytest.mark.parametrize("fault", ["garbage", "wrong_types", "missing_fields", "unknown_ev", "bundled_statuses"])
async def test_no_good_trade_is_hidden(tmp_path: Path, fault: str) -> None:
    good: list[Any] = []
    strays = 0
    async with faulty(tmp_path, fault) as venue, subscribed(venue.urls.massive_ws) as client:
        while len(good) < COUNT:
            try:
                events = json.loads(await asyncio.wait_for(client.socket.recv(), 5))
            except ValueError:
                continue
            mine = [event for event in events or () if event in TRADES]
            good += mine
            strays += len(events or ()) - len(mine)
    assert good == TRADES
    assert strays >= 6


def test_garbage_shows_all_its_kinds_at_once_and_then_in_turn() -> None:
    garbage = Garbage()
    frames = [act.frame for act in garbage.on_events([b"{}"]) if isinstance(act, Send)]
    assert frames[:-1] == list(NOT_JSON)
    assert all(bad in frames[-1] for bad in BAD_EVENTS)
    assert len(garbage.on_events([b"{}"])) == 2


async def test_garbage_can_be_counted(tmp_path: Path) -> None:
    async with faulty(tmp_path, "unknown_ev:1") as venue, subscribed(venue.urls.massive_ws) as client:
        first = await client.frame()
        assert [event["ev"] for event in first if event["ev"] != "T"] == ["Q", "A", "AM", "FMV", "T2", ""]
        assert await client.events(150) == TRADES[100:]


def test_strays_are_json_and_each_is_wrong_in_one_way() -> None:
    assert all(set(json.loads(event)) == WHOLE for event in WRONG_TYPES)
    lacking = [WHOLE - set(json.loads(event)) for event in MISSING_FIELDS]
    assert lacking == [{name} for name in ("sym", "x", "p", "s", "t", "q")]
    assert len(WRONG_TYPES) == 7
    assert all(json.loads(event)["ev"] != "T" for event in UNKNOWN_EV)


async def test_statuses_come_in_one_frame_with_trades(tmp_path: Path) -> None:
    async with faulty(tmp_path, "bundled_statuses") as venue, subscribed(venue.urls.massive_ws) as client:
        assert [event["ev"] for event in (await client.frame())[:4]] == ["status", "T", "status", "T"]

"""A terminal that misbehaves over six days of one contract, and how its formats are read."""

import csv
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from feeds.venue.faults import fault_from_text
from feeds.venue.recording import Recording
from feeds.venue.session import Limits
from feeds.venue.venue import Venue
from tests.feeds.venue.made import OPEN_MS, recording, trade

V2, V3 = "/v2/at_time/option/trade", "/v3/option/at_time/trade"
V2_STATUS, V3_STATUS = "/v2/system/mdds/status", "/v3/terminal/mdds/status"
DAYS = (1, 2, 3, 4, 5, 8)
"""Of December 2025."""
_V2_QUERY = {"root": "SPY", "exp": "20251219", "strike": "650000", "right": "C", "ivl": "43200000"}
_V3_QUERY = {"symbol": "SPY", "expiration": "20251219", "strike": "650", "right": "call", "time_of_day": "12:00:00"}
_RANGE = {"start_date": "20251201", "end_date": "20251208"}
WAYS: dict[str, tuple[str, dict[str, str]]] = {
    "v2 json": (V2, _V2_QUERY | _RANGE),
    "v2 csv": (V2, _V2_QUERY | _RANGE | {"use_csv": "true"}),
    "v3 csv": (V3, _V3_QUERY | _RANGE),
    "v3 json": (V3, _V3_QUERY | _RANGE | {"format": "json"}),
    "v3 ndjson": (V3, _V3_QUERY | _RANGE | {"format": "ndjson"}),
}
"""The question in each generation and format."""


def six_days(folder: Path) -> Recording:
    """A trade a day, each at another price and of another size."""
    events = [trade(n, p=price_of(n), t=OPEN_MS + (day - 1) * 86_400_000) for n, day in enumerate(DAYS, 1)]
    return Recording(recording(folder, events))


def price_of(number: int) -> float:
    """Dollars that the trade of a day was made at; its `number` is 1 on the first."""
    return round(1.5 + number / 100, 2)


@asynccontextmanager
async def terminal(folder: Path, *faults: str) -> AsyncIterator[httpx.AsyncClient]:
    """Asks one with faults."""
    async with (
        Venue(six_days(folder), fault=fault_from_text(*faults), limits=Limits(close_s=0.5)) as venue,
        httpx.AsyncClient(base_url=venue.urls.theta) as client,
    ):
        yield client


async def ask(client: httpx.AsyncClient, way: str = "v2 json", **changed: str) -> httpx.Response:
    """Ask the question in one of the ways."""
    path, query = WAYS[way]
    return await client.get(path, params=query | changed)


def rows(answer: httpx.Response) -> list[dict[str, Any]]:
    """Rows of an answer in any format; of v3 in JSON without their contract."""
    kind = answer.headers["Content-Type"].partition(";")[0]
    if kind == "text/csv":
        return list(csv.DictReader(io.StringIO(answer.text)))
    if kind == "application/x-ndjson":
        return [json.loads(line) for line in answer.text.splitlines()]
    body = answer.json()
    if "header" not in body:
        return [row for group in body["response"] for row in group["data"]]
    return [dict(zip(body["header"]["format"], row, strict=True)) for row in body["response"]]

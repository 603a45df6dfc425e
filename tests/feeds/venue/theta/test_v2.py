"""Generation v2 of a venue's terminal, as an independent HTTP client sees it."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from feeds.venue.faults import fault_from_text
from feeds.venue.market.source import SimulatedMarket
from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from tests.feeds.venue.made import CALL, SHARED, SPY, needs_recordings, recording, trade

AT_TIME = "/v2/at_time/option/trade"
TRADES = "/v2/hist/option/trade"
QUERY = {"root": "SPY", "exp": "20251219", "strike": "650000", "right": "C", "start_date": "20251201"}
QUERY |= {"end_date": "20251202", "ivl": "43200000"}
NO_DATA = "No data for the specified timeframe & contract."


def rows(answer: httpx.Response) -> list[dict[str, Any]]:
    body = answer.json()
    return [dict(zip(body["header"]["format"], row, strict=True)) for row in body["response"]]


async def test_json_answers_one_row_a_day_by_the_header(terminal: httpx.AsyncClient) -> None:
    answer = await terminal.get(AT_TIME, params=QUERY)
    assert answer.status_code == 200
    header = answer.json()["header"]
    assert set(header) == {"id", "latency_ms", "error_type", "error_msg", "next_page", "format"}
    assert header["next_page"] == "null"
    told = [(row["date"], row["ms_of_day"], row["price"], row["exchange"], row["condition"]) for row in rows(answer)]
    assert told == [(20251201, 34_200_002, 2.05, 43, 125), (20251202, 34_200_000, 1.54, 5, 18)]


async def test_csv_answers_the_same_with_four_decimals(terminal: httpx.AsyncClient) -> None:
    answer = await terminal.get(AT_TIME, params=QUERY | {"use_csv": "true"})
    assert answer.headers["Next-Page"] == "null"
    told = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["price"] for row in told] == ["2.0500", "1.5400"]
    plain = rows(await terminal.get(AT_TIME, params=QUERY))
    assert [{name: float(value) for name, value in row.items()} for row in told] == plain


@needs_recordings
async def test_columns_are_those_of_the_documented_row(terminal: httpx.AsyncClient) -> None:
    sample = httpx.Response(
        200, content=(SHARED / "theta" / "v2_at_time_option_trade_doc_row.json").read_bytes()
    ).json()
    assert (await terminal.get(AT_TIME, params=QUERY)).json()["header"]["format"] == sample["format"]


@pytest.mark.parametrize(
    ("changed", "status", "body"),
    [
        ({"ivl": "34200000", "end_date": "20251201"}, 472, NO_DATA),
        ({"ivl": "0"}, 472, NO_DATA),
        ({"start_date": "20251203", "end_date": "20251205"}, 472, NO_DATA),
        ({"strike": "651000"}, 472, NO_DATA),
        ({"root": "XYZ"}, 472, "Nonexistent root symbol"),
        ({"strike": "650.0"}, 473, "Invalid parameters: strike must be a whole number, not 650.0"),
        ({"use_csv": "maybe"}, 473, "Invalid parameters: use_csv must be true or false, not maybe"),
    ],
)
async def test_errors_are_a_status_and_a_text(
    terminal: httpx.AsyncClient, changed: dict[str, str], status: int, body: str
) -> None:
    answer = await terminal.get(AT_TIME, params=QUERY | changed)
    assert (answer.status_code, answer.text) == (status, body)


@pytest.mark.parametrize("path", ["/v3/nothing", "/", "/v2/nothing"])
async def test_everything_else_is_a_404(terminal: httpx.AsyncClient, path: str) -> None:
    assert (await terminal.get(path)).status_code == 404


async def test_all_trades_of_some_hours_are_told_and_of_whole_days_without_them(terminal: httpx.AsyncClient) -> None:
    query = {name: value for name, value in QUERY.items() if name != "ivl"}
    found = rows(await terminal.get(TRADES, params=query))
    assert [(row["date"], row["ms_of_day"]) for row in found] == [
        (20251201, 34_200_001),
        (20251201, 34_200_002),
        (20251202, 34_200_000),
    ]
    times = {"start_time": "34200002", "end_time": "34200002"}
    (only,) = rows(await terminal.get(TRADES, params=query | times))
    assert only["price"] == 2.05
    answer = await terminal.get(TRADES, params=query | times | {"use_csv": "true"})
    assert answer.text.splitlines()[1].startswith("34200002,2,255,")
    answer = await terminal.get(TRADES, params=query | {"start_time": "1", "end_time": "2"})
    assert (answer.status_code, answer.text) == (472, NO_DATA)


async def test_lists_name_what_is_served(terminal: httpx.AsyncClient) -> None:
    async def told(path: str) -> object:
        return (await terminal.get(path)).json()["response"]

    assert await told("/v2/list/roots/option") == await told("/v2/list/roots") == ["SPX", "SPY"]
    assert await told("/v2/list/expirations?root=SPY") == [20251219]
    assert await told("/v2/list/strikes?root=SPX&exp=20251219") == [6_800_000]
    assert (await terminal.get("/v2/list/expirations?root=SPY&use_csv=true")).text == "date\n20251219\n"
    assert (await terminal.get("/v2/list/expirations?root=XYZ")).status_code == 472
    assert (await terminal.get("/v2/list/strikes?root=SPY&exp=20251220")).status_code == 472
    assert (await terminal.get("/v2/list/expirations")).status_code == 473


async def test_the_terminal_says_that_it_is_connected(terminal: httpx.AsyncClient) -> None:
    assert (await terminal.get("/v2/system/mdds/status")).text == "CONNECTED"


async def test_a_terminal_that_starts_answers_after_a_while_and_one_without_a_subscription_never(
    tmp_path: Path,
) -> None:
    source = Recording(recording(tmp_path, [trade(1)]))
    for fault, statuses in (("theta_starting:2", [571, 571, 200]), ("theta_permission", [471, 471, 471])):
        async with (
            Venue(source, fault=fault_from_text(fault)) as venue,
            httpx.AsyncClient(base_url=venue.urls.theta) as client,
        ):
            assert [(await client.get(AT_TIME, params=QUERY)).status_code for _ in range(3)] == statuses
            assert (await client.get("/v2/system/mdds/status")).text == "CONNECTED"


@needs_recordings
async def test_noon_of_the_recorded_spy_day_is_its_last_real_trade() -> None:
    query = QUERY | {"exp": "20240621", "strike": "500000", "start_date": "20240614", "end_date": "20240614"}
    async with Venue(Recording(SPY)) as venue, httpx.AsyncClient(base_url=venue.urls.theta) as client:
        (row,) = rows(await client.get(AT_TIME, params=query))
    assert (row["ms_of_day"], row["price"], row["size"], row["sequence"]) == (43_143_374, 41.5, 2, -1_761_911_727)
    assert (row["condition"], row["exchange"], row["date"]) == (18, 1, 20240614)


async def test_the_simulated_market_answers_for_days_before_and_not_for_what_it_has_not_streamed() -> None:
    query = QUERY | {"strike": "680000", "start_date": "20251124"}
    market = SimulatedMarket(1, date(2025, 12, 1))
    async with Venue(market) as venue, httpx.AsyncClient(base_url=venue.urls.theta) as client:
        found = rows(await client.get(AT_TIME, params=query))
    assert [row["date"] for row in found] == [20251124, 20251125, 20251126, 20251128]
    assert CALL not in market.tickers() or all(row["price"] > 0 for row in found)

"""Generation v3 of a venue's terminal, as an independent HTTP client sees it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from tests.feeds.venue.made import OPEN_MS, SHARED, SPY, needs_recordings, recording, trade

AT_TIME = "/v3/option/at_time/trade"
TRADES = "/v3/option/history/trade"
CONTRACT = {"symbol": "SPY", "expiration": "20251219", "strike": "650.000", "right": "call"}
QUERY = CONTRACT | {"start_date": "20251201", "end_date": "2025-12-02", "time_of_day": "12:00:00.000"}
NO_DATA = "No data found for your request"
GONE_PARAMETER = (
    "We have upgraded to API v3. Please use API v3 query parameters instead. \nDeprecated query parameters:\n"
    "\texp -> expiration\nConsult API v3 documentation for more information: https://docs.thetadata.us/"
)


def lines(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text)))


async def test_csv_is_what_comes_unless_something_else_is_asked_for(terminal: httpx.AsyncClient) -> None:
    answer = await terminal.get(AT_TIME, params=QUERY)
    assert answer.text == (await terminal.get(AT_TIME, params=QUERY | {"format": "csv"})).text
    assert answer.text == (
        "symbol,expiration,strike,right,timestamp,sequence,ext_condition1,ext_condition2,ext_condition3,"
        "ext_condition4,condition,size,exchange,price\n"
        "SPY,2025-12-19,650.000,CALL,2025-12-01T09:30:00.002,2,255,255,255,255,125,3,43,2.05\n"
        "SPY,2025-12-19,650.000,CALL,2025-12-02T09:30:00,5,255,255,255,255,18,6,5,1.54\n"
    )


async def test_json_and_ndjson_tell_the_same(terminal: httpx.AsyncClient) -> None:
    told = [dict(line) for line in lines(await terminal.get(AT_TIME, params=QUERY))]
    (group,) = (await terminal.get(AT_TIME, params=QUERY | {"format": "json"})).json()["response"]
    grouped = [group["contract"] | line for line in group["data"]]
    text = (await terminal.get(AT_TIME, params=QUERY | {"format": "ndjson"})).text
    single = [json.loads(line) for line in text.splitlines()]
    assert single == grouped
    assert [plain(line) for line in single] == [plain(line) for line in told]


def plain(line: dict[str, Any]) -> dict[str, str | float]:
    words = ("symbol", "expiration", "right", "timestamp")
    return {name: value if name in words else float(value) for name, value in line.items()}


@needs_recordings
async def test_columns_and_names_are_those_of_the_documented_answers(terminal: httpx.AsyncClient) -> None:
    folder = SHARED / "theta"
    sample = folder.joinpath("v3_option_at_time_trade_doc.csv").read_text("utf-8")
    assert (await terminal.get(AT_TIME, params=QUERY)).text.splitlines()[0] == sample.splitlines()[0]
    documented = json.loads(folder.joinpath("v3_option_at_time_trade_doc.json").read_text("utf-8"))["response"][0]
    (group,) = (await terminal.get(AT_TIME, params=QUERY | {"format": "json"})).json()["response"]
    assert group["contract"].keys() == documented["contract"].keys()
    assert group["data"][0].keys() == documented["data"][0].keys()
    line = json.loads(folder.joinpath("v3_option_at_time_trade_doc.ndjson").read_text("utf-8"))
    told = (await terminal.get(AT_TIME, params=QUERY | {"format": "ndjson"})).text.splitlines()[0]
    assert json.loads(told).keys() == line.keys()


async def test_rights_and_strikes_may_be_left_open(terminal: httpx.AsyncClient) -> None:
    query = {name: value for name, value in QUERY.items() if name not in ("strike", "right")} | {"format": "json"}
    open_ones = [query, query | {"right": "both", "strike": "*"}, query | {"strike": "650"}]
    for asked in open_ones:
        groups = (await terminal.get(AT_TIME, params=asked)).json()["response"]
        assert [group["contract"]["right"] for group in groups] == ["CALL", "PUT"]
    (group,) = (await terminal.get(AT_TIME, params=query | {"right": "p"})).json()["response"]
    assert group["contract"]["right"] == "PUT"


@pytest.mark.parametrize(
    ("changed", "status", "body"),
    [
        ({"time_of_day": "09:30:00", "end_date": "20251201"}, 472, NO_DATA),
        ({"start_date": "20251203", "end_date": "20251205"}, 472, NO_DATA),
        ({"strike": "651.000"}, 472, NO_DATA),
        ({"symbol": "XYZ"}, 472, NO_DATA),
        ({"right": "*"}, 400, "Invalid right: *"),
        ({"strike": "-650"}, 400, "Invalid strike: -650"),
        ({"symbol": "spy"}, 400, "Invalid symbol: spy"),
        ({"expiration": "2025-13-19"}, 400, "Invalid expiration: 2025-13-19"),
        ({"start_date": ""}, 400, "Missing required parameter: start_date"),
        ({"end_date": "20251130"}, 400, "Invalid date range: end_date is before start_date"),
        ({"time_of_day": "43200000"}, 400, "Invalid time_of_day: 43200000"),
        ({"time_of_day": "24:00:00.000"}, 400, "Invalid time_of_day: 24:00:00.000"),
        ({"format": "xml"}, 400, "Invalid format: xml"),
        ({"exp": "20251219"}, 410, GONE_PARAMETER),
    ],
)
async def test_errors_are_a_status_and_a_text(
    terminal: httpx.AsyncClient, changed: dict[str, str], status: int, body: str
) -> None:
    answer = await terminal.get(AT_TIME, params=QUERY | changed)
    assert (answer.status_code, answer.text) == (status, body)


async def test_all_hours_count_for_it_knows_no_others(tmp_path: Path) -> None:
    early = trade(1, t=OPEN_MS - 1)
    v2 = {"root": "SPY", "exp": "20251219", "strike": "650000", "right": "C", "ivl": "43200000"}
    v2 |= {"start_date": "20251201", "end_date": "20251201"}
    async with (
        Venue(Recording(recording(tmp_path, [early]))) as venue,
        httpx.AsyncClient(base_url=venue.urls.theta) as client,
    ):
        (line,) = lines(await client.get(AT_TIME, params=QUERY))
        statuses = [
            (await client.get("/v2/at_time/option/trade", params=v2 | {"rth": rth})).status_code
            for rth in ("true", "false")
        ]
    assert (line["timestamp"], statuses) == ("2025-12-01T09:29:59.999", [472, 200])


@needs_recordings
def test_the_text_about_old_parameters_is_the_recorded_one() -> None:
    recorded = json.loads((SHARED / "theta" / "v3_error_410_v2_parameter.json").read_text("utf-8"))
    assert (recorded["status"], recorded["body"]) == (410, GONE_PARAMETER)


async def test_all_trades_are_those_of_the_regular_session_unless_other_times_are_asked_for(
    terminal: httpx.AsyncClient,
) -> None:
    query = CONTRACT | {"start_date": "20251201", "end_date": "20251202"}
    found = lines(await terminal.get(TRADES, params=query))
    assert [line["timestamp"] for line in found] == [
        "2025-12-01T09:30:00.001",
        "2025-12-01T09:30:00.002",
        "2025-12-02T09:30:00",
    ]
    times = {"start_time": "09:30:00.002", "end_time": "09:30:00.01"}
    (only,) = lines(await terminal.get(TRADES, params=query | times))
    assert only["price"] == "2.05"
    (only,) = lines(await terminal.get(TRADES, params=query | {"date": "2025-12-02"}))
    assert only["timestamp"].startswith("2025-12-02")
    none = await terminal.get(TRADES, params=query | {"start_time": "09:30:01"})
    assert (none.status_code, none.text) == (472, NO_DATA)
    long = await terminal.get(TRADES, params=query | {"end_date": "20260102"})
    assert (long.status_code, long.text) == (400, "Multi-day requests are limited to 1 month of data")


async def test_lists_name_what_is_served(terminal: httpx.AsyncClient) -> None:
    async def told(path: str) -> object:
        return (await terminal.get(f"/v3/option/list/{path}")).text

    assert await told("symbols") == "symbol\nSPX\nSPY\n"
    assert await told("expirations?symbol=SPY") == "symbol,expiration\nSPY,2025-12-19\n"
    assert await told("strikes?symbol=SPX&expiration=20251219") == "symbol,strike\nSPX,6800.000\n"
    assert json.loads(str(await told("strikes?symbol=SPY&expiration=2025-12-19&format=json"))) == {
        "response": [{"symbol": "SPY", "strike": 650.0}]
    }
    assert await told("symbols?format=ndjson") == '{"symbol": "SPX"}\n{"symbol": "SPY"}\n'
    assert await told("expirations?symbol=XYZ") == NO_DATA
    assert await told("strikes?symbol=SPY&exp=20251219") == GONE_PARAMETER
    assert await told("expirations") == "Missing required parameter: symbol"


async def test_the_terminal_says_that_it_is_connected(terminal: httpx.AsyncClient) -> None:
    assert (await terminal.get("/v3/terminal/mdds/status")).text == "CONNECTED"


@needs_recordings
async def test_zeros_at_the_end_of_a_fraction_are_cut_and_nothing_else() -> None:
    query = CONTRACT | {"expiration": "20240621", "strike": "500", "date": "20240614"}
    async with Venue(Recording(SPY)) as venue, httpx.AsyncClient(base_url=venue.urls.theta) as client:
        found = lines(await client.get(TRADES, params=query | {"start_time": "00:00:00", "end_time": "23:59:59.999"}))
        v2 = {"root": "SPY", "exp": "20240621", "strike": "500000", "right": "C"}
        v2 |= {"start_date": "20240614", "end_date": "20240614"}
        body = (await client.get("/v2/hist/option/trade", params=v2)).json()
    fractions = [line["timestamp"].partition(".")[2] for line in found]
    assert not [fraction for fraction in fractions if fraction.endswith("0")]
    assert {len(fraction) for fraction in fractions} == {0, 1, 2, 3} - ({0} if all(fractions) else set())
    assert [int(line["sequence"]) for line in found] == [row[1] for row in body["response"]]
    assert [ms_of(line["timestamp"]) for line in found] == [row[0] for row in body["response"]]


def ms_of(timestamp: str) -> int:
    hours, minutes, seconds = timestamp.partition("T")[2].split(":")
    return int(hours) * 3_600_000 + int(minutes) * 60_000 + round(float(seconds) * 1000)

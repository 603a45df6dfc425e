"""The Massive REST service of a venue, as an independent HTTP client sees it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from feeds.venue.recording import Recording
from feeds.venue.venue import Venue
from tests.feeds.venue.made import CALL, OPEN_MS, PUT, recording, trade

CONTRACTS = "/v3/reference/options/contracts"
SPX, SPXW, NEXT_DAY = "O:SPX251219C06800000", "O:SPXW251219P06800500", OPEN_MS + 86_400_000
OLD = "O:SPY251128C00600000"


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    events = [
        trade(1),
        trade(2, PUT),
        trade(3, SPX),
        trade(4, SPXW),
        trade(5, OLD),
        trade(6, c=None),
        trade(7, t=NEXT_DAY),
    ]
    async with (
        Venue(Recording(recording(tmp_path, events))) as venue,
        httpx.AsyncClient(base_url=venue.urls.massive_rest, headers={"Authorization": "Bearer key"}) as client,
    ):
        yield client


async def results(client: httpx.AsyncClient, path: str, **params: str) -> list[Any]:
    answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["status"] == "OK"
    found: list[Any] = body["results"]
    return found


async def tickers(client: httpx.AsyncClient, **params: str) -> list[str]:
    return [row["ticker"] for row in await results(client, CONTRACTS, **params)]


async def test_exchanges_and_conditions_are_those_of_the_tables(rest: httpx.AsyncClient) -> None:
    exchanges = {row["id"]: row for row in await results(rest, "/v3/reference/exchanges", asset_class="options")}
    assert len(exchanges) == 19
    assert (exchanges[302]["mic"], exchanges[302]["participant_id"], exchanges[314]["type"]) == ("XCBO", "C", "SIP")
    params = {"asset_class": "options", "data_type": "trade", "limit": "1000"}
    conditions = {row["id"]: row for row in await results(rest, "/v3/reference/conditions", **params)}
    assert len(conditions) == 33
    assert conditions[219]["sip_mapping"] == {"OPRA": "S"}
    rules = conditions[246]["update_rules"]["consolidated"]
    assert rules == {"updates_high_low": False, "updates_open_close": False, "updates_volume": True}


async def test_a_contract_is_told_in_full(rest: httpx.AsyncClient) -> None:
    row = (await rest.get(f"{CONTRACTS}/{CALL}")).json()["results"]
    assert row == {
        "cfi": "OCASPS",
        "contract_type": "call",
        "exercise_style": "american",
        "expiration_date": "2025-12-19",
        "primary_exchange": "BATO",
        "shares_per_contract": 100,
        "strike_price": 650,
        "ticker": CALL,
        "underlying_ticker": "SPY",
    }
    index = (await rest.get(f"{CONTRACTS}/{SPXW}")).json()["results"]
    assert (index["cfi"], index["exercise_style"], index["strike_price"]) == ("OPEICS", "european", 6800.5)


async def test_an_underlying_has_the_contracts_of_all_its_roots(rest: httpx.AsyncClient) -> None:
    assert await tickers(rest, underlying_ticker="SPX") == [SPX, SPXW]


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"contract_type": "put"}, [SPXW, PUT]),
        ({"expired": "true"}, [OLD]),
        ({"as_of": "2025-11-28", "underlying_ticker": "SPY"}, [OLD, CALL, PUT]),
        ({"expiration_date": "2025-12-19", "strike_price": "650"}, [CALL, PUT]),
        ({"strike_price.gt": "6800"}, [SPXW]),
        ({"strike_price.gte": "6800", "strike_price.lt": "6800.5"}, [SPX]),
        ({"strike_price.lte": "650", "order": "desc"}, [PUT, CALL]),
        ({"expiration_date.lt": "2025-12-19"}, []),
        ({"sort": "strike_price", "limit": "2"}, [CALL, PUT]),
        ({"ticker": SPX}, [SPX]),
    ],
)
async def test_contracts_are_filtered_and_sorted(
    rest: httpx.AsyncClient, params: dict[str, str], found: list[str]
) -> None:
    assert await tickers(rest, **params) == found


async def test_pages_are_followed_by_their_address(rest: httpx.AsyncClient) -> None:
    answer = (await rest.get(CONTRACTS, params={"limit": "1", "contract_type": "call", "apiKey": "secret"})).json()
    assert [row["ticker"] for row in answer["results"]] == [SPX]
    assert "secret" not in answer["next_url"]
    answer = (await rest.get(answer["next_url"])).json()
    assert [row["ticker"] for row in answer["results"]] == [CALL]
    assert "next_url" not in answer


async def test_trades_are_told_latest_first_in_ns(rest: httpx.AsyncClient) -> None:
    found = await results(rest, f"/v3/trades/{CALL}")
    assert [row["sequence_number"] for row in found] == [6, 1]
    assert "conditions" not in found[0]
    assert found[1]["conditions"] == [209]
    assert found[1]["sip_timestamp"] == (OPEN_MS + 1) * 1_000_000
    assert {"exchange", "price", "size", "participant_timestamp"} < set(found[1])


@pytest.mark.parametrize(
    ("params", "sequences"),
    [
        ({"timestamp": "2025-12-01", "order": "asc"}, [1, 6]),
        ({"timestamp": "2025-12-02"}, [7]),
        ({"timestamp.gte": "2025-12-01", "order": "asc"}, [1, 6, 7]),
        ({"timestamp": str((OPEN_MS + 6) * 1_000_000)}, [6]),
        ({"timestamp.gt": str((OPEN_MS + 1) * 1_000_000), "timestamp.lt": str(NEXT_DAY * 1_000_000)}, [6]),
        ({"timestamp.gte": str((OPEN_MS + 1) * 1_000_000), "timestamp.lte": str((OPEN_MS + 6) * 1_000_000)}, [6, 1]),
        ({"timestamp.gte": "2025-12-03"}, []),
        ({"timestamp.lt": "1969-01-01"}, []),
        ({"timestamp.gte": "9" * 25}, []),
        ({"limit": "1"}, [6]),
    ],
)
async def test_trades_are_bounded_by_time(
    rest: httpx.AsyncClient, params: dict[str, str], sequences: list[int]
) -> None:
    found = await results(rest, f"/v3/trades/{CALL}", **params)
    assert [row["sequence_number"] for row in found] == sequences


async def test_trades_come_in_pages_too(rest: httpx.AsyncClient) -> None:
    answer = (await rest.get(f"/v3/trades/{CALL}", params={"limit": "1", "order": "asc"})).json()
    assert [row["sequence_number"] for row in (await rest.get(answer["next_url"])).json()["results"]] == [6]


async def test_the_market_is_open_in_the_markets_time(rest: httpx.AsyncClient) -> None:
    body = (await rest.get("/v1/marketstatus/now")).json()
    assert (body["market"], body["serverTime"]) == ("open", "2025-12-01T09:30:00-05:00")


async def test_days_without_a_whole_session_are_announced(rest: httpx.AsyncClient) -> None:
    rows = (await rest.get("/v1/marketstatus/upcoming")).json()
    assert rows[0] == {
        "exchange": "NYSE",
        "date": "2025-12-24",
        "name": "Early close",
        "status": "early-close",
        "open": "2025-12-24T14:30:00.000Z",
        "close": "2025-12-24T18:00:00.000Z",
    }
    assert rows[3] == {"exchange": "NASDAQ", "date": "2025-12-25", "name": "Christmas Day", "status": "closed"}
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)


async def test_an_adjusted_contract_tells_what_it_delivers(tmp_path: Path) -> None:
    adjusted = "O:AAPL1251219C00100000"
    source = Recording(recording(tmp_path, [trade(1), trade(2, adjusted)]), {adjusted: 150})
    async with (
        Venue(source) as venue,
        httpx.AsyncClient(base_url=venue.urls.massive_rest, headers={"Authorization": "Bearer key"}) as client,
    ):
        row = (await client.get(f"{CONTRACTS}/{adjusted}")).json()["results"]
        listed = await results(client, CONTRACTS)
    assert (row["shares_per_contract"], row["underlying_ticker"]) == (150, "AAPL")
    assert row["additional_underlyings"][0]["type"] == "currency"
    assert {found["ticker"]: found["shares_per_contract"] for found in listed} == {adjusted: 150, CALL: 100}


async def test_without_a_key_nothing_is_told(rest: httpx.AsyncClient) -> None:
    answer = await rest.get(CONTRACTS, headers={"Authorization": ""})
    assert answer.status_code == 401
    assert answer.json()["error"] == "Unknown API Key"
    assert (await rest.get(CONTRACTS, headers={"Authorization": ""}, params={"apiKey": "key"})).status_code == 200


@pytest.mark.parametrize("path", ["/v3/nothing", f"{CONTRACTS}/O:SPY251219C00651000", f"{CONTRACTS}/SPY"])
async def test_what_is_not_there_is_a_404_with_a_body(rest: httpx.AsyncClient, path: str) -> None:
    answer = await rest.get(path)
    assert answer.status_code == 404
    assert answer.json()["status"] == "NOT_FOUND"


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=1001", "limit=x", "order=up", "sort=size", "expiration_date=1", "strike_price=x", "cursor=%21"],
)
async def test_a_wrong_parameter_is_a_400_that_says_why(rest: httpx.AsyncClient, query: str) -> None:
    answer = await rest.get(f"{CONTRACTS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]

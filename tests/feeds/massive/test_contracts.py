"""Multipliers: which questions are asked for few contracts, for many, and for those that expired."""

import json
from collections.abc import Iterable
from datetime import date

import pytest
from aiohttp import web

from feeds.massive.contracts import FEW, find_multipliers, underlying_of
from feeds.massive.rest_errors import RestError, RestProblem
from models.contract import Contract
from tests.feeds.massive.rest_desk import Double, Serve, asking, settled, told

TODAY = date(2025, 12, 1)
DEC, OLD = date(2025, 12, 19), date(2025, 11, 21)
PATH = "/v3/reference/options/contracts"


def contract(strike: int, expiry: date = DEC, root: str = "SPY", right: str = "C") -> str:
    return Contract(root, expiry, right, strike * 1000).ticker


def rows(shares: float, *tickers: str, next_url: str = "") -> web.Response:
    found = [{"ticker": ticker, "shares_per_contract": shares} for ticker in tickers]
    return told(json.dumps({"results": found, "status": "OK"} | ({"next_url": next_url} if next_url else {})))


async def found_at(server: Double, tickers: Iterable[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    async with asking(server.url) as rest:
        await find_multipliers(rest, tickers, TODAY, found)
    return found


def by_one(request: web.Request) -> web.Response:
    ticker = request.path.rpartition("/")[2]
    row = {"ticker": ticker, "shares_per_contract": 28 if "AAPL1" in ticker else 100}
    return told(json.dumps({"results": row, "status": "OK"}))


async def test_a_few_contracts_are_asked_for_one_by_one(serve: Serve) -> None:
    server = await serve(by_one)
    adjusted = contract(100, root="AAPL1")
    assert await found_at(server, [contract(650), adjusted, contract(650), "no ticker"]) == {
        contract(650): 100.0,
        adjusted: 28.0,
    }
    assert sorted(request.path for request in server.asked) == [f"{PATH}/{adjusted}", f"{PATH}/{contract(650)}"]


async def test_many_of_one_underlying_are_asked_for_in_lists_within_their_bounds(serve: Serve) -> None:
    tickers = [contract(600 + n) for n in range(FEW)] + [contract(700, date(2026, 1, 16))]
    pages = iter([rows(100, *tickers[:5], contract(1), next_url=f"{PATH}?cursor=2"), rows(10, *tickers[5:])])
    server = await serve(lambda request: next(pages))
    found = await found_at(server, tickers)
    assert found == dict.fromkeys(tickers[:5], 100.0) | dict.fromkeys(tickers[5:], 10.0)
    assert dict(server.asked[0].query) == {
        "underlying_ticker": "SPY",
        "expired": "false",
        "expiration_date.gte": "2025-12-19",
        "expiration_date.lte": "2026-01-16",
        "strike_price.gte": "600",
        "strike_price.lte": "700",
        "contract_type": "call",
        "limit": "1000",
    }
    assert len(server.asked) == 2


async def test_pages_beyond_the_last_wanted_contract_are_not_asked_for(serve: Serve) -> None:
    tickers = [contract(600 + n, right="CP"[n % 2]) for n in range(FEW + 1)]
    server = await serve(lambda request: rows(100, *tickers, next_url=f"{PATH}?cursor=2"))
    assert len(await found_at(server, tickers)) == FEW + 1
    await settled()
    assert len(server.asked) == 1
    assert "contract_type" not in server.asked[0].query


async def test_contracts_that_expired_are_asked_for_in_a_list_of_their_own(serve: Serve) -> None:
    listed, expired = [contract(600 + n) for n in range(FEW)], [contract(500, OLD), contract(501, OLD)]

    def answer(request: web.Request) -> web.Response:
        return rows(50, *expired) if request.query["expired"] == "true" else rows(100, *listed)

    server = await serve(answer)
    assert await found_at(server, listed + expired) == dict.fromkeys(listed, 100.0) | dict.fromkeys(expired, 50.0)
    assert [request.query["expiration_date.lte"] for request in server.asked] == ["2025-12-19", "2025-11-21"]
    await settled()


async def test_an_unknown_contract_is_no_error_and_an_expired_one_is_looked_for_among_its_like(serve: Serve) -> None:
    unknown, expired = contract(650), contract(600, OLD, "SPXW", "P")

    def answer(request: web.Request) -> web.Response:
        return rows(100, expired) if request.path == PATH else told('{"status":"NOT_FOUND"}', 404)

    server = await serve(answer)
    assert await found_at(server, [unknown, expired]) == {expired: 100.0}
    assert [dict(request.query) for request in server.asked if request.path == PATH] == [
        {
            "underlying_ticker": "SPX",
            "expired": "true",
            "expiration_date.gte": "2025-11-21",
            "expiration_date.lte": "2025-11-21",
            "strike_price.gte": "600",
            "strike_price.lte": "600",
            "contract_type": "put",
            "limit": "1000",
        }
    ]


@pytest.mark.parametrize(("status", "problem"), [(401, RestProblem.BAD_KEY), (403, RestProblem.NOT_ENTITLED)])
async def test_a_refusal_ends_the_questions_and_keeps_what_was_found(
    serve: Serve, status: int, problem: RestProblem
) -> None:
    server = await serve(lambda request: by_one(request) if "AAPL" in request.path else told("", status))
    found: dict[str, float] = {}
    tickers = [contract(1, root=root) for root in ("AAPL1", "SPY", "TSLA")]
    async with asking(server.url) as rest:
        with pytest.raises(RestError) as caught:
            await find_multipliers(rest, tickers, TODAY, found)
    assert caught.value.problem is problem
    assert found == {tickers[0]: 28.0}
    assert len(server.asked) == 2


async def test_a_list_that_is_none_is_told(serve: Serve) -> None:
    server = await serve(lambda request: told('{"results":1}'))
    with pytest.raises(RestError, match="instead of contracts"):
        await found_at(server, [contract(650)])


@pytest.mark.parametrize(
    ("root", "underlying"), [("SPY", "SPY"), ("SPXW", "SPX"), ("AAPL1", "AAPL"), ("VIX", "VIX"), ("BRKB", "BRKB")]
)
def test_the_underlying_of_a_root(root: str, underlying: str) -> None:
    assert underlying_of(root) == underlying

"""The Massive REST service of a venue: reference, market status, trades."""

from collections.abc import Callable, Sequence
from uuid import uuid4

from aiohttp import web

from feeds.venue.archive import Archive
from feeds.venue.faults.fault import Handler
from feeds.venue.market_hours import is_open, upcoming_rows
from feeds.venue.paging import BadQueryError, choice, page, question_of
from feeds.venue.reference import Row, chosen_contracts, condition_rows, contract_row, exchange_rows
from feeds.venue.source import Print, SourceError
from feeds.venue.time_bounds import bounds_ns
from feeds.venue.urls import STREAM_PATH
from models.clock import eastern
from models.contract import Contract, ContractError, parse_ticker

_NS_IN_MS = 1_000_000


def add_rest(app: web.Application, archive: Archive, now_ms: Callable[[], int]) -> None:
    """Add the service's routes. `now_ms`: the market's time, Unix ms."""
    service = _Service(archive, now_ms)
    app.router.add_get("/v3/reference/exchanges", service.exchanges)
    app.router.add_get("/v3/reference/conditions", service.conditions)
    app.router.add_get("/v3/reference/options/contracts", service.contracts)
    app.router.add_get("/v3/reference/options/contracts/{ticker}", service.contract)
    app.router.add_get("/v3/trades/{ticker}", service.trades)
    app.router.add_get("/v1/marketstatus/now", service.market_status)
    app.router.add_get("/v1/marketstatus/upcoming", service.upcoming)


@web.middleware
async def rest_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Ask for a key, and give errors the service's bodies. The stream's own address is left alone."""
    if request.path == STREAM_PATH:
        return await handler(request)
    try:
        if not _key(request):
            return _error(401, status="ERROR", error="Unknown API Key")
        return await handler(request)
    except BadQueryError as error:
        return _error(400, status="ERROR", error=str(error))
    except SourceError as error:
        return _error(500, status="ERROR", error=str(error))
    except web.HTTPNotFound:
        return _error(404, status="NOT_FOUND", message="Page not found.")


class _Service:
    def __init__(self, archive: Archive, now_ms: Callable[[], int]) -> None:
        self._archive = archive
        self._now_ms = now_ms

    async def exchanges(self, request: web.Request) -> web.Response:
        return page(request, {}, exchange_rows(), default=1000, most=1000)

    async def conditions(self, request: web.Request) -> web.Response:
        return page(request, question_of(request), condition_rows(), default=10, most=1000)

    async def contracts(self, request: web.Request) -> web.Response:
        question, by_root = question_of(request), await self._archive.contracts()
        found = await self._archive.ask(lambda source: chosen_contracts(by_root, question, source.day))
        return page(request, question, await self._rows(found), default=10, most=1000)

    async def contract(self, request: web.Request) -> web.Response:
        try:
            contract = parse_ticker(request.match_info["ticker"])
        except ContractError:
            return _unknown_ticker()
        if contract not in (await self._archive.contracts()).get(contract.root, ()):
            return _unknown_ticker()
        (row,) = await self._rows([contract])
        return web.json_response({"results": row, "status": "OK", "request_id": uuid4().hex})

    async def trades(self, request: web.Request) -> web.Response:
        question = question_of(request)
        low_ns, high_ns = bounds_ns(question, self._archive.day)
        first, last = eastern(low_ns // _NS_IN_MS).date(), eastern((high_ns - 1) // _NS_IN_MS).date()
        prints = await self._archive.streamed(request.match_info["ticker"], first, last)
        chosen = sorted((p for p in prints if low_ns <= p.time_ns < high_ns), key=lambda p: p.time_ns)
        if choice(question, "order", "desc", "asc") == "desc":
            chosen.reverse()
        return page(request, question, [_trade_row(p) for p in chosen], default=1000, most=50_000)

    async def market_status(self, request: web.Request) -> web.Response:
        now = eastern(self._now_ms())
        state = "open" if is_open(now) else "closed"
        exchanges = dict.fromkeys(("nasdaq", "nyse", "otc"), state)
        body = {"market": state, "serverTime": now.isoformat(timespec="seconds"), "exchanges": exchanges}
        return web.json_response(body | {"earlyHours": False, "afterHours": False})

    async def upcoming(self, request: web.Request) -> web.Response:
        return web.json_response(upcoming_rows(eastern(self._now_ms()).date()))

    async def _rows(self, contracts: Sequence[Contract]) -> list[Row]:
        shares = await self._archive.shares([contract.ticker for contract in contracts])
        return [contract_row(contract, count) for contract, count in zip(contracts, shares, strict=True)]


def _key(request: web.Request) -> str:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer").strip()
    return bearer or request.query.get("apiKey", "")


def _error(code: int, **body: str) -> web.Response:
    return web.json_response(body | {"request_id": uuid4().hex}, status=code)


def _unknown_ticker() -> web.Response:
    return _error(404, status="NOT_FOUND", message="Ticker not found.")


def _trade_row(trade: Print) -> dict[str, object]:
    """The service's row; the participant's time is not known, the SIP's stands for it."""
    row: dict[str, object] = {"conditions": trade.conditions} if trade.conditions else {}
    return row | {
        "exchange": trade.exchange,
        "participant_timestamp": trade.time_ns,
        "price": trade.price,
        "sequence_number": trade.sequence,
        "sip_timestamp": trade.time_ns,
        "size": trade.size,
    }

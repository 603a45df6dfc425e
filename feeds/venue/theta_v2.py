"""A Theta Terminal of generation v2: at-time trades, lists and status. Everything else, v3 too, is a 404."""

import csv
import io
import time
from collections.abc import Sequence
from itertools import count

from aiohttp import web

from feeds.venue.archive import Archive
from feeds.venue.at_time import COLUMNS, InvalidParamsError, Row, at_time_from_query, at_time_rows, day, flag, text
from feeds.venue.faults.fault import Handler, HttpFault
from feeds.venue.faults.turns import Turns
from feeds.venue.http_faults import faulty
from feeds.venue.source import SourceError
from models.contract import Contract

NO_DATA = "No data for the specified timeframe & contract."
NO_ROOT = "Nonexistent root symbol"


class TheirError(Exception):
    """An error of the terminal: an HTTP status of its own, and a text."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(body)
        self.status, self.body = status, body


def theta_app(archive: Archive, faults: Turns[HttpFault]) -> web.Application:
    """The terminal's routes."""
    terminal = _Terminal(archive)
    app = web.Application(middlewares=[faulty(faults), _errors])
    app.router.add_get("/v2/at_time/option/trade", terminal.at_time)
    app.router.add_get("/v2/list/roots", terminal.roots)
    app.router.add_get("/v2/list/roots/option", terminal.roots)
    app.router.add_get("/v2/list/expirations", terminal.expirations)
    app.router.add_get("/v2/list/strikes", terminal.strikes)
    app.router.add_get("/v2/system/mdds/status", terminal.status)
    return app


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors are a status and a text, as the terminal gives them."""
    try:
        return await handler(request)
    except InvalidParamsError as error:
        return web.Response(status=473, text=f"Invalid parameters: {error}")
    except TheirError as error:
        return web.Response(status=error.status, text=error.body)
    except SourceError as error:
        return web.Response(status=470, text=str(error))
    except web.HTTPNotFound:
        return web.Response(status=404, text=f"Not implemented: {request.path}")


class _Terminal:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._ids = count()

    async def at_time(self, request: web.Request) -> web.Response:
        start_s = time.perf_counter()
        question = at_time_from_query(request.query)
        contract = question.contract
        prints = await self._archive.prints(contract.ticker, question.first, question.last)
        rows = at_time_rows(question, prints)
        if not rows:
            await self._of_root(contract.root)
            raise TheirError(472, NO_DATA)
        return self._answer(request, COLUMNS, rows, rows, start_s)

    async def roots(self, request: web.Request) -> web.Response:
        start_s = time.perf_counter()
        return self._list(request, "root", sorted(await self._archive.contracts()), start_s)

    async def expirations(self, request: web.Request) -> web.Response:
        start_s = time.perf_counter()
        contracts = await self._of_root(text(request.query, "root"))
        dates = {int(f"{contract.expiry:%Y%m%d}") for contract in contracts}
        return self._list(request, "date", sorted(dates), start_s)

    async def strikes(self, request: web.Request) -> web.Response:
        start_s = time.perf_counter()
        expiry = day(request.query, "exp")
        contracts = await self._of_root(text(request.query, "root"))
        strikes = {contract.strike_milli for contract in contracts if contract.expiry == expiry}
        if not strikes:
            raise TheirError(472, NO_DATA)
        return self._list(request, "strike", sorted(strikes), start_s)

    async def status(self, request: web.Request) -> web.Response:
        return web.Response(text="CONNECTED")

    async def _of_root(self, root: str) -> Sequence[Contract]:
        contracts = (await self._archive.contracts()).get(root)
        if not contracts:
            raise TheirError(472, NO_ROOT)
        return contracts

    def _list(
        self, request: web.Request, name: str, values: Sequence[int] | Sequence[str], start_s: float
    ) -> web.Response:
        return self._answer(request, (name,), [(value,) for value in values], values, start_s)

    def _answer(
        self,
        request: web.Request,
        columns: Sequence[str],
        rows: Sequence[Row] | Sequence[tuple[int | str]],
        response: Sequence[object],
        start_s: float,
    ) -> web.Response:
        """Rows as CSV, or as JSON with the terminal's header; nothing is ever so long that it comes in pages."""
        if flag(request.query, "use_csv", default=False):
            return web.Response(text=_csv_text(columns, rows), content_type="text/csv", headers={"Next-Page": "null"})
        header = {
            "id": next(self._ids),
            "latency_ms": round((time.perf_counter() - start_s) * 1000),
            "error_type": "null",
            "error_msg": "null",
            "next_page": "null",
            "format": columns,
        }
        return web.json_response({"header": header, "response": response})


def _csv_text(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([f"{value:.4f}" if isinstance(value, float) else value for value in row])
    return out.getvalue()

"""Generation v2 of the terminal: at-time trades, all trades, lists and status."""

import csv
import io
import time
from collections.abc import Sequence
from itertools import count

from aiohttp import web

from feeds.venue.archive import Archive
from feeds.venue.theta.errors import NO_DATA, NO_DATA_V2, NO_ROOT, TerminalError
from feeds.venue.theta.trades import COLUMNS, Row, at_time_rows, trade_rows
from feeds.venue.theta.v2_query import at_time_from_query, day, flag, text, trades_from_query
from models.contract import Contract

STATUS_PATH = "/v2/system/mdds/status"


def add_v2(app: web.Application, archive: Archive) -> None:
    """Serve the generation's paths."""
    terminal = _Terminal(archive)
    app.router.add_get("/v2/at_time/option/trade", terminal.at_time)
    app.router.add_get("/v2/hist/option/trade", terminal.trades)
    app.router.add_get("/v2/list/roots", terminal.roots)
    app.router.add_get("/v2/list/roots/option", terminal.roots)
    app.router.add_get("/v2/list/expirations", terminal.expirations)
    app.router.add_get("/v2/list/strikes", terminal.strikes)
    app.router.add_get(STATUS_PATH, terminal.status)


class _Terminal:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._ids = count()

    async def at_time(self, request: web.Request) -> web.Response:
        start_s = time.perf_counter()
        asked = at_time_from_query(request.query)
        prints = await self._archive.prints(asked.contract.ticker, asked.first, asked.last)
        return await self._rows(request, asked.contract, at_time_rows(asked, prints), start_s)

    async def trades(self, request: web.Request) -> web.Response:
        start_s = time.perf_counter()
        asked = trades_from_query(request.query)
        prints = await self._archive.prints(asked.contract.ticker, asked.first, asked.last)
        return await self._rows(request, asked.contract, trade_rows(asked, prints), start_s)

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
            raise TerminalError(NO_DATA, NO_DATA_V2)
        return self._list(request, "strike", sorted(strikes), start_s)

    async def status(self, request: web.Request) -> web.Response:
        return web.Response(text="CONNECTED")

    async def _of_root(self, root: str) -> Sequence[Contract]:
        contracts = (await self._archive.contracts()).get(root)
        if not contracts:
            raise TerminalError(NO_DATA, NO_ROOT)
        return contracts

    async def _rows(
        self, request: web.Request, contract: Contract, rows: Sequence[Row], start_s: float
    ) -> web.Response:
        """Rows of trades, or the reason that there are none."""
        if not rows:
            await self._of_root(contract.root)
            raise TerminalError(NO_DATA, NO_DATA_V2)
        return self._answer(request, COLUMNS, rows, rows, start_s)

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

"""Generation v3 of the terminal: at-time trades, all trades, lists and status."""

from collections.abc import Callable, Sequence

from aiohttp import web

from feeds.venue.archive import Archive
from feeds.venue.source import Print
from feeds.venue.theta import v3_query
from feeds.venue.theta.errors import NO_DATA, NO_DATA_V3, TerminalError
from feeds.venue.theta.trades import AllTrades, AtTime, Row, at_time_rows, trade_rows
from feeds.venue.theta.v3_bodies import Line, answer, trade_line
from feeds.venue.theta.v3_query import Times, Wanted
from models.contract import Contract

STATUS_PATH = "/v3/terminal/mdds/status"
Rows = Callable[[Contract, Times, Sequence[Print]], list[Row]]


def add_v3(app: web.Application, archive: Archive) -> None:
    """Serve the generation's paths."""
    terminal = _Terminal(archive)
    app.router.add_get("/v3/option/at_time/trade", terminal.at_time)
    app.router.add_get("/v3/option/history/trade", terminal.trades)
    app.router.add_get("/v3/option/list/symbols", terminal.symbols)
    app.router.add_get("/v3/option/list/expirations", terminal.expirations)
    app.router.add_get("/v3/option/list/strikes", terminal.strikes)
    app.router.add_get(STATUS_PATH, terminal.status)


class _Terminal:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def at_time(self, request: web.Request) -> web.Response:
        v3_query.refuse_v2_names(request.query)
        return await self._trades(request, *v3_query.at_time_from_query(request.query), _at_time)

    async def trades(self, request: web.Request) -> web.Response:
        v3_query.refuse_v2_names(request.query)
        return await self._trades(request, *v3_query.trades_from_query(request.query), _all)

    async def symbols(self, request: web.Request) -> web.Response:
        v3_query.refuse_v2_names(request.query)
        return _listed(request, [{"symbol": root} for root in sorted(await self._archive.contracts())])

    async def expirations(self, request: web.Request) -> web.Response:
        v3_query.refuse_v2_names(request.query)
        root = v3_query.text(request.query, "symbol")
        expiries = {contract.expiry.isoformat() for contract in await self._of_root(root)}
        return _listed(request, [{"symbol": root, "expiration": expiry} for expiry in sorted(expiries)])

    async def strikes(self, request: web.Request) -> web.Response:
        v3_query.refuse_v2_names(request.query)
        root, expiry = v3_query.text(request.query, "symbol"), v3_query.day(request.query, "expiration")
        milli = {contract.strike_milli for contract in await self._of_root(root) if contract.expiry == expiry}
        return _listed(request, [{"symbol": root, "strike": strike / 1000} for strike in sorted(milli)])

    async def status(self, request: web.Request) -> web.Response:
        return web.Response(text="CONNECTED")

    async def _of_root(self, root: str) -> Sequence[Contract]:
        return (await self._archive.contracts()).get(root, ())

    async def _trades(self, request: web.Request, wanted: Wanted, times: Times, rows: Rows) -> web.Response:
        form = v3_query.form(request.query)
        lines: list[Line] = []
        for contract in await self._contracts(wanted):
            prints = await self._archive.prints(contract.ticker, times.first, times.last)
            lines += [trade_line(contract, row) for row in rows(contract, times, prints)]
        if not lines:
            raise TerminalError(NO_DATA, NO_DATA_V3)
        return answer(lines, form, by_contract=True)

    async def _contracts(self, wanted: Wanted) -> Sequence[Contract]:
        """One that is named may have traded without being listed any more; several are those of the list."""
        if wanted.strike_milli is not None and wanted.right:
            return [Contract(wanted.root, wanted.expiry, wanted.right, wanted.strike_milli)]
        return [contract for contract in await self._of_root(wanted.root) if wanted.has(contract)]


def _at_time(contract: Contract, times: Times, prints: Sequence[Print]) -> list[Row]:
    return at_time_rows(AtTime(contract, times.first, times.last, times.to_ms, rth=False), prints)


def _all(contract: Contract, times: Times, prints: Sequence[Print]) -> list[Row]:
    return trade_rows(AllTrades(contract, times.first, times.last, times.from_ms, times.to_ms), prints)


def _listed(request: web.Request, lines: Sequence[Line]) -> web.Response:
    if not lines:
        raise TerminalError(NO_DATA, NO_DATA_V3)
    return answer(lines, v3_query.form(request.query), by_contract=False)

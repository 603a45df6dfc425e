"""Asking one terminal in a test: a question, answers of both generations, and what is said meanwhile."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from aiohttp import web

from feeds.theta.codes import ThetaCodes
from feeds.theta.terminal import ThetaTerminal
from feeds.theta.transport import Patience
from feeds.theta.wire_v2 import COLUMNS
from models.contract import Contract
from models.history.queries import AtTimeAnswer, AtTimeQuery, HistoryError, PastTrades, TradesQuery
from models.history.terminal import TerminalStatus, Transport
from tests.feeds.conftest import Answerer, Double, Talker, settled

Serve = Callable[[Answerer], Awaitable[Double]]
Talk = Callable[[Talker], Awaitable[str]]
SPY = Contract("SPY", date(2024, 6, 21), "C", 500_000)
NOON = 43_200_000
HASTY = Patience(status_s=10, first_wait_s=0.001, longest_wait_s=0.005)
"""Tries again at once."""
IMPATIENT = replace(HASTY, silence_s=0.2, answer_s=0.5, status_s=0.3)
"""Does not wait for answers either."""
UPGRADED = "We have upgraded to API v3. Please use API v3 endpoints instead."


def query(start: str = "2024-06-14", end: str = "", *, at_ms: int = NOON, regular_hours: bool = True) -> AtTimeQuery:
    return AtTimeQuery(SPY, date.fromisoformat(start), date.fromisoformat(end or start), at_ms, regular_hours)


def trade(day: str, price: float = 41.5, at_ms: int = NOON - 336) -> list[Any]:
    return [at_ms, -5, 255, 255, 255, 255, 130, 2, 6, price, 0, 1, 0, 0, int(day.replace("-", ""))]


def answer(*rows: list[Any], **header: Any) -> web.Response:
    return web.json_response({"header": {"format": COLUMNS, "latency_ms": 4, **header}, "response": rows})


def echo(request: web.Request) -> web.Response:
    """A trade on every calendar day that was asked for."""
    start, end = (date.fromisoformat(request.query[name]) for name in ("start_date", "end_date"))
    return answer(*(trade(str(start + timedelta(n))) for n in range((end - start).days + 1)))


def v3_rows(*timestamps: str) -> web.Response:
    """Trades of those times as v3 tells them in CSV."""
    head = "symbol,expiration,strike,right,timestamp,sequence,condition,size,exchange,price\r\n"
    rows = (f'"SPY","2024-06-21",500.000,"CALL",{at},-5,130,2,6,41.5000\r\n' for at in timestamps)
    return web.Response(text=head + "".join(rows), content_type="text/csv")


def only_v2(answerer: Answerer) -> Answerer:
    """A terminal of generation v2: it knows no path of v3."""
    return lambda request: (
        answerer(request) if request.path.startswith("/v2/") else web.Response(status=404, text="Not found")
    )


def only_v3(answerer: Answerer) -> Answerer:
    """A terminal of generation v3: it refuses the paths of v2."""
    return lambda request: (
        answerer(request) if request.path.startswith("/v3/") else web.Response(status=410, text=UPGRADED)
    )


class Terminal:
    """Asks one terminal after another and notes the progress."""

    def __init__(self, codes: ThetaCodes) -> None:
        self._codes = codes
        self.transport = Transport.AUTOMATIC
        self.patience = HASTY
        self.said: list[str] = []

    async def ask(self, url: str, question: AtTimeQuery | None = None) -> AtTimeAnswer:
        made = self.at(url)
        try:
            return await made.at_time(question or query(), self.said.append)
        finally:
            await made.close()
            await settled()

    async def failure(self, url: str, question: AtTimeQuery | None = None) -> HistoryError:
        with pytest.raises(HistoryError) as caught:
            await self.ask(url, question)
        return caught.value

    async def trades(self, url: str, question: TradesQuery) -> PastTrades:
        made = self.at(url)
        try:
            return await made.trades(question, self.said.append)
        finally:
            await made.close()
            await settled()

    async def look(self, url: str) -> TerminalStatus:
        made = self.at(url)
        try:
            return await made.look()
        finally:
            await made.close()
            await settled()

    def at(self, url: str) -> ThetaTerminal:
        return ThetaTerminal(url, self._codes, patience=self.patience, transport=self.transport)

"""Past trades of one contract over REST, and the batch that fills them into the tape."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

import numpy as np

from feeds.massive import rest_wire
from feeds.massive.rest import MassiveRest
from feeds.massive.rest_errors import RestError, RestProblem
from feeds.massive.rest_wire import TradeRow, TradesPage, WireError
from models.batch import NO_SEQUENCE, TradeBatch
from models.conditions import ConditionSets
from models.contract_index import ContractIndex

PAGE_ROWS = 20_000
"""Rows of a page. Massive allows 50,000; decoding so many holds the window up for 33 ms, a thread or not (measured)."""
_NS_IN_MS = 1_000_000


async def trades(
    rest: MassiveRest, ticker: str, since_ms: int, until_ms: int | None = None, page_rows: int = PAGE_ROWS
) -> AsyncGenerator[TradesPage, None]:
    """Fetch the trades of a contract in order of time, both ends included (Unix ms), page by page.

    No millisecond is cut in two: what the core has of one is compared as a whole where there are no sequence numbers.
    Raises `RestError`. Close it (`aclosing`) when it is left before its end.
    """
    params = {
        "timestamp.gte": str(since_ms * _NS_IN_MS), "order": "asc", "sort": "timestamp", "limit": str(page_rows),
    }  # fmt: skip
    if until_ms is not None:
        params["timestamp.lte"] = str((until_ms + 1) * _NS_IN_MS - 1)  # all of its last millisecond
    held: list[TradeRow] = []
    async with aclosing(rest.pages(f"/v3/trades/{ticker}", params)) as bodies:
        async for body in bodies:
            try:
                page = await asyncio.to_thread(rest_wire.trades_page, body)
            except WireError as error:
                raise RestError(RestProblem.BAD_ANSWER, f"Massive sent {error} instead of trades.") from None
            rows = held + page.rows
            last_ms = rows[-1].time_ms if rows else 0
            held = [row for row in rows if row.time_ms == last_ms]
            yield TradesPage([row for row in rows if row.time_ms != last_ms], page.malformed)
    if held:
        yield TradesPage(held)


def fill_batch(
    ticker: str, rows: Sequence[TradeRow], contracts: ContractIndex, sets: ConditionSets, arrival_ms: int
) -> TradeBatch:
    """Columns of the rows in order of time and sequence, marked as filled.

    Its `malformed` are the rows whose conditions the tape cannot hold. Raises `ValueError` for a ticker that is none.
    """
    contract = contracts.add(ticker)
    if contract < 0:
        raise ValueError(f"“{ticker}” is not an option ticker")
    conditions = np.array([sets[row.conditions] for row in rows], np.int64)
    time_ms = np.array([row.time_ms for row in rows], np.int64)
    sequence = np.array([NO_SEQUENCE if row.sequence is None else row.sequence for row in rows], np.int64)
    order = np.lexsort((sequence, time_ms))
    order = order[conditions[order] >= 0]
    return TradeBatch(
        time_ms=time_ms[order],
        sequence=sequence[order],
        price=np.array([row.price for row in rows], np.float64)[order],
        size=np.array([row.size for row in rows], np.int32)[order],
        contract=np.full(len(order), contract, np.int32),
        arrival_ms=np.full(len(order), arrival_ms, np.int64),
        venue=np.array([row.venue for row in rows], np.uint16)[order],
        conditions=conditions[order].astype(np.uint16),
        malformed=len(rows) - len(order),
        filled=True,
    )

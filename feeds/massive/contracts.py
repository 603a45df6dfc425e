"""Multipliers of contracts from Massive's reference: asked one by one, or in lists where many share an underlying."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from datetime import date
from itertools import groupby

from feeds.massive import reference_wire
from feeds.massive.rest import MassiveRest
from feeds.massive.rest_errors import RestError, RestProblem
from feeds.massive.rest_wire import WireError
from models.contract import Contract, ContractError, parse_ticker
from models.hours import is_index

PATH = "/v3/reference/options/contracts"
LIST_ROWS = 1_000
"""The most that Massive puts on a page."""
FEW = 8
"""So many contracts of one underlying are asked for one by one; a list may take several pages."""
_INDEX_OF = {"SPXW": "SPX", "NDXP": "NDX", "VIXW": "VIX", "RUTW": "RUT", "MRUT": "RUT", "XEO": "OEX"}


def underlying_of(root: str) -> str:
    """The underlying of a root: SPX of SPXW, AAPL of an adjusted AAPL1."""
    return _INDEX_OF.get(root, root if is_index(root) else root.rstrip("0123456789"))


async def find_multipliers(rest: MassiveRest, tickers: Iterable[str], today: date, found: dict[str, float]) -> None:
    """Put into `found` the shares a contract of each ticker that Massive knows; what is no ticker is left out.

    Raises `RestError`; what was found by then stays found.
    """
    contracts = sorted(_contracts(tickers), key=lambda contract: underlying_of(contract.root))
    for underlying, group in groupby(contracts, key=lambda contract: underlying_of(contract.root)):
        wanted = list(group)
        if len(wanted) <= FEW:
            await _ask_each(rest, wanted, today, found)
        else:
            await _ask_list(rest, underlying, wanted, today, found)


def _contracts(tickers: Iterable[str]) -> Iterable[Contract]:
    for ticker in set(tickers):
        try:
            yield parse_ticker(ticker)
        except ContractError:
            continue


async def _ask_each(rest: MassiveRest, wanted: Iterable[Contract], today: date, found: dict[str, float]) -> None:
    asked = (_ask_one(rest, contract, today, found) for contract in wanted)
    for outcome in await asyncio.gather(*asked, return_exceptions=True):  # none goes on when another failed
        if outcome is not None:
            raise outcome


async def _ask_one(rest: MassiveRest, contract: Contract, today: date, found: dict[str, float]) -> None:
    try:
        _take(await rest.get(f"{PATH}/{contract.ticker}"), {contract.ticker}, found)
    except RestError as error:
        if error.problem is not RestProblem.NOT_FOUND:
            raise
        if contract.expiry < today:  # a contract that expired is only listed among its like
            await _ask_list(rest, underlying_of(contract.root), [contract], today, found)


async def _ask_list(
    rest: MassiveRest, underlying: str, wanted: Sequence[Contract], today: date, found: dict[str, float]
) -> None:
    """Ask for the contracts of an underlying within the bounds of those that are wanted: listed, then expired ones."""
    for expired in ("false", "true"):
        group = [contract for contract in wanted if (contract.expiry < today) == (expired == "true")]
        if group:
            params = {"underlying_ticker": underlying, "expired": expired} | _bounds(group)
            await _read_list(rest, params, group, found)


async def _read_list(
    rest: MassiveRest, params: dict[str, str], group: Sequence[Contract], found: dict[str, float]
) -> None:
    missing = {contract.ticker for contract in group}
    async with aclosing(rest.pages(PATH, params)) as bodies:
        async for body in bodies:
            _take(body, missing, found)
            missing -= found.keys()
            if not missing:
                return


def _bounds(group: Sequence[Contract]) -> dict[str, str]:
    expiries, strikes = [c.expiry for c in group], [c.strike for c in group]
    bounds = {
        "expiration_date.gte": str(min(expiries)),
        "expiration_date.lte": str(max(expiries)),
        "strike_price.gte": str(min(strikes)),
        "strike_price.lte": str(max(strikes)),
    }
    if len({c.right for c in group}) == 1:
        bounds["contract_type"] = "call" if group[0].right == "C" else "put"
    return bounds | {"limit": str(LIST_ROWS)}


def _take(body: bytes, wanted: set[str], found: dict[str, float]) -> None:
    """Take the multipliers of wanted contracts out of a body. Raises `RestError` for one that is no answer."""
    try:
        rows = reference_wire.contract_rows(body)
    except WireError as error:
        raise RestError(RestProblem.BAD_ANSWER, f"Massive sent {error} instead of contracts.") from None
    found.update({row.ticker: row.shares_per_contract for row in rows if row.ticker in wanted})

"""Rows of the Massive reference: exchanges, conditions, contracts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from feeds.venue.paging import BadQueryError, choice
from models.contract import Contract, ContractError, strike_from_text
from resources import table

_INDEX_OF = {"SPXW": "SPX", "NDXP": "NDX", "VIXW": "VIX", "RUTW": "RUT", "MRUT": "RUT", "XEO": "OEX"}
_INDEXES = {"SPX", "NDX", "VIX", "RUT", "XSP", "DJX", "OEX", "XEO", "MXEF", "MXEA"}
_AMERICAN_INDEXES = {"OEX"}
_COMPARE: dict[str, Callable[[object, object], bool]] = {"": eq, ".gte": ge, ".gt": gt, ".lte": le, ".lt": lt}  # type: ignore[dict-item]

Row = dict[str, object]
_ADJUSTED: Row = {
    "additional_underlyings": [{"amount": 6.53, "type": "currency", "underlying": "USD"}],
    "correction": 1,
}
"""What a root with a digit has besides: invented cash that goes with the shares."""


def exchange_rows() -> list[Row]:
    """The option venues, as `/v3/reference/exchanges` lists them."""
    return [
        {
            "id": int(row["id"]),
            "type": row["type"],
            "asset_class": "options",
            "locale": "us",
            "name": row["name"],
            "mic": row["mic"],
            "participant_id": row["opra_participant"],
        }
        for row in table("massive_exchanges")
    ]


def condition_rows() -> list[Row]:
    """The trade conditions, as `/v3/reference/conditions` lists them."""
    return [
        {
            "id": int(row["id"]),
            "type": "sale_condition",
            "name": row["name"],
            "abbreviation": row["abbreviation"],
            "asset_class": "options",
            "data_types": ["trade"],
            "sip_mapping": {"OPRA": row["opra_code"]},
            "update_rules": {"consolidated": _rules(row), "market_center": _rules(row)},
        }
        for row in table("massive_conditions")
    ]


def underlying_of(root: str) -> str:
    """The underlying of a root: SPX of SPXW, AAPL of an adjusted AAPL1."""
    return _INDEX_OF.get(root, root.rstrip("0123456789"))


def contract_row(contract: Contract, shares: int) -> Row:
    """One contract, as `/v3/reference/options/contracts` tells it. `shares`: what it delivers, its multiplier."""
    underlying = underlying_of(contract.root)
    index = underlying in _INDEXES
    european = index and contract.root not in _AMERICAN_INDEXES
    strike = contract.strike
    row: Row = {
        "cfi": f"O{contract.right}{'E' if european else 'A'}{'ICS' if index else 'SPS'}",
        "contract_type": "call" if contract.right == "C" else "put",
        "exercise_style": "european" if european else "american",
        "expiration_date": contract.expiry.isoformat(),
        "primary_exchange": "XCBO" if index else "BATO",
        "shares_per_contract": shares,
        "strike_price": int(strike) if strike == int(strike) else float(strike),
        "ticker": contract.ticker,
        "underlying_ticker": underlying,
    }
    return row if contract.root.isalpha() else row | _ADJUSTED


def chosen_contracts(
    contracts: Mapping[str, Sequence[Contract]], question: Mapping[str, str], today: date
) -> list[Contract]:
    """The contracts that a question asks for, in its order. Raises `BadQueryError`."""
    wanted = question.get("underlying_ticker")
    roots = [root for root in contracts if wanted is None or underlying_of(root) == wanted]
    tests = _tests(question, today)
    found = [contract for root in roots for contract in contracts[root] if all(test(contract) for test in tests)]
    key = _KEYS[choice(question, "sort", *_KEYS)]
    return sorted(found, key=key, reverse=choice(question, "order", "asc", "desc") == "desc")


_KEYS: dict[str, Callable[[Contract], tuple[object, ...]]] = {
    "ticker": lambda c: (c.ticker,),
    "underlying_ticker": lambda c: (underlying_of(c.root), c.ticker),
    "expiration_date": lambda c: (c.expiry, c.ticker),
    "strike_price": lambda c: (c.strike_milli, c.ticker),
}


def _tests(question: Mapping[str, str], today: date) -> list[Callable[[Contract], bool]]:
    as_of = _date(question.get("as_of"), "as_of") if "as_of" in question else today
    expired = choice(question, "expired", "false", "true") == "true"
    tests: list[Callable[[Contract], bool]] = [lambda c: (c.expiry < as_of) == expired]
    if "contract_type" in question:
        right = {"call": "C", "put": "P"}[choice(question, "contract_type", "call", "put")]
        tests.append(lambda c: c.right == right)
    if "ticker" in question:
        tests.append(lambda c: c.ticker == question["ticker"])
    return [*tests, *_bounds(question)]


def _bounds(question: Mapping[str, str]) -> Iterable[Callable[[Contract], bool]]:
    for suffix, compare in _COMPARE.items():
        if (name := f"expiration_date{suffix}") in question:
            yield _test(lambda c: c.expiry, compare, _date(question[name], name))
        if (name := f"strike_price{suffix}") in question:
            yield _test(lambda c: c.strike_milli, compare, _strike(question[name], name))


def _test(
    value_of: Callable[[Contract], object], compare: Callable[[object, object], bool], bound: object
) -> Callable[[Contract], bool]:
    return lambda contract: compare(value_of(contract), bound)


def _date(text: str | None, name: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise BadQueryError(f"{name} must be a date as YYYY-MM-DD") from None


def _strike(text: str, name: str) -> Decimal | int:
    try:
        return strike_from_text(text)
    except ContractError:
        raise BadQueryError(f"{name} must be a number of dollars") from None


def _rules(row: Mapping[str, str]) -> dict[str, bool]:
    names = ("updates_high_low", "updates_open_close", "updates_volume")
    return {name: row[name] == "true" for name in names}

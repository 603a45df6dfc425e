"""Bodies of Massive's reference -> rows of the code tables, contracts, the state of the market. Pure.

Facts: massive.md section 2. A body that is no answer raises `WireError`; a bad row is left out.
"""

from dataclasses import dataclass
from typing import Any

from feeds.massive.rest_wire import WireError, loaded, results
from feeds.massive.wire import INT64, whole
from models.reference import MarketState

Row = dict[str, str]
RULES = ("updates_volume", "updates_high_low", "updates_open_close")
_MAX_SHARES = 1e6
"""Far above every multiplier: a larger one would make premiums absurd."""


@dataclass(frozen=True, slots=True)
class ContractRow:
    """What reference data says of a contract: its ticker, its multiplier in shares."""

    ticker: str
    shares_per_contract: float


def conditions_rows(content: bytes) -> list[Row]:
    """Read `/v3/reference/conditions` into the columns of the bundled table but `group`. Raises `WireError`.

    A row without its rules is left out: an unknown code counts towards volume and moves no price, which is safe.
    """
    return [found for raw in results(content) if (found := _condition(raw)) is not None]


def exchanges_rows(content: bytes) -> list[Row]:
    """Read `/v3/reference/exchanges` into the columns of the bundled table. Raises `WireError`."""
    return [found for raw in results(content) if (found := _exchange(raw)) is not None]


def contract_rows(content: bytes) -> list[ContractRow]:
    """Read contracts of the reference, a page of them or a single one. Raises `WireError`."""
    return [found for raw in results(content) if (found := _contract(raw)) is not None]


def market_state(content: bytes) -> MarketState:
    """Read `/v1/marketstatus/now`. Raises `WireError` for a state that is not understood."""
    body = loaded(content)
    try:
        return MarketState(body["market"] if isinstance(body, dict) else "")
    except (KeyError, TypeError, ValueError):
        raise WireError("something that is no market status") from None


def _condition(raw: Any) -> Row | None:
    try:
        rules = raw["update_rules"]["consolidated"]
        flags = {name: rules[name] for name in RULES}
        if not all(isinstance(flag, bool) for flag in flags.values()):
            return None
        names = {
            "id": _id(raw),
            "name": _line(raw["name"]),
            "abbreviation": _line(raw.get("abbreviation")),
            "opra_code": _line((raw.get("sip_mapping") or {}).get("OPRA")),
        }
    except (KeyError, TypeError, AttributeError, ValueError):
        return None
    return names | {name: "true" if flag else "false" for name, flag in flags.items()}


def _exchange(raw: Any) -> Row | None:
    try:
        return {
            "id": _id(raw),
            "name": _line(raw["name"]),
            "opra_participant": _line(raw.get("participant_id")),
            "mic": _line(raw.get("mic")),
            "type": _line(raw.get("type")),
        }
    except (KeyError, TypeError, AttributeError, ValueError):
        return None


def _id(raw: Any) -> str:
    number = whole(raw["id"])
    if not isinstance(number, int) or isinstance(number, bool) or number not in INT64:
        raise ValueError("no id")
    return str(number)


def _line(value: Any) -> str:
    """A text on one line; "" where there is none. Raises `ValueError` for anything else."""
    if value is not None and not isinstance(value, str):
        raise ValueError("no text")
    return " ".join((value or "").split())


def _contract(raw: Any) -> ContractRow | None:
    if not isinstance(raw, dict):
        return None
    ticker, shares = raw.get("ticker"), raw.get("shares_per_contract")
    if not isinstance(ticker, str) or isinstance(shares, bool) or not isinstance(shares, int | float):
        return None
    return ContractRow(ticker, float(shares)) if 0 < shares <= _MAX_SHARES else None

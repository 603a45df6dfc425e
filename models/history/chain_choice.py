"""Contracts chosen by underlying, expiries, strikes and right, out of lists of what is listed."""

import re
from calendar import month_name
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from models.contract import Contract, ContractError
from models.history.query_text import day_text

_RANGE = re.compile(r"\$?(\d+(?:\.\d+)?|\.\d+)\s*(?:-|–|to)\s*\$?(\d+(?:\.\d+)?|\.\d+)", re.ASCII)
Strikes = Mapping[date, Iterable[int]]
"""Strikes in thousandths of a dollar by expiry."""


def chosen_contracts(
    root: str, listed: Strikes, expiries: Iterable[date], strikes: Iterable[int], rights: str
) -> tuple[Contract, ...]:
    """By expiry, then strike, then right: what is both chosen and listed. `rights`: `C`, `P` or `CP`.

    What no symbol can name, such as a strike that is too large, is left out.
    """
    wanted = set(strikes)
    pairs = ((expiry, strike) for expiry in sorted(expiries) for strike in sorted(wanted.intersection(listed[expiry])))
    made = (_contract(root, expiry, right, strike) for expiry, strike in pairs for right in rights)
    return tuple(contract for contract in made if contract)


def strike_text(strike_milli: int) -> str:
    """`650`, `27.5`."""
    return f"{Decimal(strike_milli) / 1000:f}"


def expiry_line(expiry: date, today: date) -> str:
    """`Fri 19 Dec 25 · 27 d`, or with `expired`."""
    days = (expiry - today).days
    return f"{day_text(expiry)} · {'expired' if days < 0 else 'today' if days == 0 else f'{days} d'}"


def fits_expiry(expiry: date, words: str) -> bool:
    """Whether an expiry is meant by `dec 25`, `fri`, `2025-12`, or any words in its spellings."""
    text = _spellings(expiry)
    return all(word in text for word in words.lower().split())


def fits_strike(strike_milli: int, words: str) -> bool:
    """Whether a strike is meant by `650`, its first digits, or `640-660`."""
    words = words.strip()
    if span := _RANGE.fullmatch(words):
        low, high = sorted(Decimal(end) * 1000 for end in span.groups())
        return low <= strike_milli <= high
    return strike_text(strike_milli).startswith(words.removeprefix("$"))


@lru_cache(maxsize=8192)
def _spellings(expiry: date) -> str:
    iso = expiry.isoformat()
    return f"{day_text(expiry)} {iso} {iso.replace('-', '')} {month_name[expiry.month]}".lower()


def _contract(root: str, expiry: date, right: str, strike_milli: int) -> Contract | None:
    try:
        return Contract(root, expiry, right, strike_milli)
    except ContractError:
        return None

"""Massive's codes in Theta's numbering: the OPRA letter joins the two."""

from collections.abc import Sequence
from functools import cache, lru_cache

from resources import table

REGULAR = 0
_BY_NAME = {"F": 6, "H": 5}
"""Late openings, for which Theta's table has names but no letters."""
UNKNOWN_EXCHANGE = 0
_SYMBOLS = {
    "A": "AMEX", "B": "BOST", "C": "CBOE", "D": "EMLD", "E": "EDGX", "H": "GEMI", "I": "ISEX", "J": "MRCY",
    "M": "MIAX", "N": "PACF", "O": "OPRA", "P": "PERL", "Q": "NQEX", "T": "NQBX", "U": "MEMX", "W": "C2",
    "X": "PHIL", "Z": "BATS",
}  # fmt: skip
"""Theta's table names exchanges but not their letters; Sapphire has no name of its own there."""
_SAPPHIRE = ("S", 76)


def condition_letter(condition: int) -> str | None:
    """The OPRA letter of a Massive condition: A to Z from 201, a to z from 227; also of letters OPRA gave up."""
    if 201 <= condition <= 226:
        return chr(ord("A") + condition - 201)
    return chr(ord("a") + condition - 227) if 227 <= condition <= 252 else None


def theta_condition(conditions: Sequence[int]) -> int:
    """Theta's code of the first condition that it knows; regular where there is none."""
    letters = [condition_letter(condition) for condition in conditions]
    return next((_conditions()[letter] for letter in letters if letter in _conditions()), REGULAR)


def theta_exchange(exchange: int) -> int:
    """Theta's code of a Massive exchange id (300 + letter)."""
    return _exchanges().get(chr(ord("A") + exchange - 300), UNKNOWN_EXCHANGE) if 300 <= exchange <= 325 else 0


@lru_cache(maxsize=4096)
def blocked_updates(conditions: tuple[int, ...]) -> tuple[bool, bool]:
    """Whether any condition keeps a trade from the last price, and from high and low."""
    rules = [_update_rules()[condition] for condition in conditions if condition in _update_rules()]
    return any(not last for last, _ in rules), any(not high_low for _, high_low in rules)


@cache
def _conditions() -> dict[str, int]:
    return _BY_NAME | {row["opra_code"]: int(row["code"]) for row in table("theta_conditions") if row["opra_code"]}


@cache
def _exchanges() -> dict[str, int]:
    codes = {row["symbol"]: int(row["code"]) for row in table("theta_exchanges")}
    return dict([_SAPPHIRE]) | {letter: codes[symbol] for letter, symbol in _SYMBOLS.items()}


@cache
def _update_rules() -> dict[int, tuple[bool, bool]]:
    return {
        int(row["id"]): (row["updates_open_close"] == "true", row["updates_high_low"] == "true")
        for row in table("massive_conditions")
    }

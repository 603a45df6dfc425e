"""The short text form of a filter that is typed above the tape: `SPY C size>=100 prem>=50k !multi`."""

import math
import re
from dataclasses import replace
from decimal import Decimal

from models.contract import ContractError, is_root
from models.filters import TapeFilter
from models.symbology import parse_symbol

HINT = "SPY C size>=100 prem>=50k !multi"
_LIMIT = re.compile(r"(size|prem|premium)(>=?)([0-9][0-9,]{0,15}(?:\.[0-9]{1,9})?)([km]?)")
_UNIT = {"": 1, "k": 1_000, "m": 1_000_000}
_CENT = Decimal("0.01")


class FilterTextError(ValueError):
    """A word that is no part of a filter; the message names it and says what is understood."""


def parse_filter(text: str) -> TapeFilter:
    """Read a filter: one whole contract in any spelling, or words in any order. Raises `FilterTextError`.

    Words: roots (`SPY QQQ`), `C` or `P`, `size>=100`, `prem>=50k` (or `>`), `!multi` (single-leg prints only).
    """
    try:
        return TapeFilter(tickers=frozenset({parse_symbol(text).ticker}))
    except ContractError:
        pass
    found = TapeFilter()
    for word in text.split():
        found = _with_word(found, word)
    return found


def _with_word(found: TapeFilter, word: str) -> TapeFilter:
    limit = _LIMIT.fullmatch(word.lower())
    if limit:
        return _with_limit(found, *limit.groups())
    if word.lower() == "!multi":
        return replace(found, single_leg=True)
    if word.upper() in ("C", "P") and not found.right:
        return replace(found, right=word.upper())
    if word.lower() in ("call", "calls", "put", "puts"):
        return replace(found, right=word[0].upper())
    if word.isascii() and is_root(word.upper()):
        return replace(found, roots=found.roots | {word.upper()})
    raise FilterTextError(f"“{word}” is not understood. Try: {HINT}")


def _with_limit(found: TapeFilter, name: str, sign: str, digits: str, unit: str) -> TapeFilter:
    value = Decimal(digits.replace(",", "")) * _UNIT[unit]
    if name == "size":
        return replace(found, min_size=int(value) + 1 if sign == ">" else math.ceil(value))
    return replace(found, min_premium=float(value + _CENT if sign == ">" else value))

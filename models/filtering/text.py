"""The short text form of a filter that is typed above the tape: `SPY C size>=100 prem>=50k !multi`."""

import re
from dataclasses import replace
from typing import Any

from models.contract import ContractError, is_root
from models.filtering.conflicts import conflict, contracts_conflict
from models.filtering.groups import GROUPS
from models.filtering.lists import read_list, read_root
from models.filtering.measures import MEASURES
from models.filtering.tape_filter import TapeFilter
from models.filtering.words import (
    ALIASES,
    HINT,
    LISTS,
    NOTHING,
    RIGHTS,
    UNUSUAL,
    example,
    nearest_bare,
    nearest_name,
    reads_as_word,
)
from models.filtering.writing import filter_text
from models.symbology import has_symbol_shape, parse_symbol, shorten
from models.venues import Venues

__all__ = ["HINT", "FilterTextError", "filter_text", "parse_filter"]

_COMPARED = re.compile(r"(!?)([^\W\d_]+)(>=|<=|=>|=<|==|≥|≤|=|>|<)(.*)", re.DOTALL)
_SIGNS = {"=>": ">=", "=<": "<=", "==": "=", "≥": ">=", "≤": "<="}
_Fields = dict[str, Any]
"""Fields of a `TapeFilter`."""


class FilterTextError(ValueError):
    """A word that is no part of a filter, or that contradicts an earlier one.

    The message names it and says what is right there; the characters from `start` up to `end` of the text are the word.
    """

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start, self.end = start, end


def parse_filter(text: str, venues: Venues | None = None) -> TapeFilter:
    """Read a filter: one whole contract in any spelling, or words in any order. Raises `FilterTextError`.

    All words are in `help_words`. Where a limit stands twice the narrower holds; lists are joined. Without `venues`
    these have numbers only.
    """
    if has_symbol_shape(text):
        return _one_contract(text)
    asked, excluding = TapeFilter(), None
    for word in re.finditer(r"\S+", text):
        try:
            asked = _with_word(word[0], asked, venues)
        except ValueError as error:
            raise _error(word, str(error)) from None
        excluding = (excluding or word) if contracts_conflict(asked) else None
    if excluding:
        raise _error(excluding, contracts_conflict(asked))
    return asked


def _error(word: re.Match[str], reason: str) -> FilterTextError:
    return FilterTextError(f"“{shorten(word[0])}”: {reason}", word.start(), word.end())


def _one_contract(text: str) -> TapeFilter:
    try:
        return TapeFilter(tickers=frozenset({parse_symbol(text).ticker}))
    except ContractError as error:
        start = len(text) - len(text.lstrip())
        raise FilterTextError(str(error), start, len(text.rstrip())) from None


def _with_word(word: str, asked: TapeFilter, venues: Venues | None) -> TapeFilter:
    """A filter that asks for what a word says too. Raises `ValueError` with a reason for people, as all below do."""
    together = replace(asked, **_fields(word, asked, venues))
    if reason := conflict(together):
        raise ValueError(reason)
    return together


def _fields(word: str, asked: TapeFilter, venues: Venues | None) -> _Fields:
    compared = _COMPARED.fullmatch(word)
    if not compared:
        body = word.removeprefix("!")
        return _without(body, asked) if word != body else _bare(body, asked)
    negation, typed, sign, value = compared.groups()
    name, sign = ALIASES.get(typed.lower(), typed.lower()), _SIGNS.get(sign, sign)
    if name in MEASURES:
        return _limited(name, negation, sign, value, asked)
    if name in LISTS:
        return _listed(name, negation, sign, value, asked, venues)
    near = nearest_name(name)
    raise ValueError(f"did you mean “{negation}{near}{sign}{value}”?" if near else f"this is not known. Try: {HINT}")


def _limited(name: str, negation: str, sign: str, value: str, asked: TapeFilter) -> _Fields:
    if negation:
        raise ValueError(f"a limit takes no “!”: turn it round, such as {example(name)}")
    try:
        limits = MEASURES[name].limits(sign, value)
    except ValueError as error:
        raise ValueError(f"{error}. Write {example(name)}") from None
    return MEASURES[name].narrowed(asked, *limits)


def _listed(name: str, negation: str, sign: str, value: str, asked: TapeFilter, venues: Venues | None) -> _Fields:
    if sign != "=" or not value:
        raise ValueError(f"write {negation}{example(name)}")
    field = LISTS[name].unwanted if negation else LISTS[name].wanted
    return _joined(field, asked, read_list(name, value, venues))


def _bare(word: str, asked: TapeFilter) -> _Fields:
    lower = word.lower()
    if lower in RIGHTS:
        return _right(RIGHTS[lower], asked)
    if lower in GROUPS:
        return _joined("groups", asked, {lower})
    if lower == UNUSUAL:
        return {"unusual": True}
    if lower == NOTHING or has_symbol_shape(word):
        return _tickers(set() if lower == NOTHING else {parse_symbol(word).ticker}, asked)
    return _joined("roots", asked, {_root(word)})


def _without(word: str, asked: TapeFilter) -> _Fields:
    """What a word makes of a filter that has a `!` before it."""
    lower = word.lower()
    if lower in GROUPS:
        return _joined("not_groups", asked, {lower})
    if lower in RIGHTS:
        raise ValueError(
            f"write {'P' if RIGHTS[lower] == 'C' else 'C'}; for the root of that name !root={word.upper()}"
        )
    if lower in (UNUSUAL, NOTHING) or has_symbol_shape(word):
        raise ValueError("only roots, groups, venues and conditions can be left out, such as !SPY or !multi")
    return _joined("not_roots", asked, {_root(word)})


def _right(right: str, asked: TapeFilter) -> _Fields:
    if asked.right not in ("", right):
        raise ValueError("no trade is both a call and a put; leave both words out to see both")
    return {"right": right}


def _tickers(tickers: set[str], asked: TapeFilter) -> _Fields:
    if asked.tickers is not None and bool(asked.tickers) != bool(tickers):
        raise ValueError(f"a contract and “{NOTHING}” exclude one another")
    return _joined("tickers", replace(asked, tickers=asked.tickers or frozenset()), tickers)


def _root(word: str) -> str:
    """A root without `root=` before it."""
    if reads_as_word(word):
        name = ALIASES.get(word.lower(), word.lower())
        raise ValueError(
            f"a value is missing, such as {example(name)}; for the root of that name write root={word.upper()}"
        )
    try:
        return read_root(word)
    except ValueError:
        near = _nearest(word)
        raise ValueError(f"did you mean “{near}”?" if near else f"this is not known. Try: {HINT}") from None


def _nearest(word: str) -> str:
    """What somebody may have meant who typed no root."""
    plain = word.strip(",;.:$^").upper()
    if word.isascii() and is_root(plain) and not reads_as_word(plain):
        return plain
    name = nearest_name(word)
    return nearest_bare(word) or (example(name) if name else "")


def _joined(field: str, asked: TapeFilter, more: set[Any]) -> _Fields:
    return {field: getattr(asked, field) | more}

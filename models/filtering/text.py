"""The short text form of a filter that is typed above the tape: `SPY C size>=100 prem>=50k !multi`."""

import re
from dataclasses import replace
from typing import Any

from models.contract import ContractError
from models.figures import count_text
from models.filtering.conflicts import conflict, contracts_conflict
from models.filtering.groups import GROUPS
from models.filtering.lists import read_list, read_root
from models.filtering.measures import MEASURES
from models.filtering.nearest import nearest
from models.filtering.tape_filter import TapeFilter
from models.filtering.words import (
    ALIASES,
    HINT,
    LISTS,
    MISREAD,
    NOTHING,
    RIGHTS,
    UNUSUAL,
    example,
    nearest_name,
    reads_as_word,
)
from models.filtering.writing import filter_text
from models.symbology import INVISIBLE, has_symbol_shape, parse_symbol, shorten
from models.venues import Venues

__all__ = ["HINT", "FilterTextError", "filter_text", "parse_filter"]

LONGEST = 10_000
"""Characters of the longest text that is read, so that whatever is pasted or stands in a file is refused at once."""
_SIGN = "(>=|<=|=>|=<|==|!=|≥|≤|≠|=|>|<)"
_COMPARED = re.compile(rf"(!?)([^\W\d_]+){_SIGN}(.*)", re.DOTALL)
_WORD = re.compile(rf"!?[^\W\d_]+\s*{_SIGN}(?:\s*\S+)?|\S+")
"""There may be spaces around a sign: `size >= 100`."""
_SIGNS = {"=>": ">=", "=<": "<=", "==": "=", "≥": ">=", "≤": "<=", "≠": "!="}
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
    if len(text) > LONGEST:
        raise FilterTextError(f"a filter has no more than {count_text(LONGEST)} characters", LONGEST, len(text))
    asked, excluding = TapeFilter(), None
    for word in _WORD.finditer(text):
        try:
            asked = _with_word("".join(word[0].translate(INVISIBLE).split()), asked, venues)
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
    if not word:
        return asked  # nothing that can be seen
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
    if sign == "!=":
        negation, sign = f"{negation}!", "="
    if name in MEASURES:
        return _limited(name, negation, sign, value, asked)
    if name in LISTS:
        return _listed(name, negation, sign, value, asked, venues)
    near = nearest_name(name)
    raise ValueError(
        f"did you mean “{negation}{near}{sign}{shorten(value)}”?" if near else f"this is not known. Try: {HINT}"
    )


def _limited(name: str, negation: str, sign: str, value: str, asked: TapeFilter) -> _Fields:
    if negation:
        raise ValueError(f"a limit takes no “!”: turn it round, such as {example(name)}")
    try:
        limits = MEASURES[name].limits(sign, value)
    except ValueError as error:
        raise ValueError(f"{error}. Write {example(name)}") from None
    return MEASURES[name].narrowed(asked, *limits)


def _listed(name: str, negation: str, sign: str, value: str, asked: TapeFilter, venues: Venues | None) -> _Fields:
    if sign != "=" or not value or len(negation) > 1:
        raise ValueError(f"write {negation[:1]}{example(name)}")
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
    return _joined("not_roots", asked, {_root(word, "!")})


def _right(right: str, asked: TapeFilter) -> _Fields:
    if asked.right not in ("", right):
        raise ValueError("no trade is both a call and a put; leave both words out to see both")
    return {"right": right}


def _tickers(tickers: set[str], asked: TapeFilter) -> _Fields:
    if asked.tickers is not None and bool(asked.tickers) != bool(tickers):
        raise ValueError(f"a contract and “{NOTHING}” exclude one another")
    return _joined("tickers", replace(asked, tickers=asked.tickers or frozenset()), tickers)


def _root(word: str, negation: str = "") -> str:
    """A root without `root=` before it."""
    if reads_as_word(word):
        raise ValueError(f"{_meant(word.lower())}; for the root of that name write {negation}root={word.upper()}")
    try:
        return read_root(word)
    except ValueError:
        raise ValueError(_asking(nearest(word, negation))) from None


def _asking(near: str) -> str:
    return f"did you mean “{near}”?" if near else f"this is not known. Try: {HINT}"


def _meant(word: str) -> str:
    """What is right where a word stands alone that cannot."""
    return MISREAD.get(word) or f"a value is missing, such as {example(ALIASES.get(word, word))}"


def _joined(field: str, asked: TapeFilter, more: set[Any]) -> _Fields:
    return {field: getattr(asked, field) | more}

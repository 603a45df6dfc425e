"""The filter above a table of answers: plain words and limits, such as `SPY missing`, `price>=1 age<5m`. No Qt here."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.clock import day_from_number
from models.contract import ContractError
from models.filtering.measures import MEASURES
from models.history.answer_columns import AnswerColumns, Numbered
from models.history.query_text import day_text
from models.symbology import INVISIBLE, has_symbol_shape, parse_symbol, shorten

HINT = "SPY C missing price>=1 age<5m size=10..50"
HELP = (
    "Words that a row must have: an underlying, a contract, C or P, a day (2025-12-01, Fri, Dec), a venue, "
    "a condition; “missing” or “traded”; “cancel”. A “!” before a word: rows without it.\n"
    "Limits: price>=1, size=10..50, premium>50k, age<5m (ms, s, m, h), strike>600, day>=2025-12-01, "
    "asked=12:00..16:00, traded<09:31."
)
Mask = NDArray[np.bool_]
Test = Callable[[AnswerColumns], Mask]
_SIGN = "(>=|<=|=>|=<|≥|≤|=|>|<)"
_WORD = re.compile(rf"!?[^\W\d_]+\s*{_SIGN}\s*\S*|\S+")
_LIMIT = re.compile(rf"(!?)([^\W\d_]+)\s*{_SIGN}\s*(\S*)")
_AGE = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ms|s|m|h|d)?")
_AGE_MS = {"ms": 1, "s": 1000, None: 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_COMPARE: dict[str, Callable[[Any, float], Any]] = {
    ">=": operator.ge, "=>": operator.ge, "≥": operator.ge, "<=": operator.le, "=<": operator.le, "≤": operator.le,
    ">": operator.gt, "<": operator.lt,
}  # fmt: skip
_RIGHTS = {"c": "C", "call": "C", "calls": "C", "p": "P", "put": "P", "puts": "P"}
_STATES: dict[str, Test] = {
    "missing": lambda columns: ~columns.traded,
    "traded": lambda columns: columns.traded,
    "cancel": lambda columns: columns.table.cancel,
}


class AnswerFilterError(ValueError):
    """A word that cannot be read; the message names it and says what is right there."""


@dataclass(frozen=True, slots=True)
class AnswerFilter:
    """What rows are shown: those that pass every test."""

    tests: tuple[Test, ...] = ()

    def mask(self, columns: AnswerColumns) -> Mask:
        """Which entries pass."""
        passing = np.ones(len(columns), np.bool_)
        for test in self.tests:
            passing &= test(columns)
        return passing


def parse_answer_filter(text: str) -> AnswerFilter:
    """Read a filter: one whole contract in any spelling, or words in any order. Raises `AnswerFilterError`."""
    text = text.translate(INVISIBLE).strip()
    if has_symbol_shape(text):
        try:
            ticker = parse_symbol(text).ticker.lower()
        except ContractError as error:
            raise AnswerFilterError(str(error)) from None
        return AnswerFilter((lambda columns: _of_contracts(columns, lambda it: it.ticker.lower() == ticker),))
    return AnswerFilter(tuple(_test(word[0]) for word in _WORD.finditer(text)))


def _test(word: str) -> Test:
    limit = _LIMIT.fullmatch(word)
    if limit:
        try:
            test = _limit(limit[2].lower(), limit[3], limit[4])
        except ValueError as error:
            raise AnswerFilterError(f"“{shorten(word)}”: {error}") from None
        return _without(test) if limit[1] else test
    if word.startswith("!"):
        return _without(_bare(word[1:].lower()))
    return _bare(word.lower())


def _without(test: Test) -> Test:
    return lambda columns: ~test(columns)


def _bare(word: str) -> Test:
    if word in _STATES:
        return _STATES[word]
    if word in _RIGHTS:
        return lambda columns: _of_contracts(columns, lambda contract: contract.right == _RIGHTS[word])
    return lambda columns: _having(columns, word)


def _having(columns: AnswerColumns, word: str) -> Mask:
    """Which rows have a word in one of their texts."""
    table = columns.table
    found = _of_contracts(columns, lambda contract: _holds(f"{contract.label} {contract.ticker}", word))
    days, at = np.unique(table.day, return_inverse=True)
    in_days = [_holds(f"{day_text(day)} {day.isoformat()}", word) for day in map(day_from_number, days.tolist())]
    found |= np.asarray(in_days, np.bool_)[at]
    for numbers, texts in (
        (table.venue, columns.venues), (table.condition, columns.conditions), (table.why, columns.whys),
        (table.source, columns.sources),
    ):  # fmt: skip
        found |= _of_texts(numbers, texts, word)
    return found


def _of_texts(numbers: NDArray[np.int32], texts: Numbered[str], word: str) -> Mask:
    holds = [_holds(text, word) for text in texts.values]
    return np.asarray([*holds, False], np.bool_)[numbers]  # the last is for what has no text


def _holds(text: str, word: str) -> bool:
    return word in text.lower()


def _of_contracts(columns: AnswerColumns, wanted: Callable[..., bool]) -> Mask:
    holds = [wanted(contract) for contract in columns.contracts.values]
    return np.asarray(np.asarray([*holds, False], np.bool_)[columns.table.contract])


def _limit(name: str, sign: str, text: str) -> Test:
    """A limit on a figure. Raises `ValueError`."""
    name = {"prem": "premium", "date": "day", "time": "asked"}.get(name, name)
    if name not in _READERS:
        raise ValueError(f"limits are on {', '.join(_READERS)}")
    read = _READERS[name]
    if sign != "=":
        value, compare = read(text), _COMPARE[sign]
        return lambda columns: np.asarray(compare(_values(columns, name), value))
    first, dots, last = text.partition("..")
    low = read(first)
    high = read(last) if dots else low
    if low > high:
        raise ValueError("the first value must be below the second")
    return lambda columns: (_values(columns, name) >= low) & (_values(columns, name) <= high)


def _values(columns: AnswerColumns, name: str) -> NDArray[np.float64]:
    if name == "strike":
        strikes = [contract.strike_milli / 1000 for contract in columns.contracts.values]
        return np.asarray(np.asarray([*strikes, np.nan])[columns.table.contract])
    column = {"asked": "asked_ms", "traded": "traded_ms", "age": "age_ms"}.get(name, name)
    return np.asarray(getattr(columns.table, column), np.float64)


def _measured(name: str, unit: float) -> Callable[[str], float]:
    """Numbers, days and times are read as in the filter of a tape."""
    read = MEASURES[name].read
    return lambda text: float(read(text)) / unit


def _read_age(text: str) -> float:
    """Milliseconds from `250ms`, `90s`, `5m`, `1.5h`; a number alone is seconds."""
    found = _AGE.fullmatch(text.lower())
    if not found:
        raise ValueError(f"“{shorten(text)}” is no age: write 30s, 5m or 2h" if text else "an age is missing")
    return float(found[1]) * _AGE_MS[found[2]]


_READERS: dict[str, Callable[[str], float]] = {
    "price": _measured("price", 1e6),
    "size": _measured("size", 1),
    "premium": _measured("prem", 100),
    "age": _read_age,
    "strike": _measured("strike", 1000),
    "day": _measured("exp", 1),
    "asked": _measured("time", 1),
    "traded": _measured("time", 1),
}

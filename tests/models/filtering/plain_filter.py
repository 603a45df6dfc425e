"""What a filter's text says of one print, word by word, with none of the program's reading or evaluation of filters."""

import operator
import re
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from tests.models.made_market import Print
from tests.models.plain_hours import EARLY, LATE, plain_session
from tests.models.plain_prints import CANCELS, Fact

_SIGNS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq}
_UNITS = {"k": 1000, "m": 1_000_000}
PACKAGES = {*range(232, 248)}
LATES = {202, 204, 206}
_CODES = {
    "auction": {227, 228, 233, 237, 238, 244},
    "cross": {229, 230, 234, 241},
    "floor": {231, 235, 239, 242, 245, 246},
    "iso": {219, 228, 230},
    "late": LATES,
    "cancel": CANCELS,
    "multi": PACKAGES,
}
GROUPS = (*_CODES, "single", "ext")


def fact_of(made: Print) -> Fact:
    """A made print as a fact."""
    is_index = made.ticker[2:-15] in ("SPX", "SPXW")
    return Fact(made.ticker, made.time_ms, made.price, made.size, made.venue, made.codes, is_index)


def passes(text: str, fact: Fact, shares: float = 100.0) -> bool:
    """Whether a print passes, its contract having so many shares."""
    lists: dict[str, set[str]] = {}
    for word in text.split():
        found = re.fullmatch(r"(\w+)(>=|<=|>|<|=)(.+)", word)
        if found and found[1] in ("dte", "exp", "strike", "size", "prem", "price", "time"):
            if not _within(found[1], found[2], found[3], _values(fact, shares)[found[1]]):
                return False
        elif word == "unusual":
            if not _unusual(fact, shares):
                return False
        else:
            kind, members = _listed(word)
            lists.setdefault(kind, set()).update(members)
    return all(_in_list(kind, members, fact) for kind, members in lists.items())


def kept(text: str, prints: Sequence[Print], shares: dict[str, float] | None = None) -> list[int]:
    """The places of the prints that pass."""
    by_ticker = shares or {}
    return [at for at, made in enumerate(prints) if passes(text, fact_of(made), by_ticker.get(made.ticker, 100.0))]


def _values(fact: Fact, shares: float) -> dict[str, Any]:
    price = Decimal(str(fact.price))
    return {
        "dte": Decimal((fact.expiry - fact.day).days),
        "exp": fact.expiry,
        "strike": Decimal(fact.contract[-8:]) / 1000,
        "size": Decimal(fact.size),
        "prem": price * fact.size * Decimal(str(shares)),
        "price": price,
        "time": fact.moment.time(),
    }


def _within(name: str, sign: str, text: str, value: Any) -> bool:
    if ".." not in text:
        return bool(_SIGNS[sign](value, _read(name, text)))
    low, high = (_read(name, part) for part in text.split(".."))
    return bool(low <= value < high if name == "time" else low <= value <= high)


def _read(name: str, text: str) -> Any:
    if name == "exp":
        return date.fromisoformat(text)
    if name == "time":
        return time.fromisoformat(text)
    return Decimal(text.rstrip("km")) * _UNITS.get(text[-1], 1)


def _listed(word: str) -> tuple[str, set[str]]:
    """The list that a word belongs to, and what it adds to it."""
    sign, body = word[: word.startswith("!")], word.removeprefix("!")
    name, equals, members = body.partition("=")
    if equals:
        return sign + name, set(members.split(","))
    if body in ("C", "P"):
        return "right", {body}
    kind = "ticker" if body.startswith("O:") or body == "nothing" else "group" if body in GROUPS else "root"
    return sign + kind, {body}


def _in_list(kind: str, members: set[str], fact: Fact) -> bool:
    of_print = {
        "root": {fact.root},
        "right": {fact.contract[-9]},
        "ticker": {fact.contract},
        "venue": {str(fact.venue)},
        "cond": set(map(str, fact.codes)),
        "group": {group for group in GROUPS if _is_of(group, fact)},
    }[kind.removeprefix("!")]
    return not of_print & members if kind.startswith("!") else bool(of_print & members)


def _is_of(group: str, fact: Fact) -> bool:
    if group == "single":
        return not PACKAGES & set(fact.codes)
    if group == "ext":
        return 248 in fact.codes or plain_session(fact) in (EARLY, LATE)
    return bool(_CODES[group] & set(fact.codes))


def _unusual(fact: Fact, shares: float) -> bool:
    premium = _values(fact, shares)["prem"]
    return (premium >= 100_000 or fact.size >= 1000 or 219 in fact.codes) and not (
        (LATES | CANCELS | {247}) & set(fact.codes)
    )

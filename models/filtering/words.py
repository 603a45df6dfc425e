"""The words of a filter's text form, in one table: what can be typed, what it means, what is nearest to a wrong one."""

from difflib import get_close_matches
from typing import NamedTuple

from models.filtering.groups import GROUPS
from models.filtering.measures import MEASURES

HINT = "SPY C size>=100 prem>=50k !multi"
RIGHTS = {"c": "C", "call": "C", "calls": "C", "p": "P", "put": "P", "puts": "P"}
UNUSUAL, NOTHING = "unusual", "nothing"
MISREAD = {
    "and": "every word narrows what is shown: leave it out",
    "not": "what is not wanted has a “!” before it, such as !multi",
    "sweep": "intermarket sweep orders are iso",
    "block": "write what is large, such as size>=250 or prem>=100k",
}
"""Words that people type and that are no part of a filter; as roots they would show nothing, without a word."""
ALIASES = {"premium": "prem", "expiry": "exp", "venues": "venue", "conds": "cond", "roots": "root"}


class Listed(NamedTuple):
    """What takes a list: the fields of `TapeFilter` with what is wanted and with what is not, and how it is written."""

    wanted: str
    unwanted: str
    example: str


LISTS = {
    "root": Listed("roots", "not_roots", "root=LATE"),
    "venue": Listed("venues", "not_venues", "venue=CBOE,ISE"),
    "cond": Listed("codes", "not_codes", "cond=209,219"),
}
_BARE = (*RIGHTS, *GROUPS, UNUSUAL, NOTHING)
_NAMES = (*MEASURES, *LISTS, *ALIASES)


def reads_as_word(root: str) -> bool:
    """Whether a root must be written `root=…` because it would be read as another word."""
    return root.lower() in (*_BARE, *_NAMES, *MISREAD)


def is_bare(word: str) -> bool:
    """Whether it is a word that stands alone, without a value."""
    return word.lower() in _BARE


def nearest_name(name: str) -> str:
    """The name of a limit or list that is closest to what was typed; empty where none is close."""
    return _nearest(name, _NAMES)


def nearest_bare(word: str) -> str:
    """The word without a value that is closest to what was typed; empty where none is close."""
    return _nearest(word, _BARE)


def example(name: str) -> str:
    """How a limit or a list is written."""
    return MEASURES[name].example if name in MEASURES else LISTS[name].example


def help_words() -> list[tuple[str, str]]:
    """Every form and what it keeps, for people."""
    return [
        ("SPY QQQ", "options on any of these roots"),
        ("!IWM", "no options on this root"),
        ("C or P", "calls only, or puts only"),
        ("O:SPY251219C00650000", "this contract; alone in the line, in any spelling, such as SPY 19 Dec 25 650 C"),
        *((measure.example, _MEANINGS[name]) for name, measure in MEASURES.items()),
        *((group, meaning) for group, meaning in GROUPS.items()),
        ("!multi", "no trades of this group; so with every group"),
        (UNUSUAL, "at least $100,000 or 1,000 contracts, or condition 219; no cancels, late or compression trades"),
        ("venue=CBOE,ISE", "trades on any of these venues, by name or number; !venue=CBOE for none of them"),
        ("cond=209,219", "trades with any of these condition numbers; !cond=209 for none of them"),
        ("root=LATE", "a root that would be read as another word"),
        (NOTHING, "no trade at all"),
    ]  # fmt: skip


_MEANINGS = {
    "dte": "calendar days from the trade date to the expiry: 0 on the last day",
    "exp": "expiry, as 2025-12-19 or 19Dec25; exp=2025-12-01..2025-12-19 for a range",
    "strike": "strike in dollars",
    "size": "contracts of one trade",
    "prem": "premium in dollars: price x size x shares a contract; k and m for thousands and millions",
    "price": "price in dollars a share",
    "time": "Eastern time of day; the end of a range is left out",
}


def _nearest(word: str, known: tuple[str, ...]) -> str:
    found = get_close_matches(word.lower(), known, 1, cutoff=0.6)
    return ALIASES.get(found[0], found[0]) if found else ""

"""The lists of a filter's text form: roots, venues by name or number, condition numbers."""

from difflib import get_close_matches

from models.contract import is_root
from models.filtering.groups import GROUPS
from models.filtering.words import LISTS
from models.symbology import shorten
from models.venues import Venues

_LARGEST = {"venue": 2**16 - 1, "cond": 2**31 - 1}


def read_list(name: str, text: str, venues: Venues | None) -> set[str] | set[int]:
    """What a list holds, `text` being what stands behind its `=`. Raises `ValueError` with a reason for people."""
    parts = text.rstrip(",").split(",")
    if name == "root":
        return {read_root(part) for part in parts}
    return {_read_number(name, part, venues) for part in parts}


def read_root(text: str) -> str:
    """An option root, in any case of letters. Raises `ValueError`."""
    if not (text.isascii() and is_root(text.upper())):
        raise ValueError(
            f"“{shorten(text)}” is no root: that is one to five letters, then at most one digit, such as SPY"
        )
    return text.upper()


def _read_number(name: str, text: str, venues: Venues | None) -> int:
    if text.isascii() and text.isdigit():
        if len(text) > 10 or int(text) > _LARGEST[name]:
            raise ValueError(f"{shorten(text)} is too large a number. Write {LISTS[name].example}")
        return int(text)
    if name == "cond" and text.lower() in GROUPS:
        raise ValueError(f"“{text}” is no condition number, but a word that stands alone: write {text.lower()}")
    if name == "cond":
        raise ValueError(f"“{shorten(text)}” is no condition number. Write {LISTS[name].example}")
    number = venues.number(text) if venues else None
    if number is None:
        raise ValueError(f"“{shorten(text)}” is no venue. {_right_venue(text, venues)}")
    return number


def _right_venue(text: str, venues: Venues | None) -> str:
    names = {} if venues is None else {(short := venues.short(n)).lower(): short for n in venues.numbers}
    near = get_close_matches(text.lower(), names, 1, cutoff=0.5)
    if near:
        return f"Did you mean {names[near[0]]}?"
    return (
        f"Write its name or number, such as {LISTS['venue'].example}"
        if names
        else "Write its number, such as venue=302"
    )

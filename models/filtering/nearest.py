"""What somebody may have meant who typed a word that is no part of a filter."""

import re

from models.contract import is_root
from models.filtering.words import RIGHTS, example, is_bare, nearest_bare, nearest_name, reads_as_word

_DAYS = re.compile(r"([0-9]{1,4})D(?:TE)?", re.ASCII)
_CLASS_SHARE = re.compile(r"([A-Z]{1,4})[./]([A-Z])", re.ASCII)
_BETWEEN = re.compile(r"[,;|/+&]+")
_NOISE = ",;.:$^()[]'"
_MINUS = "-~!"


def nearest(word: str, negation: str = "") -> str:
    """The text that was probably meant, for people; empty where nothing is close. `negation`: `!` if it was before."""
    body = word.lstrip(_MINUS)
    if body != word:
        negation = "!"
    parts = [_one(part) for part in _BETWEEN.split(body.strip(_NOISE)) if part]
    if len(parts) > 1 and all(parts):
        return " ".join(negation + part for part in parts)
    near = _one(body.strip(_NOISE)) or _close(body)
    return negation + near if near else ""


def _one(word: str) -> str:
    """A word as it is written, if it is one or a root but for its spelling."""
    plain = word.upper()
    if is_bare(word):
        return RIGHTS.get(word.lower()) or word.lower()
    if found := _DAYS.fullmatch(plain):
        return f"dte={int(found[1])}"
    if found := _CLASS_SHARE.fullmatch(plain):
        plain = found[1] + found[2]
    return plain if word.isascii() and is_root(plain) and not reads_as_word(plain) else ""


def _close(word: str) -> str:
    name = nearest_name(word)
    return nearest_bare(word) or (example(name) if name else "")

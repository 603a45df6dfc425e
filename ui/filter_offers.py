"""What a filter's word may go on as: words of the filter, groups of conditions, venues, and roots of the market."""

from collections.abc import Iterable

from models.filtering.groups import GROUPS
from models.filtering.words import UNUSUAL
from models.market import Market

_WORDS = ("calls", "puts", "size>=", "prem>=", "price>=", "dte<=", "strike>=", "time=", "venue=", UNUSUAL)
_VENUE = "venue="
_LEAST_LETTERS = 2
"""One letter could be nearly anything."""


class FilterOffers:
    """Called with the beginning of a word, it gives the rest of the likeliest one, or nothing."""

    def __init__(self, market: Market) -> None:
        self._roots, self._venues = market.contracts.roots, market.venues

    def __call__(self, beginning: str) -> str:
        """The rest of the likeliest word that begins so; empty: nothing."""
        typed = beginning.removeprefix("!").lower()
        if typed.startswith(_VENUE):
            names = (self._venues.short(number) for number in self._venues.numbers)
            return _rest(typed.removeprefix(_VENUE).rpartition(",")[2], names)
        if len(typed) < _LEAST_LETTERS or typed.upper() in self._roots:
            return ""
        words = (*GROUPS, *_WORDS) if typed == beginning.lower() else tuple(GROUPS)
        return _rest(typed, words) or _rest(typed, self._roots)  # roots that trade most were seen first


def _rest(typed: str, words: Iterable[str]) -> str:
    """Of the first word that goes on as it was begun; a word that is whole needs nothing."""
    found = [word for word in words if typed and word.lower().startswith(typed)]
    return "" if not found or typed in (word.lower() for word in found) else found[0][len(typed) :]

"""The canonical short text of a filter."""

from collections.abc import Iterator

from models.filtering.groups import GROUPS
from models.filtering.measures import MEASURES
from models.filtering.tape_filter import TapeFilter
from models.filtering.words import LISTS, NOTHING, UNUSUAL, reads_as_word
from models.symbology import has_symbol_shape
from models.venues import Venues


def filter_text(asked: TapeFilter, venues: Venues | None = None) -> str:
    """The shortest text that is read as this filter; venues by name where `venues` knows one, else by number."""
    text = " ".join(_words(asked, venues))
    if has_symbol_shape(text) and not asked.tickers:  # the roots A, C5 and MAY1 look like a contract
        text = " ".join(_words(asked, venues, plain_roots=False))
    return text


def _words(asked: TapeFilter, venues: Venues | None, *, plain_roots: bool = True) -> Iterator[str]:
    yield from (_root(root, plain=plain_roots) for root in sorted(asked.roots))
    yield from ("!" + _root(root, plain=plain_roots) for root in sorted(asked.not_roots))
    yield from [asked.right] if asked.right else []
    yield from [NOTHING] if asked.tickers == frozenset() else sorted(asked.tickers or ())
    for name, measure in MEASURES.items():
        if name != "time":
            yield from measure.words(*measure.limits_of(asked))
    yield from (group for group in GROUPS if group in asked.groups)
    yield from ("!" + group for group in GROUPS if group in asked.not_groups)
    yield from [UNUSUAL] if asked.unusual else []
    for name in ("venue", "cond"):
        yield from _lists(name, asked, venues)
    yield from MEASURES["time"].words(*MEASURES["time"].limits_of(asked))


def _root(root: str, *, plain: bool) -> str:
    return root if plain and not reads_as_word(root) else f"root={root}"


def _lists(name: str, asked: TapeFilter, venues: Venues | None) -> Iterator[str]:
    field = LISTS[name]
    for sign, numbers in (("", getattr(asked, field.wanted)), ("!", getattr(asked, field.unwanted))):
        if numbers:
            shown = (_venue(number, venues) if name == "venue" else str(number) for number in sorted(numbers))
            yield f"{sign}{name}={','.join(shown)}"


def _venue(number: int, venues: Venues | None) -> str:
    """The name, where it is one word by which this venue is found again."""
    name = venues.short(number) if venues else ""
    found = venues.number(name) if venues and name.isalnum() and not name.isdigit() else None
    return name if found == number else str(number)

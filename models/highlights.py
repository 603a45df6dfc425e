"""Highlight rules: which trades are tinted or bold on every tape, and the file that keeps them. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import msgspec

from models.filtering.tape_filter import TapeFilter
from models.filtering.text import FilterTextError, parse_filter
from models.json_file import JsonFileError, read_json_file, write_json_file
from models.venues import Venues


class Tint(StrEnum):
    """The ground of a row; its value is its name in the file and for the user."""

    NONE = "none"
    BLUE = "blue"
    ORANGE = "orange"
    GREEN = "green"
    YELLOW = "yellow"
    PINK = "pink"
    RED = "red"

    @property
    def token(self) -> str:
        """The theme's name of the colour; empty for no tint."""
        return "" if self is Tint.NONE else f"tint_{list(Tint).index(self)}"


@dataclass(frozen=True, slots=True)
class Rule:
    """Trades that pass a filter, `text`, are tinted; `bold`: what the filter asks about is written bold."""

    name: str
    text: str
    tint: Tint = Tint.NONE
    bold: bool = False
    on: bool = True


SHIPPED = (
    Rule("Very large", "prem>=1m !late !cancel", Tint.ORANGE),
    Rule("0DTE block", "dte=0 size>=250 !late !cancel", Tint.BLUE),
    Rule("Unusual", "unusual", Tint.PINK, on=False),
    Rule("Block by size", "size>=250 !late !cancel", bold=True),
    Rule("Block by premium", "prem>=100k !late !cancel", bold=True),
)
"""Semantics.md: a single print of >= 250 lots or >= $100k is a block, worth the eye's first look. Few are tinted."""


def rule_filter(rule: Rule, venues: Venues | None = None) -> TapeFilter:
    """The filter of a rule. Raises `FilterTextError`, also where it asks nothing: that would mark every trade."""
    wanted = parse_filter(rule.text, venues)
    if wanted.keeps_all:
        raise FilterTextError("Say which trades are marked, for example size>=250.", 0, len(rule.text))
    return wanted


class _File(msgspec.Struct):
    rules: list[Rule]


class HighlightBook:
    """The rules of all tapes in their order: the first with a tint that fits gives it, any that fits makes bold.

    `changes` grows with each other list. `problem`: why the file is not used, if it cannot be.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Take the rules of a file, or the shipped ones; without a path nothing is kept."""
        self.changes = 0
        self.problem = ""
        self._path = path
        self._rules = self._load() if path else SHIPPED

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, the first one first."""
        return self._rules

    def put(self, rules: Sequence[Rule]) -> None:
        """Let others hold from now on; `save` keeps them."""
        if tuple(rules) != self._rules:
            self._rules = tuple(rules)
            self.changes += 1

    def save(self) -> Path | None:
        """Keep the rules; a broken file is first copied beside it, and where to is the answer. Raises `OSError`."""
        if self._path is None:
            return None
        kept = write_json_file(self._path, _File(list(self._rules)), _File)
        self.problem = ""
        return kept

    def complaint(self, venues: Venues) -> str:
        """What is wrong with the file, or with the first rule in it that nobody can follow; empty where all is well."""
        for rule in self._rules:
            try:
                rule_filter(rule, venues)
            except FilterTextError as error:
                return self.problem or f"The highlight rule “{rule.name}” marks nothing: {error}"
        return self.problem

    def _load(self) -> tuple[Rule, ...]:
        assert self._path
        try:
            found = read_json_file(self._path, _File)
        except JsonFileError as error:
            self.problem = f"The highlight rules in {self._path} are not used, the shipped ones are: {error}"
            return SHIPPED
        return SHIPPED if found is None else tuple(found.rules)


def free_name(wanted: str, rules: Sequence[Rule]) -> str:
    """A name that no rule has: `Rule`, `Rule 2`, `Rule 3`."""
    taken, number, name = {rule.name for rule in rules}, 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted} {number}"
    return name


def moved(rules: Sequence[Rule], place: int, step: int) -> tuple[Rule, ...]:
    """The rules with one of them so many places further down, or up where `step` is negative; the ends hold it."""
    others = list(rules)
    rule = others.pop(place)
    others.insert(max(0, place + step), rule)
    return tuple(others)


def changed(rules: Sequence[Rule], place: int, **facts: object) -> tuple[Rule, ...]:
    """The rules with one of them changed in these fields."""
    return tuple(
        replace(rule, **facts) if at == place else rule  # type: ignore[arg-type]
        for at, rule in enumerate(rules)
    )

"""Filters that have a name: those that come with Optape, and the user's own in a file of the home folder."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from models.filtering.text import parse_filter
from models.json_file import JsonFileError, read_json_file, write_json_file
from models.named import names_problem, place_of, with_one, with_other
from models.symbology import shorten
from models.venues import Venues


class PresetError(ValueError):
    """A name that a preset cannot have, or that none has; the message says why."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A filter's text form under a name."""

    name: str
    text: str


SHIPPED = (
    Preset("All", ""),
    Preset("Large", "size>=100 prem>=50k"),
    Preset("Unusual", "unusual"),
    Preset("Single-leg", "single"),
    Preset("0DTE", "dte=0"),
)


class _File(msgspec.Struct):
    presets: list[Preset]

    def __post_init__(self) -> None:
        _check(self.presets)


class PresetBook:
    """All presets; the user's own are in the file at once whenever they change.

    `changes` grows with each change. `problem`: why the file is not used, in words; empty where it is.
    """

    shipped = SHIPPED

    def __init__(self, path: Path, venues: Venues | None = None) -> None:
        """Take the file's presets. `venues`: whose names the texts may have."""
        self.changes = 0
        self.problem = ""
        self._path, self._venues = path, venues
        self._own = self._load()

    @property
    def own(self) -> tuple[Preset, ...]:
        """The user's own, in the order in which they were made."""
        return self._own

    def save(self, name: str, text: str) -> Path | None:
        """Keep a filter under a name, in place of one that had it.

        A broken file is first copied beside it, and where to is the answer. Raises `PresetError` for the name,
        `FilterTextError` for the text, and `OSError`; nothing has changed then.
        """
        parse_filter(text, self._venues)
        preset = Preset(name.strip(), " ".join(text.split()))
        return self._keep(with_one(self._own, preset))

    def rename(self, old: str, new: str) -> Path | None:
        """Give one of the user's own another name. Raises `PresetError` and `OSError`."""
        at = self._place(old)
        return self._keep(with_other(self._own, at, Preset(new.strip(), self._own[at].text)))

    def remove(self, name: str) -> Path | None:
        """Forget one of the user's own. Raises `PresetError` and `OSError`."""
        return self._keep(with_other(self._own, self._place(name)))

    def _place(self, name: str) -> int:
        at = place_of(name, self._own)
        if at is None:
            raise PresetError(f"You have no preset of the name “{shorten(name)}”")
        return at

    def _keep(self, presets: tuple[Preset, ...]) -> Path | None:
        _check(presets)
        copy = write_json_file(self._path, _File(list(presets)), _File)
        self._own, self.problem = presets, ""
        self.changes += 1
        return copy

    def _load(self) -> tuple[Preset, ...]:
        try:
            found = read_json_file(self._path, _File)
        except JsonFileError as error:
            self.problem = f"Your presets in {self._path} are not used: {error}"
            return ()
        return () if found is None else tuple(found.presets)


def _check(presets: Iterable[Preset]) -> None:
    """Whether these can be the user's own. Raises `PresetError`."""
    names = [preset.name for preset in presets]
    for name in names:
        if place_of(name, SHIPPED) is not None:
            raise PresetError(f"“{name}” is a preset that comes with Optape: choose another name")
    if problem := names_problem(names, "preset"):
        raise PresetError(problem)

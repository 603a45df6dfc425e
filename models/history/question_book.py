"""At-time questions that were asked, and those that have a name, in a file of the home folder."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from models.contract import Contract, parse_ticker
from models.history.contract_list import contracts_title
from models.history.day_ranges import DayRange
from models.history.query_text import day_text, parse_times
from models.json_file import JsonFileError, read_json_file, write_json_file
from models.named import names_problem, place_of, with_one, with_other
from models.symbology import shorten

MOST_RECENT = 30


class QuestionNameError(ValueError):
    """A name that a question cannot have, or that none has; the message says why."""


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """What the fields of a question held.

    `contracts`: Massive's tickers. `times`: as people write them, Eastern. `days`: the range's name, if it has one: the
    days are then those of the day on which it is asked again, and `start` and `end` those when it was kept. Raises
    `ValueError` for tickers and times that nobody can read.
    """

    contracts: tuple[str, ...]
    start: date
    end: date
    times: str
    regular_hours: bool = True
    days: DayRange | None = None

    def __post_init__(self) -> None:
        for ticker in self.contracts:
            parse_ticker(ticker)
        parse_times(self.times)

    @property
    def contract_list(self) -> tuple[Contract, ...]:
        """The contracts themselves."""
        return tuple(map(parse_ticker, self.contracts))

    @property
    def title(self) -> str:
        """`SPY 19 Dec 25 650 C and 2 more · last 5 days · 12:00`."""
        of_range = self.days or day_text(self.start) + ("" if self.start == self.end else f" to {day_text(self.end)}")
        hours = "" if self.regular_hours else " · all hours"
        return f"{contracts_title(self.contract_list)} · {of_range} · {self.times}{hours}"


@dataclass(frozen=True, slots=True)
class Favourite:
    """A question under a name."""

    name: str
    question: SavedQuestion


class _File(msgspec.Struct):
    favourites: list[Favourite] = []  # msgspec copies it for each
    recent: list[SavedQuestion] = []

    def __post_init__(self) -> None:
        _check(self.favourites)


class QuestionBook:
    """What is kept is in the file at once whenever it changes.

    `problem`: why the file is not used, in words; empty where it is. What changes it returns where a broken file was
    copied to first, if there was one, and raises `OSError`; nothing has changed then.
    """

    def __init__(self, path: Path) -> None:
        """Take the file's questions."""
        self.problem = ""
        self._path = path
        self._favourites, self._recent = self._load()

    @property
    def favourites(self) -> tuple[Favourite, ...]:
        """Those with a name, in the order in which they were made."""
        return self._favourites

    @property
    def recent(self) -> tuple[SavedQuestion, ...]:
        """Those that were asked, the newest first, each once."""
        return self._recent

    def note(self, question: SavedQuestion) -> Path | None:
        """A question was asked on its days: the name of their range is not kept."""
        asked = replace(question, days=None)
        others = (known for known in self._recent if known != asked)
        return self._keep(self._favourites, (asked, *others)[:MOST_RECENT])

    def forget_recent(self) -> Path | None:
        """Forget what was asked; favourites stay."""
        return self._keep(self._favourites, ())

    def save(self, name: str, question: SavedQuestion) -> Path | None:
        """Keep a question under a name, in place of one that had it. Raises `QuestionNameError` too."""
        return self._keep(with_one(self._favourites, Favourite(name.strip(), question)), self._recent)

    def rename(self, old: str, new: str) -> Path | None:
        """Give a favourite another name. Raises `QuestionNameError` too."""
        at = self._place(old)
        renamed = Favourite(new.strip(), self._favourites[at].question)
        return self._keep(with_other(self._favourites, at, renamed), self._recent)

    def remove(self, name: str) -> Path | None:
        """Forget a favourite. Raises `QuestionNameError` too."""
        return self._keep(with_other(self._favourites, self._place(name)), self._recent)

    def _place(self, name: str) -> int:
        at = place_of(name, self._favourites)
        if at is None:
            raise QuestionNameError(f"No question has the name “{shorten(name)}”")
        return at

    def _keep(self, favourites: tuple[Favourite, ...], recent: tuple[SavedQuestion, ...]) -> Path | None:
        _check(favourites)
        copy = write_json_file(self._path, _File(list(favourites), list(recent)), _File)
        self._favourites, self._recent, self.problem = favourites, recent, ""
        return copy

    def _load(self) -> tuple[tuple[Favourite, ...], tuple[SavedQuestion, ...]]:
        try:
            found = read_json_file(self._path, _File) or _File()
        except JsonFileError as error:
            self.problem = f"Your at-time questions in {self._path} are not used: {error}"
            return (), ()
        return tuple(found.favourites), tuple(found.recent[:MOST_RECENT])


def _check(favourites: Iterable[Favourite]) -> None:
    """Whether these can be the favourites. Raises `QuestionNameError`."""
    if problem := names_problem((favourite.name for favourite in favourites), "question"):
        raise QuestionNameError(problem)

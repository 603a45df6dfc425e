"""What an import of a watchlist found: items, remarks, and problems with the line that each is on."""

from dataclasses import dataclass

from models.contract import Contract
from models.watchlist import WatchItem, Watchlist

MOST_PROBLEMS = 20
"""Problems that are listed one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One place in a file (line and column from 1, None for the file as a whole), what stands there, and what is wrong.

    Remarks on what was read all the same have this form too.
    """

    line: int | None
    text: str
    reason: str
    column: int | None = None

    def __str__(self) -> str:
        if self.line is None:
            return self.reason
        place = f"line {self.line}" if self.column is None else f"line {self.line}, column {self.column}"
        return f"{place}: {self.reason}"


class WatchlistFileError(Exception):
    """A watchlist was not read or written; nothing has changed. `problems` are the first, `more` counts the rest."""

    def __init__(self, file_name: str, problems: list[Problem], more: int = 0) -> None:
        self.file_name = file_name
        self.problems = problems
        self.more = more
        super().__init__(self._message())

    def _message(self) -> str:
        if len(self.problems) == 1 and not self.more:
            return f"{self.file_name}: {self.problems[0]}"
        lines = [f"{self.file_name}: {len(self.problems) + self.more} problems, nothing was read"]
        lines += [str(problem) for problem in self.problems]
        return "\n".join([*lines, f"and {self.more} more"] if self.more else lines)


@dataclass(frozen=True, slots=True)
class Imported:
    """A watchlist that was read, not modified, and remarks on what people may not expect of it (duplicates)."""

    watchlist: Watchlist
    notes: tuple[Problem, ...]


class ImportReport:
    """Collects what a reader finds in a file, in its order."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self._items: dict[Contract, tuple[int, WatchItem]] = {}
        self._notes: list[Problem] = []
        self._problems: list[Problem] = []
        self._more = 0

    def take(self, line: int, text: str, item: WatchItem) -> None:
        """Keep an item, or remark that its contract was there already."""
        first_line, _ = self._items.setdefault(item.contract, (line, item))
        if self._items[item.contract][1] is not item:
            reason = f"{item.contract.label} is on line {first_line} already: this one is left out"
            self.remark(Problem(line, text, reason))

    def remark(self, note: Problem) -> None:
        """Keep a remark on something that does no harm."""
        self._notes.append(note)

    def refuse(self, problem: Problem) -> None:
        """Keep a problem: the file will not be read."""
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(problem)
        else:
            self._more += 1

    def result(self, name: str) -> Imported:
        """What was read. Raises `WatchlistFileError` if there was a problem."""
        if self._problems:
            raise WatchlistFileError(self.file_name, self._problems, self._more)
        items = [item for _, item in self._items.values()]
        return Imported(Watchlist(name, items), tuple(self._notes))

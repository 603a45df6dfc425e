"""The watchlist: a named, ordered list of contracts with notes. Changes are announced before and after they happen."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from models.contract import Contract

UNNAMED = "Watchlist"


@dataclass(frozen=True, slots=True)
class WatchItem:
    """One row: a contract and what its owner wrote about it."""

    contract: Contract
    note: str = ""


@dataclass(frozen=True, slots=True)
class Inserted:
    """`count` rows appear at row `first`."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Removed:
    """`count` rows from row `first` on go."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Moved:
    """`count` rows from row `first` on go before row `before`, counted as the rows stood: Qt's convention."""

    first: int
    count: int
    before: int


@dataclass(frozen=True, slots=True)
class Edited:
    """The note of a row is another."""

    row: int


@dataclass(frozen=True, slots=True)
class Renamed:
    """The list has another name."""

    name: str


Change = Inserted | Removed | Moved | Edited | Renamed
Announce = Callable[[Change], None]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of items that were to be added, both in their order."""

    added: tuple[WatchItem, ...]
    duplicates: tuple[WatchItem, ...]


class Watchlist:
    """Contracts in the order of their owner, each once. No Qt here: item models observe it, several at a time.

    Rows count from 0. A row that is not there raises `IndexError`, and nothing changes.
    """

    def __init__(self, name: str = UNNAMED, items: Iterable[WatchItem] = ()) -> None:
        self._name = name
        self._items: list[WatchItem] = []
        self._contracts: set[Contract] = set()
        self._observers: list[tuple[Announce, Announce]] = []
        self.add(items)
        self._saved = self._state()

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, row: int) -> WatchItem:
        return self._items[row]

    def __iter__(self) -> Iterator[WatchItem]:
        return iter(self._items)

    def __contains__(self, contract: object) -> bool:
        return contract in self._contracts

    @property
    def name(self) -> str:
        """What its owner calls it."""
        return self._name

    @property
    def modified(self) -> bool:
        """Whether name, items, order or a note differ from what was last saved, or from what it was made of."""
        return self._state() != self._saved

    def mark_saved(self) -> None:
        """Take the present state for the saved one."""
        self._saved = self._state()

    def observe(self, before: Announce, after: Announce) -> Callable[[], None]:
        """Call `before` while a change is still to come and `after` when it is done; the answer ends the observation.

        An observer must not change the list while it is being told.
        """
        observer = (before, after)
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def row_of(self, contract: Contract) -> int | None:
        """Where a contract stands, if it does."""
        if contract not in self._contracts:
            return None
        return next(row for row, item in enumerate(self._items) if item.contract == contract)

    def add(self, items: Iterable[WatchItem], at: int | None = None) -> Added:
        """Insert items before row `at`, by default at the end; contracts that are there already are left out."""
        at = len(self) if at is None else at
        if not 0 <= at <= len(self):
            raise IndexError(f"no row {at} in a list of {len(self)}")
        answer = self._sort_out(items)
        if answer.added:
            with self._announced(Inserted(at, len(answer.added))):
                self._items[at:at] = answer.added
                self._contracts.update(item.contract for item in answer.added)
        return answer

    def remove(self, rows: Iterable[int]) -> None:
        """Remove rows, each run of neighbours in one change, the last run first."""
        gone = sorted(set(rows))
        self._check(gone)
        for first, count in reversed(_runs(gone)):
            with self._announced(Removed(first, count)):
                self._contracts.difference_update(item.contract for item in self._items[first : first + count])
                del self._items[first : first + count]

    def move(self, first: int, count: int, before: int) -> bool:
        """Move rows before row `before`, as the rows stand now; False if they stand there already."""
        if count < 1:
            return False
        self._check((first, first + count - 1))
        if not 0 <= before <= len(self):
            raise IndexError(f"no row {before} in a list of {len(self)}")
        if first <= before <= first + count:
            return False
        with self._announced(Moved(first, count, before)):
            moved = self._items[first : first + count]
            del self._items[first : first + count]
            at = before - count if before > first else before
            self._items[at:at] = moved
        return True

    def set_note(self, row: int, note: str) -> None:
        """Write another note to a row."""
        self._check((row,))
        if self._items[row].note != note:
            with self._announced(Edited(row)):
                self._items[row] = replace(self._items[row], note=note)

    def rename(self, name: str) -> None:
        """Give the list another name."""
        if name != self._name:
            with self._announced(Renamed(name)):
                self._name = name

    def _sort_out(self, items: Iterable[WatchItem]) -> Added:
        added: dict[Contract, WatchItem] = {}
        duplicates = []
        for item in items:
            if item.contract in self._contracts or item.contract in added:
                duplicates.append(item)
            else:
                added[item.contract] = item
        return Added(tuple(added.values()), tuple(duplicates))

    def _check(self, rows: Iterable[int]) -> None:
        for row in rows:
            if not 0 <= row < len(self):
                raise IndexError(f"no row {row} in a list of {len(self)}")

    def _state(self) -> tuple[str, tuple[WatchItem, ...]]:
        return self._name, tuple(self._items)

    @contextmanager
    def _announced(self, change: Change) -> Iterator[None]:
        observers = list(self._observers)
        for before, _ in observers:
            before(change)
        yield
        for _, after in observers:
            after(change)


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Runs (first, count) of neighbours in ascending rows."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == sum(runs[-1]):
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((row, 1))
    return runs

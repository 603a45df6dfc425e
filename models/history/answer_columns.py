"""The entries of an answer as columns, for whatever looks at all of them at once: order, filter, chart. No Qt here."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from models.clock import day_number
from models.columns import GrowingColumns
from models.contract import Contract
from models.history.answer_csv import missing_note
from models.history.answers import Entry

V = TypeVar("V", bound=Hashable)
Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
NONE = -1
"""The number of a text that is not there."""
_NAN = float("nan")
_DAY_BITS, _TIME_BITS = 17, 27
"""Enough for days since 1970, and for milliseconds of a day."""


class Numbered(Generic[V]):
    """Values that are numbered as they come."""

    def __init__(self, values: Iterable[V] = ()) -> None:
        self.values: list[V] = []
        self._numbers: dict[V, int] = {}
        for value in values:
            self.number(value)

    def number(self, value: V) -> int:
        """The number of a value; a new one gets the next."""
        found = self._numbers.get(value)
        if found is None:
            found = self._numbers[value] = len(self.values)
            self.values.append(value)
        return found


class AnswerColumns:
    """Columns of entries, which are never changed and only become more.

    `day`: days since 1970; `asked_ms`, `traded_ms`: of the Eastern day; `age_ms`; `price`: dollars a share; `size`:
    contracts; `premium`: dollars; `sequence`: NaN where there is none, as all of them where nothing traded. `contract`,
    `venue`, `condition`, `source`, `why` (of a day without a trade): numbers in the lists of these names, or `NONE`.
    """

    def __init__(
        self, contracts: Sequence[Contract] = (), multiplier: Callable[[Contract], float] | None = None
    ) -> None:
        """`contracts`: in the order in which they were asked for. `multiplier`: shares a contract, by default 100."""
        self.contracts = Numbered(contracts)
        self.venues: Numbered[str] = Numbered()
        self.conditions: Numbered[str] = Numbered()
        self.sources: Numbered[str] = Numbered()
        self.whys: Numbered[str] = Numbered()
        self.entries: list[Entry] = []
        self._multiplier = multiplier or (lambda _contract: 100.0)
        self._known: dict[Contract, float] = {}
        numbers = ("contract", "day", "asked_ms", "venue", "condition", "source", "why")
        figures = ("traded_ms", "age_ms", "price", "size", "premium", "sequence")
        fills: dict[str, tuple[DTypeLike, object]] = dict.fromkeys(numbers, (np.int32, NONE))
        self.table = GrowingColumns(fills | dict.fromkeys(figures, (np.float64, _NAN)) | {"cancel": (np.bool_, False)})

    def __len__(self) -> int:
        return len(self.entries)

    def extend(self, entries: Iterable[Entry]) -> None:
        """Take more entries in."""
        for entry in entries:
            self.entries.append(entry)
            if entry.row is None:
                self._add_missing(entry)
            else:
                self._add_trade(entry)

    def multiplier(self, contract: Contract) -> float:
        """Shares a contract, the same for the whole answer."""
        if contract not in self._known:
            self._known[contract] = self._multiplier(contract)
        return self._known[contract]

    @property
    def traded(self) -> NDArray[np.bool_]:
        """Which entries have a trade."""
        return np.asarray(self.table.why == NONE)

    def natural(self) -> Ids:
        """A number for each entry that puts them by contract as asked for, day, and asked time."""
        table = self.table
        high = (table.contract.astype(np.int64) << _DAY_BITS) + table.day
        return np.asarray((high << _TIME_BITS) + table.asked_ms)

    def _add_missing(self, entry: Entry) -> None:
        self.table.append(
            **self._place(entry), why=self.whys.number(missing_note(entry.missing) if entry.missing else "")
        )

    def _add_trade(self, entry: Entry) -> None:
        row = entry.row
        assert row
        premium = row.premium(self.multiplier(entry.contract))
        self.table.append(
            **self._place(entry),
            venue=self.venues.number(row.venue),
            condition=self.conditions.number(row.condition),
            traded_ms=row.trade_ms,
            age_ms=row.age_ms,
            price=row.price,
            size=row.size,
            premium=_NAN if premium is None else premium,
            sequence=_NAN if row.sequence is None else row.sequence,
            cancel=row.cancel,
        )

    def _place(self, entry: Entry) -> dict[str, int]:
        return {
            "contract": self.contracts.number(entry.contract),
            "day": day_number(entry.day),
            "asked_ms": entry.asked_ms,
            "source": self.sources.number(entry.answer.source_text) if entry.answer else NONE,
        }


def ordered(columns: AnswerColumns, key: str, *, descending: bool) -> Ids:
    """Numbers of the entries in the order of a column (a key of the table of answers); what has no value comes last.

    Equal ones stand by contract, day and asked time.
    """
    natural = columns.natural()
    if key == "natural":
        return np.asarray(np.argsort(natural, kind="stable"))
    by = _key(columns, key)
    by = np.where(by < 0, np.nan, by) if key in _TEXTS else by
    return np.asarray(np.lexsort((natural, -by if descending else by)))


_TEXTS = ("venue", "condition", "source")
_FIGURES = {
    "day": "day", "asked": "asked_ms", "traded": "traded_ms", "age": "age_ms", "price": "price", "size": "size",
    "premium": "premium", "sequence": "sequence",
}  # fmt: skip


def _key(columns: AnswerColumns, key: str) -> Floats:
    """A column as figures that are in its order."""
    if key == "contract":
        return np.asarray(_ranks(columns.contracts.values)[columns.table.contract])
    if key in _TEXTS:
        texts: Numbered[str] = getattr(columns, f"{key}s")
        ranks = np.append(_ranks(texts.values), NONE)  # the last is that of NONE
        return np.asarray(ranks[getattr(columns.table, key)])
    return np.asarray(getattr(columns.table, _FIGURES[key]), np.float64)


def _ranks(values: Sequence[Hashable]) -> Floats:
    """The place of each value among the sorted ones."""
    ranks = np.empty(len(values))
    ranks[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))  # type: ignore[arg-type]
    return ranks

"""What both generations of the terminal tell: trades in the terminal's units, a page of them, and how it was asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from feeds.theta.cells import whole
from models.clock import DAY_MS
from models.history.queries import RawValue

MAX_PRICE = 1e9
"""Dollars; far above every strike: more is no price."""
_SIZES = range(2**31)
_CODES = range(2**16)
_INT64 = range(-(2**63), 2**63)


class WireError(ValueError):
    """A body that is no answer of the protocol; the message says what it is instead."""


@dataclass(frozen=True, slots=True)
class Request:
    """A path of the terminal and its parameters."""

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)


class NamedCells(Mapping[str, RawValue]):
    """A row by column name: 50,000 of them share one tuple of names."""

    __slots__ = ("_cells", "_names")

    def __init__(self, names: Sequence[str], cells: Sequence[RawValue]) -> None:
        self._names, self._cells = names, cells

    def __getitem__(self, name: str) -> RawValue:
        try:
            return self._cells[self._names.index(name)]
        except (ValueError, IndexError):
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._names[: len(self._cells)])

    def __len__(self) -> int:
        return min(len(self._names), len(self._cells))


@dataclass(frozen=True, slots=True)
class WireRow:
    """One trade in the terminal's units: ms since 00:00 Eastern, dollars a share, contracts, Theta's codes."""

    day: date
    ms_of_day: int
    price: float
    size: int
    columns: Mapping[str, RawValue]

    def whole(self, name: str) -> int | None:
        """A column as an integer of 64 bits; None where it is absent, null or none."""
        return self._within(name, _INT64)

    def code(self, name: str) -> int | None:
        """A column as a code; None where it is absent, null or none."""
        return self._within(name, _CODES)

    def _within(self, name: str, limits: range) -> int | None:
        value = whole(self.columns.get(name))
        return value if value is not None and value in limits else None


@dataclass(frozen=True, slots=True)
class Page:
    """One body of trades. `error_type`: the terminal's own name of an error (`NO_DATA` ...), empty without one."""

    rows: tuple[WireRow, ...] = ()
    """By day and time."""
    unreadable: int = 0
    """Rows that were dropped for what they hold; zero rows and other days' rows are not counted."""
    unreadable_days: frozenset[date] = frozenset()
    """The days of these, as far as they are known."""
    lacking: tuple[str, ...] = ()
    """Columns that are shown and were not sent."""
    error_type: str = ""
    error_msg: str = ""
    next_page: str = ""
    latency_ms: int | None = None
    """Milliseconds that the terminal says to have taken."""


def sound_row(
    day: date, ms_of_day: int | None, price: float | None, size: int | None, cells: NamedCells
) -> WireRow | None:
    """A row whose facts can be; None for one whose facts cannot."""
    if ms_of_day is None or size is None or price is None:
        return None
    fits = 0 <= ms_of_day < DAY_MS and size in _SIZES and 0 <= price <= MAX_PRICE
    return WireRow(day, ms_of_day, price, size, cells) if fits else None

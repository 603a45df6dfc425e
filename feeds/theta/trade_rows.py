"""A table of cells -> a page of trades. What differs between the generations is which columns hold day and time.

What the documents promise and what terminals send differ: nulls come as null, as the text "null" or not at all, and
days without a trade may come as rows of zeros. Whatever can be understood is read; the rest is counted or refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from feeds.theta.bodies import Table
from feeds.theta.cells import number, plain_text, whole, words
from feeds.theta.wire import NamedCells, Page, WireError, WireRow, sound_row
from models.history.queries import RawValue

SHOWN = ("sequence", "condition", "exchange")
"""What a trade is still a trade without; that it is not there is said."""
ALWAYS = ("price", "size")


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a generation says when a trade was: the columns, and the day and the ms since 00:00 Eastern in them.

    `when` tells the day (None: of no day) and the time (None: not readable) of a row.
    """

    columns: tuple[str, ...]
    """The documented order: used only where an answer does not name its columns."""
    time_columns: tuple[str, ...]
    when: Callable[[Mapping[str, RawValue]], tuple[date | None, int | None]]


@dataclass(slots=True)
class _Read:
    rows: list[WireRow] = field(default_factory=list)
    unreadable: int = 0
    unreadable_days: set[date] = field(default_factory=set)


def read_trades(table: Table, shape: Shape, start: date, end: date) -> Page:
    """The rows of start to end (both included). Raises `WireError` where none can be what was asked for."""
    columns = _columns(table, shape)
    read = _Read()
    for cells in table.rows:
        if any(cells):
            _take(NamedCells(columns, cells), shape, start, end, read)
    if read.unreadable and not read.rows:
        raise WireError("rows that make no sense")
    return Page(
        tuple(sorted(read.rows, key=lambda row: (row.day, row.ms_of_day))),
        read.unreadable,
        frozenset(read.unreadable_days),
        tuple(name for name in SHOWN if table.columns and name not in columns),
        words(table.header.get("error_type")),
        plain_text(words(table.header.get("error_msg"))),
        words(table.header.get("next_page")),
        whole(table.header.get("latency_ms")),
    )


def _columns(table: Table, shape: Shape) -> tuple[str, ...]:
    if not table.columns:
        if all(len(row) in (0, 1, len(shape.columns)) for row in table.rows):
            return shape.columns
        raise WireError("rows whose columns have no names")
    lacking = [name for name in (*shape.time_columns, *ALWAYS) if name not in table.columns]
    if len(lacking) == len(shape.time_columns) + len(ALWAYS):
        raise WireError("something that is no table of trades")
    if lacking:
        raise WireError(f"rows without the {_named(lacking)}")
    return table.columns


def _take(row: NamedCells, shape: Shape, start: date, end: date, read: _Read) -> None:
    day, ms_of_day = shape.when(row)
    size, price = whole(row.get("size")), number(row.get("price"))
    if size == 0 and price == 0:  # whatever else it says: nothing was traded for nothing
        return
    if day is None or not start <= day <= end:
        read.unreadable += day is None and any(row.get(name) for name in shape.time_columns)
        return
    sound = sound_row(day, ms_of_day, price, size, row)
    if sound is None:
        read.unreadable += 1
        read.unreadable_days.add(day)
    else:
        read.rows.append(sound)


def _named(columns: list[str]) -> str:
    return ("columns " if len(columns) > 1 else "column ") + " and ".join(f"“{name}”" for name in columns)

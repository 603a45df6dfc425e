"""At-time answers as CSV. Times are Eastern; the contract stands as Massive's ticker; every row names its source."""

import csv
from collections.abc import Iterable
from typing import TextIO

from models.clock import time_text
from models.history.answers import Entry
from models.history.queries import AtTimeRow, Missing, MissingDay

COLUMNS = ("contract", "date", "asked", "traded", "age_ms", "price", "size", "venue", "condition", "sequence")
"""Facts of a trade."""
FILE_COLUMNS = (*COLUMNS, "note", "source")
_BLANK = [""] * (len(COLUMNS) - 3)
_PLAIN = (Missing.NO_TRADE, Missing.EXPIRED, Missing.NOT_REACHED)
"""Reasons that need no more words than their own."""


def write_csv(entries: Iterable[Entry], file: TextIO) -> None:
    """Write headings, then the entries in their order: a trade, or a day without one with a `note` that says why.

    `file` should be opened with `newline=""`. `age_ms`: milliseconds; `price`: dollars a share; `size`: contracts.
    A simulated or replayed answer says so in the `source` of every row.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(FILE_COLUMNS)
    writer.writerows(map(file_cells, entries))


def tab_separated(entries: Iterable[Entry]) -> str:
    """Headings and the entries as tab-separated lines, for spreadsheets."""
    lines = [list[object](FILE_COLUMNS), *map(file_cells, entries)]
    return "".join("\t".join(map(str, line)) + "\n" for line in lines)


def trade_cells(ticker: str, row: AtTimeRow) -> list[object]:
    """The facts of a trade in the order of `COLUMNS`."""
    return [
        ticker, row.day, time_text(row.asked_ms), time_text(row.trade_ms), row.age_ms, row.price, row.size, row.venue,
        row.condition, "" if row.sequence is None else row.sequence,
    ]  # fmt: skip


def file_cells(entry: Entry) -> list[object]:
    """An entry in the order of `FILE_COLUMNS`."""
    source = entry.answer.source_text if entry.answer else ""
    if entry.row:
        return [*trade_cells(entry.contract.ticker, entry.row), entry.row.size_note, source]
    note = missing_note(entry.missing) if entry.missing else ""
    return [entry.contract.ticker, entry.day, time_text(entry.asked_ms), *_BLANK, note, source]


def missing_note(lack: MissingDay) -> str:
    """Why there is no row: `no trade`, `holiday: Christmas Day`."""
    return str(lack.reason) if lack.reason in _PLAIN or not lack.why else f"{lack.reason}: {lack.why}"

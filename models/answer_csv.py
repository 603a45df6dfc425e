"""An at-time answer as CSV. Times are Eastern; the contract stands as Massive's ticker; every row names its source."""

import csv
from collections.abc import Iterable
from typing import TextIO

from models.clock import time_text
from models.queries import AtTimeAnswer, AtTimeRow

COLUMNS = ("contract", "date", "asked", "traded", "age_ms", "price", "size", "venue", "condition", "sequence")
"""Facts of a trade."""
FILE_COLUMNS = (*COLUMNS, "note", "source")


def write_csv(answer: AtTimeAnswer, file: TextIO) -> None:
    """Write headings, then days in order: a row a trade, and a row with a `note` for each day without one.

    `file` should be opened with `newline=""`. `age_ms`: milliseconds; `price`: dollars a share; `size`: contracts.
    A simulated or replayed answer says so in the `source` of every row.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(FILE_COLUMNS)
    writer.writerows(_rows(answer))


def tab_separated(answer: AtTimeAnswer, chosen: Iterable[int]) -> str:
    """Headings and the chosen rows (numbers of `write_csv`'s rows from 0) as tab-separated lines, for spreadsheets."""
    rows = _rows(answer)
    lines = [list[object](FILE_COLUMNS), *(rows[number] for number in chosen)]
    return "".join("\t".join(map(str, line)) + "\n" for line in lines)


def trade_cells(ticker: str, row: AtTimeRow) -> list[object]:
    """The facts of a trade in the order of `COLUMNS`."""
    return [
        ticker, row.day, time_text(row.asked_ms), time_text(row.trade_ms), row.age_ms, row.price, row.size, row.venue,
        row.condition, "" if row.sequence is None else row.sequence,
    ]  # fmt: skip


def _rows(answer: AtTimeAnswer) -> list[list[object]]:
    ticker = answer.query.contract.ticker
    asked = time_text(answer.query.at_ms)
    found = [(row.day, [*trade_cells(ticker, row), row.size_note]) for row in answer.rows]
    blank = [""] * (len(COLUMNS) - 3)
    found += [(lack.day, [ticker, lack.day, asked, *blank, str(lack.reason)]) for lack in answer.missing]
    return [[*cells, answer.source_text] for _, cells in sorted(found, key=lambda item: item[0])]

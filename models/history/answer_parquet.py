"""At-time answers as a Parquet file, written by DuckDB: for a thread, as it takes a moment. No Qt here."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from models.atomic_file import written_beside
from models.duckdb_writing import QUIET_SETTINGS, error_words, quoted
from models.history.answer_csv import file_cells
from models.history.answers import Entry

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPES = {
    "contract": "VARCHAR",
    "date": "DATE",
    "asked": "TIME",
    "traded": "TIME",
    "age_ms": "BIGINT",
    "price": "DOUBLE",
    "size": "BIGINT",
    "venue": "VARCHAR",
    "condition": "VARCHAR",
    "sequence": "BIGINT",
    "note": "VARCHAR",
    "source": "VARCHAR",
    "root": "VARCHAR",
    "expiry": "DATE",
    "strike": "DOUBLE",
    "right": "VARCHAR",
    "cancel": "BOOLEAN",
    "raw": "VARCHAR",
}
"""Column -> DuckDB's type: those of the CSV file, then the parts of the contract, and what else a row tells.

Times are Eastern; `strike` and `price` are dollars. What a day without a trade lacks is null. `raw`: every column of
the source as a JSON object, by the source's own names.
"""


def write_parquet(entries: Iterable[Entry], path: Path) -> None:
    """Write the entries in their order; the file stands there whole or not at all. Raises `OSError`."""
    import duckdb  # only here: 60 MB that few runs need

    with written_beside(path) as beside:
        rows = beside.with_name("rows")
        with rows.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(map(_cells, entries))
        try:
            with duckdb.connect() as connection:
                for setting in QUIET_SETTINGS:
                    connection.execute(setting)
                _copy(connection, rows, beside)
        except duckdb.Error as error:
            raise OSError(None, error_words(error)) from error


def _copy(connection: DuckDBPyConnection, rows: Path, to: Path) -> None:
    """The texts become values of the columns' types here: DuckDB reads a file faster than it takes objects."""
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in _TYPES.items())
    read = f"read_csv({quoted(rows)}, header = false, auto_detect = false, quote = '\"', columns = {{{columns}}})"
    connection.execute(f"COPY (FROM {read}) TO {quoted(to)} (FORMAT parquet, COMPRESSION zstd)")


def _cells(entry: Entry) -> list[object]:
    contract, row = entry.contract, entry.row
    raw = json.dumps(dict(row.raw)) if row and row.raw else ""
    cancel = row.cancel if row else ""
    return [*file_cells(entry), contract.root, contract.expiry, contract.strike, contract.right, cancel, raw]

"""The trades of a tape as a CSV or Parquet file, written by DuckDB slice by slice. No Qt here.

The rows first go into a table on disk, in a folder beside the file, and from there into the file: so memory stays
small however many there are, their order is certain, and what is written can be counted and stopped.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from models.atomic_file import written_beside
from models.batch import NO_SEQUENCE
from models.duckdb_writing import QUIET_SETTINGS, error_words, quoted
from models.sessions import Session
from models.tape import Flag
from models.tape_snapshot import TapeSnapshot

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SLICE = 1 << 17
"""Rows that are taken at once."""
_EXPIRY, _RIGHT = "DATE '1970-01-01' + expiry", "CASE WHEN is_call THEN 'C' ELSE 'P' END"
_ROOT = "getvariable('roots')[root + 1]"
_OSI = f"{_ROOT} || strftime({_EXPIRY}, '%y%m%d') || {_RIGHT} || lpad(strike_milli::VARCHAR, 8, '0')"
COLUMNS = {
    "time_utc": "to_timestamp(time_ms / 1000.0)",
    "time_et": "make_timestamp(eastern_ms * 1000)",
    "trade_date": "DATE '1970-01-01' + trade_day",
    "session": f"{[session.name.lower() for session in Session]}[session + 1]",
    "ticker": f"'O:' || {_OSI}",
    "root": _ROOT,
    "expiry": _EXPIRY,
    "strike": "(strike_milli / 1000)::DOUBLE",
    "right": _RIGHT,
    "price": "price",
    "size": "size",
    "premium": "round(price * size * multiplier, 4)",
    "multiplier": "multiplier",
    "multiplier_known": "multiplier_known",
    "venue": "venue::INTEGER",
    "venue_name": "getvariable('venues')[venue::INTEGER + 1]",
    "conditions": "getvariable('codes')[conditions::INTEGER + 1]",
    "condition_text": "getvariable('conditions')[conditions::INTEGER + 1]",
    "sequence": f"nullif(sequence, {NO_SEQUENCE + 1} - 1)",
    "filled": f"flags & {Flag.FILLED.value} > 0",
    "cancelled": f"flags & {Flag.CANCELLED.value} > 0",
    "unmatched": f"flags & {Flag.UNMATCHED.value} > 0",
    "arrival_utc": "to_timestamp(arrival_ms / 1000.0)",
}
"""Name -> how it is made of what stands in the table.

Times are to the millisecond: of the print, UTC and on an Eastern clock, and of the arrival here. `trade_date` and
`session` (`early`, `regular`, `late`, `outside`) are those of semantics.md. `strike` and `price` are dollars, `price` a
share; `premium` is price x size x `multiplier` in dollars, where `multiplier` (shares a contract) is assumed unless
`multiplier_known`. `venue` is Massive's number. `conditions`: codes as they arrived. `sequence` is null where there was
none. `filled`: missed by the stream and fetched later; `cancelled`: undone later; `unmatched`: a cancel that undid
nothing that is known. Parquet has them in types of their own; in CSV times are ISO 8601, codes stand with semicolons
between, and null is empty.
"""
_ISO = "strftime(make_timestamp({} * 1000), '%Y-%m-%dT%H:%M:%S.%g{}')"
_IN_CSV = {
    "time_utc": _ISO.format("time_ms", "Z"),
    "time_et": _ISO.format("eastern_ms", ""),
    "arrival_utc": _ISO.format("arrival_ms", "Z"),
    "conditions": f"nullif(array_to_string({COLUMNS['conditions']}, ';'), '')",
    "condition_text": f"nullif({COLUMNS['condition_text']}, '')",
}
_FORMATS = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet, COMPRESSION zstd"}
_SETTINGS = (
    *QUIET_SETTINGS,
    "SET memory_limit = '256MB'",
    "SET enable_progress_bar = true",  # counts, and prints nothing
    "SET enable_progress_bar_print = false",
)
_BETWEEN = "\x1f"
_TABLE_SHARE = 0.4
"""Of the time goes into the table, the rest into the file."""


class ExportStoppedError(Exception):
    """The user did not want the file any more."""


class TapeWriter:
    """One file to be written. `write` runs in a thread of its own; all else may be called from any other.

    `written`: trades in the file, `left_memory`: trades that are missing in it, because they had left memory before.
    """

    def __init__(self, snapshot: TapeSnapshot, path: Path) -> None:
        """`path` ends in `.csv` or `.parquet`."""
        self.path = path
        self.written = self.left_memory = 0
        self._snapshot, self._format = snapshot, path.suffix.lower()
        self._taken, self._is_copied, self._is_settled = 0, False, False
        self._stop = threading.Event()
        self._connection: DuckDBPyConnection | None = None
        self._lock = threading.Lock()

    @property
    def progress(self) -> float:
        """How much is done, from 0 to 1."""
        if self._is_copied:
            return 1.0
        table = self._taken / max(len(self._snapshot), 1)
        if table < 1:
            return _TABLE_SHARE * table
        with self._lock:
            percent = self._connection.query_progress() if self._connection else 0.0
        return _TABLE_SHARE + (1 - _TABLE_SHARE) * max(percent, 0.0) / 100

    @property
    def is_stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Write no more, and leave nothing; what is written already stays.

        Between two steps DuckDB does not hear it: then the next step is gone through before it is heeded, if it is not
        said again.
        """
        with self._lock:
            if self._is_settled:
                return
            self._stop.set()
            if self._connection:
                self._connection.interrupt()

    def write(self) -> None:
        """Write the file. Raises `OSError` with words in `strerror`, and `ExportStoppedError`."""
        import duckdb  # only here: 60 MB that few runs need

        try:
            with written_beside(self.path) as beside:
                self._write(duckdb.connect(beside.with_name("rows")), beside)
                self._settle()
        except duckdb.InterruptException:
            raise ExportStoppedError from None
        except duckdb.Error as error:
            raise OSError(None, error_words(error)) from error

    def _write(self, connection: DuckDBPyConnection, beside: Path) -> None:
        self._connection = connection
        try:
            for setting in _SETTINGS:
                self._do(connection, setting)
            self._snapshot.tape.keep_flags()
            for low in range(0, max(len(self._snapshot), 1), SLICE):
                self._add(connection, low, min(low + SLICE, len(self._snapshot)))
            self._explain(connection)
            self._copy(connection, beside)
        finally:
            with self._lock:
                self._connection = None
            connection.close()

    def _add(self, connection: DuckDBPyConnection, low: int, high: int) -> None:
        """Put a slice into the table: numbers alone, which are quick to put there; the first makes the table."""
        connection.register("slice", self._snapshot.trades(low, high))
        self._do(connection, "INSERT INTO trades FROM slice" if low else "CREATE TABLE trades AS FROM slice")
        self.left_memory += self._snapshot.left_memory(low, high)
        self._taken = high

    def _explain(self, connection: DuckDBPyConnection) -> None:
        """Let numbers be looked up: a list of texts each, and the codes of every set of conditions."""
        snapshot = self._snapshot
        (last_venue,) = self._do(connection, "SELECT coalesce(max(venue), 0) FROM trades").fetchall()[0]
        lists = {
            "roots": snapshot.roots,
            "venues": [snapshot.venues.short(number) for number in range(last_venue + 1)],
            "conditions": [text for _, text in snapshot.sets],
            "code_texts": [" ".join(map(str, codes)) for codes, _ in snapshot.sets],
        }
        for name, texts in lists.items():  # in one text each: DuckDB looks for pandas at every element of a list
            split = f"SET VARIABLE {name} = string_split(?, '{_BETWEEN}')"
            self._do(connection, split, _BETWEEN.join(texts))
        self._do(
            connection,
            "SET VARIABLE codes = list_transform(getvariable('code_texts'), lambda text:"
            " list_filter(string_split(text, ' '), lambda code: code <> '')::BIGINT[])",
        )

    def _copy(self, connection: DuckDBPyConnection, beside: Path) -> None:
        made = COLUMNS | (_IN_CSV if self._format == ".csv" else {})
        columns = ", ".join(f'{how} AS "{name}"' for name, how in made.items())
        copy = f"COPY (SELECT {columns} FROM trades) TO {quoted(beside)} ({_FORMATS[self._format]})"  # noqa: S608
        self.written, self._is_copied = int(self._do(connection, copy).fetchall()[0][0]), True

    def _do(self, connection: DuckDBPyConnection, step: str, *values: str) -> DuckDBPyConnection:
        """Do a step, unless it was told to stop; whoever said that while none was being done is heard behind it."""
        self._go_on()
        done = connection.execute(step, values)
        self._go_on()
        return done

    def _settle(self) -> None:
        """Let the file be kept: nothing stops it from now on."""
        with self._lock:
            if self._stop.is_set():
                raise ExportStoppedError
            self._is_settled = True

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise ExportStoppedError

"""Reading and writing watchlists, as our own JSON and as plain text. A broken file says which line and why."""

import codecs
from datetime import date
from pathlib import Path

from models.atomic_file import replace_file
from models.watchlist import UNNAMED, Watchlist
from models.watchlist_import import Imported, ImportReport, Problem, WatchlistFileError
from models.watchlist_json import encode_json, read_json
from models.watchlist_text import encode_text, read_text

__all__ = ["Imported", "Problem", "WatchlistFileError", "read_watchlist", "write_watchlist"]

MAX_BYTES = 4 << 20
"""A larger file is something else; it is not even read."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_watchlist(source: Path | bytes, today: date | None = None) -> Imported:
    """Read a file, or its content, in JSON (`.json`, or it begins with a brace) or plain text.

    `today` dates the symbols without a year, by default the day in New York. A list without a name of its own has the
    file's. Raises `WatchlistFileError` with every problem.
    """
    path = source if isinstance(source, Path) else None
    file_name, name = (path.name, path.stem) if path else ("the text", UNNAMED)
    text = _decode(_content(source, file_name), file_name)
    report = ImportReport(file_name)
    if (path and path.suffix.lower() == ".json") or text.lstrip().startswith("{"):
        name = read_json(text.encode(), name, report, today)
    else:
        read_text(text, report, today)
    return report.result(name)


def write_watchlist(watchlist: Watchlist, path: Path) -> None:
    """Replace a file whole: JSON if its name ends in `.json`, else plain text. Leaves `modified` to the caller.

    Raises `WatchlistFileError`; the old file is then still there.
    """
    content = encode_json(watchlist) if path.suffix.lower() == ".json" else encode_text(watchlist)
    try:
        replace_file(path, content)
    except OSError as error:
        raise _failure(path.name, f"cannot be written: {error.strerror or error}") from None


def _content(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        size = source.stat().st_size
        content = source.read_bytes() if size <= MAX_BYTES else None
    except OSError as error:
        raise _failure(name, f"cannot be read: {error.strerror or error}") from None
    if content is None:
        raise _failure(name, f"is not a watchlist: it has {size >> 20} MB")
    return content


def _decode(content: bytes, name: str) -> str:
    """Text of a file in UTF-8, or in the UTF-16 of spreadsheets, without its byte order mark."""
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1 if encoding != "utf-16" else None
        problem = Problem(line, "", "this is not text in UTF-8: save the file as UTF-8")
        raise WatchlistFileError(name, [problem]) from None


def _failure(name: str, reason: str) -> WatchlistFileError:
    return WatchlistFileError(name, [Problem(None, "", reason)])

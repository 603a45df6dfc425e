"""Watchlists as plain text: symbols in any dialect, one a line or set apart by `;` or `,`, and `# notes` behind."""

import re
from collections.abc import Iterator
from datetime import date

from models.contract import ContractError
from models.symbology import has_symbol_shape, parse_symbol, shorten
from models.watchlist import WatchItem, Watchlist
from models.watchlist_import import ImportReport, Problem


def encode_text(watchlist: Watchlist) -> bytes:
    """One ticker a line, with its note as a comment; the watchlist's name is the file's and is not in it."""
    return "".join(_line(item) for item in watchlist).encode()


def read_text(text: str, report: ImportReport, today: date | None) -> None:
    """Read a text into the report. A comment behind a symbol is its note; a line of its own is passed over."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        content, _, comment = line.partition("#")
        for symbol in symbols_in(content):
            try:
                contract = parse_symbol(symbol, today)
            except ContractError as error:
                report.refuse(Problem(number, shorten(symbol), str(error)))
            else:
                report.take(number, shorten(symbol), WatchItem(contract, comment.strip()))


def symbols_in(line: str) -> Iterator[str]:
    """The symbols of a line; a comma may stand between them or, as in Theta's spelling, inside one."""
    for piece in line.split(";"):
        parts = [part for part in piece.split(",") if part.strip(" \t\"'\ufeff")]
        if len(parts) > 1 and not has_symbol_shape(piece) and any(has_symbol_shape(part) for part in parts):
            yield from parts
        elif parts:
            yield piece


def _line(item: WatchItem) -> str:
    note = " ".join(item.note.split())
    return f"{item.contract.ticker}  # {note}\n" if note else f"{item.contract.ticker}\n"

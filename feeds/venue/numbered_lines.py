"""Lines of plain and gzipped files, with their numbers."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from feeds.venue.source import SourceError


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Lines that are not blank, stripped, with their numbers from 1. Raises `SourceError` where the file breaks off."""
    number = 0
    try:
        with _open(path) as file:
            for line in file:
                number += 1
                if stripped := line.strip():
                    yield number, stripped
    except (OSError, EOFError, zlib.error) as error:
        where = f" after line {number}" if number else ""
        raise SourceError(f"{path}: cannot be read{where}: {error}") from None


def _open(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb"))

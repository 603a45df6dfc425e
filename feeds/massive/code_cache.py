"""Lists of codes as they were last answered, each in a file with its date and where it came from."""

import logging
from pathlib import Path

import msgspec

from models.atomic_file import replace_file

Row = dict[str, str]
_log = logging.getLogger("optape.reference")


class CachedList(msgspec.Struct, frozen=True):
    """A list of codes, the Eastern day of its answer (YYYY-MM-DD), and the address that answered."""

    date: str
    source: str
    rows: list[Row]


_DECODER = msgspec.json.Decoder(CachedList)


def read_list(path: Path, source: str, columns: frozenset[str]) -> CachedList | None:
    """The list in a file; None where there is none of this source that has these columns."""
    try:
        kept = _DECODER.decode(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        _log.info("%s cannot be used (%s); the list is asked for again", path, type(error).__name__)
        return None
    usable = kept.source == source and all(row.keys() == columns and _is_number(row["id"]) for row in kept.rows)
    return kept if usable else None


def keep_list(path: Path, kept: CachedList) -> None:
    """Put a list into its file. A folder that cannot be written to costs only that the next start asks again."""
    try:
        replace_file(path, msgspec.json.encode(kept))
    except OSError as error:
        _log.warning("%s cannot be written (%s)", path, error.strerror or type(error).__name__)


def _is_number(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").isdigit()

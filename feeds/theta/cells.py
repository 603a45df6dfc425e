"""Single values as terminals send them: nulls in three forms, numbers as texts, dates and times in two forms."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from math import isfinite

from models.history.queries import RawValue

_BLANK = frozenset({"", "null", "none", "nan"})
_TEXT_COLUMNS = frozenset({"symbol", "root", "right", "expiration", "timestamp"})
"""What is never a number, whatever it looks like."""


def plain_text(text: str) -> str:
    """A body's words on one line, at most 200 letters, without the colon that some begin with."""
    return " ".join(text.split()).lstrip(": ")[:200]


def json_cell(value: object) -> RawValue:
    """A value of a JSON body; null comes as null, as the text "null", or as nothing."""
    if isinstance(value, str):
        return None if value.strip().lower() in _BLANK else value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def csv_cells(columns: Sequence[str]) -> list[Callable[[str], RawValue]]:
    """How the values of each column of a CSV body are read."""
    return [_text_cell if column in _TEXT_COLUMNS else _csv_cell for column in columns]


def _text_cell(text: str) -> RawValue:
    text = text.strip()
    return None if text.lower() in _BLANK else text


@lru_cache(maxsize=8_192)  # most values of a long body come again and again
def _csv_cell(text: str) -> RawValue:
    """A number where it reads as one, else the text."""
    cell = _text_cell(text)
    value = number(cell)
    if value is None or not value.is_integer() or not str(cell).lstrip("+-").isdecimal():
        return cell if value is None else value
    return int(str(cell))


def words(value: object) -> str:
    """A value as text; empty for null."""
    cell = json_cell(value)
    return "" if cell is None else str(cell)


def number(value: object) -> float | None:
    """A value as a finite number; None where it is none."""
    if not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if isfinite(found) else None


def whole(value: object) -> int | None:
    """A value as an integer; None where it is none."""
    if isinstance(value, int):
        return value
    found = number(value)
    return int(found) if found is not None and found.is_integer() else None


def compact_day(value: object) -> date | None:
    """A day from 20240116, a number or a text; None where it is none."""
    digits = whole(value) or 0
    try:
        return date(digits // 10_000, digits // 100 % 100, digits % 100)
    except (ValueError, OverflowError):
        return None


def any_day(value: object) -> date | None:
    """A day from 20240116 or 2024-01-16; None where it is none."""
    if not isinstance(value, str) or "-" not in value:
        return compact_day(value)
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def moment(value: object) -> tuple[date, int] | None:
    """Day and milliseconds since 00:00 from `2024-11-04T17:15:34.35`: Eastern wall time, trailing zeros cut.

    None for what is no such text, and for one with a zone: it would not be Eastern.
    """
    if not isinstance(value, str) or len(value) < 16:
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    if when.tzinfo is not None:
        return None
    seconds = (when.hour * 60 + when.minute) * 60 + when.second
    return when.date(), seconds * 1000 + when.microsecond // 1000

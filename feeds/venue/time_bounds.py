"""The `timestamp` parameters of `/v3/trades`, as one range of nanoseconds."""

from collections.abc import Mapping
from datetime import date, timedelta

from feeds.venue.paging import BadQueryError
from models.clock import utc_ms

_NS_IN_MS = 1_000_000
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


def bounds_ns(question: Mapping[str, str], market_day: date) -> tuple[int, int]:
    """First and one past the last nanosecond that are asked for; without any bound, the day that is played."""
    names = [name for name in question if name.partition(".")[0] == "timestamp"]
    low, high = _start_ns(_FIRST_DAY), _start_ns(_LAST_DAY)
    if not names:
        return _start_ns(market_day), _start_ns(market_day + timedelta(days=1))
    for name in names:
        first, length = _moment_ns(question[name], name)
        comparison = name.partition(".")[2]
        if comparison in ("", "gte"):
            low = max(low, first)
        if comparison == "gt":
            low = max(low, first + 1)
        if comparison == "lt":
            high = min(high, first)
        if comparison in ("", "lte"):
            high = min(high, first + (length if comparison == "" else 1))
    low = min(low, _start_ns(_LAST_DAY) - 1)
    return low, max(high, low + 1)


def _moment_ns(text: str, name: str) -> tuple[int, int]:
    """Nanoseconds of a time, and how long it lasts: a date is its Eastern day. Raises `BadQueryError`."""
    try:
        if text.isascii() and text.isdigit():
            return int(text), 1
        day = date.fromisoformat(text)
    except ValueError:
        raise BadQueryError(f"{name} must be a date as YYYY-MM-DD or nanoseconds") from None
    return _start_ns(day), _start_ns(day + timedelta(days=1)) - _start_ns(day)


def _start_ns(day: date) -> int:
    return utc_ms(day, 0) * _NS_IN_MS

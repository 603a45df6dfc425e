"""Lists of the terminal, pure: roots, expiries and strikes out of a table. What is no such thing is left out.

v2 tells flat lists of numbers, in which 0 is no value; v3 tells records, with strikes in dollars.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from feeds.theta.bodies import Table
from feeds.theta.cells import any_day, whole
from feeds.theta.wire import WireError
from models.contract import MAX_STRIKE_MILLI, ContractError, is_root, strike_from_text
from models.history.queries import RawValue

T = TypeVar("T", str, date, int)
_ROOT, _EXPIRY, _STRIKE = ("symbol", "root"), ("expiration", "date"), ("strike",)


def read_roots(table: Table) -> tuple[str, ...]:
    """Option roots in order of the alphabet. Raises `WireError`."""
    return _sorted(_column(table, _ROOT), lambda value: value if isinstance(value, str) and is_root(value) else None)


def read_expirations(table: Table) -> tuple[date, ...]:
    """Expiries, the oldest first. Raises `WireError`."""
    return _sorted(_column(table, _EXPIRY), lambda value: _expiry(any_day(value)))


def read_strikes(table: Table, generation: int) -> tuple[int, ...]:
    """Strikes in thousandths of a dollar, the lowest first. Raises `WireError`."""
    return _sorted(_column(table, _STRIKE), _milli if generation == 2 else _dollars)


def _column(table: Table, names: tuple[str, ...]) -> Iterable[RawValue]:
    """The column of one of the names; the only one where there is but one."""
    found = [at for at, name in enumerate(table.columns) if name in names]
    if not found and len(table.columns) > 1:
        raise WireError("something that is no such list")
    at = found[0] if found else 0
    return [row[at] for row in table.rows if len(row) > at]


def _sorted(values: Iterable[RawValue], read: Callable[[RawValue], T | None]) -> tuple[T, ...]:
    told = [value for value in values if value]
    known = {found for value in told if (found := read(value)) is not None}
    if told and not known:
        raise WireError("something that is no such list")
    return tuple(sorted(known))


def _expiry(day: date | None) -> date | None:
    return day if day and 2000 <= day.year <= 2099 else None


def _milli(value: RawValue) -> int | None:
    milli = whole(value)
    return milli if milli is not None and 0 < milli <= MAX_STRIKE_MILLI else None


def _dollars(value: RawValue) -> int | None:
    try:
        return _milli(strike_from_text(str(value)))
    except ContractError:
        return None

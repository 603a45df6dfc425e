"""Which prints pass by the time at which they were made: time of day, days to expiry, extended hours.

Blocks of the tape mostly lie within one day, and then two comparisons say what calendars would.
"""

from functools import lru_cache

import numpy as np

from models.clock import DAY_MS, EASTERN_CLOCK, day_from_number, eastern_ms, utc_ms
from models.contract_index import ContractIndex
from models.filtering.groups import Table
from models.filtering.part import Clause, Part
from models.filtering.tables import GrowingTable, contract_table, within
from models.filtering.tape_filter import TapeFilter
from models.hours import EVENING_MS
from models.prints import core_hours
from models.sessions import Session, sessions_of, trade_days
from models.trading_days import is_trading_day

_DAYS_KEPT = 16


def time_clause(from_ms: int | None, to_ms: int | None) -> Clause:
    """Eastern times of day from `from_ms` up to but without `to_ms`."""
    start, stop = from_ms or 0, DAY_MS if to_ms is None else to_ms

    def passes(part: Part) -> Table:
        time_ms = part.column("time_ms")
        midnight_ms = _one_midnight(int(time_ms.min()), int(time_ms.max()))
        at = eastern_ms(time_ms) % DAY_MS if midnight_ms is None else time_ms
        return within(at, start + (midnight_ms or 0), stop - 1 + (midnight_ms or 0))

    return passes


class ContractClause:
    """What is asked of contracts; days to expiry count from a print's trade date."""

    def __init__(self, asked: TapeFilter, contracts: ContractIndex) -> None:
        self._asked, self._contracts = asked, contracts
        self._counts_days = asked.min_dte is not None or asked.max_dte is not None
        self._table = contract_table(asked, contracts)
        self._of_day = lru_cache(_DAYS_KEPT)(self._make_of_day)

    def __call__(self, part: Part) -> Table:
        """Which prints pass."""
        contract = part.column("contract")
        if not self._counts_days:
            return self._table.of(contract)
        time_ms = part.column("time_ms")
        day = _one_trade_date(int(time_ms.min()), int(time_ms.max()))
        if day is not None:
            return self._of_day(day).of(contract)
        days = trade_days(eastern_ms(time_ms), self._contracts.is_index.take(contract))
        left = self._contracts.expiry.take(contract) - days
        return self._table.of(contract) & within(left, self._asked.min_dte, self._asked.max_dte)

    def _make_of_day(self, day: int) -> GrowingTable:
        return contract_table(self._asked, self._contracts, day)


def in_extended_session(part: Part, contracts: ContractIndex) -> Table:
    """Which prints lie in the early or late session of their class."""
    time_ms = part.column("time_ms")
    first_ms, last_ms = int(time_ms.min()), int(time_ms.max())
    start_ms, end_ms = core_hours(first_ms // DAY_MS)
    if start_ms <= first_ms and last_ms < end_ms:
        return np.zeros(len(time_ms), np.bool_)
    contract = part.column("contract")
    found = sessions_of(eastern_ms(time_ms), contracts.hours.take(contract), contracts.expiry.take(contract))
    extended: Table = (found == Session.EARLY) | (found == Session.LATE)
    return extended


def _one_midnight(first_ms: int, last_ms: int) -> int | None:
    """When the Eastern day began that both times lie in, if the clock was not moved between; all Unix ms."""
    spans = EASTERN_CLOCK.spans(first_ms, last_ms)
    offset = spans[0][2]
    midnight_ms = (first_ms + offset) // DAY_MS * DAY_MS - offset
    return midnight_ms if len(spans) == 1 and last_ms < midnight_ms + DAY_MS else None


def _one_trade_date(first_ms: int, last_ms: int) -> int | None:
    """The day number of the date on which whatever is printed between two times is traded; None if there are more."""
    day = first_ms // DAY_MS
    start_ms, end_ms = _same_date_for_all(day)
    return day if start_ms <= first_ms and last_ms < end_ms else None


@lru_cache(maxsize=_DAYS_KEPT)
def _same_date_for_all(day: int) -> tuple[int, int]:
    """From when until when, Unix ms, a day is the trade date of prints of every class."""
    date = day_from_number(day)
    return (utc_ms(date, 0), utc_ms(date, EVENING_MS)) if is_trading_day(date) else (0, 0)

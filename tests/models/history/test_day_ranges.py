"""Named ranges of days: what each means on a given day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.contract import Contract
from models.history.day_ranges import OF_CALENDAR, OF_CONTRACTS, DayRange, DayRangeError, days_of
from models.history.queries import EARLIEST, MAX_DAYS, AtTimeQuestion
from models.trading_days import is_trading_day, trading_days

FRIDAY = date(2025, 12, 5)
CALL = Contract("SPY", date(2025, 12, 19), "C", 650_000)
OLD = Contract("SPY", date(2025, 11, 28), "P", 640_000)
DAYS = st.dates(date(2011, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("wanted", "latest", "start", "end"),
    [
        (DayRange.TODAY, FRIDAY, FRIDAY, FRIDAY),
        (DayRange.TODAY, date(2025, 12, 7), FRIDAY, FRIDAY),
        (DayRange.DAY_BEFORE, date(2025, 12, 8), FRIDAY, FRIDAY),
        (DayRange.DAY_BEFORE, date(2025, 11, 28), date(2025, 11, 26), date(2025, 11, 26)),
        (DayRange.LAST_5, FRIDAY, date(2025, 12, 1), FRIDAY),
        (DayRange.LAST_5, date(2025, 12, 1), date(2025, 11, 24), date(2025, 12, 1)),
        (DayRange.THIS_WEEK, date(2025, 12, 3), date(2025, 12, 1), date(2025, 12, 3)),
        (DayRange.THIS_WEEK, date(2025, 12, 7), date(2025, 12, 1), FRIDAY),
        (DayRange.LAST_WEEK, FRIDAY, date(2025, 11, 24), date(2025, 11, 28)),
        (DayRange.THIS_MONTH, FRIDAY, date(2025, 12, 1), FRIDAY),
        (DayRange.LAST_MONTH, FRIDAY, date(2025, 11, 1), date(2025, 11, 28)),
    ],
)
def test_ranges_of_the_calendar_end_with_a_trading_day(wanted: DayRange, latest: date, start: date, end: date) -> None:
    assert days_of(wanted, latest) == (start, end)


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        (DayRange.EXPIRY_DAY, date(2025, 12, 19), date(2025, 12, 19)),
        (DayRange.EXPIRY_WEEK, date(2025, 12, 15), date(2025, 12, 19)),
        (DayRange.MONTH_TO_EXPIRY, date(2025, 11, 19), date(2025, 12, 19)),
    ],
)
def test_ranges_of_a_contract_end_with_its_expiry(wanted: DayRange, start: date, end: date) -> None:
    assert days_of(wanted, date(2026, 3, 2), [CALL]) == (start, end)


def test_of_several_contracts_they_go_from_the_first_expiry_to_the_last() -> None:
    assert days_of(DayRange.EXPIRY_WEEK, date(2026, 3, 2), [CALL, OLD]) == (date(2025, 11, 24), CALL.expiry)


def test_a_month_that_expired_on_a_saturday_has_its_last_trading_day() -> None:
    saturday = Contract("SPY", date(2014, 6, 21), "C", 190_000)
    assert days_of(DayRange.EXPIRY_DAY, FRIDAY, [saturday]) == (date(2014, 6, 20), saturday.expiry)


def test_a_range_that_has_begun_ends_today() -> None:
    assert days_of(DayRange.MONTH_TO_EXPIRY, FRIDAY, [CALL]) == (date(2025, 11, 19), FRIDAY)


@pytest.mark.parametrize(
    ("wanted", "latest", "contracts", "words"),
    [
        (DayRange.EXPIRY_WEEK, FRIDAY, [CALL], "still to come: begins 2025-12-15"),
        (DayRange.EXPIRY_DAY, FRIDAY, [], "write a contract first"),
        (DayRange.THIS_WEEK, date(2025, 9, 1), [], "no trading day yet"),
        (DayRange.THIS_MONTH, date(2026, 1, 1), [], "no trading day yet"),
    ],
)
def test_a_range_without_a_day_says_why(wanted: DayRange, latest: date, contracts: list[Contract], words: str) -> None:
    with pytest.raises(DayRangeError, match=words):
        days_of(wanted, latest, contracts)


def test_a_whole_life_is_no_longer_than_may_be_asked() -> None:
    start, end = days_of(DayRange.WHOLE_LIFE, FRIDAY, [CALL])
    assert (end - start).days == MAX_DAYS - 1
    assert end == FRIDAY
    AtTimeQuestion((CALL,), start, end, (0,), latest=FRIDAY)


@given(st.sampled_from(OF_CALENDAR), DAYS)
def test_every_range_can_be_asked(wanted: DayRange, latest: date) -> None:
    try:
        start, end = days_of(wanted, latest)
    except DayRangeError:
        return
    assert start <= end <= latest
    assert is_trading_day(end)


@given(DAYS)
def test_last_days_are_counted_in_trading_days(latest: date) -> None:
    for wanted, count in ((DayRange.LAST_5, 5), (DayRange.LAST_20, 20)):
        assert len(trading_days(*days_of(wanted, latest))) == count


@given(st.sampled_from(OF_CONTRACTS), DAYS, st.integers(0, 900))
def test_every_range_of_a_contract_can_be_asked(wanted: DayRange, latest: date, ahead: int) -> None:
    contract = Contract("SPY", latest + timedelta(days=ahead - 450), "C", 1000)
    try:
        start, end = days_of(wanted, latest, [contract])
    except DayRangeError:
        assert contract.expiry > latest or contract.expiry < EARLIEST
        return
    assert start <= end <= min(latest, contract.expiry)

"""Expiry dates in the words of people."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.contract import ContractError
from models.expiries import EXPIRY, read_expiry, read_yymmdd

TODAY = date(2025, 12, 1)
FORMS = (
    "%d%b%y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d %b '%y",
    "%b %d %Y",
    "%B %d, %y",
    "%b-%d-%Y",
    "%Y-%m-%d",
    "%Y%m%d",
    "%m/%d/%y",
)


@pytest.mark.parametrize("form", FORMS)
@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_with_a_year_is_read_in_every_form(form: str, day: date) -> None:
    text = day.strftime(form).upper()

    assert re.fullmatch(EXPIRY, text)
    assert read_expiry(text, TODAY) == day


@given(today=st.dates(date(2000, 1, 1), date(2090, 12, 31)), day=st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_without_a_year_it_is_the_next_such_day(today: date, day: date) -> None:
    read = read_expiry(f"{day.month}/{day.day}", today)

    assert (read.month, read.day) == (day.month, day.day)
    assert 0 <= (read - today).days <= (8 * 366 if (day.month, day.day) == (2, 29) else 366)


def test_six_digits_are_year_first_unless_that_is_no_date() -> None:
    assert read_expiry("251219", TODAY) == date(2025, 12, 19)
    assert read_expiry("121925", TODAY) == date(2025, 12, 19)
    assert read_expiry("111012", TODAY) == date(2011, 10, 12)
    with pytest.raises(ContractError, match=r"write the date in words"):
        read_expiry("120122", TODAY)


def test_what_is_no_date_is_refused() -> None:
    for text in ("", "TOMORROW", "13/13/25", "2100-01-01", "999999"):
        with pytest.raises(ContractError, match="not a date"):
            read_expiry(text, TODAY)
    with pytest.raises(ContractError, match="YYMMDD"):
        read_yymmdd("121925")

"""Times, ages and days as people write and read them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clock import DAY_MS, time_text
from models.contract import Contract
from models.queries import AtTimeAnswer, AtTimeQuery, QueryError, missing_days
from models.query_text import age_text, closed_text, day_text, no_trading_day, parse_time, range_text, summary
from models.status import Source


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("9:30", 34_200_000),
        (" 09:30:00 ", 34_200_000),
        ("09:30:00.5", 34_200_500),
        ("09:30:00,125", 34_200_125),
        ("0:00", 0),
        ("23:59:59.999", DAY_MS - 1),
    ],
)
def test_times_of_day_are_read(text: str, ms: int) -> None:
    assert parse_time(text) == ms


@given(st.integers(0, DAY_MS - 1))
def test_a_written_time_reads_back(ms: int) -> None:
    assert parse_time(time_text(ms)) == ms


@pytest.mark.parametrize("text", ["", "24:00", "12:60", "12:00:60", "noon", "12", "12:00:00.1234", "-1:00", "٣:٠٠"])
def test_what_is_no_time_of_day_is_said_with_an_example(text: str) -> None:
    with pytest.raises(QueryError, match="not a time of day") as caught:
        parse_time(text)
    assert caught.value.field == "at_ms"


@pytest.mark.parametrize(
    ("age_ms", "text"),
    [
        (0, "0.000 s"),
        (336, "0.336 s"),
        (59_999, "59.999 s"),
        (252_000, "4 m 12 s"),
        (3_599_999, "59 m 59 s"),
        (7_500_000, "2 h 05 m"),
        (-1500, "-1.500 s"),
    ],
)
def test_ages(age_ms: int, text: str) -> None:
    assert age_text(age_ms) == text


def test_days_and_why_the_market_is_closed() -> None:
    assert day_text(date(2024, 6, 14)) == "Fri 14 Jun 24"
    assert closed_text(date(2024, 6, 15)) == "weekend"
    assert closed_text(date(2024, 6, 19)).startswith("Juneteenth")
    assert closed_text(date(2024, 6, 14)) == ""


def test_a_range_without_a_trading_day_says_why() -> None:
    assert no_trading_day(date(2024, 6, 14), date(2024, 6, 15)) == ""
    said = no_trading_day(date(2024, 6, 15), date(2024, 6, 16))
    assert said == "No trading day: Sat 15 Jun 24 (weekend), Sun 16 Jun 24 (weekend)"


def test_ranges_and_summaries() -> None:
    contract = Contract("SPY", date(2024, 6, 21), "C", 500_000)
    day = AtTimeQuery(contract, date(2024, 6, 14), date(2024, 6, 14), 43_200_000)
    days = AtTimeQuery(contract, date(2024, 6, 14), date(2024, 6, 17), 43_200_000, regular_hours=False)
    assert range_text(day) == "Fri 14 Jun 24 at 12:00:00.000 ET, regular hours"
    assert range_text(days) == "Fri 14 Jun 24 to Mon 17 Jun 24 at 12:00:00.000 ET, all hours"
    assert summary(AtTimeAnswer(days, "", Source.LIVE, (), missing_days(days, ()))) == "0 trades, 2 days without one"

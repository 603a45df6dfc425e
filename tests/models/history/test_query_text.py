"""Times, ages and days as people write and read them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clock import DAY_MS, time_text
from models.contract import Contract
from models.history.answers import Counts
from models.history.queries import AtTimeQuery, AtTimeQuestion, QueryError
from models.history.query_text import (
    age_text,
    closed_text,
    contracts_text,
    counts_text,
    day_text,
    no_trading_day,
    parse_time,
    parse_times,
    range_text,
    times_text,
)


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
    assert caught.value.field == "times"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("09:30, 12:00, 15:59:59.999", (34_200_000, 43_200_000, 57_599_999)),
        ("12:00;9:30", (34_200_000, 43_200_000)),
        ("12:00,9:30,", (34_200_000, 43_200_000)),
        ("  12:00  9:30 ,\n12:00:00.000", (34_200_000, 43_200_000)),
        ("09:30:00,125, 12:00", (34_200_125, 43_200_000)),
        ("09:30:00,125,12:00", (34_200_125, 43_200_000)),
        ("09:30,10:00", (34_200_000, 36_000_000)),
    ],
)
def test_several_times_of_day_are_read_sorted_and_each_once(text: str, times: tuple[int, ...]) -> None:
    assert parse_times(text) == times


@given(st.lists(st.integers(0, DAY_MS - 1), min_size=1))
def test_written_times_read_back(times: list[int]) -> None:
    assert parse_times(times_text(times)) == tuple(sorted(set(times)))


@pytest.mark.parametrize(("text", "word"), [("", "write a time"), (" ,; ", "write a time"), ("9:30, noon", "“noon”")])
def test_what_is_wrong_in_a_list_of_times_is_named(text: str, word: str) -> None:
    with pytest.raises(QueryError, match=word) as caught:
        parse_times(text)
    assert caught.value.field == "times"


def test_times_are_written_no_longer_than_needed() -> None:
    assert times_text((0, 34_200_000, 34_200_500, 43_205_000, 36_600_000)) == (
        "00:00, 09:30, 09:30:00.5, 12:00:05, 10:10"
    )


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


def test_ranges_and_contracts_are_written_in_a_line() -> None:
    contract, other = (Contract("SPY", date(2024, 6, 21), right, 500_000) for right in "CP")
    day = AtTimeQuery(contract, date(2024, 6, 14), date(2024, 6, 14), 43_200_000)
    days = AtTimeQuestion(
        (contract, other), date(2024, 6, 14), date(2024, 6, 17), (34_200_000, 43_200_000), regular_hours=False
    )
    assert range_text(day) == "Fri 14 Jun 24 at 12:00:00.000 ET, regular hours"
    assert range_text(days) == "Fri 14 Jun 24 to Mon 17 Jun 24 at 09:30:00.000, 12:00:00.000 ET, all hours"
    assert contracts_text((contract,)) == "SPY 21 Jun 24 500 C"
    assert contracts_text((contract, other)) == "SPY 21 Jun 24 500 C and 1 more"


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        (Counts(trades=1, without=0, parts=1, done=1, failed=0), "1 trade"),
        (Counts(trades=7_400, without=100, parts=360, done=360, failed=0), "7,400 trades, 100 without one"),
        (Counts(trades=0, without=1, parts=36, done=24, failed=2), "0 trades, 1 without one, 12 of 36 parts left"),
    ],
)
def test_the_counts_of_a_question_are_written_in_a_line(counts: Counts, text: str) -> None:
    assert counts_text(counts) == text

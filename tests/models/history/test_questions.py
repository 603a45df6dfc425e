"""Questions of several contracts, months and times: what they are made of, and how they are cut into parts."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.contract import Contract
from models.history.queries import MAX_ANSWERS, AtTimeQuestion, QueryError, TradesQuery, market_today
from models.trading_days import trading_days

NOON = 43_200_000
JUNE, JULY = (Contract("SPY", date(2024, month, 19), "C", 500_000) for month in (6, 7))
DAYS = st.dates(date(2019, 1, 1), date(2024, 12, 31))
CONTRACTS = st.builds(Contract, st.sampled_from(["SPY", "SPXW"]), DAYS, st.sampled_from("CP"), st.integers(1, 10**6))


@st.composite
def questions(draw: st.DrawFn) -> AtTimeQuestion:
    """Any question that may be asked, of not too many days."""
    start = draw(DAYS)
    contracts = draw(st.lists(CONTRACTS, min_size=1, max_size=3))
    last = max(contract.expiry for contract in contracts)
    start = min(start, last)
    end = start + timedelta(days=draw(st.integers(0, 150)))
    times = draw(st.lists(st.integers(0, 86_399_999), min_size=1, max_size=3))
    return AtTimeQuestion(tuple(contracts), start, end, tuple(times), draw(st.booleans()))


def ask(
    *contracts: Contract, start: date = date(2024, 6, 3), end: date = date(2024, 6, 4), times: tuple[int, ...] = (NOON,)
) -> AtTimeQuestion:
    return AtTimeQuestion(contracts, start, end, times)


@given(questions())
def test_parts_cover_every_trading_day_of_every_contract_and_time_exactly_once(question: AtTimeQuestion) -> None:
    covered = Counter(
        (part.contract, day, part.at_ms) for part in question.parts() for day in trading_days(part.start, part.end)
    )
    assert covered == Counter(
        (contract, day, at_ms)
        for contract in question.contracts
        for day in trading_days(question.start, min(question.end, contract.expiry))
        for at_ms in question.times_ms
    )


@given(questions())
def test_a_part_is_never_longer_than_a_month_and_never_without_a_trading_day(question: AtTimeQuestion) -> None:
    for part in question.parts():
        assert (part.start.year, part.start.month) == (part.end.year, part.end.month)
        assert trading_days(part.start, part.end)
        assert part.end <= part.contract.expiry
        assert part.regular_hours == question.regular_hours


def test_parts_go_by_contract_then_month_then_time() -> None:
    question = ask(JULY, JUNE, start=date(2024, 5, 30), end=date(2024, 6, 30), times=(NOON, 34_200_000))
    assert [(part.contract, part.start, part.at_ms) for part in question.parts()] == [
        (contract, start, at_ms)
        for contract in (JULY, JUNE)
        for start in (date(2024, 5, 30), date(2024, 6, 1))
        for at_ms in (34_200_000, NOON)
    ]
    assert {part.end for part in question.parts()} == {date(2024, 5, 31), date(2024, 6, 30), JUNE.expiry}


def test_contracts_and_times_that_are_given_twice_are_asked_once() -> None:
    question = ask(JULY, JUNE, JULY, times=(NOON, 1, NOON))
    assert (question.contracts, question.times_ms) == ((JULY, JUNE), (1, NOON))


def test_one_contract_that_had_expired_does_not_keep_the_others_from_being_asked() -> None:
    question = ask(JUNE, JULY, start=date(2024, 7, 1), end=date(2024, 7, 3))
    assert {part.contract for part in question.parts()} == {JULY}


def test_a_range_without_a_trading_day_leaves_nothing_to_ask() -> None:
    assert ask(JULY, start=date(2024, 6, 15), end=date(2024, 6, 16)).parts() == ()


def test_a_market_that_is_ahead_of_the_wall_clock_may_be_asked_for_its_own_day() -> None:
    ahead = market_today() + timedelta(400)
    ahead -= timedelta(max(ahead.weekday() - 3, 0))
    question = AtTimeQuestion((Contract("SPY", ahead, "C", 1),), ahead, ahead, (NOON,), latest=ahead)
    assert [part.end for part in question.parts()] in ([ahead], [])  # it may be a holiday


@pytest.mark.parametrize(
    ("question", "field", "words"),
    [
        (lambda: ask(), "contracts", "write an option"),
        (lambda: ask(JUNE, times=()), "times", "write a time of day"),
        (lambda: ask(JUNE, times=(NOON, 86_400_000)), "times", "23:59:59.999"),
        (lambda: ask(JUNE, end=date(2024, 6, 2)), "end", "before the first"),
        (lambda: ask(JUNE, start=date(2009, 12, 31)), "start", "no history"),
        (lambda: ask(JUNE, start=date(2024, 6, 20), end=date(2024, 6, 20)), "start", "SPY 19 Jun 24 500 C had expired"),
        (lambda: ask(JUNE, JULY, start=date(2024, 8, 1), end=date(2024, 8, 1)), "start", "all of these had expired"),
        (lambda: ask(JUNE, end=market_today() + timedelta(1)), "end", "future"),
        (lambda: ask(JUNE, start=date(2024, 1, 2), end=date(2024, 6, 3), times=tuple(range(1000))), "end", "106,000"),
        (lambda: ask(JUNE, end=date(2024, 7, 3), times=tuple(range(2501))), "contracts", "5,002 requests"),
    ],
)
def test_a_question_that_cannot_be_asked_names_its_field(question: object, field: str, words: str) -> None:
    assert callable(question)
    with pytest.raises(QueryError) as caught:
        question()
    assert caught.value.field == field
    assert words in caught.value.message


def test_the_largest_question_is_that_of_the_limit() -> None:
    days = trading_days(date(2024, 5, 1), date(2024, 5, 31))
    question = ask(JUNE, start=days[0], end=days[-1], times=tuple(range(MAX_ANSWERS // len(days))))
    assert len(question.times_ms) == len(question.parts()) == MAX_ANSWERS // len(days)


@pytest.mark.parametrize(
    ("day", "from_ms", "to_ms", "field"),
    [
        (date(2024, 6, 20), 0, 1, "start"),
        (date(2024, 6, 3), -1, 1, "times"),
        (date(2024, 6, 3), 0, 86_400_000, "times"),
        (date(2024, 6, 3), 2, 1, "times"),
    ],
)
def test_a_stretch_of_a_day_that_cannot_be_asked_for_names_its_field(
    day: date, from_ms: int, to_ms: int, field: str
) -> None:
    with pytest.raises(QueryError) as caught:
        TradesQuery(JUNE, day, from_ms, to_ms)
    assert caught.value.field == field

"""What is known of a question: what comes is added, what fails is said, and nothing is told twice."""

from dataclasses import replace
from datetime import date

import pytest

from models.clock import utc_ms
from models.contract import Contract
from models.history.answers import Answers, Entry
from models.history.missing_days import missing_days
from models.history.queries import AtTimeAnswer, AtTimeQuery, AtTimeQuestion, HistoryError, HistoryFailure, Missing
from models.history.query_text import counts_text
from models.history.weekdays import weekdays
from models.status import Source
from tests.models.history.made_history import made_row

SPY = Contract("SPY", date(2024, 6, 21), "C", 500_000)
QQQ = Contract("QQQ", date(2024, 7, 19), "P", 400_000)
NOON, OPEN = 43_200_000, 34_200_000


def question(start: date, end: date, *contracts: Contract, times: tuple[int, ...] = (NOON,)) -> AtTimeQuestion:
    return AtTimeQuestion(contracts or (SPY,), start, end, times)


def answer(part: AtTimeQuery, note: str = "") -> AtTimeAnswer:
    days = [day for day, holiday in weekdays(part.start, part.end) if not holiday]
    rows = tuple(row for day in days if (row := made_row(part.contract, day, part.at_ms)))
    return AtTimeAnswer(part, "test", Source.LIVE, rows, missing_days(part, {row.day for row in rows}), note)


def lacks(answers: Answers) -> list[tuple[date, Missing]]:
    return [(entry.day, entry.missing.reason) for entry in answers.entries if entry.missing]


def test_every_weekday_of_a_part_gets_an_entry_in_order_of_days() -> None:
    answers = Answers(question(date(2024, 6, 14), date(2024, 6, 20)))
    (part,) = answers.left()
    given = answer(part)
    answers.add(given)
    assert [entry.day.day for entry in answers.entries] == [14, 17, 18, 19, 20]
    assert [entry.row for entry in answers.entries if entry.row] == list(given.rows)
    assert (date(2024, 6, 19), Missing.HOLIDAY) in lacks(answers)
    assert all(entry.answer is given for entry in answers.entries)
    assert answers.complete


def test_days_that_the_source_says_nothing_of_are_days_without_a_trade() -> None:
    answers = Answers(question(date(2024, 6, 13), date(2024, 6, 14)))
    (part,) = answers.left()
    answers.add(replace(answer(part), rows=(), missing=()))
    assert lacks(answers) == [(date(2024, 6, 13), Missing.NO_TRADE), (date(2024, 6, 14), Missing.NO_TRADE)]


def test_an_answer_that_comes_twice_is_taken_once() -> None:
    answers = Answers(question(date(2024, 6, 13), date(2024, 6, 14)))
    (part,) = answers.left()
    answers.add(answer(part))
    before = list(answers.entries)
    answers.add(answer(part))
    answers.fail(part, HistoryError(HistoryFailure.REFUSED, "late"))
    assert list(answers.entries) == before
    assert not answers.failures


def test_an_answer_to_another_question_is_not_taken() -> None:
    answers = Answers(question(date(2024, 6, 13), date(2024, 6, 14)))
    answers.add(answer(AtTimeQuery(SPY, date(2024, 6, 13), date(2024, 6, 13), NOON)))
    assert not answers.entries


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (HistoryFailure.PERMISSION, Missing.NOT_PERMITTED),
        (HistoryFailure.NO_DATA, Missing.UNKNOWN_ROOT),
        (HistoryFailure.REFUSED, Missing.FAILED),
    ],
)
def test_a_failure_for_good_says_so_on_every_day_but_holidays(kind: HistoryFailure, reason: Missing) -> None:
    answers = Answers(question(date(2024, 6, 18), date(2024, 6, 20)))
    (part,) = answers.left()
    answers.fail(part, HistoryError(kind, "what to do"))
    assert [lack for _, lack in lacks(answers)] == [reason, Missing.HOLIDAY, reason]
    assert [entry.missing.why for entry in answers.entries if entry.missing] == [
        "what to do",
        "Juneteenth National Independence Day",
        "what to do",
    ]
    assert answers.complete
    assert [error.message for error in answers.failures.values()] == ["what to do"]


@pytest.mark.parametrize("kind", [HistoryFailure.TIMEOUT, HistoryFailure.UNREADABLE, HistoryFailure.FAILED])
def test_a_failure_that_may_pass_leaves_the_part_to_be_asked_again(kind: HistoryFailure) -> None:
    answers = Answers(question(date(2024, 6, 18), date(2024, 6, 20)))
    (part,) = answers.left()
    answers.fail(part, HistoryError(kind, "try again"))
    assert answers.left() == (part,)
    assert not answers.entries
    assert answers.counts.failed == 1
    answers.add(answer(part))
    assert not answers.failures
    assert answers.complete


def test_a_time_that_the_market_has_not_reached_is_not_answered_by_an_older_trade() -> None:
    answers = Answers(question(date(2024, 6, 13), date(2024, 6, 19)), lambda _: utc_ms(date(2024, 6, 17), NOON - 1))
    answers.add(answer(answers.left()[0]))
    ahead = [day for day, reason in lacks(answers) if reason is Missing.NOT_REACHED]
    assert ahead == [date(2024, 6, 17), date(2024, 6, 18)]
    assert lacks(answers)[-1] == (date(2024, 6, 19), Missing.HOLIDAY)


def test_what_nobody_needs_to_be_asked_is_known_at_once() -> None:
    answers = Answers(question(date(2024, 6, 19), date(2024, 6, 19), times=(OPEN, NOON)))
    assert answers.complete
    assert [(entry.day, entry.asked_ms) for entry in answers.entries] == [
        (date(2024, 6, 19), OPEN),
        (date(2024, 6, 19), NOON),
    ]
    assert {reason for _, reason in lacks(answers)} == {Missing.HOLIDAY}


def test_a_contract_that_expires_on_the_way_is_said_to_once_a_time() -> None:
    answers = Answers(question(date(2024, 6, 20), date(2024, 6, 28), SPY, QQQ))
    (entry,) = answers.entries
    assert (entry.contract, entry.day) == (SPY, date(2024, 6, 24))
    assert entry.missing
    assert entry.missing.reason is Missing.EXPIRED
    assert "5 trading days after it" in entry.missing.why


def test_days_that_hold_no_weekday_leave_nothing_to_say() -> None:
    answers = Answers(question(date(2024, 6, 15), date(2024, 6, 16)))
    assert answers.complete
    assert not answers.entries


def test_the_counts_say_how_far_a_question_is() -> None:
    answers = Answers(question(date(2024, 6, 3), date(2024, 7, 3), SPY, QQQ))
    assert counts_text(answers.counts) == "0 trades, 1 without one, 3 of 3 parts left"
    for part in answers.left():
        answers.add(answer(part, note="a word"))
    counts = answers.counts
    assert counts.trades == sum(entry.row is not None for entry in answers.entries)
    assert counts.trades + counts.without == len(answers.entries)
    assert (counts.parts, counts.done, counts.failed) == (3, 3, 0)
    assert counts_text(counts) == f"{counts.trades} trades, {counts.without} without one"
    assert answers.notes == ("a word",)


def test_entries_that_are_there_stay_as_they_are() -> None:
    answers = Answers(question(date(2024, 5, 1), date(2024, 6, 21)))
    seen: list[Entry] = []
    for part in answers.left():
        answers.add(answer(part))
        assert list(answers.entries[: len(seen)]) == seen
        seen = list(answers.entries)

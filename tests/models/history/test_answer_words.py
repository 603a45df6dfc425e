"""What is said of a question that runs or has ended."""

from dataclasses import replace

import pytest

from models.history.answer_words import cancelled, ended, running_text
from models.history.answers import Answers
from models.history.inquiring import Progress
from models.history.queries import HistoryError, HistoryFailure
from tests.models.history.made_answers import QQQ_C, SPY_C, SPY_P, answer, answers, question

LOST = HistoryError(HistoryFailure.DISCONNECTED, "The terminal has lost its connection.", "HTTP 474")
REFUSED = HistoryError(HistoryFailure.PERMISSION, "This needs a subscription.", "HTTP 471")


def test_a_running_question_says_how_far_it_is_how_long_and_what_it_waits_for() -> None:
    assert running_text(Progress(0, 1, ""), 0) == "0 of 1 part"
    told = running_text(Progress(130, 390, "The terminal is busy: trying again (2 of 5)"), 12)
    assert told == "130 of 390 parts · 12 s · The terminal is busy: trying again (2 of 5)"


def test_a_cancel_says_what_is_there_and_offers_the_rest() -> None:
    made = Answers(question(SPY_C, SPY_P, QQQ_C))
    assert cancelled(made).title == "Cancelled"
    made.add(answer(made.left()[0]))
    ending = cancelled(made)
    assert ending.title == "Cancelled after 1 of 3 parts"
    assert "The other 2 parts can still be asked for" in ending.text
    assert ending.again == "Resume"


def test_a_failure_of_all_says_what_helps_and_offers_the_rest() -> None:
    made = Answers(question(SPY_C, SPY_P))
    ending = ended(made, LOST)
    assert (ending.title, ending.text, ending.role, ending.again) == ("No answer", LOST.message, "error", "Try again")
    assert ending.detail == "HTTP 474"
    made.add(answer(made.left()[0]))
    ending = ended(made, LOST)
    assert (ending.title, ending.again) == ("Stopped after 1 of 2 parts", "Try the rest again")


def test_parts_that_failed_are_counted_and_the_first_says_why() -> None:
    made = Answers(question(SPY_C, SPY_P, QQQ_C))
    first, second, third = made.left()
    made.add(answer(first))
    made.fail(second, REFUSED)
    made.fail(third, LOST)
    ending = ended(made, None)
    assert ending.title == "2 of 3 parts without an answer"
    assert ending.text.startswith("SPY 20 Sep 24 500 P, Mon 10 Jun 24 to Fri 21 Jun 24: This needs a subscription.")
    assert "1 other part failed for another reason" in ending.text
    assert ending.again == "Try the rest again"


def test_the_only_part_that_failed_is_all_of_the_question() -> None:
    made = Answers(question(SPY_C))
    made.fail(made.left()[0], LOST)
    ending = ended(made, None)
    assert (ending.title, ending.text, ending.role, ending.again) == ("No answer", LOST.message, "error", "Try again")


def test_what_failed_for_good_is_not_offered_again() -> None:
    made = Answers(question(SPY_C))
    made.fail(made.left()[0], REFUSED)
    ending = ended(made, None)
    assert (ending.again, ending.role) == ("", "error")


@pytest.mark.parametrize(("without", "title"), [((), ""), (range(1, 31), "No trade was found")])
def test_a_whole_answer_needs_few_words(without: range, title: str) -> None:
    assert ended(answers(SPY_C, without=without), None).title == title


def test_what_the_source_says_is_marked_as_its_words() -> None:
    made = Answers(question(SPY_C, SPY_P))
    first, second = made.left()
    made.add(answer(first))
    made.add(replace(answer(second, range(1, 31)), note="No data."))
    assert ended(made, None).text == "The source says of some parts: “No data.”"

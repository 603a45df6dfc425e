"""The questions that are kept, and the file that keeps them."""

from datetime import date
from pathlib import Path

import pytest

from models.history.day_ranges import DayRange
from models.history.queries import QueryError
from models.history.question_book import MOST_RECENT, QuestionBook, QuestionNameError, SavedQuestion

NOON = SavedQuestion(("O:SPY251219C00650000",), date(2025, 12, 1), date(2025, 12, 5), "12:00")
WEEK = SavedQuestion(
    ("O:SPY251219C00650000", "O:SPY251219P00640000"),
    date(2025, 12, 1),
    date(2025, 12, 5),
    "09:30, 15:59:59.999",
    regular_hours=False,
    days=DayRange.LAST_5,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "questions.json"


def numbered(number: int) -> SavedQuestion:
    return SavedQuestion(NOON.contracts, NOON.start, NOON.end, f"12:{number:02d}")


def test_what_is_kept_is_there_at_the_next_start(path: Path) -> None:
    book = QuestionBook(path)
    book.note(NOON)
    book.save("Close of the week", WEEK)
    again = QuestionBook(path)
    assert again.recent == (NOON,)
    assert [(known.name, known.question) for known in again.favourites] == [("Close of the week", WEEK)]
    assert again.problem == ""


def test_the_newest_stands_first_and_each_question_once(path: Path) -> None:
    book = QuestionBook(path)
    for number in (1, 2, 1):
        book.note(numbered(number))
    assert book.recent == (numbered(1), numbered(2))
    for number in range(40):
        book.note(numbered(number))
    assert len(book.recent) == MOST_RECENT
    assert book.recent[0] == numbered(39)


def test_a_question_that_was_asked_keeps_its_days_and_a_favourite_their_name(path: Path) -> None:
    book = QuestionBook(path)
    book.note(WEEK)
    book.save("week", WEEK)
    assert book.recent[0].days is None
    assert book.favourites[0].question.days is DayRange.LAST_5


def test_a_name_that_is_taken_is_kept_anew_in_its_place(path: Path) -> None:
    book = QuestionBook(path)
    for name, question in (("one", NOON), ("two", WEEK), (" ONE ", WEEK)):
        book.save(name, question)
    assert [(known.name, known.question) for known in book.favourites] == [("ONE", WEEK), ("two", WEEK)]


def test_favourites_are_renamed_and_removed(path: Path) -> None:
    book = QuestionBook(path)
    book.save("one", NOON)
    book.save("two", WEEK)
    book.rename("one", "first")
    book.remove("two")
    assert [known.name for known in QuestionBook(path).favourites] == ["first"]
    book.note(NOON)
    book.forget_recent()
    assert QuestionBook(path).recent == ()


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "two\nlines"])
def test_a_bad_name_changes_nothing(path: Path, name: str) -> None:
    book = QuestionBook(path)
    with pytest.raises(QuestionNameError):
        book.save(name, NOON)
    assert book.favourites == ()
    assert not path.exists()


def test_two_cannot_have_one_name_and_none_can_be_missing(path: Path) -> None:
    book = QuestionBook(path)
    book.save("one", NOON)
    book.save("two", WEEK)
    with pytest.raises(QuestionNameError, match="Two questions have the name"):
        book.rename("one", "Two")
    with pytest.raises(QuestionNameError, match="“three”"):
        book.remove("three")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"recent": [{"contracts": ["nonsense"], "start": "2025-12-01", "end": "2025-12-01", "times": "12:00"}]}',
        '{"recent": [{"contracts": [], "start": "2025-12-01", "end": "2025-12-01", "times": "noon"}]}',
        '{"favourites": [{"name": "", "question": null}]}',
    ],
)
def test_a_broken_file_is_said_and_kept(path: Path, text: str) -> None:
    path.write_text(text)
    book = QuestionBook(path)
    assert str(path) in book.problem
    copy = book.note(NOON)
    assert copy is not None
    assert copy.read_text() == text
    assert QuestionBook(path).recent == (NOON,)
    assert book.problem == ""


def test_a_question_says_what_it_is() -> None:
    assert NOON.title == "SPY 19 Dec 25 650 C · Mon 01 Dec 25 to Fri 05 Dec 25 · 12:00"
    assert WEEK.title == "SPY 19 Dec 25 650 C and 1 more · last 5 days · 09:30, 15:59:59.999 · all hours"


def test_nobody_keeps_what_cannot_be_asked() -> None:
    with pytest.raises(QueryError):
        SavedQuestion((), NOON.start, NOON.end, "noon")

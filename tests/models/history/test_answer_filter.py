"""The filter above a table of answers."""

import pytest

from models.history.answer_columns import AnswerColumns
from models.history.answer_filter import HINT, AnswerFilterError, parse_answer_filter
from models.history.answers import Answers
from tests.models.history.made_answers import NOON_MS, OPEN_MS, QQQ_C, SPY_C, SPY_P, answer, question

HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def columns() -> AnswerColumns:
    """Three contracts, two times, 9 trading days and a holiday; on the 14th nothing traded."""
    made = Answers(question(SPY_C, SPY_P, QQQ_C, times=(OPEN_MS, NOON_MS)))
    for part in made.left():
        late = part.contract is SPY_P
        made.add(
            answer(
                part,
                (14,),
                price=1.25 if late else 41.71,
                size=500 if late else 2,
                trade_ms=part.at_ms - (2 * HOUR_MS if late else 336),
                venue="CBOE" if late else "ISE",
            )
        )
    filled = AnswerColumns(made.question.contracts)
    filled.extend(made.entries)
    return filled


def passing(columns: AnswerColumns, text: str) -> int:
    return int(parse_answer_filter(text).mask(columns).sum())


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", 60),
        ("SPY", 40),
        ("spy c", 20),
        ("puts", 20),
        ("!spy", 20),
        ("missing", 12),
        ("traded", 48),
        ("holiday", 6),
        ("Juneteenth", 6),
        ("missing !holiday", 6),
        ("2024-06-14", 6),
        ("fri", 12),
        ("cboe", 16),
        ("O:SPY240920C00500000", 20),
        ("SPY 20 Sep 24 500 C", 20),
        ("price>=1 price<2", 16),
        ("price = 41.71", 32),
        ("size=100..1k", 16),
        ("age<5m", 32),
        ("age>=2h", 16),
        ("age<1", 32),
        ("!age<5m", 28),
        ("premium>50k", 16),
        ("strike=450", 20),
        ("day>=2024-06-20", 12),
        ("asked=12:00", 30),
        ("traded<09:30", 24),
        ("nothing of this", 0),
    ],
)
def test_words_and_limits_say_which_rows_are_shown(columns: AnswerColumns, text: str, rows: int) -> None:
    assert passing(columns, text) == rows


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prize>1", "limits are on price, size"),
        ("price>x", "is no number"),
        ("price=2..1", "the first value must be below"),
        ("age<soon", "write 30s, 5m or 2h"),
        ("age<", "an age is missing"),
        ("day>x", "is no date"),
        ("O:SPY249920C00500000", "99"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, words: str) -> None:
    with pytest.raises(AnswerFilterError, match=words):
        parse_answer_filter(text)


def test_the_hint_can_be_read() -> None:
    assert len(parse_answer_filter(HINT).tests) == 6


def test_nothing_passes_where_there_is_nothing() -> None:
    assert len(parse_answer_filter("SPY missing price>1 cboe").mask(AnswerColumns())) == 0

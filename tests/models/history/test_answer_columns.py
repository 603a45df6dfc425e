"""Answers as columns, and their order."""

import pytest

from models.history.answer_columns import AnswerColumns, ordered
from models.history.answers import Answers, Entry
from tests.models.history.made_answers import FIRST, NOON_MS, OPEN_MS, QQQ_C, SPY_C, SPY_P, answer, answers, question


def filled(made: Answers) -> AnswerColumns:
    columns = AnswerColumns(made.question.contracts)
    columns.extend(made.entries)
    return columns


def in_order(columns: AnswerColumns, key: str, *, descending: bool = False) -> list[Entry]:
    return [columns.entries[number] for number in ordered(columns, key, descending=descending).tolist()]


def test_the_natural_order_is_by_contract_as_asked_for_then_day_and_time() -> None:
    columns = filled(answers(SPY_P, QQQ_C, SPY_C, times=(NOON_MS, OPEN_MS)))
    found = [(entry.contract, entry.day, entry.asked_ms) for entry in in_order(columns, "natural")]
    wanted = [SPY_P, QQQ_C, SPY_C]
    assert found == sorted(found, key=lambda place: (wanted.index(place[0]), place[1], place[2]))
    assert found[:3] == [(SPY_P, FIRST, OPEN_MS), (SPY_P, FIRST, NOON_MS), (SPY_P, FIRST.replace(day=11), OPEN_MS)]


@pytest.mark.parametrize("descending", [False, True])
def test_what_has_no_value_comes_last_in_either_direction(descending: bool) -> None:
    made = Answers(question(SPY_C, SPY_P))
    for part, price in zip(made.left(), (2.0, 1.0), strict=True):
        made.add(answer(part, (14,), price=price))
    entries = in_order(filled(made), "price", descending=descending)
    prices = [entry.row.price for entry in entries if entry.row]
    assert prices == sorted(prices, reverse=descending)
    assert [entry.row for entry in entries[-4:]] == [None] * 4


def test_texts_are_sorted_as_words_and_contracts_as_contracts() -> None:
    made = Answers(question(SPY_P, SPY_C, QQQ_C))
    for part, venue in zip(made.left(), ("PHLX", "ARCA", "ISE"), strict=True):
        made.add(answer(part, venue=venue))
    columns = filled(made)
    venues = [entry.row.venue for entry in in_order(columns, "venue") if entry.row]
    assert venues == sorted(venues)
    assert in_order(columns, "venue")[-1].row is None
    contracts = [entry.contract for entry in in_order(columns, "contract")]
    assert contracts == sorted(contracts)


def test_the_multiplier_makes_the_premium() -> None:
    made = answers(SPY_C)
    columns = AnswerColumns(made.question.contracts, lambda _contract: 10.0)
    columns.extend(made.entries)
    assert columns.table.premium[0] == pytest.approx(41.71 * 2 * 10)


def test_columns_grow() -> None:
    made = Answers(question(SPY_C, SPY_P))
    columns = AnswerColumns(made.question.contracts)
    for part in made.left():
        known = len(columns)
        made.add(answer(part))
        columns.extend(made.entries[known:])
    assert len(columns) == len(made.entries) == len(columns.natural())

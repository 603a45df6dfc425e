"""The table of an answer: its cells, its order, its filter, and how it grows."""

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from models.history.answer_columns import AnswerColumns
from models.history.answer_filter import parse_answer_filter
from models.history.answers import Answers
from models.qt.answer_cells import COLUMNS, KEYS
from models.qt.answer_model import NATURAL, AnswerModel
from models.status import Source
from tests.models.history.made_answers import NOON_MS, OPEN_MS, QQQ_C, SPY_C, SPY_P, answer, answers, question


@pytest.fixture
def model() -> AnswerModel:
    made = AnswerModel()
    made.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        made, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return made


def show(model: AnswerModel, made: Answers, multiplier: float = 100.0) -> None:
    model.show(made, AnswerColumns(made.question.contracts, lambda _contract: multiplier))


def one(**changes: object) -> Answers:
    """A contract on the days of two weeks; on the 11th nothing traded."""
    made = Answers(question(SPY_C))
    made.add(answer(made.left()[0], (11,), **changes))  # type: ignore[arg-type]
    return made


def texts(model: AnswerModel, row: int) -> dict[str, str]:
    return {key: model.data(model.index(row, column)) for column, key in enumerate(KEYS)}


def column(model: AnswerModel, key: str) -> list[str]:
    return [texts(model, row)[key] for row in range(model.rowCount())]


def heading(model: AnswerModel, key: str, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> Any:
    return model.headerData(KEYS.index(key), Qt.Orientation.Horizontal, role)


def test_a_trade_shows_what_was_asked_what_traded_and_its_age(model: AnswerModel) -> None:
    show(model, one(size=1250))
    assert texts(model, 0) == {
        "contract": "SPY 20 Sep 24 500 C", "day": "Mon 10 Jun 24", "asked": "12:00:00.000", "traded": "11:59:59.664",
        "age": "0.336 s", "price": "41.71", "size": "1,250", "premium": "$5.21M", "venue": "ISE",
        "condition": "Multi-leg", "note": "", "sequence": "-5", "source": "a terminal",
    }  # fmt: skip


def test_days_without_a_trade_stand_in_their_place_muted_with_the_reason(model: AnswerModel) -> None:
    show(model, one())
    assert texts(model, 1)["traded"] == "no trade"
    assert (texts(model, 7)["traded"], texts(model, 7)["note"]) == ("holiday", "Juneteenth National Independence Day")
    assert {cell.ink for cell in model.rows(1, 2)[0].cells[1:] if cell.text} == {"muted"}
    assert "Juneteenth" in model.data(model.index(7, 0), Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("source", [Source.SIMULATED, Source.REPLAY])
def test_every_row_of_an_answer_that_is_not_the_market_says_so(model: AnswerModel, source: Source) -> None:
    show(model, one(source=source))
    assert set(column(model, "source")) == {source.upper()}


def test_a_cancel_is_struck_through_and_has_no_premium(model: AnswerModel) -> None:
    show(model, one(cancel=True, condition="Cancel"))
    cells = dict(zip(KEYS, model.rows(0, 1)[0].cells, strict=True))
    assert (cells["price"].struck, cells["premium"].text, cells["condition"].ink) == (True, "", "error")
    assert "a cancel" in cells["note"].text


def test_a_size_that_is_none_is_marked_and_explained(model: AnswerModel) -> None:
    show(model, one(size_note="size is total volume"))
    told = texts(model, 0)
    assert (told["size"], told["premium"], told["note"]) == ("2*", "", "size is total volume")


@pytest.mark.parametrize(("trade_ms", "ink"), [(NOON_MS, "text"), (NOON_MS - 3_600_000, "warn"), (NOON_MS + 1, "warn")])
def test_old_trades_and_trades_after_the_asked_time_stand_out(model: AnswerModel, trade_ms: int, ink: str) -> None:
    show(model, one(trade_ms=trade_ms))
    assert model.rows(0, 1)[0].cells[KEYS.index("age")].ink == ink


def test_the_multiplier_makes_the_premium(model: AnswerModel) -> None:
    show(model, one(size=1), 10)
    assert texts(model, 0)["premium"] == "$417"


def test_the_tooltip_has_full_names(model: AnswerModel) -> None:
    show(model, one())
    tip = model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert tip.splitlines()[:2] == ["Nasdaq ISE (308), Theta 6", "Multi-leg (232), Theta 130"]


def test_the_column_that_orders_the_rows_is_marked_and_said(model: AnswerModel) -> None:
    show(model, one())
    assert heading(model, "price").strip() == "Price"
    model.sort_by("price")
    assert heading(model, "price") == "Price ▲"
    model.sort_by("price", descending=True)
    assert heading(model, "price") == "Price ▼"
    assert heading(model, "price", Qt.ItemDataRole.AccessibleTextRole) == "Price, sorted descending"
    assert heading(model, "size") == "Size"


def test_parts_come_in_where_they_belong_whatever_the_order_of_their_coming(model: AnswerModel) -> None:
    made = Answers(question(SPY_C, SPY_P, times=(OPEN_MS, NOON_MS)))
    show(model, made)
    inserted: list[int] = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append(last - first + 1))
    for part in reversed(made.left()):
        made.add(answer(part))
        assert model.advance()
    assert not model.advance()
    assert sum(inserted) == model.rowCount() == 40
    whole = AnswerModel()
    show(whole, answers(SPY_C, SPY_P, times=(OPEN_MS, NOON_MS)))
    assert [texts(model, row) for row in range(40)] == [texts(whole, row) for row in range(40)]


@pytest.mark.parametrize("key", [NATURAL, "price", "day", "traded"])
def test_what_comes_in_keeps_to_order_and_filter(model: AnswerModel, key: str) -> None:
    made = Answers(question(SPY_C, SPY_P, QQQ_C, times=(OPEN_MS, NOON_MS)))
    show(model, made)
    model.set_filter(parse_answer_filter("C traded"))
    model.sort_by(key, descending=key != NATURAL)
    for number, part in enumerate(made.left()):
        made.add(answer(part, (11,), price=10.0 + number))
        model.advance()
    grown = [model.entry(row) for row in range(model.rowCount())]
    again = AnswerModel()
    again.set_filter(parse_answer_filter("C traded"))
    again.sort_by(key, descending=key != NATURAL)
    show(again, made)
    assert grown == [again.entry(row) for row in range(again.rowCount())]
    assert len(grown) == 32


def test_many_rows_that_come_in_apart_are_shown_at_once(model: AnswerModel) -> None:
    made = Answers(question(SPY_C, times=range(OPEN_MS, OPEN_MS + 10)))
    show(model, made)
    model.sort_by("day")
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(model.rowCount()))
    for part in made.left()[:5]:
        made.add(answer(part))
    model.advance()
    for part in made.left():
        made.add(answer(part))
    model.advance()
    assert model.rowCount() == 100
    assert resets == []  # ten runs, one a day


def test_answers_replace_one_another(model: AnswerModel) -> None:
    show(model, one())
    model.show(None)
    assert model.rowCount() == 0
    assert model.columnCount() == len(COLUMNS)
    assert not model.data(QModelIndex())

"""The table of an answer."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from models.contract import Contract
from models.qt.at_time_model import COLUMNS, SOURCE_COLUMN, AtTimeModel
from models.queries import AtTimeAnswer, AtTimeQuery, AtTimeRow, missing_days
from models.status import Source

NOON = 43_200_000
QUERY = AtTimeQuery(Contract("SPY", date(2024, 6, 21), "C", 500_000), date(2024, 6, 13), date(2024, 6, 17), NOON)
KEYS = [column.key for column in COLUMNS]


def row(day: int, **changes: object) -> AtTimeRow:
    facts: dict[str, object] = {
        "price": 41.71, "size": 1250, "venue": "ISE", "condition": "Multi-leg", "sequence": -5, "trade_ms": NOON - 336,
        "details": "Nasdaq ISE (308), Theta 6", "raw": {"price_flags": 1},
    }  # fmt: skip
    return AtTimeRow(day=date(2024, 6, day), asked_ms=NOON, **(facts | changes))  # type: ignore[arg-type]


def answer(*rows: AtTimeRow, source: Source = Source.LIVE) -> AtTimeAnswer:
    return AtTimeAnswer(QUERY, "test", source, rows, missing_days(QUERY, {r.day for r in rows}))


@pytest.fixture
def model() -> AtTimeModel:
    made = AtTimeModel()
    made.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        made, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return made


def texts(model: AtTimeModel, at: int) -> dict[str, str]:
    return {key: model.data(model.index(at, column)) for column, key in enumerate(KEYS)}


def test_a_trade_shows_what_was_asked_what_traded_and_its_age(model: AtTimeModel) -> None:
    model.show(answer(row(13)))
    assert texts(model, 0) == {
        "day": "Thu 13 Jun 24", "asked": "12:00:00.000", "traded": "11:59:59.664", "age": "0.336 s", "price": "41.71",
        "size": "1,250", "premium": "$5.21M", "venue": "ISE", "condition": "Multi-leg", "sequence": "-5", "source": "",
    }  # fmt: skip


def test_days_without_a_trade_stand_in_their_place_muted(model: AtTimeModel) -> None:
    model.show(answer(row(13), row(17)))
    assert [texts(model, at)["day"] for at in range(3)] == ["Thu 13 Jun 24", "Fri 14 Jun 24", "Mon 17 Jun 24"]
    assert texts(model, 1)["traded"] == "no trade"
    assert all(cell.ink == "muted" for cell in model.rows(1, 2)[0].cells if cell.text)


@pytest.mark.parametrize("source", [Source.SIMULATED, Source.REPLAY])
def test_every_row_of_an_answer_that_is_not_the_market_says_so(model: AtTimeModel, source: Source) -> None:
    model.show(answer(row(13), source=source))
    assert {texts(model, at)["source"] for at in range(3)} == {source.upper()}


def test_a_cancel_is_struck_through_and_has_no_premium(model: AtTimeModel) -> None:
    model.show(answer(row(13, cancel=True, condition="Cancel")))
    cells = dict(zip(KEYS, model.rows(0, 1)[0].cells, strict=True))
    assert (cells["price"].struck, cells["premium"].text, cells["condition"].ink) == (True, "", "error")


def test_a_size_that_is_none_is_marked_and_explained(model: AtTimeModel) -> None:
    model.show(answer(row(13, size_note="size is total volume")))
    assert (texts(model, 0)["size"], texts(model, 0)["premium"]) == ("1,250*", "")
    assert "size is total volume" in model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize(("trade_ms", "ink"), [(NOON, "text"), (NOON - 3_600_000, "warn"), (NOON + 1, "warn")])
def test_old_trades_and_trades_after_the_asked_time_stand_out(model: AtTimeModel, trade_ms: int, ink: str) -> None:
    model.show(answer(row(13, trade_ms=trade_ms)))
    assert model.rows(0, 1)[0].cells[KEYS.index("age")].ink == ink


def test_the_multiplier_makes_the_premium(model: AtTimeModel) -> None:
    model.show(answer(row(13, size=1)), 10)
    assert texts(model, 0)["premium"] == "$417"


def test_the_tooltip_has_full_names_and_every_raw_column(model: AtTimeModel) -> None:
    model.show(answer(row(13)))
    tip = model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert tip.splitlines() == ["Nasdaq ISE (308), Theta 6", "price_flags 1"]
    assert "no trade in regular hours" in model.data(model.index(1, 0), Qt.ItemDataRole.ToolTipRole)


def test_answers_replace_one_another(model: AtTimeModel) -> None:
    model.show(answer(row(13)))
    model.show(None)
    assert model.rowCount() == 0
    assert model.columnCount() == SOURCE_COLUMN + 1

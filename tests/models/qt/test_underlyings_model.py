"""Underlyings as an item model: their figures, their order, and how it is held."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from models.qt.underlyings_model import COLUMNS, UnderlyingsModel, split_cell
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, SPY_P, MadeMarket, Print

KEYS = [column.key for column in COLUMNS]
DAY_MS = 86_400_000


class Desk:
    """A market, a model of its underlyings, and the model's judge."""

    def __init__(self) -> None:
        self.market = MadeMarket()
        self.model = UnderlyingsModel(self.market)
        self.tester = QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        self._number = 0

    def show(self, *prints: tuple[str, float, int], hold: bool = False, day: int = 0) -> None:
        """Let prints of (ticker, price, size) arrive, and the model see the figures."""
        made = []
        for ticker, price, size in prints:
            self._number += 1
            made.append(Print(ticker, price, size, time_ms=OPEN + day * DAY_MS, sequence=self._number))
        self.market.print(*made)
        self.model.advance(hold=hold)

    @property
    def names(self) -> list[str]:
        return [self.model.name(row) for row in range(self.model.rowCount())]

    def texts(self, row: int = 0) -> dict[str, str]:
        """What a row shows, by column."""
        return {key: self.model.data(self.model.index(row, at)) for at, key in enumerate(KEYS)}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_before_the_first_trade_there_is_no_row(desk: Desk) -> None:
    desk.model.advance(hold=False)
    assert desk.names == []


def test_a_row_shows_the_figures_of_all_contracts_of_an_underlying(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (SPY_P, 1.0, 20), (SPY_C, 2.0, 1))
    assert desk.texts() == {
        "underlying": "SPY",
        "premium": "~$8,200",
        "split": "calls 76 %, puts 24 %",
        "call_premium": "~$6,200",
        "put_premium": "~$2,000",
        "volume": "51",
        "trades": "3",
        "call_volume": "31",
        "put_volume": "20",
        "early": "–",
        "regular": "51",
        "late": "–",
    }


def test_weeklies_stand_with_their_index(desk: Desk) -> None:
    desk.show((SPXW, 2.0, 30), ("O:SPX251219P06800000", 1.0, 5))
    assert desk.names == ["SPX"]
    assert desk.texts()["volume"] == "35"


def test_the_most_premium_comes_first(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (NVDA, 3.0, 30), (SPXW, 1.0, 1))
    assert desk.names == ["NVDA", "SPY", "SPX"]
    desk.show((SPY_P, 5.0, 30))
    assert desk.names == ["SPY", "NVDA", "SPX"]


def test_held_no_row_moves_figures_go_on_and_new_ones_come_at_the_end(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (NVDA, 3.0, 30))
    desk.show((SPY_C, 9.0, 30), (SPXW, 100.0, 50), hold=True)
    assert desk.names == ["NVDA", "SPY", "SPX"]
    assert desk.texts(1)["premium"] == "~$33,000"
    desk.show(hold=False)
    assert desk.names == ["SPX", "SPY", "NVDA"]


def test_a_filter_keeps_names_that_begin_with_it(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (NVDA, 3.0, 30), (SPXW, 1.0, 1))
    desk.model.set_filter(" sp")
    assert desk.names == ["SPY", "SPX"]
    desk.model.set_filter("")
    assert len(desk.names) == 3


def test_what_has_not_traded_on_the_new_day_goes(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (NVDA, 3.0, 30))
    desk.show((SPY_C, 2.0, 1), day=1, hold=True)
    assert desk.names == ["SPY"]
    assert desk.texts()["volume"] == "1"


def test_a_cancel_takes_an_underlying_away_when_nothing_remains(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30))
    desk.market.print(Print(SPY_C, 2.0, 30, (201,), OPEN + 5, sequence=9))
    desk.model.advance(hold=False)
    assert desk.names == []


def test_what_counts_by_another_table_of_conditions_is_shown_before_the_next_trade(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (NVDA, 3.0, 30))
    known = desk.market.sets.known
    desk.market.learn_conditions([replace(known[209], updates_volume=False)])
    desk.model.advance(hold=False)
    assert desk.names == []


def test_a_multiplier_learned_late_is_shown(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30))
    desk.market.contracts.learn_multiplier(SPY_C, 10)
    desk.model.advance(hold=False)
    assert desk.texts()["premium"] == "$600"


def test_a_premium_is_marked_while_a_multiplier_in_it_is_assumed(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (SPY_P, 1.0, 1))
    desk.market.contracts.learn_multiplier(SPY_C, 100)
    desk.model.advance(hold=False)
    texts = desk.texts()
    assert (texts["premium"], texts["call_premium"], texts["put_premium"]) == ("~$6,100", "$6,000", "~$100")
    assert not desk.model.of_all().whole.is_known
    assert desk.model.of_all().calls.is_known
    desk.market.contracts.learn_multiplier(SPY_P, 100)
    desk.model.advance(hold=False)
    assert desk.texts()["premium"] == "$6,100"
    assert desk.model.of_all().whole.is_known


def test_only_rows_that_changed_are_made_anew(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (NVDA, 3.0, 30))
    nvda, spy = desk.model.rows(0, 2)
    desk.show((SPY_C, 2.0, 1))
    again = desk.model.rows(0, 2)
    assert again[0] is nvda
    assert again[1] is not spy


def test_the_busiest_contract_of_a_row_is_known(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 300), (SPY_P, 3.0, 1), (SPY_P, 3.0, 1), (NVDA, 50.0, 100))
    assert desk.market.contracts.ticker(desk.model.busiest(1)) == SPY_P


@given(st.floats(0, 1))
def test_the_bar_is_always_as_long_and_says_the_same_as_the_figures(calls: float) -> None:
    cell = split_cell(calls)
    left, bar, rest, right = cell.spans
    assert len(bar.text) + len(rest.text) == 8
    assert int(left.text[1:]) + int(right.text[:-1]) == 100
    assert rest.at == bar.at + len(bar.text)
    assert right.at == bar.at + 8 + 1


def test_without_premium_there_is_no_bar() -> None:
    assert split_cell(None).text == "–"


_steps = st.tuples(
    st.lists(
        st.tuples(st.sampled_from([SPY_C, SPY_P, NVDA, SPXW]), st.sampled_from([1.0, 7.0]), st.integers(1, 50)),
        max_size=5,
    ),
    st.booleans(),
    st.sampled_from(["", "S", "NV"]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(_steps, max_size=6))
def test_whatever_comes_every_row_shows_what_a_new_model_shows(
    steps: list[tuple[list[tuple[str, float, int]], bool, str]],
) -> None:
    desk = Desk()
    for prints, hold, typed in steps:
        desk.model.rows(0, desk.model.rowCount())
        desk.show(*prints, hold=hold)
        desk.model.set_filter(typed)
    desk.model.advance(hold=False)
    fresh = UnderlyingsModel(desk.market)
    fresh.set_filter(steps[-1][2] if steps else "")
    fresh.advance(hold=False)
    assert fresh.rowCount() == len(desk.names)
    shown, expected = ({model.name(row): row for row in range(model.rowCount())} for model in (desk.model, fresh))
    for name, row in shown.items():
        assert desk.model.rows(row, row + 1)[0].cells == fresh.rows(expected[name], expected[name] + 1)[0].cells


def test_headings_and_alignment_are_told(desk: Desk) -> None:
    assert desk.model.headerData(1, Qt.Orientation.Horizontal) == "Premium"
    assert "dollars" in desk.model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)

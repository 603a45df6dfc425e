"""The underlyings panel: calm under the reader's eye, and silent while nobody looks."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.batch import coverage_news
from models.coverage_news import Streamed
from models.qt.link import Link
from models.qt.underlyings_model import split_cell
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, SPY_P, MadeMarket, Print
from tests.ui.window_desk import click, dressed, painted, press, texts, write
from ui.underlyings_panel import UnderlyingsPanel


class Desk:
    """The panel in a window, of a market that a test fills."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.market, self.link = MadeMarket(), Link()
        self.panel = UnderlyingsPanel(self.market, self.link)
        self.table, self.edit = self.panel.table, self.panel.header.edit
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        column.addWidget(self.panel.header)
        column.addWidget(self.panel)
        self.window.resize(1000, 300)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self._number = 0

    def show(self, *prints: tuple[str, float, int]) -> None:
        """Let prints of (ticker, price, size) arrive, and the panel see them now."""
        made = []
        for ticker, price, size in prints:
            self._number += 1
            made.append(Print(ticker, price, size, sequence=self._number))
        self.market.print(*made)
        self.panel._pace.hurry()

    @property
    def names(self) -> list[str]:
        return texts(self.table)

    @property
    def note(self) -> str:
        return self.panel.header.note.text()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot)
        yield made
        made.window.close()
        made.window.deleteLater()


def some_roots(count: int) -> list[tuple[str, float, int]]:
    return [(f"O:A{chr(65 + n // 26)}{chr(65 + n % 26)}251219C00100000", 1.0, count - n) for n in range(count)]


def test_empty_it_says_what_will_stand_there(desk: Desk) -> None:
    assert "No trade has arrived yet." in desk.table.empty_text
    assert desk.note == ""
    desk.market.print(Print(SPY_C, codes=(202,)))
    desk.panel.advance()
    desk.qtbot.waitUntil(lambda: "No trade that counts" in desk.table.empty_text)


def test_it_shows_underlyings_by_premium_with_the_whole_beneath(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (NVDA, 3.0, 30), (SPXW, 1.0, 1))
    assert desk.names == ["NVDA", "SPY", "SPX"]
    assert desk.note == "3 underlyings · by premium"
    assert [part.text for part in desk.panel.totals.figures.parts] == [
        "3 trades", "61 contracts", "~$15,100", "regular 61"
    ]  # fmt: skip
    image = desk.table.viewport().grab().toImage()
    assert painted(image, "call") > 100


def test_of_a_day_that_is_not_known_whole_it_says_what_is_known(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30))
    parts = desk.panel.totals.figures
    for news, text in (
        (Streamed(frozenset({SPY_C}), False, OPEN), "of the streamed contracts alone"),
        (Streamed(frozenset(), True, OPEN), "since 09:30 ET"),
    ):
        desk.market.take(coverage_news(news))
        desk.show()
        assert parts.parts[3].text == text
    desk.market.interrupt(OPEN + 1, end_ms=OPEN + 5)
    desk.show()
    assert parts.parts[3].text == "since 09:30 ET, with gaps"
    assert "since 09:30 ET, with gaps" in desk.panel.totals.toolTip()


def test_at_the_top_with_nothing_selected_the_order_follows(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (NVDA, 3.0, 30))
    desk.show((SPY_P, 9.0, 30))
    assert desk.names == ["SPY", "NVDA"]


def test_a_selected_row_stays_where_it_is_until_escape(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (NVDA, 3.0, 30))
    click(desk.table, 0)
    assert desk.note == "2 underlyings · order held, Esc sorts"
    desk.show((SPY_P, 9.0, 30), (SPXW, 50.0, 50))
    assert desk.names == ["NVDA", "SPY", "SPX"]
    press(desk.table, Qt.Key.Key_Escape)
    assert desk.names == ["SPX", "SPY", "NVDA"]
    assert desk.note == "3 underlyings · by premium"


def test_scrolled_away_no_row_moves(desk: Desk) -> None:
    desk.show(*some_roots(60))
    bar = desk.table.verticalScrollBar()
    desk.qtbot.waitUntil(lambda: bar.maximum() > 20)
    bar.setValue(20)
    held = desk.names
    desk.show(*[(ticker, 90.0, 100 - size) for ticker, _, size in some_roots(60)], (SPY_C, 99.0, 999))
    assert desk.names == held
    bar.setValue(0)
    desk.show()
    assert desk.names[0] == "SPY"


def test_it_is_sorted_at_a_calm_pace(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (NVDA, 3.0, 30))
    for number in range(50):
        desk.market.print(Print(SPY_C, 9.0, 30, sequence=1000 + number))
        desk.panel.advance()
    assert desk.names == ["NVDA", "SPY"]
    desk.qtbot.waitUntil(lambda: desk.names == ["SPY", "NVDA"])


def test_a_typed_root_filters_and_a_selection_is_found_again(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 30), (NVDA, 3.0, 30), (SPXW, 1.0, 1))
    click(desk.table, 1)
    write(desk.edit, "sp")
    assert desk.names == ["SPY", "SPX"]
    assert [index.row() for index in desk.table.selectionModel().selectedRows()] == [0]
    desk.edit.setText("x")
    assert desk.table.empty_text == (
        "No underlying that traded begins with “X”.\nChange the filter, or clear it with Esc."
    )


def test_enter_turns_the_link_to_the_contract_that_trades_most(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 300), (SPY_P, 2.0, 3), (SPY_P, 2.0, 4))
    click(desk.table, 0)
    press(desk.table, Qt.Key.Key_Return)
    assert desk.market.contracts.ticker(desk.link.contract) == SPY_P
    assert not desk.link.narrowed


def test_a_double_click_does_so_too(desk: Desk) -> None:
    desk.show((SPY_C, 2.0, 300), (NVDA, 2.0, 3))
    rect = desk.table.visualRect(desk.panel.model.index(1, 0))
    QTest.mouseDClick(desk.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert desk.market.contracts.ticker(desk.link.contract) == NVDA


def test_while_it_is_not_visible_nothing_is_reckoned(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.show((SPY_C, 2.0, 30))
    desk.window.hide()
    calls: list[bool] = []
    monkeypatch.setattr(desk.panel.model, "advance", lambda *, hold: calls.append(hold))
    desk.show((NVDA, 2.0, 3))
    assert calls == []
    monkeypatch.undo()
    desk.window.show()
    desk.qtbot.waitUntil(lambda: len(desk.names) == 2)


def test_column_widths_are_kept(desk: Desk) -> None:
    desk.table.setColumnWidth(0, 133)
    other = UnderlyingsPanel(desk.market, desk.link)
    other.restore(desk.panel.state())
    assert other.table.columnWidth(0) == 133
    other.deleteLater()


def test_its_columns_fit_beside_the_tape_at_the_first_start(desk: Desk) -> None:
    desk.show(*some_roots(60))
    desk.window.resize(831, 300)
    desk.qtbot.waitUntil(lambda: desk.table.width() < 831)
    assert desk.table.horizontalScrollBar().maximum() == 0


def test_a_bar_and_its_figures_do_not_touch(desk: Desk) -> None:
    for calls, puts in ((1.0, "  0 P"), (0.0, "100 P")):
        spans = split_cell(calls).spans
        assert spans[-1].text == puts
        for one, after in pairwise(spans):
            assert one.at + len(one.text) + (after is not spans[2]) <= after.at

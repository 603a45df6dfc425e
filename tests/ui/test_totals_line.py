"""Totals at the foot: what they say, how they give way, and that they follow the tape's filter."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.contract import parse_ticker
from models.filtering import totals as filter_totals
from models.totals import Totals, Traded
from models.watchlist import WatchItem, Watchlist
from tests.models.made_market import NVDA, OPEN, SPY_C, SPY_P, Print
from tests.ui.tape_desk import TapeDesk
from tests.ui.window_desk import dressed, painted
from ui.totals_line import TotalsLine

SOME = Totals(
    Traded(1000, 60_000, 7.5e6), Traded(204, 38_765, 4.6e6), (Traded(), Traded(1200, 98_000, 12e6), Traded(4, 765, 1e5))
)


class Desk(TapeDesk):
    """Listens to the line of totals."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        self.line = self.panel.totals

    def says(self, *texts: str) -> None:
        """Wait until the line says exactly this."""
        self._qtbot.waitUntil(lambda: said(self.line) == list(texts))


def said(line: TotalsLine) -> list[str]:
    return [part.text for part in line.figures.parts]


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot, tmp_path)
        yield made
        made.window.close()
        made.window.deleteLater()


@pytest.fixture
def line(qtbot: QtBot, qapp: QApplication) -> Iterator[TotalsLine]:
    with dressed(qapp):
        made = TotalsLine()
        made.resize(900, 24)
        made.show()
        qtbot.waitExposed(made)
        yield made
        made.close()
        made.deleteLater()


def test_it_says_trades_contracts_premium_and_the_largest_print(line: TotalsLine) -> None:
    line.show_totals(SOME, largest=2500)
    assert said(line) == ["1,204 trades", "98,765 contracts", "$12.10M", "largest 2,500"]
    assert line.split.texts == ("C 62 %", "P 38 %")
    assert line.accessibleDescription() == line.toolTip()
    assert "Late session: 4 trades · 765 contracts" in line.toolTip()


def test_what_does_not_count_stands_behind_and_goes_before_what_matters_more(line: TotalsLine) -> None:
    line.show_totals(SOME, largest=2500, not_counted=1204)
    assert said(line)[3:] == ["largest 2,500", "1,204 not counted"]
    assert "1,204 not counted: late prints and cancels count for nothing" in line.toolTip().splitlines()
    left = list[str]()
    for width in range(900, 40, -10):
        line.resize(width, 24)
        QApplication.sendPostedEvents()  # lets the layout follow
        shown = [part.text for part in line.figures.shown()]
        left += [text for text in said(line) if text not in shown and text not in left]
    assert left == ["largest 2,500", "1,204 not counted", "98,765 contracts", "$12.10M"]
    line.show_totals(SOME, largest=2500)
    assert "not counted" not in line.toolTip()


def test_by_session_it_leaves_out_those_in_which_nothing_traded(line: TotalsLine) -> None:
    line.show_totals(SOME, by_session=True)
    assert said(line)[3:] == ["regular 98,000", "late 765"]


def test_with_little_room_the_split_goes_first_and_the_trades_stay(line: TotalsLine) -> None:
    line.show_totals(SOME, largest=2500)
    shown = []
    for width in (900, 420, 200, 40):
        line.resize(width, 24)
        QApplication.sendPostedEvents()  # lets the layout follow
        shown.append((line.split.isVisible(), [part.text for part in line.figures.shown()]))
    assert shown[0] == (True, ["1,204 trades", "98,765 contracts", "$12.10M", "largest 2,500"])
    assert not shown[1][0]
    assert shown[1][1][-1] == "largest 2,500"
    assert shown[2][1] == ["1,204 trades", "$12.10M"]
    assert shown[3][1] == ["1,204 trades"]


def test_the_bar_is_painted_in_both_colours_by_their_parts(line: TotalsLine) -> None:
    line.show_totals(SOME)
    image = line.split.grab().toImage()
    whole = painted(image, "call") + painted(image, "put")
    assert painted(image, "call") / whole == pytest.approx(0.62, abs=0.08)


def test_without_premium_no_colour_is_shown(line: TotalsLine) -> None:
    line.show_totals(Totals())
    image = line.split.grab().toImage()
    assert (painted(image, "call"), painted(image, "put")) == (0, 0)
    assert line.split.texts == ("C –", "P –")


def test_the_foot_of_a_tape_follows_what_arrives_and_is_cancelled(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0, 30, sequence=1), Print(NVDA, 1.0, 400, sequence=2))
    desk.says("2 trades", "430 contracts", "~$46,000", "largest 400")
    desk.show(Print(NVDA, 1.0, 400, (201,), OPEN + 5, sequence=3))
    desk.says("1 trade", "30 contracts", "~$6,000", "largest 30", "2 not counted")
    assert "2 not counted: late prints and cancels count for nothing" in desk.line.toolTip()


def test_where_nothing_that_passes_counts_the_foot_tells_what_the_header_counted(desk: Desk) -> None:
    desk.panel.filters.edit.setText("late")
    desk.show(Print(SPY_C, 2.0, 30), *[Print(SPY_C, 2.0, 30, (202,), sequence=number) for number in range(2, 6)])
    assert desk.panel.header.note.text() == "4 of 5 · all trades"
    desk.says("0 trades", "0 contracts", "$0", "4 not counted")


def test_a_typed_filter_a_narrowed_link_and_the_watched_alone_are_filters(desk: Desk) -> None:
    desk.panel.scope.set_watchlist(Watchlist("Test", [WatchItem(parse_ticker(ticker)) for ticker in (SPY_C, SPY_P)]))
    desk.show(Print(SPY_C, 2.0, 30), Print(SPY_P, 1.0, 5), Print(NVDA, 1.0, 400))
    desk.says("3 trades", "435 contracts", "~$46,500", "largest 400")
    desk.panel.scope.set_everything(everything=False)
    assert said(desk.line)[:2] == ["2 trades", "35 contracts"]
    desk.link.set_contract(1)
    desk.link.set_narrowed(True)
    assert said(desk.line)[:2] == ["1 trade", "5 contracts"]
    desk.link.set_narrowed(False)
    desk.panel.filters.edit.setText("C size>=20")
    assert said(desk.line)[:2] == ["1 trade", "30 contracts"]


def test_a_multiplier_learned_late_changes_what_a_premium_filter_keeps(desk: Desk) -> None:
    desk.panel.filters.edit.setText("prem>=5k")
    desk.show(Print(SPY_C, 2.0, 30), Print(SPY_P, 2.0, 30))
    desk.says("2 trades", "60 contracts", "~$12,000", "largest 30")
    desk.market.contracts.learn_multiplier(SPY_C, 10)
    desk.panel.advance()
    desk.says("1 trade", "30 contracts", "~$6,000", "largest 30")


def test_a_long_tape_is_counted_in_slices_and_says_so(desk: Desk) -> None:
    count = 3 * filter_totals.ROWS_AT_ONCE
    desk.market.flood(count)
    desk.panel.filters.edit.setText("NVDA")
    assert said(desk.line)[0].startswith("counting, ")
    desk.says(f"{count:,} trades", f"{count:,} contracts", "~$29.49M", "largest 1")


def test_in_a_busy_market_the_line_changes_at_a_calm_pace(desk: Desk) -> None:
    desk.show(Print(SPY_C, 2.0, 1, sequence=0))
    shown = [said(desk.line)]
    for number in range(1, 200):
        desk.show(Print(SPY_C, 2.0, 1, sequence=number))
        if said(desk.line) != shown[-1]:
            shown.append(said(desk.line))
    assert len(shown) < 20
    desk.says("200 trades", "200 contracts", "~$40,000", "largest 1")

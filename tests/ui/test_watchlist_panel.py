"""The watchlist panel: adding, removing, ordering, and what a click does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.contract import parse_ticker
from models.qt.link import NONE, Link
from models.qt.watch_cells import KEYS
from models.watchlist import WatchItem, Watchlist
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, SPY_P, TICKERS, MadeMarket, Print
from tests.ui.window_desk import ALT, CONTROL, cell_rect, click, dressed, inked, painted, press, texts, write
from ui.watchlist_panel import WatchlistPanel
from ui.watchlist_table import WatchlistTable

Key = Qt.Key
SPARK = KEYS.index("spark")
LABELS = ["SPY 19 Dec 25 650 C", "SPY 19 Dec 25 640 P", "SPXW 01 Dec 25 6850 C", "NVDA 16 Jan 26 172.5 C"]


def of(*tickers: str) -> Watchlist:
    return Watchlist("Test", [WatchItem(parse_ticker(ticker)) for ticker in tickers])


class Desk:
    """A watchlist in a window, of a market that a test fills."""

    def __init__(self, qtbot: QtBot, *tickers: str) -> None:
        self._qtbot = qtbot
        self.market, self.link = MadeMarket(), Link()
        self.panel = WatchlistPanel(of(*tickers), self.market, self.link)
        self.table, self.edit = self.panel.table, self.panel.header.edit
        self.said: list[tuple[str, bool]] = []
        self.panel.said.connect(lambda text, problem: self.said.append((text, problem)))
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        column.addWidget(self.panel.header)
        column.addWidget(self.panel)
        self.window.resize(900, 300)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()

    @property
    def labels(self) -> list[str]:
        """The contracts that are shown."""
        return texts(self.table)

    @property
    def selected(self) -> list[int]:
        """Rows that are selected."""
        return self.table.selected_rows()

    @property
    def foot(self) -> str:
        """What the line below the table says."""
        return " · ".join(part.text for part in self.panel.totals.parts)

    def type(self, text: str) -> None:
        """Type into the line above, and press Enter."""
        self.edit.setFocus()
        self._qtbot.waitUntil(self.edit.hasFocus)
        write(self.edit, text)
        press(self.edit, Key.Key_Return)

    def paste(self, widget: QWidget, text: str) -> None:
        """Paste a text with the keyboard."""
        QGuiApplication.clipboard().setText(text)
        press(widget, Key.Key_V, CONTROL)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot, *TICKERS)
        yield made
        made.window.close()
        made.window.deleteLater()


@pytest.fixture
def empty(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot)
        yield made
        made.window.close()
        made.window.deleteLater()


def test_an_empty_list_says_what_to_do(empty: Desk) -> None:
    assert "SPY 19 Dec 25 650 C" in empty.table.empty_text
    assert inked(empty.table.viewport().grab().toImage()) > 200
    assert empty.foot == "0 contracts · calls $0 · puts $0 · 0 trades · 0 contracts traded"
    assert empty.panel.header.note.text() == "Test"


def test_a_typed_contract_is_added_selected_and_linked(empty: Desk) -> None:
    empty.type("spy 19dec25 650 c")
    assert empty.labels == ["SPY 19 Dec 25 650 C"]
    assert (empty.selected, empty.edit.text()) == ([0], "")
    assert empty.link.contract == TICKERS.index(SPY_C)
    assert empty.said[-1] == ("", False)
    assert empty.panel.header.note.text() == "Test · not saved"


def test_what_cannot_be_read_is_explained_and_stays_to_be_mended(empty: Desk) -> None:
    empty.type("SPY")
    assert empty.said[-1][1]
    assert "underlying" in empty.said[-1][0]
    assert (empty.edit.text(), empty.edit.property("invalid")) == ("SPY", True)
    assert "underlying" in empty.edit.accessibleDescription()
    write(empty.edit, "X")
    assert empty.edit.property("invalid") is False
    assert empty.labels == []


def test_nothing_typed_adds_nothing_and_says_nothing(empty: Desk) -> None:
    empty.type("  ")
    assert (set(empty.said), empty.labels) == ({("", False)}, [])


def test_a_contract_that_is_there_is_selected_and_said(desk: Desk) -> None:
    desk.type("SPXW 1 Dec 25 6850 C")
    assert desk.selected == [2]
    assert len(desk.labels) == 4
    assert desk.said[-1] == ("SPXW 01 Dec 25 6850 C is on the list already", False)


def test_escape_in_the_line_clears_it_and_then_goes_back_to_the_list(desk: Desk) -> None:
    desk.type("SPY")
    press(desk.edit, Key.Key_Escape)
    assert (desk.edit.text(), desk.edit.property("invalid")) == ("", False)
    press(desk.edit, Key.Key_Escape)
    assert desk.table.hasFocus()


LIST = "# my list\nO:SPY251219C00650000\r\n\nSPXW 1 Dec 25 6850 C, SPY 19 Dec 25 640 P;\nSPY\n"


@pytest.mark.parametrize("into", ["table", "edit"])
def test_a_list_is_pasted_by_lines_and_commas_and_bad_lines_are_named(empty: Desk, into: str) -> None:
    empty.paste(getattr(empty, into), LIST)
    assert empty.labels == [LABELS[0], LABELS[2], LABELS[1]]
    text, problem = empty.said[-1]
    assert problem
    assert text.startswith("3 added; “SPY”")
    assert empty.edit.text() == ""


def test_many_bad_lines_are_counted(empty: Desk) -> None:
    empty.paste(empty.table, "\n".join(f"bad {n}!" for n in range(9)))
    assert empty.said[-1][0].endswith("6 more could not be read")


def test_an_empty_clipboard_is_no_list(empty: Desk) -> None:
    empty.paste(empty.table, " \n ")
    assert (empty.said, empty.labels) == ([], [])


def test_a_single_contract_is_pasted_into_the_line_to_be_looked_at_first(empty: Desk) -> None:
    empty.paste(empty.edit, SPY_C)
    assert (empty.edit.text(), empty.labels) == (SPY_C, [])


def test_ten_thousand_contracts_are_pasted_shown_and_removed(empty: Desk) -> None:
    empty.paste(empty.table, "\n".join(f"O:SPY251219C{strike:08d}" for strike in range(1, 10_001)))
    assert empty.panel.model.rowCount() == 10_000
    assert empty.foot.startswith("10,000 contracts")
    press(empty.table, Key.Key_End)
    empty.market.print(Print("O:SPY251219C00010000", 2.5))
    empty.panel.advance()
    assert texts(empty.table, 1)[-1] == "2.50"
    press(empty.table, Key.Key_A, CONTROL)
    press(empty.table, Key.Key_Delete)
    assert empty.panel.model.rowCount() == 0


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_removing_goes_on_with_the_next_row_and_the_link_with_it(desk: Desk, key: Key) -> None:
    click(desk.table, 1)
    press(desk.table, key)
    assert desk.labels == [LABELS[0], LABELS[2], LABELS[3]]
    assert (desk.selected, desk.link.contract) == ([1], TICKERS.index(SPXW))
    press(desk.table, key)
    press(desk.table, key)
    assert (desk.selected, desk.link.contract) == ([0], TICKERS.index(SPY_C))
    press(desk.table, key)
    press(desk.table, key)
    assert desk.labels == []


def test_several_rows_are_removed_at_once(desk: Desk) -> None:
    click(desk.table, 0)
    click(desk.table, 2, CONTROL)
    press(desk.table, Key.Key_Delete)
    assert [label.split()[0] for label in desk.labels] == ["SPY", "NVDA"]


def test_keys_move_rows_and_the_selection_goes_with_them(desk: Desk) -> None:
    click(desk.table, 3)
    for _ in range(9):
        press(desk.table, Key.Key_Up, ALT)
    assert (desk.labels[0].split()[0], desk.selected) == ("NVDA", [0])
    press(desk.table, Key.Key_Down, ALT)
    assert desk.selected == [1]
    assert desk.link.contract == TICKERS.index(NVDA)


def test_rows_that_are_apart_move_together(desk: Desk) -> None:
    click(desk.table, 1)
    click(desk.table, 3, CONTROL)
    press(desk.table, Key.Key_Up, ALT)
    assert [label.split()[0] for label in desk.labels] == ["SPY", "NVDA", "SPY", "SPXW"]
    assert desk.selected == [0, 1]


def drop(table: WatchlistTable, y: int, monkeypatch: pytest.MonkeyPatch) -> QDropEvent:
    """Drag the selected rows to a height, and let them go."""
    data = QMimeData()
    data.setData("application/x-qabstractitemmodeldatalist", b"")
    move, buttons, plain = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    monkeypatch.setattr(QDropEvent, "source", lambda _self: table)
    table.dragMoveEvent(QDragMoveEvent(QPoint(50, y), move, data, buttons, plain))
    event = QDropEvent(QPointF(50, y), move, data, buttons, plain)
    table.dropEvent(event)
    return event


@pytest.mark.parametrize(
    ("rows", "y", "expected"),
    [
        ((0,), 19 * 2 + 15, [1, 2, 0, 3]),
        ((3,), 2, [3, 0, 1, 2]),
        ((0, 1), 250, [2, 3, 0, 1]),
        ((0, 2), 19 + 15, [1, 0, 2, 3]),
        ((0, 3), 19 + 15, [1, 0, 3, 2]),
        ((1,), 19 + 4, [0, 1, 2, 3]),
    ],
)
def test_dragged_rows_go_where_they_are_dropped(
    desk: Desk, rows: tuple[int, ...], y: int, expected: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.labels
    click(desk.table, rows[0])
    for row in rows[1:]:
        click(desk.table, row, CONTROL)
    event = drop(desk.table, y, monkeypatch)
    assert desk.labels == [before[row] for row in expected]
    assert event.dropAction() is Qt.DropAction.IgnoreAction, "Qt would remove the rows it believes to be copied"
    assert [expected[row] for row in desk.selected] == sorted(rows)


def test_a_line_shows_where_a_drag_would_end(desk: Desk) -> None:
    click(desk.table, 0)
    desk.link.set_narrowed(False)
    without = painted(desk.table.viewport().grab().toImage(), "accent")
    desk.table._drop_row = 2
    assert painted(desk.table.viewport().grab().toImage(), "accent") > without + 500


def test_a_click_narrows_the_tape_and_a_second_one_widens(desk: Desk) -> None:
    click(desk.table, 1)
    assert (desk.link.contract, desk.link.narrowed) == (TICKERS.index(SPY_P), True)
    click(desk.table, 0)
    assert (desk.link.contract, desk.link.narrowed) == (TICKERS.index(SPY_C), True)
    click(desk.table, 0)
    assert (desk.link.contract, desk.link.narrowed) == (TICKERS.index(SPY_C), False)
    click(desk.table, 0)
    assert desk.link.narrowed


def test_a_click_on_the_row_that_took_the_place_of_another_narrows_too(desk: Desk) -> None:
    click(desk.table, 0)
    press(desk.table, Key.Key_Delete)
    click(desk.table, 0)
    assert (desk.link.contract, desk.link.narrowed) == (TICKERS.index(SPY_P), True)


def test_selecting_several_does_not_narrow(desk: Desk) -> None:
    click(desk.table, 0, CONTROL)
    click(desk.table, 2, Qt.KeyboardModifier.ShiftModifier)
    assert not desk.link.narrowed
    assert desk.selected == [0, 1, 2]


def test_escape_widens(desk: Desk) -> None:
    click(desk.table, 1)
    press(desk.table, Key.Key_Escape)
    assert not desk.link.narrowed


def test_arrows_turn_the_link_and_do_not_narrow(desk: Desk) -> None:
    desk.panel.select_first()
    press(desk.table, Key.Key_Down)
    assert (desk.link.contract, desk.link.narrowed, desk.selected) == (TICKERS.index(SPY_P), False, [1])


def test_giving_the_list_the_keys_chooses_no_contract(desk: Desk, qtbot: QtBot) -> None:
    desk.table.setFocus()
    qtbot.waitUntil(desk.table.hasFocus)
    assert desk.link.contract == NONE


def test_the_list_shows_which_contract_the_others_show(desk: Desk) -> None:
    desk.link.set_contract(2)
    assert desk.selected == [2]
    desk.link.set_contract(desk.market.contracts.add("O:TSLA251219C00400000"))
    assert desk.selected == []
    desk.link.set_contract(2)
    assert desk.selected == [2], "also where its row was the current one all the time"


def test_the_selection_survives_what_is_added_and_removed_above(desk: Desk) -> None:
    click(desk.table, 2)
    desk.panel.watchlist.add([WatchItem(parse_ticker("O:TSLA251219C00400000"))], 0)
    desk.panel.watchlist.remove([1])
    assert (desk.selected, desk.link.contract) == ([2], TICKERS.index(SPXW))


def test_figures_and_totals_follow_the_prints(desk: Desk) -> None:
    desk.market.print(Print(SPY_C, 2.0, 10), Print(SPY_P, 1.0, 5), Print("O:TSLA251219C00400000", 9.0))
    desk.panel.advance()
    assert texts(desk.table, 1) == ["2.00", "1.00", "–", "–"]
    assert desk.foot == "4 contracts · calls ~$2,000 · puts ~$500 · 2 trades · 15 contracts traded"
    before = desk.table.viewport().grab().toImage()
    desk.market.print(Print(SPY_C, 9.0, 10, time_ms=OPEN + 1))
    desk.panel.advance()
    after = desk.table.viewport().grab().toImage()
    assert painted(after, "up", cell_rect(desk.table, 0, 1)) > painted(before, "up", cell_rect(desk.table, 0, 1)) == 0
    assert after.copy(cell_rect(desk.table, 1, 1)) == before.copy(cell_rect(desk.table, 1, 1))


def test_kept_up_with_it_shows_the_first_trade_at_once_and_others_at_a_calm_pace(desk: Desk, qtbot: QtBot) -> None:
    announced: list[int] = []
    desk.panel.model.dataChanged.connect(lambda first, _last: announced.append(first.row()))
    prices = [str(price) for price in range(2, 60)]
    for at_ms, price in enumerate(prices):
        desk.market.print(Print(SPY_C, float(price), time_ms=OPEN + at_ms))
        desk.panel.keep_up()
        assert at_ms or texts(desk.table, 1)[0] == "2.00"
    assert len(announced) < len(prices) / 2
    qtbot.waitUntil(lambda: texts(desk.table, 1)[0] == "59.00")
    qtbot.waitUntil(lambda: texts(desk.table, SPARK)[0].startswith("2.00 to 59.00"))


def test_a_premium_of_known_shares_is_no_estimate(desk: Desk) -> None:
    desk.market.print(Print(SPY_C, 2.0, 10), Print(SPY_P, 1.0, 5))
    desk.market.contracts.learn_multiplier(SPY_C, 100)
    desk.panel.advance()
    assert "calls $2,000 · puts ~$500" in desk.foot


def test_the_line_of_the_day_is_drawn_over_its_open_and_read_while_its_column_is_shown(desk: Desk) -> None:
    minutes = (0, 5, 10, 15)
    prices = (2.0, 1.0, 1.5, 3.0)
    desk.market.print(*(Print(SPY_C, p, time_ms=OPEN + m * 60_000) for m, p in zip(minutes, prices, strict=True)))
    desk.panel.advance()
    place = cell_rect(desk.table, 0, SPARK)
    image = desk.table.viewport().grab().toImage()
    assert painted(image, "up", place) > 60
    assert painted(image, "handle_hover", place) > 8
    assert painted(image, "up", cell_rect(desk.table, 1, SPARK)) == 0
    reader = desk.panel.model.data(desk.panel.model.index(0, SPARK), Qt.ItemDataRole.AccessibleTextRole)
    assert reader == "2.00 to 3.00, high 3.00, low 1.00"
    desk.table.setColumnHidden(SPARK, True)
    assert texts(desk.table, SPARK)[0] == "–", "what nobody sees is not read"
    desk.table.setColumnHidden(SPARK, False)
    desk.panel.advance()
    assert texts(desk.table, SPARK)[0] == reader


def test_the_lines_are_read_after_columns_came_back_in_which_they_are_shown(desk: Desk) -> None:
    shown = desk.panel.state()
    desk.table.setColumnHidden(SPARK, True)
    hidden = desk.panel.state()
    desk.market.print(Print(SPY_C, 2.0))
    for state, text in ((hidden, "–"), (shown, "2.00 to 2.00, high 2.00, low 2.00")):
        desk.panel.restore(state)
        desk.panel.advance()
        assert texts(desk.table, SPARK)[0] == text


def test_totals_are_of_the_contracts_that_are_left(desk: Desk) -> None:
    desk.market.print(Print(SPY_C, 2.0, 10), Print(SPY_P, 1.0, 5))
    desk.panel.advance()
    desk.panel.watchlist.remove([0])
    assert desk.foot.startswith("3 contracts · calls $0 · puts ~$500 · 1 trade · 5 contracts traded")


def test_another_list_widens_and_keeps_the_contract_if_it_has_it(desk: Desk) -> None:
    click(desk.table, 2)
    desk.panel.show_list(of(NVDA, SPXW))
    assert (desk.selected, desk.link.contract, desk.link.narrowed) == ([1], TICKERS.index(SPXW), False)
    desk.panel.show_list(of(SPY_P))
    assert (desk.selected, desk.link.contract) == ([0], TICKERS.index(SPY_P))
    desk.panel.show_list(of())
    assert (desk.selected, desk.link.contract) == ([], TICKERS.index(SPY_P))


def test_the_name_says_whether_the_list_is_saved(desk: Desk) -> None:
    desk.panel.watchlist.remove([0])
    assert desk.panel.header.note.text() == "Test · not saved"
    desk.panel.watchlist.mark_saved()
    desk.panel.say_name()
    assert desk.panel.header.note.text() == "Test"


def test_columns_come_back(desk: Desk) -> None:
    desk.table.setColumnWidth(0, 222)
    state = desk.panel.state()
    desk.table.setColumnWidth(0, 100)
    desk.panel.restore(state)
    assert desk.table.columnWidth(0) == 222


def test_a_list_without_a_name_is_not_called_watchlist_twice(empty: Desk) -> None:
    empty.panel.show_list(Watchlist())
    assert empty.panel.header.note.text() == ""

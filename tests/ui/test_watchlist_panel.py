"""The watchlist panel as a list: adding, pasting, removing and ordering."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.models.made_market import NVDA, SPXW, SPY_C, TICKERS, Print
from tests.ui.watch_desk import WatchDesk, watch_desk
from tests.ui.window_desk import ALT, CONTROL, click, inked, painted, press, texts, write
from ui.watchlist_table import WatchlistTable

Key = Qt.Key
LABELS = ["SPY 19 Dec 25 650 C", "SPY 19 Dec 25 640 P", "SPXW 01 Dec 25 6850 C", "NVDA 16 Jan 26 172.5 C"]


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[WatchDesk]:
    yield from watch_desk(qtbot, qapp, *TICKERS)


@pytest.fixture
def empty(qtbot: QtBot, qapp: QApplication) -> Iterator[WatchDesk]:
    yield from watch_desk(qtbot, qapp)


def test_an_empty_list_says_what_to_do(empty: WatchDesk) -> None:
    assert "SPY 19 Dec 25 650 C" in empty.table.empty_text
    assert inked(empty.table.viewport().grab().toImage()) > 200
    assert empty.foot == "0 contracts · calls $0 · puts $0 · 0 trades · 0 contracts traded"
    assert empty.panel.header.note.text() == "Test"


def test_a_typed_contract_is_added_selected_and_linked(empty: WatchDesk) -> None:
    empty.type("spy 19dec25 650 c")
    assert empty.labels == ["SPY 19 Dec 25 650 C"]
    assert (empty.selected, empty.edit.text()) == ([0], "")
    assert empty.link.contract == TICKERS.index(SPY_C)
    assert empty.said[-1] == ("", False)
    assert empty.panel.header.note.text() == "Test · not saved"


def test_what_cannot_be_read_is_explained_and_stays_to_be_mended(empty: WatchDesk) -> None:
    empty.type("SPY")
    assert empty.said[-1][1]
    assert "underlying" in empty.said[-1][0]
    assert (empty.edit.text(), empty.edit.property("invalid")) == ("SPY", True)
    assert "underlying" in empty.edit.accessibleDescription()
    write(empty.edit, "X")
    assert empty.edit.property("invalid") is False
    assert empty.labels == []


def test_nothing_typed_adds_nothing_and_says_nothing(empty: WatchDesk) -> None:
    empty.type("  ")
    assert (set(empty.said), empty.labels) == ({("", False)}, [])


def test_a_contract_that_is_there_is_selected_and_said(desk: WatchDesk) -> None:
    desk.type("SPXW 1 Dec 25 6850 C")
    assert desk.selected == [2]
    assert len(desk.labels) == 4
    assert desk.said[-1] == ("SPXW 01 Dec 25 6850 C is on the list already", False)


def test_escape_in_the_line_clears_it_and_then_goes_back_to_the_list(desk: WatchDesk) -> None:
    desk.type("SPY")
    press(desk.edit, Key.Key_Escape)
    assert (desk.edit.text(), desk.edit.property("invalid")) == ("", False)
    press(desk.edit, Key.Key_Escape)
    assert desk.table.hasFocus()


LIST = "# my list\nO:SPY251219C00650000\r\n\nSPXW 1 Dec 25 6850 C, SPY 19 Dec 25 640 P;\nSPY\n"


@pytest.mark.parametrize("into", ["table", "edit"])
def test_a_list_is_pasted_by_lines_and_commas_and_bad_lines_are_named(empty: WatchDesk, into: str) -> None:
    empty.paste(getattr(empty, into), LIST)
    assert empty.labels == [LABELS[0], LABELS[2], LABELS[1]]
    text, problem = empty.said[-1]
    assert problem
    assert text.startswith("3 added; “SPY”")
    assert empty.edit.text() == ""


def test_many_bad_lines_are_counted(empty: WatchDesk) -> None:
    empty.paste(empty.table, "\n".join(f"bad {n}!" for n in range(9)))
    assert empty.said[-1][0].endswith("6 more could not be read")


def test_an_empty_clipboard_is_no_list(empty: WatchDesk) -> None:
    empty.paste(empty.table, " \n ")
    assert (empty.said, empty.labels) == ([], [])


def test_a_single_contract_is_pasted_into_the_line_to_be_looked_at_first(empty: WatchDesk) -> None:
    empty.paste(empty.edit, SPY_C)
    assert (empty.edit.text(), empty.labels) == (SPY_C, [])


def test_ten_thousand_contracts_are_pasted_shown_and_removed(empty: WatchDesk) -> None:
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
def test_removing_goes_on_with_the_next_row_and_the_link_with_it(desk: WatchDesk, key: Key) -> None:
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


def test_several_rows_are_removed_at_once(desk: WatchDesk) -> None:
    click(desk.table, 0)
    click(desk.table, 2, CONTROL)
    press(desk.table, Key.Key_Delete)
    assert [label.split()[0] for label in desk.labels] == ["SPY", "NVDA"]


def test_keys_move_rows_and_the_selection_goes_with_them(desk: WatchDesk) -> None:
    click(desk.table, 3)
    for _ in range(9):
        press(desk.table, Key.Key_Up, ALT)
    assert (desk.labels[0].split()[0], desk.selected) == ("NVDA", [0])
    press(desk.table, Key.Key_Down, ALT)
    assert desk.selected == [1]
    assert desk.link.contract == TICKERS.index(NVDA)


def test_rows_that_are_apart_move_together(desk: WatchDesk) -> None:
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
    desk: WatchDesk, rows: tuple[int, ...], y: int, expected: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.labels
    click(desk.table, rows[0])
    for row in rows[1:]:
        click(desk.table, row, CONTROL)
    event = drop(desk.table, y, monkeypatch)
    assert desk.labels == [before[row] for row in expected]
    assert event.dropAction() is Qt.DropAction.IgnoreAction, "Qt would remove the rows it believes to be copied"
    assert [expected[row] for row in desk.selected] == sorted(rows)


def test_a_line_shows_where_a_drag_would_end(desk: WatchDesk) -> None:
    click(desk.table, 0)
    desk.link.set_narrowed(False)
    without = painted(desk.table.viewport().grab().toImage(), "accent")
    desk.table._drop_row = 2
    assert painted(desk.table.viewport().grab().toImage(), "accent") > without + 500

"""What leaves a tape: selected trades to the clipboard, all that it shows to a file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from models.tape_writer import TapeWriter
from models.times import Zone
from tests.models.made_market import NVDA, OPEN, SPXW, SPY_C, Print
from tests.ui.tape_desk import TapeDesk as Desk
from tests.ui.window_desk import CONTROL, dressed
from ui import tape_copy
from ui.tape_export import leave, stop_exports


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with dressed(qapp):
        made = Desk(qtbot, tmp_path)
        yield made
        made.close()


def copied() -> list[list[str]]:
    """The cells on the clipboard."""
    return [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]


def numbered(desk: Desk, count: int, ticker: str = SPY_C, first: int = 0) -> None:
    """Let prints arrive that are told apart by their sequence."""
    desk.show(*[Print(ticker, sequence=first + n) for n in range(count)])


def select(desk: Desk, *rows: int) -> None:
    flags = QItemSelectionModel.SelectionFlag
    desk.table.selectionModel().clearSelection()
    for row in rows:
        desk.table.selectionModel().select(desk.panel.model.index(row, 0), flags.Select | flags.Rows)


def copy(desk: Desk) -> None:
    desk.table.setFocus()
    QTest.keyClick(desk.table, Qt.Key.Key_C, CONTROL)


def choose_file(desk: Desk, path: Path) -> None:
    """Ask for the export, and let the dialog end with a file."""
    desk.panel.export.ask()
    (dialog,) = desk.panel.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    dialog.deleteLater()


def said(desk: Desk) -> str:
    return desk.panel._strip.text


def test_selected_trades_are_copied_as_a_spreadsheet_takes_them(desk: Desk, qtbot: QtBot) -> None:
    desk.show(Print(SPXW, 12.35, 1400, (232,), OPEN + 7, 322, 99), Print(sequence=5), Print(NVDA, 1.15, 3))
    select(desk, 1, 2)
    copy(desk)
    qtbot.waitUntil(lambda: said(desk) == "2 trades copied, with headings.")
    assert copied() == [
        ["Time ET", "Contract", "Price", "Size", "Premium", "Venue", "Condition", "Sess.", "Seq"],
        ["2025-12-01 09:30:00.000", "SPY 19 Dec 25 650 C", "1.00", "1", "100.00", "CBOE", "Auto", "Regular", "5"],
        ["2025-12-01 09:30:00.007", "SPXW 01 Dec 25 6850 C", "12.35", "1400", "1729000.00", "C2", "Multi-leg",
         "Regular", "99"],
    ]  # fmt: skip


def test_columns_are_copied_as_they_stand_and_times_in_the_zone_that_is_shown(desk: Desk, qtbot: QtBot) -> None:
    desk.show(Print(size=7))
    heading = desk.table.horizontalHeader()
    for column in range(desk.panel.model.columnCount()):
        desk.table.setColumnHidden(column, column not in (0, 3))
    heading.moveSection(heading.visualIndex(3), 0)
    desk.market.times.choose(Zone.UTC)
    desk.panel.advance()
    select(desk, 0)
    copy(desk)
    qtbot.waitUntil(lambda: said(desk) == "1 trade copied, with headings.")
    assert copied() == [["Size", "Time UTC"], ["7", "2025-12-01 14:30:00.000"]]


def test_gaps_are_left_out_of_what_is_copied_and_that_is_said(desk: Desk, qtbot: QtBot) -> None:
    desk.show(Print(sequence=1))
    desk.market.interrupt()
    desk.show(Print(sequence=2))
    desk.table.selectAll()
    copy(desk)
    qtbot.waitUntil(lambda: said(desk) == "2 trades copied, with headings, 1 gap left out.")
    assert [line[-1] for line in copied()] == ["Seq", "2", "1"]


def test_many_rows_are_copied_in_slices(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tape_copy, "SLICE_S", 0.0)
    monkeypatch.setattr(tape_copy, "_AT_ONCE", 10)
    QGuiApplication.clipboard().setText("before")
    numbered(desk, 95)
    desk.table.selectAll()
    copy(desk)
    assert QGuiApplication.clipboard().text() == "before"
    qtbot.waitUntil(lambda: said(desk) == "95 trades copied, with headings.")
    assert [line[-1] for line in copied()[1:]] == [str(n) for n in range(94, -1, -1)]


def test_too_many_rows_are_refused_with_a_way_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tape_copy, "MOST", 3)
    QGuiApplication.clipboard().setText("before")
    numbered(desk, 4)
    desk.table.selectAll()
    copy(desk)
    assert said(desk).startswith("4 rows are too many for the clipboard, which takes 3. Export the tape to a file")
    assert QGuiApplication.clipboard().text() == "before"


def test_without_a_selection_it_says_what_to_do(desk: Desk) -> None:
    numbered(desk, 1)
    desk.table.clearSelection()
    copy(desk)
    assert said(desk) == "No trade is selected: select some to copy them."


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_the_filtered_tape_is_exported(desk: Desk, qtbot: QtBot, tmp_path: Path, suffix: str) -> None:
    numbered(desk, 3)
    numbered(desk, 2, NVDA, first=3)
    desk.edit.setText("NVDA")
    path = tmp_path / f"tape.{suffix}"
    choose_file(desk, path)
    desk.show(Print(NVDA, sequence=77))
    with qtbot.waitSignal(desk.panel.export.finished):
        assert desk.panel.export.busy
    assert said(desk) == f"Exported 2 trades to {path}."
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT ticker, sequence FROM '{path}'").fetchall() == [(NVDA, 3), (NVDA, 4)]


def test_the_folder_can_be_opened_when_it_is_done(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    numbered(desk, 1)
    choose_file(desk, tmp_path / "tape.csv")
    qtbot.waitUntil(lambda: not desk.panel.export.busy)
    desk.panel._strip._do.click()
    assert [url.toLocalFile() for url in opened] == [str(tmp_path)]


def test_an_empty_tape_has_nothing_to_export(desk: Desk) -> None:
    desk.panel.export.ask()
    assert said(desk) == "The tape shows no trade: there is nothing to export."
    assert desk.panel.findChildren(QFileDialog) == []


def test_a_name_of_another_kind_is_refused(desk: Desk, tmp_path: Path) -> None:
    numbered(desk, 1)
    choose_file(desk, tmp_path / "tape.xlsx")
    assert said(desk) == "“tape.xlsx” was not written: let its name end in .csv or .parquet."
    assert not desk.panel.export.busy


def test_what_cannot_be_written_is_said_in_words(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    numbered(desk, 1)
    choose_file(desk, tmp_path / "gone" / "tape.csv")
    qtbot.waitUntil(lambda: not desk.panel.export.busy)
    assert said(desk) == "“tape.csv” could not be saved: No such file or directory. Choose another folder."


class Held:
    """Writers that wait in their thread until they are told to stop."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        add = TapeWriter._add

        def held(writer: TapeWriter, connection: Any, low: int, high: int) -> None:
            writer._stop.wait(10)
            add(writer, connection, low, high)

        monkeypatch.setattr(TapeWriter, "_add", held)


def test_esc_in_the_strip_stops_it_and_nothing_stays(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Held(monkeypatch)
    numbered(desk, 1)
    choose_file(desk, tmp_path / "tape.csv")
    assert said(desk) == "Exporting 1 trade to “tape.csv”"
    desk.panel.export.ask()
    with qtbot.waitSignal(desk.panel.export.finished):
        QTest.keyClick(desk.panel._strip._stop, Qt.Key.Key_Escape)
    assert said(desk) == "The export was stopped: no file was written."
    assert not (tmp_path / "tape.csv").exists()
    QTest.keyClick(desk.panel._strip._close, Qt.Key.Key_Escape)
    assert said(desk) == ""
    assert desk.window.focusWidget() is desk.table


def test_of_a_tape_that_is_not_seen_what_came_meanwhile_is_exported_too(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.panel.hide()
    numbered(desk, 3)
    with qtbot.waitSignal(desk.panel.export.finished):
        choose_file(desk, tmp_path / "tape.csv")
    assert len((tmp_path / "tape.csv").read_text().splitlines()) == 4


def test_leaving_while_it_writes_asks_first(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Held(monkeypatch)
    gone: list[str] = []
    numbered(desk, 1)
    choose_file(desk, tmp_path / "tape.csv")
    leave(desk.window, lambda: gone.append("left"))
    assert gone == []
    (box,) = desk.window.findChildren(QMessageBox)
    next(button for button in box.buttons() if "Stop" in button.text()).click()
    assert gone == ["left"]
    with qtbot.waitSignal(desk.panel.export.finished):
        stop_exports(desk.window)
    leave(desk.window, lambda: gone.append("again"))
    assert gone == ["left", "again"]


def test_a_panel_that_goes_away_stops_its_export(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Held(monkeypatch)
    numbered(desk, 1)
    choose_file(desk, tmp_path / "tape.csv")
    (writer,) = desk.panel.export._running
    desk.panel.export.deleteLater()
    qtbot.waitUntil(lambda: writer.is_stopping)
    qtbot.waitUntil(lambda: sorted(path.name for path in tmp_path.iterdir() if "tape" in path.name) == [])


def test_the_kind_that_is_chosen_gives_a_name_its_suffix(desk: Desk) -> None:
    numbered(desk, 1)
    desk.panel.export.ask()
    (dialog,) = desk.panel.findChildren(QFileDialog)
    assert dialog.windowTitle() == "Export the trades that the tape shows"
    assert Path(dialog.selectedFiles()[0]).name == "Tape 2025-12-01.csv"
    dialog.filterSelected.emit("Parquet files (*.parquet)")
    assert dialog.defaultSuffix() == "parquet"
    dialog.close()

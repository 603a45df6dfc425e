"""What leaves a chart: its picture and its prints."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from models.tape import Flag
from tests.models.tick_tapes import Print
from tests.ui.chart.chart_desk import MINUTE, OPEN, Desk, desks, minutes
from ui.chart import export as chart_export
from ui.chart.export import STRIP_PX


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, monkeypatch)


def sayings(desk: Desk) -> list[tuple[str, bool]]:
    heard: list[tuple[str, bool]] = []
    desk.chart.said.connect(lambda text, problem: heard.append((text, problem)))
    return heard


def dialog_of(desk: Desk) -> QFileDialog:
    dialogs = desk.chart.findChildren(QFileDialog)
    assert len(dialogs) == 1
    return dialogs[0]


def choose_file(desk: Desk, path: Path) -> None:
    """Let the dialog that is open end with a file."""
    dialog = dialog_of(desk)
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_the_picture_on_the_clipboard_is_the_plot_under_a_strip(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    heard = sayings(desk)
    QTest.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    image = QGuiApplication.clipboard().image()
    plot = chart._plot
    assert (image.width(), image.height()) == (plot.width(), plot.height() + STRIP_PX)
    assert image.copy(0, STRIP_PX, plot.width(), plot.height()) == plot.grab().toImage().convertToFormat(image.format())
    assert heard == [("The picture of the chart is on the clipboard.", False)]
    assert chart.choices.options.style == "line", "Ctrl+C is not C"


def test_the_strip_and_the_file_say_contract_date_zone_and_source(desk: Desk) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    chart.source = "simulated"
    caption = chart.export._caption()
    assert caption is not None
    assert caption.title == "SPY 19 Dec 25 650 C"
    assert caption.facts == "1 Dec 2025  ·  times in ET  ·  simulated  ·  Optape"
    assert caption.file_name.endswith(" 1 Dec 2025")


def test_a_picture_is_saved_to_a_chosen_file(desk: Desk, tmp_path: Path) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    heard = sayings(desk)
    chart.export.ask_save_picture()
    assert dialog_of(desk).acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert not dialog_of(desk).testOption(QFileDialog.Option.DontConfirmOverwrite)
    choose_file(desk, tmp_path / "chart.png")
    assert QImage(str(tmp_path / "chart.png")).height() == chart._plot.height() + STRIP_PX
    assert heard == [(f"Saved to {tmp_path / 'chart.png'}.", False)]


def test_what_cannot_be_saved_is_said_in_words(desk: Desk, tmp_path: Path) -> None:
    desk.world.print(*minutes(30))
    chart = desk.open()
    heard = sayings(desk)
    (tmp_path / "folder.csv").mkdir()
    chart.export.ask_save_csv()
    choose_file(desk, tmp_path / "folder.csv")
    ((text, problem),) = heard
    assert problem
    assert text.startswith("“folder.csv” could not be saved: ")
    assert text.endswith("Choose another folder.")


def test_an_empty_chart_has_nothing_to_keep(desk: Desk) -> None:
    chart = desk.open()
    heard = sayings(desk)
    for ask in (chart.export.copy_picture, chart.export.ask_save_picture, chart.export.ask_save_csv):
        ask()
    assert heard == [("The chart is empty: there is nothing to keep yet.", True)] * 3
    assert chart.findChildren(QFileDialog) == []


def test_the_prints_in_sight_are_saved_with_all_facts(desk: Desk, tmp_path: Path) -> None:
    other = desk.world.contracts.add("O:SPY251219C00651000")
    desk.world.print(
        Print(OPEN, 10.0, 3), Print(OPEN + MINUTE, 10.5, 2, (232,)), Print(OPEN + 2 * MINUTE + 7, 10.1, 4),
        Print(OPEN + 2 * MINUTE, 9.0, 1, (202,)), Print(OPEN + MINUTE, 12.5, 1, contract=other),
        Print(OPEN, 1.0, contract=1),
    )  # fmt: skip
    desk.world.tape.amend(2, Flag.CANCELLED)
    chart = desk.open()
    chart.source = "replay"
    desk.link.toggle_compared((other,))
    chart.export.ask_save_csv()
    assert dialog_of(desk).windowTitle() == "Save 5 prints as shown"
    choose_file(desk, tmp_path / "prints.csv")
    with (tmp_path / "prints.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["ticker"], row["price"], row["kind"]) for row in rows] == [
        ("O:SPY251219C00650000", "10.0", "single-leg"),
        ("O:SPY251219C00650000", "10.5", "package"),
        ("O:SPY251219C00650000", "9.0", "late"),
        ("O:SPY251219C00650000", "10.1", "cancelled"),
        ("O:SPY251219C00651000", "12.5", "single-leg"),
    ]
    assert rows[3] == {
        "ticker": "O:SPY251219C00650000", "date": "2025-12-01", "time_et": "09:32:00.007",
        "time_utc": "2025-12-01T14:32:00.007Z", "price": "10.1", "size": "4", "premium": "4040.0", "venue": "CBOE",
        "condition": "Auto", "kind": "cancelled", "sequence": "2", "flags": "cancelled", "source": "replay",
    }  # fmt: skip


def test_only_what_is_in_sight_is_saved(desk: Desk, tmp_path: Path) -> None:
    desk.world.print(*minutes(60))
    chart = desk.open()
    chart.moves.go_to(36_000_000)
    chart.export.ask_save_csv()
    choose_file(desk, tmp_path / "prints.csv")
    times = [line.split(",")[2] for line in (tmp_path / "prints.csv").read_text().splitlines()[1:]]
    assert times[0] == "09:58:00.000"
    assert times[-1] == "10:02:00.000"


def test_many_prints_are_saved_beside_the_work_of_the_window(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chart_export, "AT_ONCE", 10)
    desk.world.print(*minutes(60))
    chart = desk.open()
    heard = sayings(desk)
    chart.export.ask_save_csv()
    choose_file(desk, tmp_path / "prints.csv")
    assert heard == [("Saving 60 prints to “prints.csv” …", False)]
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1] == (f"Saved 60 prints to {tmp_path / 'prints.csv'}.", False)
    assert len((tmp_path / "prints.csv").read_text().splitlines()) == 61


def test_with_the_line_alone_its_prints_alone_are_saved(desk: Desk, tmp_path: Path) -> None:
    desk.world.print(Print(OPEN, 10.0), Print(OPEN + 1, 10.5, 2, (232,)), Print(OPEN + MINUTE, 9.0, 1, (202,)))
    chart = desk.open()
    heard = sayings(desk)
    desk.press(Qt.Key.Key_A)
    chart.export.ask_save_csv()
    assert dialog_of(desk).windowTitle() == "Save 1 print as shown"
    choose_file(desk, tmp_path / "prints.csv")
    assert heard == [(f"Saved 1 print to {tmp_path / 'prints.csv'}.", False)]
    assert len((tmp_path / "prints.csv").read_text().splitlines()) == 2


def test_files_are_first_offered_among_the_users_documents(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(tmp_path))
    desk.world.print(*minutes(30))
    desk.open().export.ask_save_picture()
    dialog = dialog_of(desk)
    assert dialog.directory().absolutePath() == str(tmp_path)
    assert Path(dialog.selectedFiles()[0]).suffix == ".png"
    dialog.close()

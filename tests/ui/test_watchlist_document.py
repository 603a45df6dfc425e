"""Opening and saving watchlists in the window."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from models.watchlist import Watchlist
from models.watchlist_files import read_watchlist
from tests.models.made_market import SPXW, SPY_C, TICKERS, Print
from tests.ui.main_desk import Desk, desks
from tests.ui.window_desk import click, texts


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, tmp_path)


def test_a_list_is_opened_saved_and_opened_again(desk: Desk, tmp_path: Path) -> None:
    desk.watchlist.add_text(SPXW)
    assert desk.watchlist.header.note.text() == "Mine · not saved"
    path = tmp_path / "kept.json"
    assert desk.window.document.save_to(path)
    assert desk.watchlist.header.note.text() == "Mine"
    assert json.loads(path.read_text())
    desk.window.document.show_list(Watchlist("Other"))
    assert desk.window.document.open_file(path)
    assert len(texts(desk.watchlist.table)) == 3
    desk.watchlist.watchlist.remove([0])
    desk.actions["Save watchlist"].trigger()
    assert desk.window.document.open_file(path)
    assert len(texts(desk.watchlist.table)) == 2


def test_changes_that_were_not_saved_are_kept_when_another_list_is_opened(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(f"{SPXW}\n")
    desk.watchlist.add_text(SPXW)
    before = [item.contract for item in desk.watchlist.watchlist]
    assert desk.window.document.open_file(other)
    notice = next(notice.text for notice in desk.notices if notice.key == "watchlist")
    kept = Path(notice.split("kept as ")[1].rstrip("."))
    assert [item.contract for item in read_watchlist(kept).watchlist] == before


def test_plain_text_opens_and_the_tape_follows(desk: Desk, tmp_path: Path) -> None:
    desk.show(Print(SPXW), Print(SPY_C))
    click(desk.watchlist.table, 0)
    path = tmp_path / "index.txt"
    path.write_text(f"{SPXW}\n")
    assert desk.window.document.open_file(path)
    assert desk.watchlist.header.note.text() == "index"
    assert texts(desk.tape.table, 1) == ["SPXW 01 Dec 25 6850 C"]
    assert desk.window.link.contract == TICKERS.index(SPXW)
    assert not desk.window.link.narrowed


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", '{\n "name": "x",\n "items": [,]\n}', "line 3"),
        ("a.txt", f"{SPY_C}\nnonsense\n", "line 2"),
        ("gone.json", None, "cannot be read"),
    ],
)
def test_a_broken_file_says_which_line_and_why_and_nothing_changes(
    desk: Desk, tmp_path: Path, name: str, content: str | None, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    assert not desk.window.document.open_file(path)
    assert words in desk.bar.text
    assert name in desk.bar.text
    assert len(texts(desk.watchlist.table)) == 2
    assert desk.window.document.path is None


def test_a_list_that_cannot_be_written_says_why(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not desk.window.document.save_to(tmp_path / "file" / "list.json")
    assert "cannot be written" in desk.bar.text


@pytest.mark.parametrize("name", ["Open watchlist…", "Save watchlist as…", "Save watchlist"])
def test_file_dialogs_start_in_the_folder_of_watchlists_and_can_be_left(
    desk: Desk, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    desk.actions[name].trigger()
    (dialog,) = desk.window.findChildren(QFileDialog)
    assert Path(dialog.directory().absolutePath()) == tmp_path / "watchlists"
    dialog.reject()
    qtbot.waitUntil(lambda: desk.window.findChildren(QFileDialog) == [])
    assert desk.bar.text == ""


def test_a_chosen_file_is_opened_and_saved_to(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "chosen.txt"
    path.write_text(SPXW)
    desk.window.document.ask_open()
    desk.window.findChildren(QFileDialog)[0].fileSelected.emit(str(path))
    assert texts(desk.watchlist.table) == ["SPXW 01 Dec 25 6850 C"]
    desk.window.document.ask_save()
    desk.window.findChildren(QFileDialog)[-1].fileSelected.emit(str(tmp_path / "other.json"))
    assert (tmp_path / "other.json").exists()

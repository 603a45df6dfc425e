"""What a run leaves behind."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.home import Home
from models.report import Report
from models.watchlist_files import read_watchlist
from tests.models.made_market import SPY_C, SPY_P
from tests.ui.main_desk import Desk, desks
from ui.layout_store import load_layout
from ui.leaving import Wanted, write_at_end

NO_REPORT = cast("Report", None)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from desks(qtbot, qapp, tmp_path)


def test_layout_list_and_picture_are_there(desk: Desk, tmp_path: Path) -> None:
    home, picture = Home(tmp_path), tmp_path / "window.png"
    states = {"history": {"answer": {"page": "chart"}}}
    assert write_at_end(Wanted(True, picture, None), desk.window, states, home, NO_REPORT) == []
    assert load_layout(home.layout_path).panels == states
    kept = read_watchlist(home.last_watchlist_path).watchlist
    assert [item.contract.ticker for item in kept] == [SPY_C, SPY_P]
    assert picture.stat().st_size > 1000


def test_what_is_not_wanted_is_not_written(desk: Desk, tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert write_at_end(Wanted(False, None, None), desk.window, {}, home, NO_REPORT) == []
    assert not home.last_watchlist_path.exists()


def test_what_cannot_be_written_is_said_and_keeps_nothing_else_from_it(desk: Desk, tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.layout_path.mkdir()
    nowhere = tmp_path / "nowhere" / "window.png"
    problems = write_at_end(Wanted(True, nowhere, None), desk.window, {}, home, NO_REPORT)
    assert len(problems) == 2
    assert str(nowhere) in problems[1]
    assert home.last_watchlist_path.exists()

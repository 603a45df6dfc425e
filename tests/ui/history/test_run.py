"""Past trades in a run: the terminal is looked at, shown, and chosen."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.history.question_book import QuestionBook
from models.history.terminal import TerminalChoice, TerminalState, TerminalStatus
from models.kept_settings import KeptSettings
from models.notices import Notices
from models.settings import load_settings
from tests.models.history.made_history import MadeHistory
from tests.ui.main_desk import Desk
from tests.ui.window_desk import dressed
from ui.history.run import HistoryRun

WELL = TerminalStatus("Theta Terminal v3", "127.0.0.1:25503", 3, TerminalState.CONNECTED)


class Terminal(MadeHistory):
    """Counts the looks at it."""

    def __init__(self) -> None:
        super().__init__()
        self.choice, self.looks = TerminalChoice(), 0

    def use(self, choice: TerminalChoice) -> None:
        self.choice = choice

    async def look(self) -> TerminalStatus:
        self.looks += 1
        return WELL


class Run:
    """A run over a window, without a loop of its own."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.terminal = desk, Terminal()
        self.settings_path = folder / "settings.json"
        settings = KeptSettings(self.settings_path, Notices())
        book = QuestionBook(folder / "questions.json")
        self.history = HistoryRun(self.terminal, desk.market, desk.window, settings, book)


@pytest.fixture
def run(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Run]:
    with dressed(qapp):
        desk = Desk(qtbot, tmp_path)
        made = Run(desk, tmp_path)
        yield made
        asyncio.run(made.history.close())
        desk.end()


async def looked(run: Run, looks: int) -> None:
    """Keep up until it has been looked at so often."""
    keeping = asyncio.create_task(run.history.keep_up())
    async with asyncio.timeout(5):
        while run.terminal.looks < looks:
            await asyncio.sleep(0)
    keeping.cancel()
    await asyncio.wait({keeping})


def test_what_a_look_finds_stands_in_the_status_bar_and_in_the_dialog(run: Run) -> None:
    run.history.desk.open()
    asyncio.run(looked(run, 1))
    assert WELL.text in run.desk.window.status.text
    assert run.history.desk._status is WELL


def test_a_terminal_that_is_chosen_is_asked_looked_at_and_kept(run: Run) -> None:
    run.history.desk.choose_terminal()
    dialog = run.history.desk._terminal_dialog
    assert dialog
    dialog.chosen.emit(TerminalChoice("http://127.0.0.1:9", at_once=2))
    assert run.terminal.choice == TerminalChoice("http://127.0.0.1:9", at_once=2)
    settings, _ = load_settings(run.settings_path)
    assert (settings.theta_url, settings.theta_requests) == ("http://127.0.0.1:9", 2)
    asyncio.run(looked(run, 1))


def test_the_look_of_the_dialog_is_kept_from_run_to_run(run: Run) -> None:
    run.history.restore({"history": {"answer": {"page": "chart"}}, "tape": {}})
    assert run.history.states() == {"history": {"answer": {"page": "chart"}}}

"""Past trades in one run of the program: who answers, how that one is, and the dialogs that ask."""

from collections.abc import Mapping
from typing import Any

from models.history.inquiring import Inquirer
from models.history.question_book import QuestionBook
from models.history.terminal import TerminalChoice, TerminalStatus
from models.history.terminal_look import TerminalLook
from models.kept_settings import KeptSettings
from models.launch import with_terminal
from models.market import Market
from models.ports import Terminal
from ui.history.desk import HistoryDesk, TerminalAccess
from ui.history.subject import HistorySubject
from ui.main_window import MainWindow

_LOOK = "history"
"""Under this name the layout keeps the look of the dialog."""


class HistoryRun:
    """`desk`: the dialogs."""

    def __init__(
        self, terminal: Terminal, market: Market, window: MainWindow, settings: KeptSettings, book: QuestionBook
    ) -> None:
        self._terminal, self._window, self._settings = terminal, window, settings
        self._inquirer = Inquirer(terminal, lambda: terminal.choice.at_once)
        self._look = TerminalLook(terminal.look, self._show, lambda: self.desk.is_shown)
        access = TerminalAccess(lambda: terminal.choice, self._use, self._look.hurry)
        subject = HistorySubject(market, window.panels)
        self.desk = HistoryDesk(self._inquirer, market, book, access, subject, lambda: window)

    async def keep_up(self) -> None:
        """Look at the terminal again and again, until cancelled."""
        await self._look.run()

    def restore(self, panels: Mapping[str, dict[str, Any]]) -> None:
        """Take up what a layout has kept, before a dialog is opened."""
        self.desk.restore(panels.get(_LOOK, {}))

    def states(self) -> dict[str, dict[str, Any]]:
        """What a layout should keep."""
        return {_LOOK: self.desk.state()}

    async def close(self) -> None:
        """Close the dialogs; no question is left."""
        self.desk.close()
        await self._inquirer.close()

    def _show(self, status: TerminalStatus) -> None:
        self._window.status.show_history(status.text)
        self.desk.show_terminal(status)

    def _use(self, choice: TerminalChoice) -> None:
        """Ask another terminal, or in another way, in this run and those to come."""
        before = self._terminal.choice
        self._terminal.use(choice)
        self._look.hurry()
        self._settings.keep(with_terminal(self._settings.now, before, choice))

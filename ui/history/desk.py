"""The dialogs of past trades when they are asked for: opened once, kept, and turned to what is looked at."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

import resources
from models.contract import Contract
from models.contract_index import DEFAULT_MULTIPLIER
from models.history.answers import Entry
from models.history.inquiring import Inquirer
from models.history.past_market import past_market
from models.history.queries import PastTrades
from models.history.question_book import QuestionBook
from models.history.terminal import TerminalChoice, TerminalStatus
from models.hours import CLOSE_MS, OPEN_MS
from models.market import Market
from models.status import Source
from ui.bring_up import bring_up
from ui.history.subject import HistorySubject, moment_of

if TYPE_CHECKING:
    from ui.history.at_time_dialog import AtTimeDialog
    from ui.history.at_time_form import AtTimeForm
    from ui.history.contract_picker import ContractPicker
    from ui.history.terminal_chip import TerminalChip
    from ui.history.terminal_dialog import TerminalDialog

_NONE_WATCHED = "No contract is selected on the watchlist: select some there, or take all of them."
_EMPTY_LIST = "The watchlist is empty."


@dataclass(frozen=True, slots=True)
class TerminalAccess:
    """`choice`: which terminal is asked now, and how; `use` takes another one; `look` looks at it without waiting."""

    choice: Callable[[], TerminalChoice]
    use: Callable[[TerminalChoice], object]
    look: Callable[[], object]


class HistoryDesk:
    """`show_terminal` may come before and after the dialogs."""

    def __init__(
        self,
        inquirer: Inquirer,
        market: Market,
        book: QuestionBook,
        terminal: TerminalAccess,
        subject: HistorySubject,
        window: Callable[[], QWidget],
    ) -> None:
        """`subject`: what the window looks at; `window`: whose dialogs they are."""
        self._inquirer, self._market, self._book = inquirer, market, book
        self._terminal, self._subject, self._window = terminal, subject, window
        self._status: TerminalStatus | None = None
        self._kept: Mapping[str, Any] = {}
        self._form: AtTimeForm
        self._chip: TerminalChip
        self.dialog: AtTimeDialog | None = None
        self._picker: ContractPicker | None = None
        self._terminal_dialog: TerminalDialog | None = None

    @property
    def is_shown(self) -> bool:
        """Whether somebody may ask at any moment."""
        return any(dialog is not None and dialog.isVisible() for dialog in (self.dialog, self._terminal_dialog))

    def show_terminal(self, status: TerminalStatus) -> None:
        """Say who will be asked, and how that one is."""
        self._status = status
        if self.dialog:
            self._chip.show_status(status)
            self.dialog.set_source("", status.source)  # the chip names it
            self.dialog.set_advice(status.advice)
        if self._terminal_dialog:
            self._terminal_dialog.show_status(status)

    def open(self) -> None:
        """Show the dialog with the contracts, day and time that are on the screen."""
        dialog = self.dialog or self._make()
        contracts, moment = self._subject.looked_at()
        now_ms = self._market.clock.now_ms()
        if contracts:
            self._form.set_contracts(contracts)
        if now_ms is not None:
            now = moment_of(now_ms)
            self._form.set_default_day(now.day, _whole_minute(now.ms) if OPEN_MS <= now.ms <= CLOSE_MS else None)
        if moment:
            self._form.set_moment(*moment)
        self._terminal.look()
        bring_up(dialog)

    def choose_terminal(self) -> None:
        """Let the user choose which terminal is asked, and how."""
        from ui.history.terminal_dialog import TerminalDialog

        if self._terminal_dialog is None:
            self._terminal_dialog = TerminalDialog(self._window())
            self._terminal_dialog.chosen.connect(self._terminal.use)
        self._terminal.look()
        self._terminal_dialog.open_with(self._terminal.choice(), self._status)

    def state(self) -> dict[str, Any]:
        """What of the dialog is worth keeping between starts: the look of the answers; questions are in their book."""
        return {"answer": self.dialog.state().get("answer", {})} if self.dialog else dict(self._kept)

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up a kept state, before the dialog is opened."""
        self._kept = state

    def close(self) -> None:
        """Close them all, and leave no question behind, and no file half written."""
        if self.dialog:
            self.dialog.finish()
        self._close_its_own()

    def _make(self) -> "AtTimeDialog":
        """Built when it is first asked for: the start does not wait for it."""
        from models.history.flag_words import FlagWords
        from ui.history.at_time_dialog import AtTimeDialog
        from ui.history.at_time_form import AtTimeForm
        from ui.history.terminal_chip import TerminalChip

        self._form, self._chip = AtTimeForm(self._book), TerminalChip()
        self.dialog = AtTimeDialog(
            self._inquirer,
            self._form,
            multiplier=self._multiplier,
            reached_ms=self._reached_ms,
            watch=self._subject.watch,
            flags=FlagWords(resources.table("theta_flags")),
            times=self._market.times,
            chip=self._chip,
            parent=self._window(),
        )
        self.dialog.restore(self._kept)
        self.dialog.around_asked.connect(self._show_around)
        self.dialog.finished.connect(self._close_its_own)
        self.dialog.stopped.connect(self._terminal.look)
        self._chip.clicked.connect(self.choose_terminal)
        self._form.choose_asked.connect(self._choose_contracts)
        self._form.watchlist_asked.connect(self._take_watched)
        if self._status:
            self.show_terminal(self._status)
        return self.dialog

    def _close_its_own(self) -> None:
        """The dialogs that make no sense without the question."""
        for dialog in (self._picker, self._terminal_dialog):
            if dialog:
                dialog.close()

    def _take_watched(self, everything: bool) -> None:
        contracts = self._subject.watched(everything=everything)
        if contracts:
            self._form.set_contracts(contracts)
        else:
            self._form.say(_EMPTY_LIST if everything else _NONE_WATCHED, True)

    def _choose_contracts(self) -> None:
        from ui.history.contract_picker import ContractPicker

        if self._picker is None:
            self._picker = ContractPicker(self._inquirer, self.dialog)
            self._picker.chosen.connect(self._take_chosen)
        self._picker.open_for(self._form.root(), self._form.start.day(), self._form.today)

    def _take_chosen(self, contracts: tuple[Contract, ...], add: bool) -> None:
        self._form.set_contracts(dict.fromkeys((*(self._form.known_contracts() if add else ()), *contracts)))

    def _show_around(self, entry: Entry) -> None:
        from ui.history.around_dialog import AroundDialog

        tapes = self._subject.presets
        AroundDialog(entry, self._inquirer, partial(_market_of, self._multiplier), tapes, self.dialog).show()

    def _multiplier(self, contract: Contract) -> float:
        """Shares a contract; asking for one that has not traded here leaves no trace of it."""
        known = self._market.contracts.find(contract.ticker)
        return DEFAULT_MULTIPLIER if known < 0 else float(self._market.contracts.multiplier[known])

    def _reached_ms(self, source: Source) -> int | None:
        """How far the market of a source has come: a simulated one has its own clock, a recording is known whole."""
        if source is Source.REPLAY:
            return None
        return self._market.clock.now_ms() if source is Source.SIMULATED else time.time_ns() // 1_000_000


def _whole_minute(at_ms: int) -> int:
    """What is offered is rounded, for it is written out; down, for it has been reached."""
    return at_ms - at_ms % 60_000


def _market_of(multiplier: Callable[[Contract], float], past: PastTrades) -> Market:
    conditions, venues = resources.table("massive_conditions"), resources.table("massive_exchanges")
    return past_market(past, conditions, venues, multiplier(past.query.contract))

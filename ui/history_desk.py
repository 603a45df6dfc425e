"""The at-time dialog when it is asked for: opened once, kept, and turned to the contract that is looked at."""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QWidget

from models.asking import Asker
from models.clock import DAY_MS, eastern, eastern_ms
from models.contract import Contract
from models.contract_index import DEFAULT_MULTIPLIER
from models.hours import CLOSE_MS, OPEN_MS
from models.market import Market
from models.qt.link import NONE, Link
from models.status import Source
from models.symbology import parse_symbol
from ui.at_time_dialog import AtTimeDialog


class HistoryDesk:
    """Opens the dialog for the link's contract; `set_source` may come before and after."""

    def __init__(self, asker: Asker, market: Market, window: Callable[[], QWidget], link: Callable[[], Link]) -> None:
        self._asker, self._market = asker, market
        self._window, self._link = window, link
        self._source = ("", Source.LIVE)
        self.dialog: AtTimeDialog | None = None

    def set_source(self, name: str, source: Source) -> None:
        """Say who will be asked."""
        self._source = (name, source)
        if self.dialog:
            self.dialog.set_source(name, source)

    def open(self) -> None:
        """Show the dialog with the contract, day and time that are on the screen."""
        if self.dialog is None:
            name, source = self._source
            self.dialog = AtTimeDialog(
                self._asker,
                parse_symbol,
                source_name=name,
                source=source,
                multiplier=self._multiplier,
                reached_ms=self._reached_ms,
                parent=self._window(),
            )
        contract, now_ms = self._link().contract, self._market.clock.now_ms()
        if contract != NONE:
            self.dialog.set_contract(self._market.contracts.contract(contract))
        if now_ms is not None:
            at_ms = int(eastern_ms(np.array([now_ms]))[0]) % DAY_MS
            self.dialog.set_default_day(eastern(now_ms).date(), at_ms if OPEN_MS <= at_ms <= CLOSE_MS else None)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _multiplier(self, contract: Contract) -> float:
        """Shares a contract; asking for one that has not traded here leaves no trace of it."""
        known = self._market.contracts.find(contract.ticker)
        return DEFAULT_MULTIPLIER if known < 0 else float(self._market.contracts.multiplier[known])

    def _reached_ms(self, source: Source) -> int | None:
        """How far the market of a source has come: a simulated one has its own clock, a recording is known whole."""
        if source is Source.REPLAY:
            return None
        return self._market.clock.now_ms() if source is Source.SIMULATED else time.time_ns() // 1_000_000

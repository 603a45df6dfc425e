"""The at-time dialog when it is asked for: opened once, kept, and turned to the contract that is looked at."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from models.asking import Asker
from models.clock import eastern
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
                multiplier=lambda contract: float(self._market.contracts.multiplier[self._id(contract.ticker)]),
                parent=self._window(),
            )
        contract, now_ms = self._link().contract, self._market.clock.now_ms()
        if contract != NONE:
            self.dialog.set_contract(self._market.contracts.contract(contract))
        if now_ms is not None:
            self.dialog.set_default_day(_day(now_ms))
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _id(self, ticker: str) -> int:
        return self._market.contracts.add(ticker)


def _day(now_ms: int) -> date:
    return eastern(now_ms).date()

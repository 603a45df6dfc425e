"""What the window looks at, as somebody sees it who asks what traded at a given time."""

from datetime import date
from typing import NamedTuple

import numpy as np

from models.clock import DAY_MS, eastern, eastern_ms
from models.contract import Contract
from models.filtering.presets import PresetBook
from models.market import Market
from models.qt.link import NONE
from models.watchlist import WatchItem
from ui.panels import Panels
from ui.tape_panel import TapePanel


class Moment(NamedTuple):
    """A day, and milliseconds since 00:00 Eastern."""

    day: date
    ms: int


def moment_of(time_ms: int) -> Moment:
    """A Unix time in milliseconds as Eastern day and time."""
    return Moment(eastern(time_ms).date(), int(eastern_ms(np.array([time_ms]))[0]) % DAY_MS)


class HistorySubject:
    """Reads the panels, and puts contracts on the watchlist."""

    def __init__(self, market: Market, panels: Panels) -> None:
        self._market, self._panels = market, panels

    @property
    def presets(self) -> PresetBook:
        """The filters that have a name, which every tape has."""
        return self._panels.tapes.presets

    def looked_at(self) -> tuple[tuple[Contract, ...], Moment | None]:
        """Contracts of the panel that has the keys, and when a trade happened that is chosen there.

        Of a watchlist they are those that are selected, of a tape that of the selected trade.
        """
        panel = self._panels.with_keys
        if panel is self._panels.watchlist and (selected := self.watched()):
            return selected, None
        row = self._tape_row(panel.content) if isinstance(panel.content, TapePanel) else panel.link.row
        if row is not None and row >= self._market.tape.first:
            contract = int(self._market.tape.value("contract", row))
            return (self._contract(contract),), moment_of(int(self._market.tape.value("time_ms", row)))
        contract = panel.link.contract
        return ((self._contract(contract),) if contract != NONE else ()), None

    def watched(self, *, everything: bool = False) -> tuple[Contract, ...]:
        """The selected contracts of the watchlist, or all, in its order."""
        watchlist = self._panels.watchlist.content
        if everything:
            return tuple(item.contract for item in watchlist.watchlist)
        return tuple(map(self._contract, watchlist.selected_contracts()))

    def watch(self, contract: Contract) -> bool:
        """Put a contract on the watchlist; say whether it is new there."""
        return bool(self._panels.watchlist.content.watchlist.add([WatchItem(contract)]).added)

    def _tape_row(self, tape: TapePanel) -> int | None:
        index = tape.table.currentIndex()
        if not index.isValid() or not tape.table.selectionModel().isRowSelected(index.row()):
            return None
        return tape.model.tape_row(index.row())

    def _contract(self, number: int) -> Contract:
        return self._market.contracts.contract(number)

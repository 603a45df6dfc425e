"""The details of the trade that is selected on a tape: everything that is known of it, in a window that stays open."""

from PySide6.QtWidgets import QWidget

from models.market import Market
from models.trade_facts import TradeFacts
from ui.facts_window import FactsWindow

_EMPTY = "This trade has left memory.\nSelect another one on the tape."
_HINT = "Follows the tape · Ctrl+C copies the selected rows · Esc closes"
_LINES = 37


class TradeDetails(FactsWindow):
    """`show_row` turns it to another row of the tape, trade or gap. What is learned of it later is shown too."""

    def __init__(self, market: Market, parent: QWidget | None = None) -> None:
        super().__init__("Trade", _EMPTY, _HINT, _LINES, parent)
        self._told = TradeFacts(market)
        self._row: int | None = None

    def show_row(self, row: int) -> None:
        """Tell of this row of the tape, by its id; below 0 is a gap."""
        if row != self._row:
            self._row = row
            self.foot.setText(_HINT)
            self.refresh()

    def refresh(self) -> None:
        """Tell what is known now."""
        if self._row is not None:
            self.show_facts(self._told.title(self._row), self._told.groups(self._row))

"""The foot of a tape: totals of what its filter keeps, kept up at a calm pace."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from models.filtering.mask import FilterMask
from models.filtering.totals import FilterTotals
from models.market import Market
from models.memory_text import since_text
from ui.pace import Pace
from ui.totals_line import TotalsLine

PACE_MS = 250
_IN_MEMORY = "of the trades in memory"
_MORE_MS = 10
"""After another filter was chosen the tape is counted in slices, with so much time between for everything else."""


class TapeTotals(TotalsLine):
    """Follows the mask that the tape selects by."""

    def __init__(self, market: Market, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._totals = FilterTotals(market.tape, market.sets, market.contracts)
        self._market = market
        self._mask: FilterMask | None = None
        self._shown: tuple[int, int] | None = None
        self._pace = Pace(self._show, PACE_MS, self)
        self._more = QTimer(self, singleShot=True, interval=_MORE_MS)
        self._more.timeout.connect(self._count)

    def advance(self, mask: FilterMask) -> None:
        """Count what is new and passes; another mask is counted from the start, in slices."""
        another, self._mask = mask is not self._mask, mask
        self._count()
        if another:
            self._pace.hurry()

    def _count(self) -> None:
        if self._mask is None:
            return
        self._totals.advance(self._mask)
        if self._totals.behind:
            self._more.start()
        if self._shown != (self._totals.changes, self._totals.behind):
            self._pace.ask()

    def _show(self) -> None:
        totals = self._totals
        self._shown = totals.changes, totals.behind
        self.show_totals(
            totals.totals(),
            largest=totals.largest,
            not_counted=totals.not_counted,
            progress=totals.progress if totals.behind else 1.0,
            known=f"{_IN_MEMORY}, {since_text(self._market)}" if totals.is_partial else "",
        )

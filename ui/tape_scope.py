"""Which contracts a tape shows beside what its filter asks for, and how that is said."""

from PySide6.QtCore import QObject, Signal

from models.filtering.tape_filter import TapeFilter
from models.market import Market
from models.qt.link import NONE, Link
from models.watchlist import Watchlist

_MOST_NAMED = 3


class TapeScope(QObject):
    """Watched contracts or all, narrowed to the link's contract where that is asked for."""

    changed = Signal()
    everything_changed = Signal(bool)

    def __init__(self, market: Market, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._market, self._link = market, link
        self._watched: frozenset[str] = frozenset()
        self._everything = False
        link.contract_changed.connect(lambda: self.changed.emit() if link.narrowed else None)
        link.narrowed_changed.connect(self.changed)

    @property
    def everything(self) -> bool:
        """Whether all trades are shown, not the watched contracts' alone."""
        return self._everything

    @property
    def narrowed(self) -> bool:
        """Whether one contract alone is shown, because a linked panel asks for that."""
        return self._link.narrowed and self._link.contract != NONE

    def set_everything(self, everything: bool) -> None:
        """Show all trades, or the watched contracts' alone."""
        if everything != self._everything:
            self._everything = everything
            self.changed.emit()
            self.everything_changed.emit(everything)

    def toggle(self) -> None:
        """Show all trades, or no longer."""
        self.set_everything(not self._everything)

    def set_watchlist(self, watchlist: Watchlist) -> None:
        """Watched from now on are the contracts of this list as it is now."""
        watched = frozenset(item.contract.ticker for item in watchlist)
        if watched != self._watched:
            self._watched = watched
            self.changed.emit()

    def tickers(self, typed: TapeFilter) -> frozenset[str] | None:
        """Which contracts are shown with such a filter; None is all."""
        if self.narrowed:
            only = frozenset({self._market.contracts.ticker(self._link.contract)})
            return only if typed.tickers is None else only & typed.tickers
        if typed.tickers is not None:
            return typed.tickers
        return None if self._everything else self._watched

    def text(self, typed: TapeFilter) -> str:
        """What is shown, in a few words, and which roots are not known: a word that is mistyped may read as one."""
        return f"{self._shown(typed)}{self._unknown(typed)}"

    def _shown(self, typed: TapeFilter) -> str:
        if self.narrowed:
            return f"{self._market.contracts.contract(self._link.contract).label} only, Esc widens"
        if typed.tickers is not None:
            return "one contract" if len(typed.tickers) == 1 else "chosen contracts"
        return "all trades" if self._everything else "watched contracts"

    def _unknown(self, typed: TapeFilter) -> str:
        named = typed.roots | typed.not_roots
        unknown = sorted(root for root in named if root not in self._market.contracts.roots) if named else []
        more = ", …" if len(unknown) > _MOST_NAMED else ""
        return f" · no option on {', '.join(unknown[:_MOST_NAMED])}{more} yet" if unknown else ""

    def why_empty(self, typed: TapeFilter) -> str:
        """Why no trade is shown, and what to do about it."""
        if not len(self._market.tape):
            return "No trade has arrived yet."
        if typed != TapeFilter():
            return "No trade passes the filter.\nCtrl+F changes it, Alt+1 clears it."
        if self._link.narrowed:
            return "No trade of this contract yet.\nPress Esc to see the others."
        if self._watched:
            return "No watched contract has traded yet.\nPress Ctrl+T to see every trade."
        return "Nothing is watched.\nAdd a contract to the watchlist, or press Ctrl+T to see every trade."

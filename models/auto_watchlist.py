"""A watchlist that makes itself: the most traded contracts, where nobody has chosen any."""

from collections.abc import Callable

from models.contract import parse_ticker
from models.market import Market
from models.watchlist import WatchItem, Watchlist

SIZE = 20
FIRST_TRADES, FIRST_S = 3000, 3.0
"""After so many trades or seconds the first contracts are taken; later ones are added at the end, so no row moves."""
NAME = "Most traded"


class AutoWatchlist:
    """Fills an empty list while nobody else changes it; what people do to the list ends it."""

    def __init__(self, watchlist: Watchlist, market: Market) -> None:
        self._watchlist = watchlist
        self._market = market
        self._filling = False
        self._first_s: float | None = None
        self._leave = watchlist.observe(lambda _change: None, lambda _change: self._changed())
        self.active = not len(watchlist)

    def advance(self, now_s: float) -> bool:
        """Add what is missing, once enough has traded; say whether something was. `now_s`: a clock going forward."""
        if not self.active or len(self._watchlist) >= SIZE or not len(self._market.tape):
            return False
        self._first_s = now_s if self._first_s is None else self._first_s
        before = len(self._watchlist)
        if len(self._market.tape) >= FIRST_TRADES or now_s - self._first_s >= FIRST_S:
            self._fill()
        return len(self._watchlist) > before

    def finish(self) -> None:
        """The whole source was seen: make the list anew of what was traded most in all of it."""
        if self.active:
            self._change(lambda: self._watchlist.remove(range(len(self._watchlist))))
            self._fill()

    def stop(self) -> None:
        """Leave the list to its owner."""
        self.active = False
        self._leave()
        self._leave = _left

    def _fill(self) -> None:
        missing = [t for t in self._market.most_traded(SIZE) if parse_ticker(t) not in self._watchlist]
        items = [WatchItem(parse_ticker(ticker)) for ticker in missing[: SIZE - len(self._watchlist)]]
        if items:
            self._change(lambda: self._watchlist.rename(NAME))
            self._change(lambda: self._watchlist.add(items))
            self._watchlist.mark_saved()

    def _change(self, change: Callable[[], object]) -> None:
        self._filling = True
        try:
            change()
        finally:
            self._filling = False

    def _changed(self) -> None:
        if not self._filling:
            self.active = False


def _left() -> None:
    """Observed no longer."""

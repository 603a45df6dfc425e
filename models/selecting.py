"""Which selection a view shows: by its filter, begun with the newest trades, and anew by what was learned."""

from itertools import count
from time import perf_counter

from models.filtering.mask import FilterMask
from models.filtering.tape_filter import TapeFilter
from models.market import Learned, Market
from models.selection import Selection
from models.tape_order import TapeOrder

SLICE_MS = 7.0
"""So long a filter that became another looks at older trades at once: about half a frame."""
AT_ONCE = 4
"""At so many blocks of the tape it looks in any case before anything is shown: a short tape is shown whole."""


class Selecting:
    """The selection that is `shown`, and the one that is `coming`: by what was learned, while it is not whole yet.

    `order`: the places that both follow.
    """

    def __init__(self, market: Market, slice_ms: float = SLICE_MS, at_once: int = AT_ONCE) -> None:
        """`slice_ms`: how long it looks at older trades at once; `at_once`: at how many blocks it begins."""
        self.filter = TapeFilter()
        self.order = TapeOrder(market.tape, market.gaps)
        self.coming: Selection | None = None
        self._market = market
        self._slice_s, self._at_once = slice_ms / 1000, at_once
        self.shown = self._begun()

    @property
    def unfinished(self) -> Selection:
        """The selection that may still have to look at older rows."""
        return self.shown if self.coming is None else self.coming

    @property
    def is_coming_whole(self) -> bool:
        """Whether there is a selection that is coming, and it may take its place."""
        return self.coming is not None and self.coming.is_whole

    def choose(self, tape_filter: TapeFilter) -> None:
        """Show what another filter keeps, as far as it is found at once."""
        self.filter = tape_filter
        self.shown, self.coming = self._begun(), None

    def is_moved_by(self, before: Learned, now: Learned) -> bool:
        """Whether what was learned in between may select others."""
        by_shares = self.filter.by_shares and now.multipliers != before.multipliers
        return by_shares or (self.filter.by_conditions and now.conditions != before.conditions)

    def begin_coming(self) -> None:
        """Select by what is known now; what is shown stays until that has looked at all of the tape."""
        self.coming = self._begun()

    def take_coming(self) -> None:
        """Show the selection that was coming."""
        assert self.coming is not None
        self.shown, self.coming = self.coming, None
        self.shown.look()
        self.shown.commit()
        self.shown.drop_trimmed()
        self.shown.look_between()
        self.shown.commit_between()

    def look_older(self) -> int:
        """Let the unfinished selection look at older rows for a slice of time; return how many it found."""
        return self._look_older(self.unfinished, 1)

    def _begun(self) -> Selection:
        """A selection by the filter that has looked at the newest rows of the tape."""
        market = self._market
        mask = FilterMask(self.filter, market.tape, market.contracts, market.sets)
        selection = Selection(market.tape, mask, self.order)
        self._look_older(selection, self._at_once)
        selection.commit_older()
        return selection

    def _look_older(self, selection: Selection, fewest_blocks: int) -> int:
        until_s, blocks = perf_counter() + self._slice_s, count(1)
        return selection.look_older(lambda: next(blocks) >= fewest_blocks and perf_counter() >= until_s)

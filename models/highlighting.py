"""Which rows the highlight rules mark, worked out for whole batches of rows. No Qt here."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.filtering.mask import FilterMask
from models.filtering.tape_filter import TapeFilter
from models.filtering.text import FilterTextError
from models.highlights import Rule, Tint, rule_filter
from models.market import Market

Rows = NDArray[np.int64]
Passed = NDArray[np.bool_]
_ASKS = {
    "contract": (
        *("tickers", "roots", "right", "min_strike", "max_strike"),
        *("min_expiry", "max_expiry", "min_dte", "max_dte"),
    ),
    "price": ("min_price", "max_price"),
    "size": ("min_size", "max_size", "unusual"),
    "premium": ("min_premium", "max_premium", "unusual"),
    "venue": ("venues",),
    "condition": ("codes", "groups"),
    "time": ("from_ms", "to_ms"),
}
"""What of a trade the fields of a filter look at. What is left out, `!late`, is not what the eye is to find."""
_NOTHING = TapeFilter()


class Marks(NamedTuple):
    """What the rules say of some rows.

    `tints`: the number of the rule that tints each row, -1 where none does. `bold`: which rows, by what is bold in them
    (`contract, price, size, premium, venue, condition, time`); what no rule asks about is left out.
    """

    tints: list[int]
    bold: dict[str, Passed]


class _Ready(NamedTuple):
    """A rule made ready for the tape."""

    number: int
    mask: FilterMask
    is_tinted: bool
    bold: tuple[str, ...]


class Highlighter:
    """Looks at rows of the tape by the rules of the market's book as they are now."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._ready: list[_Ready] = []
        self._by: tuple[int, ...] = ()

    def rule(self, number: int) -> Rule:
        """The rule that `Marks.tints` numbers."""
        return self._market.highlights.rules[number]

    def marks(self, rows: Rows, read: Callable[[str], NDArray[Any]] | None = None) -> Marks:
        """What the rules say of some rows in memory. `read`: their columns, where somebody has them already."""
        self._prepare()
        read = read or self._market.tape.reader(rows)
        tints = np.full(len(rows), -1, np.int64)
        bold: dict[str, Passed] = {}
        for ready in self._ready:
            passed = ready.mask.passes(rows, read)
            if ready.is_tinted:
                tints[passed & (tints < 0)] = ready.number
            for part in ready.bold:
                bold[part] = bold[part] | passed if part in bold else passed
        return Marks(tints.tolist(), bold)

    def names(self, row: int) -> list[str]:
        """Names of all the rules that fit a row in memory, the first one first."""
        self._prepare()
        return [self.rule(ready.number).name for ready in self._ready if ready.mask.passes(np.array([row]))[0]]

    def _prepare(self) -> None:
        market = self._market
        by = (market.highlights.changes, market.venues.changes, market.sets.changes)
        if by != self._by:
            self._by = by
            found = (self._made_ready(at, rule) for at, rule in enumerate(market.highlights.rules) if rule.on)
            self._ready = [ready for ready in found if ready is not None]

    def _made_ready(self, number: int, rule: Rule) -> _Ready | None:
        """None for a rule that cannot be understood, or that shows nothing."""
        market = self._market
        try:
            wanted = rule_filter(rule, market.venues)
        except FilterTextError:
            return None
        bold = bold_parts(wanted) if rule.bold else ()
        if rule.tint is Tint.NONE and not bold:
            return None
        mask = FilterMask(wanted, market.tape, market.contracts, market.sets)
        return _Ready(number, mask, rule.tint is not Tint.NONE, bold)


def bold_parts(wanted: TapeFilter) -> tuple[str, ...]:
    """What a filter asks about; the whole contract where it asks for nothing that can be pointed at."""
    parts = (
        part
        for part, fields in _ASKS.items()
        if any(getattr(wanted, field) != getattr(_NOTHING, field) for field in fields)
    )
    return tuple(parts) or ("contract",)

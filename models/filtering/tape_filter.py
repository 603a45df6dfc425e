"""Which trades a tape shows: a declarative predicate."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TapeFilter:
    """What a trade must be to be shown: everything that is asked. A field that has its default asks nothing.

    Contracts: `tickers` (Massive tickers, an empty set being none at all), `roots` and `not_roots` (option roots),
    `right` (`C` or `P`), `min_expiry` to `max_expiry`, `min_dte` to `max_dte` (calendar days from the trade date to the
    expiry), `min_strike` to `max_strike` (1/1000 dollars). Prints: `min_size` to `max_size` (contracts), `min_price` to
    `max_price` (dollars a share), `min_premium` to `max_premium` (dollars), `venues` and `not_venues` (exchange
    numbers), `codes` and `not_codes` (condition numbers: any of them, none of them), `groups` and `not_groups` (names
    in `models/filtering/groups.py`: any of them, none of them), `from_ms` up to but without `to_ms` (Eastern time of
    day, milliseconds since midnight), `unusual` (semantics.md, the vendor's rule). All limits but `to_ms` are included.
    """

    tickers: frozenset[str] | None = None
    roots: frozenset[str] = frozenset()
    not_roots: frozenset[str] = frozenset()
    right: str = ""
    min_expiry: date | None = None
    max_expiry: date | None = None
    min_dte: int | None = None
    max_dte: int | None = None
    min_strike: int | None = None
    max_strike: int | None = None
    min_size: int | None = None
    max_size: int | None = None
    min_price: float | None = None
    max_price: float | None = None
    min_premium: float | None = None
    max_premium: float | None = None
    venues: frozenset[int] = frozenset()
    not_venues: frozenset[int] = frozenset()
    codes: frozenset[int] = frozenset()
    not_codes: frozenset[int] = frozenset()
    groups: frozenset[str] = frozenset()
    not_groups: frozenset[str] = frozenset()
    from_ms: int | None = None
    to_ms: int | None = None
    unusual: bool = False

    @property
    def keeps_all(self) -> bool:
        """Whether every trade passes."""
        return self == TapeFilter()

    @property
    def by_contract(self) -> bool:
        """Whether it is asked which contract was traded."""
        ends = (self.min_expiry, self.max_expiry, self.min_dte, self.max_dte, self.min_strike, self.max_strike)
        named = self.tickers is not None or bool(self.roots or self.not_roots or self.right)
        return named or any(end is not None for end in ends)

    @property
    def by_shares(self) -> bool:
        """Whether shares a contract that are learned late may change what passes."""
        return self.min_premium is not None or self.max_premium is not None or self.unusual

    @property
    def by_conditions(self) -> bool:
        """Whether another table of conditions may change what passes."""
        return bool(self.groups or self.not_groups or self.unusual)

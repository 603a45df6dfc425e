"""Totals over contracts, calls and puts apart and by session: of each underlying, and of all. Vector code, no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.contract_index import ContractIndex
from models.day_figures import NO_DAY
from models.sessions import Session
from models.stats import ContractStats

_SAME_INDEX = {"SPXW": "SPX", "VIXW": "VIX", "NDXP": "NDX", "RUTW": "RUT", "XEO": "OEX"}
"""Roots that share an index: weeklies, and the European OEX. Those of small indices (XSP, XND, MRUT) stay apart."""
Column = NDArray[Any]
_APART = (Session.EARLY, Session.LATE, Session.OUTSIDE)
_ADJUSTED = "0123456789"


def underlying_of(root: str) -> str:
    """What options of a root are on: `SPX` for `SPXW`, `AAPL` for the adjusted `AAPL1`."""
    return _SAME_INDEX.get(root) or root.rstrip(_ADJUSTED) or root


@dataclass(frozen=True, slots=True)
class Traded:
    """What was traded: prints that count, contracts, and dollars.

    `is_known`: no multiplier in them is assumed; figures are the same whether it is or not.
    """

    trades: int = 0
    volume: int = 0
    premium: float = 0.0
    is_known: bool = field(default=True, compare=False)

    def less(self, part: "Traded") -> "Traded":
        """What remains without a part."""
        trades = self.trades - part.trades
        premium = self.premium - part.premium if trades else 0.0  # else it is what was rounded off
        return Traded(trades, self.volume - part.volume, premium, self.is_known)


@dataclass(frozen=True, slots=True)
class Totals:
    """Calls and puts, and the same prints by session: early, regular, late. What traded in none is in no session."""

    calls: Traded = Traded()
    puts: Traded = Traded()
    sessions: tuple[Traded, Traded, Traded] = (Traded(), Traded(), Traded())

    @property
    def whole(self) -> Traded:
        """Calls and puts together."""
        calls, puts = self.calls, self.puts
        is_known = calls.is_known and puts.is_known
        return Traded(calls.trades + puts.trades, calls.volume + puts.volume, calls.premium + puts.premium, is_known)

    @property
    def call_share(self) -> float | None:
        """The calls' part of the premium, 0 to 1; None where there is none."""
        return share(self.calls.premium, self.puts.premium)


def share(calls: float, puts: float) -> float | None:
    """The calls' part of a whole, 0 to 1; None where there is no whole."""
    whole = calls + puts
    return min(max(calls / whole, 0.0), 1.0) if whole > 0 else None


@dataclass(frozen=True, slots=True)
class ByUnderlying:
    """Totals by underlying id: `trades`, `volume` and `premium` ($) of puts and calls, (n, 2).

    `assumed`: how many contracts that traded have a multiplier that is assumed, (n, 2).
    `sessions`: volume of the early, the regular and the late session, (n, 3).
    """

    trades: NDArray[np.int64]
    volume: NDArray[np.int64]
    premium: NDArray[np.float64]
    sessions: NDArray[np.int64]
    assumed: NDArray[np.int64]


class DayTotals:
    """Totals of the trade date at hand, made when asked for.

    Figures stand with each contract until it trades on a later date. Those count that are of the newest date of their
    class: of index options, whose date changes in the evening, or of all others.
    """

    def __init__(self, stats: ContractStats, contracts: ContractIndex) -> None:
        self.names: list[str] = []
        """Underlyings by id."""
        self._stats, self._contracts = stats, contracts
        self._ids: dict[str, int] = {}
        self._of_root = self._known_rights = np.zeros(0, np.int64)

    def by_underlying(self) -> ByUnderlying:
        """Totals of each underlying."""
        stats, rights = self._stats, self._rights()
        keys = np.where(self._at_hand(), rights, 2 * len(self.names))
        trades, volume = (self._summed(keys, column).astype(np.int64) for column in (stats.trades, stats.volume))
        premium = self._summed(keys, self._multiplier() * stats.price_volume)
        early, late, outside = (
            self._summed(keys, stats.volume_apart[:, session]).sum(axis=1).astype(np.int64) for session in _APART
        )
        assumed = self._summed(keys, self._assumed()).astype(np.int64)
        regular = volume.sum(axis=1) - early - late - outside
        return ByUnderlying(trades, volume, premium, np.stack([early, regular, late], axis=1), assumed)

    def of_all(self, figures: ByUnderlying) -> Totals:
        """Totals of everything, from those of each underlying, which were made just now."""
        columns = (figures.trades, figures.volume, figures.premium)
        trades, volume, premium = (column.sum(axis=0).tolist() for column in columns)
        is_known = [not figures.assumed[:, right].any() for right in (0, 1)]
        puts, calls = (Traded(trades[right], volume[right], premium[right], is_known[right]) for right in (0, 1))
        early, late, outside = self._apart()
        whole = Totals(calls, puts).whole
        return Totals(calls, puts, (early, whole.less(early).less(late).less(outside), late))

    def busiest(self, underlying: int) -> int:
        """Id of the contract of an underlying that has the most trades of the date at hand."""
        mine = self._at_hand() & (self._rights() // 2 == underlying)
        return int(np.argmax(np.where(mine, self._stats.trades, -1)))

    def _apart(self) -> Iterator[Traded]:
        """What was traded in each session but the regular one, which is the rest."""
        assumed = self._assumed() & self._at_hand()
        stats, at_hand = self._stats, self._at_hand()
        where = True if at_hand.all() else at_hand  # nearly always all are; it takes a tenth of the time then
        shares = at_hand * self._multiplier()
        for session in _APART:
            trades, volume = (by[:, session].sum(where=where) for by in (stats.trades_apart, stats.volume_apart))
            is_known = not (assumed & (stats.trades_apart[:, session] > 0)).any()
            yield Traded(int(trades), int(volume), float((shares * stats.value_apart[:, session]).sum()), is_known)

    def _multiplier(self) -> NDArray[np.float64]:
        shares: NDArray[np.float64] = self._contracts.multiplier[: len(self._stats)]
        return shares

    def _assumed(self) -> NDArray[np.bool_]:
        """Which contracts traded and have a multiplier that is assumed."""
        assumed: NDArray[np.bool_] = ~self._contracts.multiplier_known[: len(self._stats)] & (self._stats.trades > 0)
        return assumed

    def _at_hand(self) -> NDArray[np.bool_]:
        """Which contracts have figures of the newest trade date of their class, or none at all."""
        day, is_index = self._stats.day, self._contracts.is_index[: len(self._stats)]
        newest = [int(day[is_index == of].max(initial=NO_DAY)) for of in (False, True)]
        at_hand: NDArray[np.bool_] = (day == np.where(is_index, newest[1], newest[0])) | (day == NO_DAY)
        return at_hand

    def _rights(self) -> NDArray[np.int64]:
        """By contract: twice the underlying's id, and one more for calls."""
        self._note_roots()
        contracts, known, n = self._contracts, len(self._known_rights), len(self._stats)
        if known < n:
            new = 2 * self._of_root[contracts.root[known:n]] + contracts.is_call[known:n]
            self._known_rights = np.concatenate([self._known_rights, new])
        return self._known_rights

    def _note_roots(self) -> None:
        new = self._contracts.roots[len(self._of_root) :]
        if new:
            ids = [self._ids.setdefault(underlying_of(root), len(self._ids)) for root in new]
            self._of_root = np.concatenate([self._of_root, np.array(ids, np.int64)])
            self.names += list(self._ids)[len(self.names) :]

    def _summed(self, keys: NDArray[np.int64], column: Column) -> NDArray[np.float64]:
        """Sums by underlying and right, (n, 2); the last key is that of what does not count."""
        n = 2 * len(self.names)
        sums: Column = np.bincount(keys, column, n + 1)[:n].reshape(-1, 2)
        return sums

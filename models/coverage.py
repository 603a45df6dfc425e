"""From when on the prints of a contract are known, and whether some are missing: what marks its figures.

A feed that tells nothing of what it streams knows a whole day from its first print, as a recording does.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from models.batch import TradeBatch
from models.clock import MarketClock, day_from_number, utc_ms
from models.columns import GrowingColumns
from models.contract_index import ContractIndex
from models.coverage_news import CoverageNews, Fetched, Streamed
from models.gaps import Gap, GapStage
from models.hours import Hours
from models.sessions import day_start_ms, session_spans
from models.stats import ContractStats

_NEVER = np.iinfo(np.int64).max
_ALWAYS = np.iinfo(np.int64).min
_NOON_MS = 43_200_000
_MINUTE_MS = 60_000


@dataclass(slots=True)
class _Hole:
    """An interruption that is not filled for every contract: its times, Unix ms, and the contracts that have it filled.

    It concerns what was streamed when it began.
    """

    start_ms: int
    end_ms: int | None
    filled: set[int] = field(default_factory=set)


class Coverage(GrowingColumns):
    """By contract id, of the trade date that its figures belong to. `changes` grows with all news.

    Columns: `streamed` (whether it is streamed by itself) and `since` (from when on, Unix ms). While everything is
    streamed one number stands for all contracts that were not streamed before.
    """

    def __init__(self, contracts: ContractIndex, stats: ContractStats, clock: MarketClock) -> None:
        super().__init__({"streamed": ("?", False), "since": ("i8", _NEVER)})
        self.changes = 0
        self._contracts, self._stats, self._clock = contracts, stats, clock
        self.everything_since_ms: int | None = _ALWAYS
        """From when on everything is streamed, Unix ms, far in the past where nothing was told; None: it is not."""
        self._holes: dict[int, _Hole] = {}

    def since_ms(self, contract: int) -> int | None:
        """From when on the prints of the trade date are known, Unix ms; None: all since the open, or none at all."""
        since_ms, start_ms = self._known_since_ms(contract), self._day_start_ms(contract)
        if since_ms == _NEVER or start_ms is None or not self._can_trade(contract, start_ms, since_ms):
            return None
        return since_ms

    def missing(self, contract: int) -> bool:
        """Whether prints of the trade date are missing after `since_ms`: in a gap that is not filled, or not streamed.

        The contracts that the feed was not told to stream, or no longer, count as such; so do gaps of a later trade
        date, for with a print in one of them the figures would have begun anew.
        """
        if self.everything_since_ms is None and not (contract < len(self) and self.streamed[contract]):
            return True
        holes = [hole for hole in self._holes.values() if contract not in hole.filled]
        since_ms, start_ms = self._known_since_ms(contract), self._day_start_ms(contract) if holes else None
        return any(since_ms <= hole.start_ms and self._concerns(hole, contract, start_ms) for hole in holes)

    def is_whole(self, contract: int) -> bool:
        """Whether all prints of the trade date so far are known."""
        return self.since_ms(contract) is None and not self.missing(contract)

    def missing_since(self, start_ms: int) -> bool:
        """Whether a gap that reaches into the time after `start_ms`, Unix ms, is not filled for every contract."""
        return any(hole.end_ms is None or hole.end_ms > start_ms for hole in self._holes.values())

    def take(self, batch: TradeBatch) -> None:
        """Take what a batch tells of gaps and of coverage."""
        for gap in batch.gaps:
            self._note_gap(gap)
        for news in batch.coverage:
            self._note(news)

    def _known_since_ms(self, contract: int) -> int:
        own_ms = int(self.since[contract]) if contract < len(self) else _NEVER
        return self.everything_since_ms if own_ms == _NEVER and self.everything_since_ms is not None else own_ms

    def _day_start_ms(self, contract: int) -> int | None:
        """When the trade date of the figures began; before the first print, that of now. None: no print at all yet."""
        is_index = bool(self._contracts.is_index[contract])
        day = int(self._stats.day[contract]) if contract < len(self._stats) else 0
        if day > 0:
            return _start_of_date_ms(day, is_index)
        now_ms = self._clock.now_ms()
        return None if now_ms is None else _start_of_minute_ms(now_ms // _MINUTE_MS, is_index)

    def _concerns(self, hole: _Hole, contract: int, start_ms: int | None) -> bool:
        """Whether the contract could trade in a hole since its trade date began."""
        low_ms = hole.start_ms if start_ms is None else max(hole.start_ms, start_ms)
        high_ms = self._clock.now_ms() if hole.end_ms is None else hole.end_ms
        return high_ms is None or self._can_trade(contract, low_ms, max(high_ms, hole.start_ms))

    def _can_trade(self, contract: int, low_ms: int, high_ms: int) -> bool:
        """Whether the time from low to high touches a session of the contract."""
        if high_ms < low_ms:
            return False
        hours, expiry = Hours(int(self._contracts.hours[contract])), int(self._contracts.expiry[contract])
        return any(span.start_ms < high_ms for span in session_spans(hours, expiry, low_ms, high_ms))

    def _note(self, news: CoverageNews) -> None:
        self.changes += 1
        if isinstance(news, Fetched):
            self._note_fetched(news)
            return
        if self.everything_since_ms == _ALWAYS:
            self.everything_since_ms = None
        if news.everything:
            self._stream_everything(news.since_ms)
        else:
            self._stream_only(news)

    def _stream_everything(self, since_ms: int) -> None:
        if self.everything_since_ms is None:
            self.everything_since_ms = since_ms
            self.since[~self.streamed] = _NEVER

    def _stream_only(self, news: Streamed) -> None:
        """What was streamed before, alone or with everything, keeps its time."""
        found = [self._contracts.add(ticker) for ticker in news.tickers]
        self.grow_to(len(self._contracts))
        if self.everything_since_ms is not None:
            self.since[self.since == _NEVER] = self.everything_since_ms
            self.streamed[:] = True
        now = np.zeros(len(self), np.bool_)
        now[[number for number in found if number >= 0]] = True
        self.since[now & ~self.streamed] = news.since_ms
        self.streamed[:] = now
        self.everything_since_ms = None

    def _note_fetched(self, news: Fetched) -> None:
        """What was fetched may reach back from where the stream began, and fill holes."""
        contract = self._contracts.add(news.ticker)
        if contract < 0:
            return
        self.grow_to(len(self._contracts))
        since_ms = self._known_since_ms(contract)
        if news.low_ms < since_ms <= news.high_ms:
            self.since[contract] = news.low_ms
        start_ms = self._day_start_ms(contract)
        for hole in self._holes.values():
            low_ms = hole.start_ms if start_ms is None else max(hole.start_ms, start_ms)
            if hole.end_ms is not None and news.low_ms <= low_ms and hole.end_ms <= news.high_ms:
                hole.filled.add(contract)

    def _note_gap(self, gap: Gap) -> None:
        """News of how far its filling is change nothing."""
        hole = self._holes.get(gap.number)
        if gap.stage is GapStage.FILLED:
            self._holes.pop(gap.number, None)
        elif hole is None:
            self._holes[gap.number] = _Hole(gap.start_ms, gap.end_ms)
        elif hole.end_ms == gap.end_ms:
            return
        else:
            hole.end_ms = gap.end_ms
        self.changes += 1


@lru_cache
def _start_of_date_ms(day: int, is_index: bool) -> int:
    return day_start_ms(utc_ms(day_from_number(day), _NOON_MS), is_index_class=is_index)


@lru_cache
def _start_of_minute_ms(minute: int, is_index: bool) -> int:
    return day_start_ms(minute * _MINUTE_MS, is_index_class=is_index)

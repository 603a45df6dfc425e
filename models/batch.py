"""A batch of trades on its way from a feed to the tape."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.coverage_news import CoverageNews
from models.gaps import Gap

NO_SEQUENCE = -(2**63)
"""Stands where a source gave no sequence number."""


@dataclass(frozen=True, slots=True)
class TradeBatch:
    """Trades in order of arrival, a column for each fact, all of one length, and what was wrong beside them.

    `time_ms`, `arrival_ms`: Unix milliseconds. `price`: dollars a share. `size`: contracts. `contract`: ids of the
    `ContractIndex`. `venue`: the feed's exchange ids. `conditions`: set ids of `ConditionSets`. `malformed`: events
    that were dropped on the way here. `position`: where the source can be resumed; opaque to everybody but the feed.
    `filled`: these trades were missed by the stream and fetched later; they stand in order of time and take their
    place in time; `fills` is the number of the gap that they fill, -1 where they fill none. `gaps`: interruptions that
    began after these trades, and news of earlier ones. `coverage`: of which contracts the trades are known, and since
    when.
    """

    time_ms: NDArray[np.int64]
    sequence: NDArray[np.int64]
    price: NDArray[np.float64]
    size: NDArray[np.int32]
    contract: NDArray[np.int32]
    arrival_ms: NDArray[np.int64]
    venue: NDArray[np.uint16]
    conditions: NDArray[np.uint16]
    malformed: int = 0
    position: object = None
    filled: bool = False
    fills: int = -1
    gaps: tuple[Gap, ...] = ()
    coverage: tuple[CoverageNews, ...] = ()

    def __len__(self) -> int:
        return len(self.time_ms)


def gap_news(*gaps: Gap) -> TradeBatch:
    """A batch without trades that tells of gaps."""
    return _news(gaps=gaps)


def coverage_news(*news: CoverageNews) -> TradeBatch:
    """A batch without trades that tells of coverage."""
    return _news(coverage=news)


def _news(gaps: tuple[Gap, ...] = (), coverage: tuple[CoverageNews, ...] = ()) -> TradeBatch:
    whole, small = np.zeros(0, np.int64), np.zeros(0, np.uint16)
    narrow, prices = np.zeros(0, np.int32), np.zeros(0, np.float64)
    return TradeBatch(whole, whole, prices, narrow, narrow, whole, small, small, gaps=gaps, coverage=coverage)

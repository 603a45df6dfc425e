"""A batch of trades on its way from a feed to the tape."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    began after these trades, and news of earlier ones.
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

    def __len__(self) -> int:
        return len(self.time_ms)


def gap_news(*gaps: Gap) -> TradeBatch:
    """A batch without trades that tells of gaps."""
    whole, small = np.zeros(0, np.int64), np.zeros(0, np.uint16)
    narrow = np.zeros(0, np.int32)
    return TradeBatch(whole, whole, np.zeros(0, np.float64), narrow, narrow, whole, small, small, gaps=gaps)

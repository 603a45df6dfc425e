"""Prints that the lines of sparks go through. No Qt here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.clock import DAY_MS, eastern_ms
from models.hours import OPEN_MS
from models.prints import Prints

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SparkPoints:
    """Columns of prints in ascending rows; `at_ms`: since the first stretch of the day began."""

    rows: Ids
    slots: Ids
    at_ms: Ids
    price: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> "SparkPoints":
        """Only some of them."""
        return SparkPoints(self.rows[keep], self.slots[keep], self.at_ms[keep], self.price[keep])

    def newest(self, keys: Ids) -> NDArray[np.bool_]:
        """Which have the latest time of those with their key."""
        _, which = np.unique(keys, return_inverse=True)
        latest = np.full(len(keys), np.iinfo(np.int64).min)
        np.maximum.at(latest, which, self.at_ms)
        newest: NDArray[np.bool_] = self.at_ms == latest[which]
        return newest


def start_ms(day: NDArray[np.int32]) -> Ids:
    """When the first stretch of a trade date begins, Eastern wall-clock ms since 1970."""
    return day.astype(np.int64) * DAY_MS + OPEN_MS


def since_start_ms(prints: Prints) -> Ids:
    """Times of prints since the first stretch of their trade date began; below 0 before it."""
    return eastern_ms(prints.time_ms) - start_ms(prints.day)

"""How many prints there are of each size: the largest is known even after one was taken back."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

_SMALL = 4096
"""Sizes below are counted in an array. The others are few."""


class SizeCounts:
    """Counts by size, in contracts."""

    def __init__(self) -> None:
        self._small = np.zeros(_SMALL, np.int64)
        self._large: Counter[int] = Counter()

    @property
    def largest(self) -> int:
        """The largest size that is counted; 0 where there is none."""
        if self._large:
            return max(self._large)
        sizes = np.flatnonzero(self._small)
        return int(sizes[-1]) if len(sizes) else 0

    def add(self, sizes: NDArray[np.int64], sign: int) -> None:
        """Count prints of these sizes, or with a sign of -1 count them no longer."""
        large = sizes >= _SMALL
        if large.any():
            self._add_large(sizes[large].tolist(), sign)
            sizes = sizes[~large]
        np.add.at(self._small, sizes, sign)

    def _add_large(self, sizes: list[int], sign: int) -> None:
        for size in sizes:
            self._large[size] += sign
            if not self._large[size]:
                del self._large[size]

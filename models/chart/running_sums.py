"""Sums over the ticks of a layer from its first on, so that any stretch costs two look-ups. No Qt here."""

import numpy as np
from numpy.typing import NDArray

from models.columns import GrowingColumns
from models.conditions import Shape


class RunningSums(GrowingColumns):
    """Sums over the first n ticks, at index n: `value` (price x size, $), `contracts`, and these `by_shape`.

    `by_shape`: a column for each `Shape`.
    """

    def __init__(self) -> None:
        by_shape = np.dtype((np.int64, (len(Shape),)))
        super().__init__({"value": ("f8", 0.0), "contracts": ("i8", 0), "by_shape": (by_shape, 0)}, capacity=64)
        self.grow_to(1)

    def renew(self, kept: int, price: NDArray[np.float64], size: NDArray[np.int32], shape: NDArray[np.uint8]) -> None:
        """Take these ticks, of which the first `kept` are those that were taken before."""
        self._length = kept + 1
        self._forget_made()
        self.grow_to(len(size) + 1)
        new_size = size[kept:].astype(np.int64)
        sizes = np.zeros((len(new_size), len(Shape)), np.int64)
        sizes[np.arange(len(new_size)), shape[kept:]] = new_size
        for sums, new in ((self.value, price[kept:] * new_size), (self.contracts, new_size), (self.by_shape, sizes)):
            np.add(new.cumsum(axis=0), sums[kept], out=sums[kept + 1 :])
